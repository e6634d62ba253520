"""Kleene's logic on condition trees."""

from __future__ import annotations

import pytest

from keymedic.engine.conditions import All, Any_, Not
from keymedic.engine.infer.fact_tests import Leaf
from keymedic.engine.infer.truth import LeafTruth, explain_truth

from .kit import is_

LEAVES: dict[bool | None, Leaf] = {True: is_("t", 1), False: is_("f", 1), None: is_("u", 1)}


def _look(leaf: Leaf) -> LeafTruth:
    return LeafTruth({"t": True, "f": False, "u": None}[leaf.fact], (leaf.fact,))


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, None, None, True),
        (True, False, False, True),
        (None, None, None, None),
        (None, False, False, None),
        (False, False, False, False),
    ],
)
def test_tables(left: bool | None, right: bool | None, both: bool | None, either: bool | None) -> None:
    """A false part decides ``all``, a true one ``any``; otherwise an unknown part leaves it unknown."""
    for parts in ((LEAVES[left], LEAVES[right]), (LEAVES[right], LEAVES[left])):
        assert explain_truth(All(parts), _look).value is both
        assert explain_truth(Any_(parts), _look).value is either


def test_negation_and_leaves() -> None:
    """``not`` turns true and false round and leaves unknown alone; a leaf keeps what it saw."""
    assert [explain_truth(Not(LEAVES[value]), _look).value for value in (True, False, None)] == [False, True, None]
    assert explain_truth(LEAVES[None], _look).seen == ("u",)


def test_nothing() -> None:
    """All of nothing is true, any of nothing false."""
    assert explain_truth(All(()), _look).value is True
    assert explain_truth(Any_(()), _look).value is False
