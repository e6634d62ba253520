"""The compiled form of the rules: propositional terms over numbered literals, in strata.

A *literal* is a small integer that stands for "this test is true" or "this test is false". A *term* is a
conjunction of literals; a rule is a disjunction of terms (its condition in negation normal form,
multiplied out). Everything typed, textual or three-valued has been settled before literals exist, so a
matcher only closes a set of integers under Horn clauses: that is the whole interface (`Matcher`), and
what keeps the native engine inside the lane in which it is sound (docs/adr/0002).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from ..values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol


Literal = int


class Term(Struct):
    """If all of ``body`` hold, ``head`` holds too. ``rule`` indexes the rule the term came from."""

    id: int
    rule: int
    body: frozenset[Literal]
    head: frozenset[Literal]


def uses_of(bodies: Iterable[Iterable[Literal]]) -> dict[Literal, int]:
    """How many terms need a literal."""
    return dict(Counter(chain.from_iterable(bodies)))


def key_first(body: Iterable[Literal], uses: Mapping[Literal, int]) -> list[Literal]:
    """A body in order, but for its key, the literal that the fewest terms need (of several the first), which leads it."""
    ordered = sorted(body)
    if ordered:
        key = min(ordered, key=uses.__getitem__)
        ordered.remove(key)
        ordered.insert(0, key)
    return ordered


class Closure(Struct):
    """What follows from a set of literals: the terms that fired, and every literal that holds then."""

    fired: frozenset[int]
    literals: frozenset[Literal]


if TYPE_CHECKING:

    class Matcher(Protocol):
        """Closes literals under one stratum's terms. Implementations: ``plain`` and ``durable``."""

        name: str

        def close(self, literals: Collection[Literal]) -> Closure:
            """Forward-chain to the fixpoint. Independent of the order of ``literals`` and of the terms."""
            ...
