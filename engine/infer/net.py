"""A program with the case of which nothing is known already settled: every case is settled as a difference from it.

What *possibly* holds is needed for two things: for what is false, on which negations rest, and for what is still open.
The first concerns the terms behind negated conclusions only, few in most rule bases, and a `Net` follows only these. The
second is worked out for the whole program when somebody asks (`opening`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ..facts import Scalar, WorkingMemory
from ..values import Struct
from .compiled_program import Program
from .delta import Run, Side, Wiring, users_of
from .literals import both, is_positive, leaf_of, negative, positive
from .program import Literal


class _Told(Struct):
    """What the values of one fact say by themselves: the literals of its tests that hold, and that may."""

    definite: frozenset[Literal]
    possible: frozenset[Literal]


class Closed(Struct):
    """One closure of a case: every literal that holds, those that hold whatever is concluded, the terms that fire."""

    holds: frozenset[Literal]
    given: frozenset[Literal]
    fired: frozenset[int]


class Settled:
    """One settled case: ``definite`` and ``possible`` closures, the latter of the terms behind negated conclusions only."""

    __slots__ = ("_lacking", "_possible", "definite", "touched")

    def __init__(self, definite: Run, possible: Run) -> None:
        self._possible: Run | Closed = possible
        self._lacking: Sequence[frozenset[Literal]] | None = None
        self.definite: Closed = _closed(definite)
        self.touched: int = definite.touched + possible.touched
        """How many counts of terms had to change."""

    @property
    def fired(self) -> frozenset[int]:
        """The terms that fire."""
        return self.definite.fired

    @property
    def possible(self) -> Closed:
        """What may be, as far as it is followed."""
        if isinstance(self._possible, Run):
            self._possible = _closed(self._possible)
        return self._possible

    def lacking(self, bodies: Iterable[Iterable[Literal]]) -> Sequence[frozenset[Literal]]:
        """What each term, of these bodies, lacks."""
        if self._lacking is None:
            holds = self.definite.holds
            self._lacking = [frozenset(body) - holds for body in bodies]
        return self._lacking


def _closed(run: Run) -> Closed:
    return Closed(run.all_holding(), run.given(), run.all_fired())


class _Uses(Struct):
    """The tests of one fact: which of their literals any term of either closure looks at."""

    positive: frozenset[int]
    negative: tuple[int, ...]
    possible: tuple[int, ...]
    unknown: _Told
    """What holds, and may hold, while nothing is known."""


class Net:
    """Settles cases of one program, and suppositions about them. Holds no case."""

    def __init__(self, program: Program) -> None:
        self._table = program.table
        self._wiring = Wiring(
            [program.heads.get(rule, ()) for rule in program.rule_of], program.levels, len(program.settled_after)
        )
        users = users_of(enumerate(program.bodies))
        self._watched = _negated_conclusions(program, users)
        self.followed: AbstractSet[int] = _behind(program, self._watched)
        """The terms of the closure of what is possible."""
        some = users_of((term, program.bodies[term]) for term in sorted(self.followed))
        definite = Run(Side(self._wiring, program.bodies, range(len(program.bodies)), users, self._watched))
        possible = Run(Side(self._wiring, program.bodies, self.followed, some, self._watched))
        unknown = self._table.unknown
        definite.tell(unknown.definite)
        # Nearly all literals are possible, and nearly none is looked at here.
        possible.tell(unknown.possible.intersection((*some, *self._watched)))
        definite.moved.update(self._watched)
        _ = self._close(definite, possible)
        self._definite, self._possible = definite.as_side(), possible.as_side()
        self.negated: Mapping[Literal, int] = {negative(leaf_of(literal)): at for literal, at in self._watched.items()}
        """The literals that say that no rule concluded something, with the stratum after which they are settled."""
        self._uses: dict[str, _Uses] = {}

        self.heeded: frozenset[int] = frozenset(map(leaf_of, (*self._possible.users, *self._watched)))
        """The tests on which the falsehood of a conclusion can hang."""

    @property
    def watched(self) -> Mapping[Literal, int]:
        """The conclusions on whose falsehood some term rests, with the stratum after which that is settled."""
        return self._watched

    @property
    def users(self) -> Mapping[Literal, Sequence[int]]:
        """The terms whose bodies hold a literal."""
        return self._definite.users

    @property
    def makers(self) -> Mapping[Literal, Sequence[int]]:
        """The terms that conclude a literal."""
        return self._wiring.makers

    def settle(self, memory: WorkingMemory) -> Settled:
        """The case of these facts."""
        definite, possible = Run(self._definite), Run(self._possible)
        for name in memory.facts:
            values = memory.values(name)
            if values:
                old, new = self._of(name).unknown, self._told(name, values)
                definite.retract(old.definite - new.definite)
                definite.tell(new.definite - old.definite)
                possible.retract(old.possible - new.possible)
                possible.tell(new.possible - old.possible)
        return self._close(definite, possible)

    def _told(self, name: str, values: Sequence[Scalar]) -> _Told:
        """What values of a fact (at least one) say by themselves."""
        tests, uses = self._table.tests(name), self._of(name)
        if tests is None:
            return uses.unknown
        passed, concluded = tests.passed(values), self._table.concluded
        definite = [positive(leaf) for leaf in passed if leaf in uses.positive]
        definite += [negative(leaf) for leaf in uses.negative if leaf not in passed]
        possible: list[Literal] = []
        for leaf in uses.possible:
            if leaf in passed:
                possible.append(positive(leaf))
            elif leaf not in concluded:
                possible.append(negative(leaf))
        return _Told(frozenset(definite), frozenset(possible))

    def _of(self, name: str) -> _Uses:
        uses = self._uses.get(name)
        if uses is None:
            uses = self._uses[name] = self._look_up(frozenset(self._table.leaves_of(name)))
        return uses

    def _look_up(self, leaves: frozenset[int]) -> _Uses:
        definite, possible, concluded = self._definite, self._possible, self._table.concluded
        literals = both(leaves)
        used = {literal for literal in literals if literal in definite.users or literal in self._watched}
        followed = {literal for literal in literals if literal in possible.users or literal in self._watched}
        return _Uses(
            frozenset(leaf_of(literal) for literal in used if is_positive(literal)),
            tuple(leaf for leaf in sorted(leaves) if negative(leaf) in used and leaf not in concluded),
            tuple(sorted({leaf_of(literal) for literal in followed})),
            _Told(
                frozenset(literal for literal in used & definite.base if not self._settled_later(literal)),
                possible.base & followed,
            ),
        )

    def _settled_later(self, literal: Literal) -> bool:
        return not is_positive(literal) and leaf_of(literal) in self._table.concluded

    def _close(self, definite: Run, possible: Run) -> Settled:
        for level in range(self._wiring.strata):
            definite.close(level)
            possible.close(level)
            if definite.moved or possible.moved:
                self._settle_negations(level, definite, possible)
        return Settled(definite, possible)

    def _settle_negations(self, level: int, definite: Run, possible: Run) -> None:
        """A test is false for sure when it may not even be true, and may be false when it is not true for sure."""
        moved = [literal for literal in definite.moved | possible.moved if self._watched[literal] == level]
        for literal in moved:
            opposite = (negative(leaf_of(literal)),)
            definite.retract(opposite) if possible.holds(literal) else definite.tell(opposite)
            possible.retract(opposite) if definite.holds(literal) else possible.tell(opposite)
        definite.moved.difference_update(moved)
        possible.moved.difference_update(moved)


def _negated_conclusions(program: Program, used: Container[Literal]) -> dict[Literal, int]:
    """Tests that rules can make true and some rule wants false, with the stratum after which they are settled."""
    concluded = {leaf: level for level, leaves in enumerate(program.settled_after) for leaf in leaves}
    return {positive(leaf): level for leaf, level in concluded.items() if negative(leaf) in used}


def _behind(program: Program, wanted: Iterable[Literal]) -> set[int]:
    """The terms on which the truth of these literals can hang, through whatever chain."""
    relevant: set[int] = set()
    seen = set(map(leaf_of, wanted))
    queue = list(seen)
    while queue:
        for rule in program.concluders.get(queue.pop(), ()):
            for term in program.terms_of(rule):
                relevant.add(term)
                new = set(map(leaf_of, program.bodies[term])) - seen
                seen |= new
                queue.extend(new)
    return relevant
