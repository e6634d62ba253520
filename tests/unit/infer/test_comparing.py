"""The order of integers and versions."""

from __future__ import annotations

import pytest

from keymedic.engine.conditions import Test as Leaf
from keymedic.engine.facts import Scalar
from keymedic.engine.infer.comparing import in_order, order, version_key


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [("1.9", "1.10"), ("0.9.9", "1"), ("1.2", "1.2.1"), ("v1.2", "1.3"), ("9" * 5000, "1" + "0" * 5000)],
)
def test_versions_go_by_their_numbers(smaller: str, larger: str) -> None:
    """Parts compare as numbers, of any length, not as text."""
    assert order(smaller, larger) == -1
    assert order(larger, smaller) == 1


@pytest.mark.parametrize("same", ["1.2.0", "v1.2", "01.02", "1.2rc1", "1.2.0-beta.3", " 1.2 "])
def test_spellings_of_one_version_are_equal(same: str) -> None:
    """Trailing and leading noughts, a leading v, and what follows the numbers make no difference."""
    assert order(same, "1.2") == 0


@pytest.mark.parametrize("text", ["", "latest", "v", "-1", "٣.١"])
def test_what_is_no_version_has_no_order(text: str) -> None:
    """A text that does not begin with a number is no version."""
    assert version_key(text) is None
    assert not any(in_order(text, Leaf("f", op, ("1.0",))) for op in ("at_least", "at_most", "above", "below"))


def test_zero_is_a_version() -> None:
    """``0`` and ``0.0`` are the smallest version, not a missing one."""
    assert order("0", "0.0") == 0
    assert order("0.0", "0.1") == -1


@pytest.mark.parametrize(("value", "operand"), [(True, 0), (1, False), (1, "1"), ("1", 1)])
def test_different_sorts_have_no_order(value: Scalar, operand: Scalar) -> None:
    """A boolean is no number, a number no version."""
    assert order(value, operand) is None


def test_the_bounds_of_each_operator() -> None:
    """``at_least`` and ``at_most`` include the operand; ``above`` and ``below`` do not."""
    assert [in_order(5, Leaf("f", op, (5,))) for op in ("at_least", "at_most", "above", "below")] == [1, 1, 0, 0]
    assert [in_order(6, Leaf("f", op, (5,))) for op in ("at_least", "at_most", "above", "below")] == [1, 0, 1, 0]
    assert [in_order(4, Leaf("f", op, (5,))) for op in ("at_least", "at_most", "above", "below")] == [0, 1, 0, 1]


def test_other_operators_are_refused() -> None:
    """Only ordering tests are answered here."""
    with pytest.raises(ValueError, match="equals"):
        _ = in_order(1, Leaf("f", "equals", (1,)))
