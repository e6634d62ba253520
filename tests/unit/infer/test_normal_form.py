"""Conditions as terms."""

from __future__ import annotations

import pytest

from keymedic.engine.conditions import All, Any_, Condition, Not
from keymedic.engine.infer.literals import LeafNumbers
from keymedic.engine.infer.normal_form import MAX_TERMS, TooManyTermsError, to_terms

from .kit import is_

A, B, C = is_("a", 1), is_("b", 1), is_("c", 1)


def _terms(condition: Condition) -> list[set[int]]:
    numbers = LeafNumbers()
    for leaf in (A, B, C):
        _ = numbers.number(leaf)
    return [set(body) for body in to_terms(condition, numbers.number)]


def test_all_of_any_is_multiplied_out() -> None:
    """Even literals are true tests, odd ones false tests."""
    assert _terms(All((Any_((A, B)), C))) == [{0, 4}, {2, 4}]


def test_negation_is_pushed_to_the_tests() -> None:
    """De Morgan in both directions, and two negations cancel."""
    assert _terms(Not(All((A, B)))) == [{1}, {3}]
    assert _terms(Not(Any_((A, Not(B))))) == [{1, 2}]


def test_empty_conditions() -> None:
    """All of nothing always holds, any of nothing never."""
    assert _terms(All(())) == _terms(Not(Any_(()))) == [set()]
    assert _terms(Any_(())) == _terms(Not(All(()))) == []


def test_repetition_is_dropped() -> None:
    """The same alternative twice is one term; both signs of a test may stand together."""
    assert _terms(Any_((A, A))) == [{0}]
    assert _terms(All((A, Not(A)))) == [{0, 1}]


def test_a_condition_may_not_explode() -> None:
    """64 alternatives are the most one rule may have; the check comes before the product is built."""
    pairs = [Any_((is_(f"x{at}", 1), is_(f"x{at}", 2))) for at in range(40)]
    assert len(_terms(All(tuple(pairs[:6])))) == MAX_TERMS
    with pytest.raises(TooManyTermsError, match="64"):
        _ = _terms(All(tuple(pairs)))
