"""The strata of rules."""

from __future__ import annotations

import pytest

from keymedic.engine.infer.strata import NegationCycleError, Reliance, levels


def _on(truth: set[int] | None = None, falsehood: set[int] | None = None) -> Reliance:
    return Reliance(frozenset(truth or ()), frozenset(falsehood or ()))


def test_negation_lifts_a_rule() -> None:
    """A rule stands above what it negates, and with or above what it builds on."""
    assert levels({1: _on(falsehood={0}), 2: _on(truth={1}), 3: _on(truth={0}, falsehood={2})}, 5) == [0, 1, 1, 2, 0]


def test_the_order_of_rules_does_not_matter() -> None:
    """A rule may negate one that stands after it."""
    assert levels({0: _on(falsehood={1}), 1: _on(falsehood={2})}, 3) == [2, 1, 0]


def test_positive_recursion_is_allowed() -> None:
    """Rules that build on each other share a stratum, with a negation below them."""
    assert levels({0: _on(truth={1}), 1: _on(truth={0}, falsehood={2})}, 3) == [1, 1, 0]


@pytest.mark.parametrize(
    ("reliance", "cycle"),
    [
        ({0: _on(falsehood={0})}, {0}),
        ({0: _on(falsehood={1}), 1: _on(truth={2}), 2: _on(truth={0}), 3: _on(truth={0})}, {0, 1, 2}),
        ({0: _on(truth={1}), 1: _on(truth={0}), 2: _on(falsehood={3}), 3: _on(falsehood={2})}, {2, 3}),
    ],
)
def test_a_cycle_through_a_negation_is_an_error(reliance: dict[int, Reliance], cycle: set[int]) -> None:
    """The error lists the rules of the cycle, none beside it, each relying on the next."""
    with pytest.raises(NegationCycleError) as caught:
        _ = levels(reliance, 4)
    found = caught.value.cycle
    assert set(found) == cycle
    for rule, other in zip(found, [*found[1:], found[0]], strict=True):
        assert other in reliance[rule].on_truth | reliance[rule].on_falsehood
