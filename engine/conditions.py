"""The conditions of rules, as values.

A condition is three-valued (Kleene): true, false, or unknown as long as it hangs on an unknown fact.
``All``, ``Any_`` and ``Not`` combine; `Test` looks at one fact; `Known` asks for knowledge itself and is
never unknown. The list form (`to_data`, `from_data`) is what the compiled rule base stores.
"""

from __future__ import annotations

from collections.abc import Iterator

from .facts import Scalar
from .values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias


Operator: TypeAlias = "Literal['equals', 'one_of', 'contains', 'matches', 'at_least', 'at_most', 'above', 'below']"
OPERATORS: tuple[Operator, ...] = (
    "equals", "one_of", "contains", "matches", "at_least", "at_most", "above", "below",
)  # fmt: skip


class Test(Struct):
    """``fact`` compared by ``operator`` with any of ``operands`` (one operand for all but ``one_of``, ``contains``).

    ``contains`` looks for the operand in the text whatever the case; ``matches`` is an RE2 pattern.
    """

    fact: str
    operator: Operator
    operands: tuple[Scalar, ...]


class Known(Struct):
    """True when any value of ``fact`` is known (``wanted``), or when none is (``unknown: fact``)."""

    fact: str
    wanted: bool = True


class All(Struct):
    """Every part holds."""

    parts: tuple[Condition, ...]


class Any_(Struct):
    """At least one part holds."""

    parts: tuple[Condition, ...]


class Not(Struct):
    """The part is known to be false; an unknown part leaves this unknown."""

    part: Condition


Condition = Test | Known | All | Any_ | Not


def leaves(condition: Condition) -> Iterator[Test | Known]:
    """Every test in a condition, left to right."""
    if isinstance(condition, All | Any_):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition


def to_data(condition: Condition) -> list[Any]:
    """The condition as nested lists, fit for JSON."""
    match condition:
        case Test(fact, operator, operands):
            return ["test", fact, operator, list(operands)]
        case Known(fact, wanted):
            return ["known", fact, wanted]
        case All(parts):
            return ["all", *map(to_data, parts)]
        case Any_(parts):
            return ["any", *map(to_data, parts)]
        case Not(part):
            return ["not", to_data(part)]


def from_data(data: list[Any]) -> Condition:
    """The inverse of `to_data`; raises ``ValueError`` on anything else."""
    match data:
        case ["test", str(fact), str(operator), list()] if operator in OPERATORS:
            return Test(fact, operator, tuple(data[3]))
        case ["known", str(fact), bool(wanted)]:
            return Known(fact, wanted)
        case ["all", *_]:
            return All(tuple(map(from_data, data[1:])))
        case ["any", *_]:
            return Any_(tuple(map(from_data, data[1:])))
        case ["not", list()]:
            return Not(from_data(data[1]))
        case _:
            raise ValueError(f"not a condition: {data!r}"[:200])
