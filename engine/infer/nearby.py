"""What of a settled case may change with some facts: found once, for all that is supposed of these facts.

Nearly every term lacks something on which these facts have no influence. What is left is a handful of terms, each with
the literals that are still to be told, and those are all that a supposition has to close.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet

from ..values import dataclass
from .compiled_program import Program
from .literals import leaf_of, negative, positive
from .net import Closed, Net, Settled
from .program import Literal

Waiting = tuple[int, AbstractSet[Literal], Sequence[Literal]]
"""A term, what it lacks, and what it concludes."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What a supposition changes: the terms that begin and cease to fire, and what of `Nearby.literals` may hold then."""

    begun: AbstractSet[int]
    ceased: AbstractSet[int]
    may: AbstractSet[Literal]


class Lacking(dict[int, frozenset[Literal]]):
    """What terms lack in a closure, each looked at once, for whatever facts."""

    def __init__(self, program: Program, closed: Closed) -> None:
        super().__init__()
        self._bodies = program.bodies
        self._holds = closed.holds

    def __missing__(self, term: int) -> frozenset[Literal]:
        lacking = self[term] = frozenset(self._bodies[term]) - self._holds
        return lacking


class Ground:
    """A settled case, with what is found out about it for all facts at once."""

    def __init__(self, program: Program, net: Net, case: Settled) -> None:
        self.program: Program = program
        self.net: Net = net
        self.case: Settled = case
        self.certainly: Lacking = Lacking(program, case.definite)
        self.possibly: Lacking = Lacking(program, case.possible)


class Nearby:
    """The terms of a settled case whose firing hangs on some facts. ``touched`` counts the looks at terms."""

    def __init__(self, ground: Ground, names: Collection[str]) -> None:
        self._ground = ground
        program, net = ground.program, ground.net
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
        self._prepared: _Prepared | None = None

    @property
    def heeded(self) -> frozenset[int]:
        """The tests of these facts on which anything hangs."""
        return self._ready().heeded

    def after(self, passed: AbstractSet[int]) -> Shift:
        """The case as it would be if the facts had values that pass these of their `heeded` tests, and no others."""
        ready = self._ready()
        told = ready.denied.difference(map(negative, passed)).union(map(positive, passed))
        if self._watched or ready.certain.concludes or ready.likely.concludes:
            may = {*told, *ready.likely.given}
            fired = self._closed(ready, {*told, *ready.certain.given}, may)
        else:
            holds, may = told | ready.certain.given, told | ready.likely.given
            fired = {term for term, lacking, _ in ready.certain.waiting if lacking <= holds}
        return Shift(fired - ready.stood, ready.stood - fired, may)

    def _closed(self, ready: _Prepared, holds: set[Literal], may: set[Literal]) -> set[int]:
        """The terms that fire, once both closures are followed through the strata; adds to them what is concluded."""
        fired = set[int]()
        for level in range(len(self._ground.program.settled_after)):
            fired.update(ready.certain.close(level, holds))
            _ = ready.likely.close(level, may)
            for literal, settled in self._watched:
                if settled == level:
                    opposite = negative(leaf_of(literal))
                    holds.update(() if literal in may else (opposite,))
                    may.update(() if literal in holds else (opposite,))
        return fired

    def _spread(self) -> None:
        """Find all terms that may fire or not with the facts, through whatever they conclude."""
        ground, literals = self._ground, self.literals
        users, followed, certainly, possibly = ground.net.users, ground.net.followed, ground.certainly, ground.possibly
        queue = [literal for literal in literals if literal in users]
        while queue:
            near = users.get(queue.pop(), ())
            self.touched += len(near)
            for term in near:
                found = certainly[term] <= literals and term not in self._certain
                if found:
                    self._certain.add(term)
                if term in followed and possibly[term] <= literals and term not in self._likely:
                    self._likely.add(term)
                    found = True
                if found and (head := ground.program.heads.get(ground.program.rule_of[term])):
                    new = self._concluded(head) - literals
                    literals |= new
                    queue += new

    def _concluded(self, head: Iterable[Literal]) -> set[Literal]:
        """What may change with the conclusions of a term: they, and what says that nothing concluded them."""
        return {*head, *(negative(leaf_of(literal)) for literal in head if literal in self._ground.net.watched)}

    def _ready(self) -> _Prepared:
        """What closing the terms needs, put together when the first supposition comes."""
        if self._prepared is None:
            ground = self._ground
            certain = self._part(ground.case.definite, self._certain)
            likely = self._part(ground.case.possible, self._likely)
            lacking = frozenset[Literal]().union(*(lacking for _, lacking, _ in (*certain.waiting, *likely.waiting)))
            heeded = ground.net.heeded.union(map(leaf_of, lacking)).intersection(self._own)
            denied = frozenset(map(negative, heeded - ground.program.table.concluded))
            self._prepared = _Prepared(heeded, denied, certain, likely, ground.case.fired & self._certain)
        return self._prepared

    def _part(self, closed: Closed, terms: AbstractSet[int]) -> _Part:
        """The terms of one closure, with what holds there whatever is supposed."""
        program, net, literals = self._ground.program, self._ground.net, self.literals
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


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What a supposition is closed with."""

    heeded: frozenset[int]
    denied: frozenset[Literal]
    """What holds where none of the heeded tests is passed, as far as that is not for rules to say."""
    certain: _Part
    likely: _Part
    stood: AbstractSet[int]
    """Of the terms that may change, those that fire now."""
