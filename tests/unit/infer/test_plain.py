"""The plain matcher."""

from __future__ import annotations

from keymedic.engine.infer.plain import PlainMatcher
from keymedic.engine.infer.program import Closure, Term


def _term(number: int, body: set[int], head: set[int]) -> Term:
    return Term(number, number, frozenset(body), frozenset(head))


def test_chaining_to_the_fixpoint() -> None:
    """Conclusions fire further terms; a term that lacks one literal does not fire."""
    matcher = PlainMatcher([_term(7, {1, 2}, {3}), _term(8, {3}, {4, 5}), _term(9, {4, 6}, {10})])
    assert matcher.close([2, 1, 99]) == Closure(frozenset((7, 8)), frozenset((1, 2, 3, 4, 5, 99)))


def test_an_empty_body_always_fires() -> None:
    """A term that needs nothing fires with no literal, and starts chains."""
    assert PlainMatcher([_term(0, set(), {1}), _term(1, {1}, set())]).close([]).fired == {0, 1}


def test_a_cycle_needs_a_start() -> None:
    """Terms that only support each other do not fire; with a start they all do."""
    matcher = PlainMatcher([_term(0, {1}, {2}), _term(1, {2}, {1})])
    assert matcher.close([]).fired == frozenset()
    assert matcher.close([2]).fired == {0, 1}


def test_nothing_is_kept_between_calls() -> None:
    """A second case does not see the first; repeated literals count once."""
    matcher = PlainMatcher([_term(0, {1, 2}, {3})])
    assert matcher.close([1, 2]).fired == {0}
    assert matcher.close([1, 1]).fired == frozenset()
