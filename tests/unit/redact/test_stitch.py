"""Pieces held apart are joined where there is a reason, and only near it."""

from __future__ import annotations

import pytest

from keymedic.engine.redact import Redactor, stitch
from keymedic.engine.redact.joints import joint_at

LINE = "2026-11-20 09:14:03 INFO worker-3 served /v1/items/{at} in 12 ms, id 4\n"
CUT = "# AIzaSyFAKEfakeFAKE0\n# fakeXXXXXXXXfake123\n"


@pytest.fixture
def joints(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The line breaks at which somebody looked for what holds pieces apart."""
    looked: list[int] = []

    def watched(text: str, before: int, at: int) -> tuple[int, int]:
        looked.append(at)
        return joint_at(text, before, at)

    monkeypatch.setattr(stitch, "joint_at", watched)
    return looked


def test_a_log_without_a_key_is_not_stitched(joints: list[int]) -> None:
    """Lines that end as a secret may begin (a lone 4) are looked at, each once; nothing is joined."""
    text = "".join(LINE.format(at=at) for at in range(2_000))
    assert Redactor().redact(text) == text
    assert len(joints) <= 2_000


def test_of_a_long_text_only_the_neighbourhood_of_a_key_is_stitched(joints: list[int]) -> None:
    """A key that a comment's marks cut in two is hidden whole, deep in a log, at the price of its neighbourhood."""
    lines = [LINE.format(at=at).replace("id 4", "done") for at in range(6_000)]
    text = "".join([*lines[:3_000], CUT, *lines[3_000:]])
    redacted = Redactor().redact(text)
    assert "FAKE" not in redacted and "fake" not in redacted
    assert redacted.startswith(lines[0]) and redacted.endswith(lines[-1])
    assert 0 < len(set(joints)) < 2_000


@pytest.mark.parametrize(
    "text",
    [
        'key = "AIzaSyFAKEfakeFAKE0" +\n    "fakeXXXXXXXXfake123"', "// AQ.FAKEfakeFAKE0fake1\n// XXXXXXXXfake123XXXXXfake",
        " * WW91ciBrZXkgaXMgQUl6YVN5RkFLRWZh\n * a2VGQUtFMGZha2VYWFhYWFhYWGZha2UxMjM=", "# AIz\n# aSyFAKEfakeFAKE0fakeXXXXXXXXfake123",
    ],
    ids=["literals", "comments", "base64", "cut beginning"],
)  # fmt: skip
def test_pieces_of_one_key_are_found(text: str) -> None:
    """In literals that are joined, behind marks of comments, in base64, and where the key's beginning itself is cut."""
    assert not {"FAKE", "fake", "RkFLRWZh", "a2VGQUtF"} & set(Redactor().redact(text).replace("\n", " ").split(" "))
    assert len(Redactor().find(text)) == 1
