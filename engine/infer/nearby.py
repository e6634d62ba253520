"""What of a settled case may change with some facts: found once, for all that is supposed of these facts.

Nearly every term lacks something on which these facts have no influence. What is left is a handful of terms, each with
the literals that are still to be told, and those are all that a supposition has to close.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ..values import Struct
from .compiled_program import Program
from .literals import both, leaf_of, negative, positive
from .net import Closed, Net, Settled
from .program import Literal

Waiting = tuple[int, AbstractSet[Literal], Sequence[Literal]]
"""A term, what of it may change, and what it concludes."""


class Shift(Struct):
    """What a supposition changes: the terms that begin and cease to fire, and what of `Nearby.literals` may hold then."""

    begun: AbstractSet[int]
    ceased: AbstractSet[int]
    may: AbstractSet[Literal]


class Hanging:
    """The terms of one closure by what they hang on: literals that they lack, or all that they need, once they fire."""

    def __init__(self, bodies: Sequence[Sequence[Literal]], lacking: Mapping[int, frozenset[Literal]]) -> None:
        self._lacking = lacking
        by_literal = defaultdict[Literal, list[int]](list)
        for term, literals in lacking.items():
            body = bodies[term]
            found_by = body
            if literals:
                # One of what it lacks is enough, best its key, which leads it: no other is needed by so few.
                found_by = (body[0] if body[0] in literals else next(iter(literals)),)
            for literal in found_by:
                by_literal[literal].append(term)
        self._by_literal = dict(by_literal)

    def on(self, literals: set[Literal]) -> list[int]:
        """The terms that hang on these literals and on no others."""
        by_literal, lacking = self._by_literal, self._lacking
        near = literals & by_literal.keys()
        return [term for literal in near for term in by_literal[literal] if lacking[term] <= literals]


class Ground:
    """A settled case, with what is found out about it for all facts at once."""

    def __init__(self, program: Program, net: Net, case: Settled) -> None:
        self.program: Program = program
        self.net: Net = net
        self.case: Settled = case
        bodies, possible = program.bodies, case.possible.holds
        self.certain: Hanging = Hanging(bodies, dict(enumerate(case.lacking(bodies))))
        self.likely: Hanging = Hanging(bodies, {term: frozenset(bodies[term]) - possible for term in net.followed})


class Nearby:
    """The terms of a settled case whose firing hangs on some facts."""

    def __init__(self, ground: Ground, names: Collection[str]) -> None:
        self._ground = ground
        program, net = ground.program, ground.net
        own = [leaf for name in names for leaf in program.table.leaves_of(name)]
        self._own = own
        self._told = frozenset(both(own))
        self.literals: set[Literal] = set(self._told)
        """What may come to hold with these facts, or may cease to."""
        self._certain: set[int] = set()
        self._likely: set[int] = set()
        self._spread()
        self.touched: int = len(self._certain) + len(self._likely)
        """How many terms there are to look at."""
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
        may = set(ready.denied)
        may.difference_update(map(negative, passed))
        may.update(map(positive, passed))
        holds = may | ready.certain.given
        may |= ready.likely.given
        if self._watched or ready.certain.concludes or ready.likely.concludes:
            fired = self._closed(ready, holds, may)
        else:
            fired = {term for term, needed, _ in ready.certain.waiting if needed <= holds}
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
        program, literals, known = self._ground.program, self.literals, 0
        while len(literals) > known:
            known = len(literals)
            for terms, found in ((self._ground.certain, self._certain), (self._ground.likely, self._likely)):
                new = set(terms.on(literals)) - found
                found |= new
                for rule in {program.rule_of[term] for term in new} & program.heads.keys():
                    literals |= self._concluded(program.heads[rule])

    def _concluded(self, head: Iterable[Literal]) -> set[Literal]:
        """What may change with the conclusions of a term: they, and what says that nothing concluded them."""
        return {*head, *(negative(leaf_of(literal)) for literal in head if literal in self._ground.net.watched)}

    def _ready(self) -> _Prepared:
        """What closing the terms needs, put together when the first supposition comes."""
        if self._prepared is None:
            ground = self._ground
            certain = self._part(ground.case.definite, self._certain)
            likely = self._part(ground.case.possible, self._likely)
            looked_at = {leaf_of(literal) for _, needed, _ in (*certain.waiting, *likely.waiting) for literal in needed}
            heeded = frozenset([leaf for leaf in self._own if leaf in looked_at or leaf in ground.net.heeded])
            denied = frozenset(map(negative, heeded - ground.program.table.concluded))
            self._prepared = _Prepared(heeded, denied, certain, likely, ground.case.fired & self._certain)
        return self._prepared

    def _part(self, closed: Closed, terms: AbstractSet[int]) -> _Part:
        """The terms of one closure, with what holds there whatever is supposed."""
        program, net, literals = self._ground.program, self._ground.net, self.literals
        given = set[Literal]()
        if self.concluded or len(literals) > len(self._told):
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
        self._program = program
        self.waiting: list[Waiting] = []
        for term in terms:
            head = program.heads.get(program.rule_of[term], ())
            self.waiting.append((term, literals.intersection(program.bodies[term]), head))
        self.concludes: bool = any(entry[2] for entry in self.waiting)
        """Whether any of the terms concludes anything."""
        self._levels: dict[int, dict[Literal, list[Waiting]]] | None = None

    def close(self, level: int, holds: set[Literal]) -> AbstractSet[int]:
        """The terms of a stratum that fire; adds to ``holds`` what they conclude."""
        if self._levels is None:
            self._levels = self._by_level()
        fired = set[int]()
        by_literal, known = self._levels.get(level, {}), 0
        while by_literal and len(holds) > known:
            known = len(holds)
            for literal in holds & by_literal.keys():
                for term, needed, head in by_literal[literal]:
                    if needed <= holds:
                        fired.add(term)
                        holds.update(head)
        return fired

    def _by_level(self) -> dict[int, dict[Literal, list[Waiting]]]:
        """The terms of each stratum by one literal that they need, the key where that may change."""
        levels: dict[int, dict[Literal, list[Waiting]]] = {}
        for entry in self.waiting:
            term, needed, _ = entry
            key = self._program.bodies[term][0]
            by_literal = levels.setdefault(self._program.levels[term], {})
            by_literal.setdefault(key if key in needed else next(iter(needed)), []).append(entry)
        return levels


class _Prepared(Struct):
    """What a supposition is closed with."""

    heeded: frozenset[int]
    denied: frozenset[Literal]
    """What holds where none of the heeded tests is passed, as far as that is not for rules to say."""
    certain: _Part
    likely: _Part
    stood: AbstractSet[int]
    """Of the terms that may change, those that fire now."""
