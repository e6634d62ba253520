"""The terms of one stratum by their keys: a case touches few of them, and only these are made.

The *key* of a term is the literal of its body that the fewest terms of the stratum need: where that does not hold, the
term need not be looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from .compiled_program import Program
from .delta import users_of
from .program import Literal, Term


class Stratum:
    """The terms that are closed together."""

    def __init__(
        self,
        bodies: Mapping[int, Sequence[Literal]],
        users: Mapping[Literal, Iterable[int]],
        heads: Iterable[Iterable[Literal]],
        make: Callable[[int], Term],
    ) -> None:
        """``bodies``: by the terms' numbers, each sorted; ``users``: which terms, of these or others, need a literal;
        ``heads``: all that they conclude; ``make``: a term by its number."""
        self._bodies = bodies
        self._users = users
        self._make = make
        self.uses: Mapping[Literal, int] = dict(Counter(chain.from_iterable(bodies.values())))
        """How many terms need a literal."""
        self.inner: frozenset[Literal] = frozenset(chain.from_iterable(heads)).intersection(self.uses)
        """The literals that some term concludes and some term needs."""
        self._by_key: dict[Literal | None, list[int]] = {}

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Stratum:
        """The stratum of terms that are made already."""
        made = {term.id: term for term in terms}
        bodies = {number: sorted(term.body) for number, term in made.items()}
        return cls(bodies, users_of(bodies.items()), (term.head for term in made.values()), made.__getitem__)

    @property
    def keys(self) -> frozenset[Literal]:
        """The literals that are the key of any term."""
        return frozenset([literal for literal in self.uses if self._with_key(literal)])

    def watched(self, key: Literal | None) -> frozenset[Literal | None]:
        """Of each term with this key the literal, known from the start, that the fewest others need; none, where there is none."""
        return frozenset([self._watched(self._bodies[number], key) for number in self._with_key(key)])

    def _watched(self, body: Sequence[Literal], key: Literal | None) -> Literal | None:
        base = [literal for literal in body if literal != key and literal not in self.inner]
        return min(base, key=self.uses.__getitem__) if base else None

    def by_key(self, key: Literal | None) -> list[Term]:
        """The terms with this key; without one: those that need nothing."""
        return [self._make(number) for number in self._with_key(key)]

    def _with_key(self, key: Literal | None) -> list[int]:
        """Found when it is asked for: a case holds few of the literals."""
        found = self._by_key.get(key)
        if found is None:
            bodies = self._bodies
            near = bodies if key is None else self._users.get(key, ())
            found = [number for number in near if number in bodies and self._key(bodies[number]) == key]
            self._by_key[key] = found
        return found

    def _key(self, body: Sequence[Literal]) -> Literal | None:
        """Of several literals that as few terms need, the first."""
        return min(body, key=self.uses.__getitem__) if body else None


def strata_of(program: Program, users: Mapping[Literal, Iterable[int]]) -> list[Stratum]:
    """The strata of a program in the order in which they must be closed; ``users``: the terms that need a literal."""
    bodies: list[dict[int, Sequence[Literal]]] = [{} for _ in program.settled_after]
    for number, (level, body) in enumerate(zip(program.levels, program.bodies, strict=True)):
        bodies[level][number] = body
    heads: list[list[Sequence[Literal]]] = [[] for _ in bodies]
    for rule, head in program.heads.items():
        heads[program.rule_levels[rule]].append(head)
    return [Stratum(some, users, head, program.terms.__getitem__) for some, head in zip(bodies, heads, strict=True)]
