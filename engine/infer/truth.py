"""The truth of a condition, part by part: what a "why not" shows."""

from __future__ import annotations

from collections.abc import Callable

from ..conditions import All, Any_, Condition, Known, Not, Test
from ..facts import Scalar
from ..values import Struct
from .fact_tests import Leaf


class LeafTruth(Struct):
    """One test's outcome (``None``: unknown) and the values of its fact, observed and concluded."""

    value: bool | None
    seen: tuple[Scalar, ...]


class Truth(Struct):
    """A condition with its value: true, false, or ``None`` while it hangs on unknown facts.

    ``seen`` holds the values a test saw; ``parts`` mirrors the parts of the condition.
    """

    condition: Condition
    value: bool | None
    seen: tuple[Scalar, ...] = ()
    parts: tuple[Truth, ...] = ()


def explain_truth(condition: Condition, look: Callable[[Leaf], LeafTruth]) -> Truth:
    """Evaluate a condition in Kleene's logic; ``look`` gives the outcome of each test."""
    match condition:
        case Test() | Known():
            found = look(condition)
            return Truth(condition, found.value, found.seen)
        case Not(part):
            inner = explain_truth(part, look)
            return Truth(condition, None if inner.value is None else not inner.value, (), (inner,))
        case All(parts) | Any_(parts):
            inners = tuple(explain_truth(part, look) for part in parts)
            return Truth(condition, _joined([inner.value for inner in inners], isinstance(condition, Any_)), (), inners)


def _joined(values: list[bool | None], decisive: bool) -> bool | None:
    if decisive in values:
        return decisive
    return None if None in values else not decisive
