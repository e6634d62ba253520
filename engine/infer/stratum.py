"""The terms of one stratum by their keys: a case touches few of them, and only these are made.

The *key* of a term is the literal of its body that the fewest terms of the stratum need: where that does not hold, the
term need not be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from .compiled_program import Program
from .program import Literal, Term, key_first, uses_of


class Stratum:
    """The terms that are closed together."""

    def __init__(
        self,
        bodies: Mapping[int, Sequence[Literal]],
        heads: Iterable[Iterable[Literal]],
        make: Callable[[int], Term],
    ) -> None:
        """``bodies``: by the terms' numbers, each with its key first; ``heads``: all that they conclude; ``make``: a term by
        its number."""
        self._bodies = bodies
        self._make = make
        self.uses: Mapping[Literal, int] = uses_of(bodies.values())
        """How many terms need a literal."""
        self.inner: frozenset[Literal] = frozenset(chain.from_iterable(heads)).intersection(self.uses)
        """The literals that some term concludes and some term needs."""
        self._by_key: dict[Literal | None, list[int]] = {}
        for number, body in bodies.items():
            self._by_key.setdefault(body[0] if body else None, []).append(number)
        self.keys: frozenset[Literal] = frozenset(key for key in self._by_key if key is not None)

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Stratum:
        """The stratum of terms that are made already."""
        made = {term.id: term for term in terms}
        uses = uses_of(term.body for term in made.values())
        bodies = {number: key_first(term.body, uses) for number, term in made.items()}
        return cls(bodies, (term.head for term in made.values()), made.__getitem__)

    def watched(self, key: Literal | None) -> frozenset[Literal | None]:
        """Of each term with this key the literal, known from the start, that the fewest others need; none, where there is none."""
        return frozenset([self._watched(self._bodies[number], key) for number in self._by_key.get(key, ())])

    def _watched(self, body: Sequence[Literal], key: Literal | None) -> Literal | None:
        base = [literal for literal in body if literal != key and literal not in self.inner]
        return min(base, key=self.uses.__getitem__) if base else None

    def by_key(self, key: Literal | None) -> list[Term]:
        """The terms with this key; without one: those that need nothing."""
        return [self._make(number) for number in self._by_key.get(key, ())]


def strata_of(program: Program) -> list[Stratum]:
    """The strata of a program in the order in which they must be closed."""
    bodies: list[dict[int, Sequence[Literal]]] = [{} for _ in program.settled_after]
    for number, (level, body) in enumerate(zip(program.levels, program.bodies, strict=True)):
        bodies[level][number] = body
    heads: list[list[Sequence[Literal]]] = [[] for _ in bodies]
    for rule, head in program.heads.items():
        heads[program.rule_levels[rule]].append(head)
    return [Stratum(some, head, program.terms.__getitem__) for some, head in zip(bodies, heads, strict=True)]
