from __future__ import annotations

import pytest

from keymedic.cli.crash import crash_report
from keymedic.version import VERSION


def boom(secret: str) -> None:
    """Fails with its argument in the message."""
    try:
        raise ValueError(f"inner {secret}")
    except ValueError as error:
        raise RuntimeError(f"outer {secret}") from error


def test_names_the_way_but_no_value() -> None:
    """The report has version, Python, error classes and functions, and nothing of messages or arguments."""
    with pytest.raises(RuntimeError) as caught:
        boom("AIzaSyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAK")
    report = crash_report(caught.value)
    assert f"keymedic {VERSION}" in report
    assert "builtins.ValueError" in report
    assert "builtins.RuntimeError" in report
    assert "in boom" in report
    assert "FAKE" not in report
    assert "inner" not in report


def test_deep_recursion_stays_short() -> None:
    """A runaway recursion gives a short report."""

    def fall(depth: int) -> int:
        return fall(depth + 1)

    with pytest.raises(RecursionError) as caught:
        _ = fall(0)
    assert len(crash_report(caught.value).splitlines()) < 50
