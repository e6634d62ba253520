"""Patterns that ask for nothing but a length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.infer.lengths import Length, length_of
from keymedic.engine.infer.text import PatternSet, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "length"),
    [("^.{60,}", Length(60, False)), ("(?s)^.{260,}", Length(260, True)), ("^.{0,}", Length(0, False))],
)
def test_a_length_is_told(pattern: str, length: Length) -> None:
    """At least so many letters of the first line, or of the whole text where a line break counts as one."""
    assert length_of(pattern) == length


@pytest.mark.parametrize(
    "pattern",
    [
        "", "^.{60}", "^.{60,80}", ".{60,}", "^.{60,}$", "^.{,}", "^.{-1,}", "^.{1001,}", "^.{00060,}", "^.{6٠,}", "^a{60,}",
        "(?i)^.{60,}", "(?s)(?s)^.{60,}", "^.{1,}|^.{60,}", "(?s)^.{2,}.{3,}",
    ],
)  # fmt: skip
def test_everything_else_is_a_pattern(pattern: str) -> None:
    """Among these what RE2 refuses: whoever asks RE2 shall hear so."""
    assert length_of(pattern) is None


@given(st.text(alphabet="ab\n\r\u2028é😀\ud800", max_size=12), st.integers(0, 12), st.booleans())
def test_a_length_is_what_re2_finds(text: str, letters: int, whole: bool) -> None:
    """The same answer for every text, also for one of letters that take several bytes."""
    pattern = f"{'(?s)' if whole else ''}^.{{{letters},}}"
    plain = text.encode("utf-8", "replace").decode()
    assert (PatternSet([pattern]).found(text) == {0}) is bool(compile_pattern(pattern).search(plain))


@given(st.text(alphabet="ab\n", max_size=6), st.permutations(["^.{2,}", "a", "(?s)^.{3,}", "b$", "^.{5,}", "^a"]))
def test_lengths_and_patterns_keep_their_places(text: str, patterns: list[str]) -> None:
    """Wherever the lengths stand among the patterns, each is found by its own place."""
    expected = {at for at, pattern in enumerate(patterns) if compile_pattern(pattern).search(text)}
    assert PatternSet(patterns).found(text) == expected
