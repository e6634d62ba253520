"""Phrases and patterns on the text of a case."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from keymedic.engine.infer import text
from keymedic.engine.infer.text import PatternSet, PhraseSet, compile_pattern


@pytest.mark.parametrize("others", [[], ["nothing like it"]])
def test_phrases_ignore_case(others: list[str]) -> None:
    """A phrase is found whatever the case of either side, alone and among others."""
    assert PhraseSet(["Straße", *others]).found("die STRASSE") == {0}
    assert PhraseSet(["КЛЮЧ", *others]).found("мой ключ") == {0}


@pytest.mark.parametrize("others", [[], ["nothing like it"]])
def test_phrases_are_literal(others: list[str]) -> None:
    """Characters that mean something in a pattern mean themselves in a phrase."""
    phrases = PhraseSet(["a.b (c|d)*", *others])
    assert phrases.found("x A.B (C|D)* y") == {0}
    assert phrases.found("a-b cd") == frozenset()


def test_every_match_of_a_set_is_found() -> None:
    """Overlapping patterns are all reported; the set's own sentinel is not."""
    assert PatternSet(["quota", "^q", "zebra", "(?s)a.*m"]).found("quota\nm") == {0, 1, 3}


def test_no_pattern_finds_nothing() -> None:
    """An empty set is fine."""
    assert PatternSet([]).found("text") == frozenset()
    assert PhraseSet([]).found("text") == frozenset()


@pytest.mark.parametrize("others", [[], ["z"]])
def test_a_lone_surrogate_in_the_text_is_harmless(others: list[str]) -> None:
    """Text that UTF-8 cannot carry is matched with the odd character replaced."""
    assert PatternSet(["key", *others]).found("\ud800 key") == {0}
    assert PhraseSet(["key", *others]).found("\ud800 KEY") == {0}


class _Exhausted:
    """An RE2 set whose automaton ran out of memory: it reports that as "nothing matched"."""

    def Match(self, text: str) -> None:
        """No match, whatever the text."""


def test_a_set_that_runs_out_of_memory_still_answers_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a set does not even report its always-matching sentinel, the patterns are searched one by one."""

    def exhausted(_patterns: Sequence[str]) -> _Exhausted:
        return _Exhausted()

    monkeypatch.setattr(text, "_build_set", exhausted)
    assert PatternSet(["quota", "x", "^q"]).found("quota") == {0, 2}


@pytest.mark.parametrize("others", [[], ["z"]])
def test_what_is_not_re2_is_refused(others: list[str]) -> None:
    """Look-around and back-references, which cannot be matched in linear time, are an error that names the pattern."""
    for pattern in ("(?=a)b", r"(a)\1", "("):
        with pytest.raises(ValueError, match="RE2"):
            _ = PatternSet([*others, pattern])


def test_nested_repetition_is_linear() -> None:
    """A pattern on which a backtracking engine would hang is answered."""
    assert compile_pattern("((a?)+)+$").search("a" * 5000 + "b") is not None
    assert PatternSet(["^((a?)+)+$", "b"]).found("a" * 5000 + "b") == {1}


def test_thousands_of_phrases_and_patterns_share_automata_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    """A vocabulary that no single automaton can hold is split up; RE2 never writes to stderr by itself."""
    numbers = range(5000)
    phrases = PhraseSet([f"phrase {number} of many things" for number in numbers])
    assert phrases.found(f"{'filler ' * 2000} PHRASE 4321 of many things") == {4321}
    patterns = PatternSet([f"(?i)word{number:04} (?:one|two){{1,9}}.{{0,40}}end{number:04}" for number in numbers])
    assert patterns.found(f"{'word ' * 2000} word0007 onetwo, END0007; word4999 two end4999") == {7, 4999}
    assert capfd.readouterr() == ("", "")


def test_a_set_that_cannot_be_built_at_once_is_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the portions have to be, every pattern keeps its number."""
    built: list[int] = []
    build = text._build_set  # pyright: ignore[reportPrivateUsage]

    def small(patterns: Sequence[str]) -> object:
        built.append(len(patterns))
        if len(patterns) > 2:
            raise text._TooLargeError("too large")  # pyright: ignore[reportPrivateUsage]
        return build(patterns)

    monkeypatch.setattr(text, "_build_set", small)
    assert PatternSet(["a1", "b2", "c3", "d4", "e5"]).found("b2 e5 a1") == {0, 1, 4}
    assert max(built) == 5
