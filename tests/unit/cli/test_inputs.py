from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from keymedic.cli import inputs
from keymedic.cli.inputs import read_report
from keymedic.cli.output import Output
from keymedic.engine.errors import InputError


class Typed(io.TextIOWrapper):
    """Standard input at which a person types."""

    def isatty(self) -> bool:
        """It is a terminal."""
        return True


@pytest.fixture
def out() -> Output:
    """Somewhere to write."""
    return Output(io.StringIO(), io.StringIO(), {})


def test_facts_alone_need_no_text(out: Output) -> None:
    """With facts and no file standard input is left alone."""
    assert read_report(None, has_facts=True, out=out) is None


def test_a_terminal_is_not_waited_for(out: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without anything to diagnose the command says what it wants instead of hanging."""
    monkeypatch.setattr(sys, "stdin", Typed(io.BytesIO(b"")))
    with pytest.raises(InputError, match="nothing to diagnose"):
        _ = read_report(None, has_facts=False, out=out)


def test_an_empty_file_counts_for_nothing_beside_facts(out: Output, tmp_path: Path) -> None:
    """An empty text is an error alone, and a remark when facts were given."""
    file = tmp_path / "empty.txt"
    _ = file.write_text(" \n")
    assert read_report(str(file), has_facts=True, out=out) is None
    with pytest.raises(InputError, match="is empty"):
        _ = read_report(str(file), has_facts=False, out=out)


def test_what_is_far_too_large_is_refused(out: Output, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is refused before it fills the memory."""
    monkeypatch.setattr(inputs, "MAX_BYTES", 1000)
    file = tmp_path / "huge.log"
    _ = file.write_text("x" * 1001)
    with pytest.raises(InputError, match="larger than"):
        _ = read_report(str(file), has_facts=False, out=out)


@pytest.mark.parametrize("name", ["", "nowhere/at/all.txt", "nul\0byte"])
def test_unusable_names(out: Output, name: str) -> None:
    """Names that the system refuses are input errors."""
    with pytest.raises(InputError):
        _ = read_report(name or "\0", has_facts=False, out=out)
