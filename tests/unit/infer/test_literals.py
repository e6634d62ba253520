"""What observation alone says about every test."""

from __future__ import annotations

import pytest

from keymedic.engine.conditions import Known, to_data
from keymedic.engine.facts import Scalar
from keymedic.engine.infer.fact_tests import Leaf
from keymedic.engine.infer.literals import LeafNumbers, LiteralTable, is_positive, leaf_of, negative, positive

from .kit import case, is_


def _table(leaves: list[Leaf], only_derived: frozenset[str] = frozenset(), **then: Scalar) -> LiteralTable:
    numbers = LeafNumbers()
    for leaf in leaves:
        _ = numbers.number(leaf)
    rows = list(map(to_data, numbers.leaves))
    bare = LiteralTable(rows, only_derived, frozenset())
    concluded = frozenset(leaf for fact, value in then.items() for leaf in bare.satisfied(fact, value))
    return LiteralTable(rows, only_derived, concluded)


def test_literals_have_two_signs() -> None:
    """Each test has a literal for true and one for false, and both lead back to it."""
    assert {leaf_of(positive(7)), leaf_of(negative(7))} == {7}
    assert is_positive(positive(7))
    assert not is_positive(negative(7))


def test_equal_tests_share_a_number_unless_their_types_differ() -> None:
    """Python's ``True == 1`` does not merge two tests."""
    numbers = LeafNumbers()
    assert numbers.number(is_("f", 1)) == numbers.number(is_("f", 1)) == 0
    assert numbers.number(is_("f", True)) == 1
    assert numbers.known(is_("f", True)) == 1
    with pytest.raises(KeyError):
        _ = numbers.known(is_("f", "1"))


def test_a_known_fact_settles_its_tests() -> None:
    """A test of a known fact is true or false, definitely and possibly alike."""
    definite, possible = _table([is_("f", 1), is_("f", 2)]).observe(case({"f": 1}))
    assert definite == possible == {positive(0), negative(1)}


def test_an_unknown_fact_leaves_both_signs_possible() -> None:
    """Nothing is definite about an unknown fact."""
    definite, possible = _table([is_("f", 1)]).observe(case({"other": 1}))
    assert definite == set()
    assert possible == {positive(0), negative(0)}


def test_knowledge_is_two_valued() -> None:
    """``known`` and ``unknown`` are settled either way."""
    table = _table([Known("f"), Known("f", False)])
    assert table.observe(case({})) == ({negative(0), positive(1)},) * 2
    assert table.observe(case({"f": 0})) == ({positive(0), negative(1)},) * 2


def test_only_derived_facts_are_never_unknown_by_observation() -> None:
    """What cannot be observed is possible only through a rule; with no rule for it, it is false."""
    table = _table([is_("d", 1), is_("d", 2)], frozenset(("d",)), d=1)
    definite, possible = table.observe(case({}))
    assert definite == possible == {negative(1)}
    assert table.concluded == {0}


def test_falsehood_of_concluded_tests_is_left_to_the_rules() -> None:
    """A test that a rule can make true gets no negative literal from observation, even of a known fact."""
    table = _table([is_("f", 1)], f=1)
    assert table.observe(case({"f": 2})) == (set(), set())
    assert table.observe(case({})) == (set(), {positive(0)})
    assert table.observe(case({"f": 1})) == ({positive(0)}, {positive(0)})
