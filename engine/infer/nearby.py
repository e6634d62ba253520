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
from .net import Closed, Net, Settled, Told
from .program import Literal


@dataclass(frozen=True, slots=True)
class Shift:
    """What a supposition changes: the terms that begin and cease to fire, and what of `Nearby.literals` may hold then."""

    begun: frozenset[int]
    ceased: frozenset[int]
    may: AbstractSet[Literal]


class Nearby:
    """The terms of a settled case whose firing hangs on some facts. ``touched`` counts the looks at terms."""

    def __init__(self, program: Program, net: Net, case: Settled, names: Collection[str]) -> None:
        self._program = program
        self._net = net
        self._case = case
        own = [leaf for name in names for leaf in program.table.leaves_of(name)]
        self._own = frozenset([*map(positive, own), *map(negative, own)])
        self.literals: set[Literal] = set(self._own)
        """What may come to hold with these facts, or may cease to."""
        self._certain: set[int] = set()
        self._likely: set[int] = set()
        self.touched: int = 0
        self._spread()
        self.far: bool = not self._certain and not any(map(net.refutes, names))
        """Whether nothing hangs on these facts."""
        self._ready: tuple[_Part, _Part] | None = None
        self._watched = [(literal, at) for literal, at in net.watched.items() if literal in self.literals]

    def after(self, told: Iterable[Told]) -> Shift:
        """The case as it would be if the facts' values said this."""
        if self._ready is None:
            self._ready = self._part(self._case.definite, self._certain), self._part(self._case.possible, self._likely)
        certain, likely = self._ready
        holds, may, fired = set(certain.given), set(likely.given), set[int]()
        for said in told:
            holds |= said.definite
            may |= said.possible
        for level in range(len(self._program.settled_after)):
            fired.update(certain.close(level, holds))
            _ = likely.close(level, may)
            for literal, settled in self._watched:
                if settled == level:
                    opposite = negative(leaf_of(literal))
                    holds.update(() if literal in may else (opposite,))
                    may.update(() if literal in holds else (opposite,))
        before = self._case.fired
        return Shift(frozenset(fired - before), frozenset(before & self._certain - fired), may)

    def _spread(self) -> None:
        """Find all terms that may fire or not with the facts, through whatever they conclude."""
        program, net, literals = self._program, self._net, self.literals
        holds, may = self._case.definite.holds, self._case.possible.holds
        queue = list(literals)
        while queue:
            users = net.users.get(queue.pop(), ())
            self.touched += len(users)
            for term in users:
                open_ = [literal for literal in program.bodies[term] if literal not in literals]
                found = self._reached(term, self._certain, holds.issuperset(open_))
                if term in net.followed:
                    found |= self._reached(term, self._likely, may.issuperset(open_))
                if found and program.rule_of[term] in program.heads:
                    new = self._concluded(program.heads[program.rule_of[term]]) - literals
                    literals |= new
                    queue += new

    def _reached(self, term: int, among: set[int], reached: bool) -> bool:
        """Whether a term is one more that may change."""
        if not reached or term in among:
            return False
        among.add(term)
        return True

    def _concluded(self, head: Iterable[Literal]) -> set[Literal]:
        """What may change with the conclusions of a term: they, and what says that nothing concluded them."""
        return {*head, *(negative(leaf_of(literal)) for literal in head if literal in self._net.watched)}

    def _part(self, closed: Closed, terms: AbstractSet[int]) -> _Part:
        """The terms of one closure, with what holds there whatever is supposed."""
        net, literals = self._net, self.literals
        given = (literals & closed.given) - self._own - net.negated.keys()
        for literal in net.makers.keys() & literals:
            if any(term in closed.fired and term not in terms for term in net.makers[literal]):
                given.add(literal)
        return _Part(self._program, given, terms, literals)


class _Part:
    """The terms of one closure that may change, stratum by stratum, with the literals that they lack."""

    def __init__(
        self, program: Program, given: AbstractSet[Literal], terms: Iterable[int], literals: set[Literal]
    ) -> None:
        """``given``: what holds whatever is supposed; ``literals``: what may change."""
        self.given: AbstractSet[Literal] = given
        self._levels: dict[int, list[_Waiting]] = {}
        for term in terms:
            lacking = literals.intersection(program.bodies[term])
            head = program.heads.get(program.rule_of[term], ())
            self._levels.setdefault(program.levels[term], []).append((term, lacking, head))

    def close(self, level: int, holds: set[Literal]) -> list[int]:
        """The terms of a stratum that fire; adds to ``holds`` what they conclude."""
        fired: list[int] = []
        waiting, more = self._levels.get(level, []), True
        while more:
            left, more = list[_Waiting](), False
            for term, lacking, head in waiting:
                if not lacking <= holds:
                    left.append((term, lacking, head))
                    continue
                fired.append(term)
                more = more or not holds.issuperset(head)
                holds.update(head)
            waiting = left
        return fired


_Waiting = tuple[int, AbstractSet[Literal], Sequence[Literal]]
"""A term, what it lacks, and what it concludes."""
