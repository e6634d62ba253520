"""Closing literals under terms from a closure that is known already, touching only what differs from it.

A term counts the literals of its body that do not hold. What newly holds lowers the counts of its users; a count of
zero fires the term. What no longer holds is followed by delete and rederive (Gupta, Mumick & Subrahmanian, "Maintaining
views incrementally", SIGMOD 1993): everything that hangs on it goes first, then what other terms still conclude comes
back, so that rules which only support each other do not keep each other alive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from .program import Literal


class Wiring:
    """Which terms conclude what, and in which stratum they are closed. Shared by all closures of a program."""

    __slots__ = ("heads", "levels", "makers", "strata")

    def __init__(self, heads: Sequence[Collection[Literal]], levels: Sequence[int], strata: int) -> None:
        self.heads: Sequence[Collection[Literal]] = heads
        """What each term concludes."""
        self.levels: Sequence[int] = levels
        """The stratum of each term."""
        self.strata: int = strata
        self.makers: dict[Literal, list[int]] = {}
        """The terms that conclude a literal."""
        for term, head in enumerate(heads):
            for literal in head:
                self.makers.setdefault(literal, []).append(term)


def users_of(bodies: Iterable[tuple[int, Sequence[Literal]]]) -> dict[Literal, list[int]]:
    """For each literal the terms that need it."""
    users = defaultdict[Literal, list[int]](list)
    for term, body in bodies:
        for literal in body:
            users[literal].append(term)
    return dict(users)


class Side:
    """A closure where runs start: of the case of which nothing is known, once that is settled."""

    __slots__ = ("always", "base", "fired", "holds", "missing", "users", "watched", "wiring")

    def __init__(
        self,
        wiring: Wiring,
        bodies: Sequence[Sequence[Literal]],
        terms: Collection[int],
        users: Mapping[Literal, Sequence[int]],
        watched: Mapping[Literal, int],
    ) -> None:
        """A closure in which no literal holds. ``bodies``: of all terms; ``terms``: those to close; ``users``: which of these
        need a literal; ``watched``: see `Run.moved`."""
        self.wiring: Wiring = wiring
        self.watched: Mapping[Literal, int] = watched
        self.base: frozenset[Literal] = frozenset()
        """What holds without any term."""
        self.holds: frozenset[Literal] = frozenset()
        self.fired: frozenset[int] = frozenset()
        self.missing: list[int] = list(map(len, bodies))
        self.users: Mapping[Literal, Sequence[int]] = users
        self.always: tuple[int, ...] = tuple([term for term in terms if not bodies[term]])
        """Terms that need nothing."""

    def twin(self) -> Side:
        """Another one with the very same parts."""
        side = Side.__new__(Side)
        for name in Side.__slots__:
            setattr(side, name, getattr(self, name))
        return side


class Run:
    """One closure of one case: what differs from a `Side`. ``touched`` counts the counts that changed."""

    __slots__ = (
        "_added", "_dropped", "_missing", "_pending", "_removed", "_side", "fired", "gained", "lost", "moved", "touched", "unfired",
    )  # fmt: skip

    def __init__(self, side: Side) -> None:
        self._side = side
        self._missing: dict[int, int] = {}
        self._added: set[Literal] = set()
        self._removed: set[Literal] = set()
        self._pending: list[set[int]] = [set() for _ in range(side.wiring.strata)]
        for term in side.always:
            if term not in side.fired:
                self._missing[term] = 0
                self._pending[side.wiring.levels[term]].add(term)
        self._dropped: set[Literal] = set()
        self.gained: set[Literal] = set()
        self.lost: set[Literal] = set()
        self.fired: set[int] = set()
        self.unfired: set[int] = set()
        self.moved: set[Literal] = set()
        """Watched literals that changed since `settle` last looked."""
        self.touched: int = 0

    def as_side(self) -> Side:
        """This closure as one where others start."""
        side = self._side.twin()
        side.base, side.fired = self.given(), self.all_fired()
        side.holds = self.all_holding()
        side.missing = side.missing.copy()
        for term, missing in self._missing.items():
            side.missing[term] = missing
        return side

    def holds(self, literal: Literal) -> bool:
        """Whether a literal holds."""
        return literal in self.gained or (literal in self._side.holds and literal not in self.lost)

    def all_holding(self) -> frozenset[Literal]:
        """Every literal that holds."""
        return (self._side.holds - self.lost) | self.gained

    def given(self) -> frozenset[Literal]:
        """Every literal that holds whatever the terms conclude."""
        return self._side.base.difference(self._removed) | self._added

    def all_fired(self) -> frozenset[int]:
        """Every term that fires."""
        if not self.fired and not self.unfired:
            return self._side.fired
        return (self._side.fired - self.unfired) | self.fired

    def fires(self, term: int) -> bool:
        """Whether a term fires."""
        return term in self.fired or (term in self._side.fired and term not in self.unfired)

    def tell(self, literals: Iterable[Literal]) -> None:
        """These hold from now on, whatever the terms conclude."""
        base = self._side.base
        for literal in literals:
            if literal in base:
                self._removed.discard(literal)
            else:
                self._added.add(literal)
            if not self.holds(literal):
                self._gain(literal)

    def retract(self, literals: Iterable[Literal]) -> None:
        """These hold from now on only if a term concludes them."""
        base = self._side.base
        for literal in literals:
            if literal in base:
                self._removed.add(literal)
            else:
                self._added.discard(literal)
            if self.holds(literal):
                self._lose(literal)

    def close(self, level: int) -> None:
        """Follow the changes through the terms of one stratum; the strata below must be closed."""
        pending = self._pending[level]
        if not pending and not self._dropped:
            return
        self._delete(level, [term for term in pending if self._missing[term] and self.fires(term)])
        wiring = self._side.wiring
        for literal in [literal for literal in self._dropped if not self.holds(literal)]:
            # Terms of later strata have not been looked at yet: they may rest on this very literal.
            if any(wiring.levels[term] <= level and self.fires(term) for term in wiring.makers[literal]):
                self._gain(literal)
        missing, heads = self._missing, wiring.heads
        while pending:
            term = pending.pop()
            if missing[term] or self.fires(term):
                continue
            self.unfired.discard(term) if term in self._side.fired else self.fired.add(term)
            for literal in heads[term]:
                if not self.holds(literal):
                    self._gain(literal)

    def _delete(self, level: int, doubtful: list[int]) -> None:
        """Take back the terms that lack something, and all that hangs on what only they may have concluded."""
        wiring = self._side.wiring
        while doubtful:
            term = doubtful.pop()
            if not self.fires(term):
                continue
            self.fired.discard(term) if term in self.fired else self.unfired.add(term)
            for literal in wiring.heads[term]:
                if self.holds(literal) and not self._given(literal):
                    self._lose(literal)
                    users = self._side.users.get(literal, ())
                    doubtful += [user for user in users if wiring.levels[user] == level and self.fires(user)]

    def _given(self, literal: Literal) -> bool:
        return literal in self._added or (literal in self._side.base and literal not in self._removed)

    def _gain(self, literal: Literal) -> None:
        if literal in self.lost:
            self.lost.discard(literal)
        else:
            self.gained.add(literal)
        side, missing = self._side, self._missing
        if literal in side.watched:
            self.moved.add(literal)
        users = side.users.get(literal, ())
        self.touched += len(users)
        for term in users:
            left = (missing[term] if term in missing else side.missing[term]) - 1
            missing[term] = left
            if not left:
                self._pending[side.wiring.levels[term]].add(term)

    def _lose(self, literal: Literal) -> None:
        if literal in self.gained:
            self.gained.discard(literal)
        else:
            self.lost.add(literal)
        side, missing = self._side, self._missing
        if literal in side.watched:
            self.moved.add(literal)
        if literal in side.wiring.makers:
            self._dropped.add(literal)
        users = side.users.get(literal, ())
        self.touched += len(users)
        for term in users:
            left = missing[term] if term in missing else side.missing[term]
            missing[term] = left + 1
            if not left:
                self._pending[side.wiring.levels[term]].add(term)
