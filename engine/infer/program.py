"""The compiled form of the rules: propositional terms over numbered literals, in strata.

A *literal* is a small integer that stands for "this test is true" or "this test is false". A *term* is a
conjunction of literals; a rule is a disjunction of terms (its condition in negation normal form,
multiplied out). Everything typed, textual or three-valued has been settled before literals exist, so a
matcher only closes a set of integers under Horn clauses: that is the whole interface (`Matcher`), and
what keeps the native engine inside the lane in which it is sound (docs/adr/0002).
"""

from __future__ import annotations

from collections.abc import Collection

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
