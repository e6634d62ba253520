"""A condition as a disjunction of terms, each a conjunction of literals.

Negations are pushed down to the tests and the rest is multiplied out. In Kleene's logic both keep the
meaning, so a rule is true, false or unknown exactly as its terms say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..conditions import All, Any_, Condition, Known, Not, Test
from .literals import Leaf, negative, positive
from .program import Literal

MAX_TERMS = 64
"""Terms one rule may expand to. More is a sign of two rules in one."""

Body = frozenset[Literal]


class TooManyTermsError(ValueError):
    """The condition expands to more than `MAX_TERMS` terms."""


def to_terms(condition: Condition, number: Callable[[Leaf], int]) -> list[Body]:
    """The terms of a condition, without repetition; ``number`` names its tests.

    No term at all means never, an empty term always. Raises `TooManyTermsError`.
    """
    return _terms(condition, True, number)


def _terms(condition: Condition, wanted: bool, number: Callable[[Leaf], int]) -> list[Body]:
    match condition:
        case Test() | Known():
            leaf = number(condition)
            return [frozenset((positive(leaf) if wanted else negative(leaf),))]
        case Not(part):
            return _terms(part, not wanted, number)
        case All(parts) | Any_(parts):
            expanded = [_terms(part, wanted, number) for part in parts]
            return _all(expanded) if isinstance(condition, All) == wanted else _any(expanded)


def _any(parts: Iterable[list[Body]]) -> list[Body]:
    return _capped(dict.fromkeys(body for terms in parts for body in terms))


def _all(parts: Iterable[list[Body]]) -> list[Body]:
    product: list[Body] = [frozenset()]
    for terms in parts:
        product = _capped(dict.fromkeys(left | right for left in product for right in terms))
    return product


def _capped(bodies: Iterable[Body]) -> list[Body]:
    terms = list(bodies)
    if len(terms) > MAX_TERMS:
        raise TooManyTermsError(f"the condition expands to more than {MAX_TERMS} alternatives")
    return terms
