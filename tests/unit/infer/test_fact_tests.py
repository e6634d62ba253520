"""All tests of one fact together."""

from __future__ import annotations

from keymedic.engine.conditions import Known, to_data
from keymedic.engine.conditions import Test as Leaf
from keymedic.engine.infer.fact_tests import FactTests

from .kit import is_


def _tests(leaves: dict[int, Leaf | Known]) -> FactTests:
    return FactTests({number: to_data(leaf) for number, leaf in leaves.items()})


def test_equality_knows_types() -> None:
    """``True``, ``1`` and ``"1"`` are three different values, also when asked one after the other."""
    tests = _tests({0: is_("f", True), 1: is_("f", 1), 2: is_("f", "1"), 3: is_("f", 1, "x")})
    assert tests.passed((True,)) == {0}
    assert tests.passed((1,)) == {1, 3}
    assert tests.passed(("1",)) == {2}
    assert tests.passed(("x",)) == {3}


def test_any_of_several_values_may_satisfy() -> None:
    """With several values a test passes if one of them does, different tests by different ones."""
    tests = _tests({0: is_("f", "a"), 1: is_("f", "b"), 2: is_("f", "c"), 3: Leaf("f", "at_least", (5,))})
    assert tests.passed(("a", "b", 7)) == {0, 1, 3}


def test_text_tests() -> None:
    """Phrases in any case (any of the operands), patterns as written; neither on values that are no text."""
    tests = _tests(
        {
            4: Leaf("f", "contains", ("nope", "QUOTA")),
            6: Leaf("f", "contains", ("x",)),
            8: Leaf("f", "matches", ("^q",)),
        }
    )
    assert tests.passed(("quota",)) == {4, 8}
    assert tests.passed(("Quota",)) == {4}
    assert tests.passed((7,)) == frozenset()


def test_knowledge() -> None:
    """``known`` passes with any value; ``unknown`` is listed as what holds without one."""
    tests = _tests({0: Known("f"), 1: Known("f", False), 2: is_("f", 1)})
    assert tests.passed((2,)) == {0}
    assert tests.ignorance == {1}
    assert tests.two_valued == {0, 1}


def test_forgetting_changes_no_answer() -> None:
    """The remembered values of the last case are only a short cut."""
    tests = _tests({0: is_("f", 1)})
    assert tests.passed((1,)) == {0}
    tests.forget()
    assert tests.passed((1,)) == {0}
    assert tests.passed((2,)) == frozenset()
