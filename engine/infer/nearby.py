"""What of a settled case may change with some facts: found once, for all that is supposed of these facts.

Nearly every term lacks something on which these facts have no influence. What is left is a handful of terms, each with
the literals that are still to be told, and those are all that a supposition has to close.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet

from ..values import Struct
from .compiled_program import Program
from .literals import leaf_of, negative, positive
from .net import Closed, Net, Settled
from .program import Literal

Waiting = tuple[int, AbstractSet[Literal], Sequence[Literal]]
"""A term, what it lacks, and what it concludes."""


class Shift(Struct):
    """What a supposition changes: the terms that begin and cease to fire, and what of `Nearby.literals` may hold then."""

    begun: AbstractSet[int]
    ceased: AbstractSet[int]
    may: AbstractSet[Literal]


class Nearby:
    """The terms of a settled case whose firing hangs on some facts. ``touched`` counts the looks at terms."""

    def __init__(self, program: Program, net: Net, case: Settled, names: Collection[str]) -> None:
        self._program = program
        self._net = net
        self._case = case
        own = [leaf for name in names for leaf in program.table.leaves_of(name)]
        self._own = own
        self._told = frozenset([*map(positive, own), *map(negative, own)])
        self.literals: set[Literal] = set(self._told)
        """What may come to hold with these facts, or may cease to."""
        self.touched: int = 0
        self._certain: set[int] = set()
        self._likely: set[int] = set()
        self._spread()
        self._watched = [(literal, at) for literal, at in net.watched.items() if literal in self.literals]
        self.refutes: bool = not net.heeded.isdisjoint(own)
        """Whether the falsehood of a conclusion can hang on these facts."""
        self.concluded: bool = not program.table.concluded.isdisjoint(own)
        """Whether rules conclude a value of these facts that some test looks for."""
        self.far: bool = not self._certain and not self.refutes
        """Whether nothing hangs on these facts."""
        self._parts: tuple[_Part, _Part] | None = None
        self._heeded: list[int] = []

    def after(self, passed: AbstractSet[int]) -> Shift:
        """The case as it would be if the facts had values that pass these of their tests, and no others."""
        certain, likely = self._parts or self._prepared()
        concluded = self._program.table.concluded
        told = {
            positive(leaf) if leaf in passed else negative(leaf)
            for leaf in self._heeded
            if leaf in passed or leaf not in concluded
        }
        holds, may = told | certain.given, told | likely.given
        if not self._watched and not certain.concludes and not likely.concludes:
            fired = {term for term, lacking, _ in certain.waiting if lacking <= holds}
        else:
            fired = self._closed(certain, likely, holds, may)
        before = self._case.fired
        return Shift(fired - before, (before & self._certain) - fired, may)

    def _closed(self, certain: _Part, likely: _Part, holds: set[Literal], may: set[Literal]) -> set[int]:
        """The terms that fire, once both closures are followed through the strata; adds to them what is concluded."""
        fired = set[int]()
        for level in range(len(self._program.settled_after)):
            fired.update(certain.close(level, holds))
            _ = likely.close(level, may)
            for literal, settled in self._watched:
                if settled == level:
                    opposite = negative(leaf_of(literal))
                    holds.update(() if literal in may else (opposite,))
                    may.update(() if literal in holds else (opposite,))
        return fired

    def _spread(self) -> None:
        """Find all terms that may fire or not with the facts, through whatever they conclude."""
        program, net, literals = self._program, self._net, self.literals
        holds, may = self._case.definite.holds, self._case.possible.holds
        queue = [literal for literal in literals if literal in net.users]
        while queue:
            users = net.users.get(queue.pop(), ())
            self.touched += len(users)
            for term in users:
                others = [literal for literal in program.bodies[term] if literal not in literals]
                found = term not in self._certain and holds.issuperset(others)
                if found:
                    self._certain.add(term)
                if term in net.followed and term not in self._likely and may.issuperset(others):
                    self._likely.add(term)
                    found = True
                if found and program.rule_of[term] in program.heads:
                    new = self._concluded(program.heads[program.rule_of[term]]) - literals
                    literals |= new
                    queue += new

    def _concluded(self, head: Iterable[Literal]) -> set[Literal]:
        """What may change with the conclusions of a term: they, and what says that nothing concluded them."""
        return {*head, *(negative(leaf_of(literal)) for literal in head if literal in self._net.watched)}

    def _prepared(self) -> tuple[_Part, _Part]:
        """What closing the terms needs, put together when the first supposition comes."""
        certain, likely = self._part(self._case.definite, self._certain), self._part(self._case.possible, self._likely)
        lacking = frozenset[Literal]().union(*(lacking for _, lacking, _ in (*certain.waiting, *likely.waiting)))
        heeded = self._net.heeded.union(map(leaf_of, lacking))
        self._heeded = [leaf for leaf in self._own if leaf in heeded]
        self._parts = certain, likely
        return self._parts

    def _part(self, closed: Closed, terms: AbstractSet[int]) -> _Part:
        """The terms of one closure, with what holds there whatever is supposed."""
        program, net, literals = self._program, self._net, self.literals
        given = ((literals - self._told) & closed.given) - net.negated.keys()
        for literal in literals & net.makers.keys():
            if any(term in closed.fired and term not in terms for term in net.makers[literal]):
                given.add(literal)
        return _Part(program, given, terms, literals)


class _Part:
    """The terms of one closure that may change."""

    def __init__(
        self, program: Program, given: AbstractSet[Literal], terms: Iterable[int], literals: set[Literal]
    ) -> None:
        """``given``: what holds whatever is supposed; ``literals``: what may change."""
        self.given: AbstractSet[Literal] = given
        self.waiting: list[Waiting] = []
        self._levels: dict[int, list[Waiting]] = {}
        for term in terms:
            head = program.heads.get(program.rule_of[term], ())
            entry = term, literals.intersection(program.bodies[term]), head
            self.waiting.append(entry)
            self._levels.setdefault(program.levels[term], []).append(entry)
        self.concludes: bool = any(head for _, _, head in self.waiting)
        """Whether any of the terms concludes anything."""

    def close(self, level: int, holds: set[Literal]) -> Iterable[int]:
        """The terms of a stratum that fire; adds to ``holds`` what they conclude."""
        fired: list[int] = []
        waiting, more = self._levels.get(level, ()), True
        while more:
            left, more = list[Waiting](), False
            for entry in waiting:
                if not entry[1] <= holds:
                    left.append(entry)
                    continue
                fired.append(entry[0])
                if entry[2]:
                    more = more or not holds.issuperset(entry[2])
                    holds.update(entry[2])
            waiting = left
        return fired
