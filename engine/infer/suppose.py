"""What-if runs: what else would fire if one fact had another value, from a case that is settled once.

A fact reaches the terms that look at it, and through what they conclude further terms: its *ripple*. All other
terms, and the literals of all other tests, stay as they are, so a run only closes the ripple again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..facts import Fact, Scalar, Source, WorkingMemory
from ..values import dataclass, field
from .compile import Program
from .conclusions import Firing
from .literals import leaf_of, negative, positive
from .program import Literal, Term
from .settle import Settlement
from .support import Support


@dataclass(frozen=True, slots=True)
class Ripple:
    """What one fact may touch: terms (by stratum and by number), and the literals of the tests they decide."""

    strata: tuple[tuple[Term, ...], ...]
    terms: frozenset[int]
    own: frozenset[Literal]
    """The literals of the fact's own tests."""
    literals: frozenset[Literal]
    """The literals of all touched tests, its own included."""
    settled_after: tuple[tuple[int, ...], ...]
    """For each stratum the touched tests about which no later stratum concludes anything."""
    rules: frozenset[int]
    ends: bool
    """The touched rules conclude nothing, and nothing concludes the fact: all other derivations stay as they are."""


class Ripples:
    """The ripple of every fact of a program, each worked out when first asked for."""

    def __init__(self, program: Program) -> None:
        self.program: Program = program
        self._ripples: dict[str, Ripple] = {}
        self._users: dict[int, list[Term]] = {}
        self._leaves: dict[str, list[int]] = {}
        for term in program.terms:
            for leaf in set(map(leaf_of, term.body)):
                self._users.setdefault(leaf, []).append(term)
        for number, leaf in enumerate(program.table.leaves):
            self._leaves.setdefault(leaf.fact, []).append(number)

    def of(self, fact: str) -> Ripple:
        """The ripple of a fact; an empty one for a fact that no rule looks at."""
        found = self._ripples.get(fact)
        if found is None:
            found = self._ripples[fact] = self._ripple(self._leaves.get(fact, ()))
        return found

    def _ripple(self, own: Sequence[int]) -> Ripple:
        touched = set(own)
        terms: dict[int, Term] = {}
        queue = list(own)
        while queue:
            for term in self._users.get(queue.pop(), ()):
                if term.id not in terms:
                    terms[term.id] = term
                    new = set(map(leaf_of, term.head)) - touched
                    touched |= new
                    queue.extend(new)
        program = self.program
        strata: list[list[Term]] = [[] for _ in program.strata]
        for number in sorted(terms):
            strata[program.levels[number]].append(terms[number])
        settled = tuple(tuple(leaf for leaf in leaves if leaf in touched) for leaves in program.settled_after)
        ends = not any(term.head for term in terms.values()) and not any(leaf in program.concluders for leaf in own)
        rules = frozenset(term.rule for term in terms.values())
        return Ripple(
            tuple(map(tuple, strata)), frozenset(terms), _literals(own), _literals(touched), settled, rules, ends
        )


@dataclass(frozen=True, slots=True)
class _Start:
    """What holds before the ripple of a fact runs, whatever its value: certainly, possibly; and what fired elsewhere."""

    definite: frozenset[Literal]
    possible: frozenset[Literal]
    fired: frozenset[int]
    rest: Support | None
    """Where the ripple ends at its own rules: the derivations of all other rules, and what they give."""
    firings: Mapping[int, Firing]
    results: dict[frozenset[int], tuple[Firing, ...]] = field(default_factory=dict[frozenset[int], tuple[Firing, ...]])
    """Where the ripple ends at its own rules, what was found for each set of its terms that fires: many answers fire none."""


class WhatIf:
    """One settled case, ready for many suppositions about it. ``runs`` and ``terms`` count the work done."""

    def __init__(self, ripples: Ripples, settlement: Settlement, memory: WorkingMemory) -> None:
        self._ripples = ripples
        self._program = ripples.program
        self._settlement = settlement
        self._memory = memory
        self._observed: tuple[set[Literal], set[Literal]] = self._program.table.observe(memory)
        self._starts: dict[str, _Start] = {}
        self._whole: Support | None = None
        self._whole_firings: Mapping[int, Firing] = {}
        self._unchanged: tuple[Firing, ...] = ()
        self.runs: int = 0
        self.terms: int = 0

    def fired(self, name: str, *values: Scalar) -> tuple[Firing, ...]:
        """The rules that would hold, with the facts they would rest on, if the fact had these values (at least one).

        In the order of the rule base, and without tests and rules in between: what weighing needs.
        """
        ripple, start = self._ripples.of(name), self._start(name)
        observed = self._program.table.observe_fact(name, values)
        self.runs += 1
        self.terms += len(ripple.terms)
        if start.rest is None:
            return self._found(start, _run(ripple, start, observed), name, values)
        settlement = self._at_the_end(ripple, start, observed)
        found = start.results.get(settlement.fired)
        if found is None:
            found = start.results[settlement.fired] = self._found(start, settlement, name, values)
        return found

    def _found(self, start: _Start, settlement: Settlement, name: str, values: Sequence[Scalar]) -> tuple[Firing, ...]:
        """The rules that hold once the ripple has run."""
        known = {**self._memory.facts, name: tuple(Fact(name, value, Source("answer")) for value in values)}
        firings = dict(start.firings)
        support = Support(self._program, settlement, WorkingMemory(known), start.rest)
        firings.update(self._firings(support, support.terms.keys() - firings.keys()))
        return tuple(firings[rule] for rule in sorted(firings))

    def _at_the_end(self, ripple: Ripple, start: _Start, observed: frozenset[Literal]) -> Settlement:
        """The fired terms of the touched rules, from what holds anyway."""
        holds = start.definite | observed
        fired = [term.id for terms in ripple.strata for term in terms if term.body <= holds]
        return Settlement(holds, self._settlement.possible, start.fired.union(fired), frozenset())

    def _firings(self, support: Support, rules: Iterable[int]) -> dict[int, Firing]:
        known = self._program.rules
        return {rule: Firing(known[rule].id, support.facts[rule], (), ()) for rule in rules}

    def _start(self, name: str) -> _Start:
        found = self._starts.get(name)
        if found is None:
            found = self._starts[name] = self._before(self._ripples.of(name))
        return found

    def _before(self, ripple: Ripple) -> _Start:
        settlement, (definite, possible) = self._settlement, self._observed
        others = ripple.literals - ripple.own
        fired, may_fire = settlement.fired - ripple.terms, settlement.may_fire - ripple.terms
        if ripple.ends:
            again = frozenset(number for number in fired if self._program.terms[number].rule in ripple.rules)
            whole = self._support()
            rest = whole.without(ripple.rules)
            kept = {rule: firing for rule, firing in self._whole_firings.items() if rule in rest.terms}
            start = _Start(settlement.definite - ripple.own, frozenset(), again, rest, kept)
            if len(rest.terms) == len(whole.terms):
                start.results[frozenset()] = self._unchanged
            return start
        return _Start(
            (settlement.definite - ripple.literals) | (definite & others) | (self._heads(fired) & ripple.literals),
            (settlement.possible - ripple.literals) | (possible & others) | (self._heads(may_fire) & ripple.literals),
            fired,
            None,
            {},
        )

    def _support(self) -> Support:
        if self._whole is None:
            self._whole = Support(self._program, self._settlement, self._memory)
            self._whole_firings = self._firings(self._whole, self._whole.terms)
            self._unchanged = tuple(self._whole_firings[rule] for rule in sorted(self._whole_firings))
        return self._whole

    def _heads(self, terms: Iterable[int]) -> frozenset[Literal]:
        return frozenset[Literal]().union(*(self._program.terms[number].head for number in terms))


def _run(ripple: Ripple, start: _Start, observed: Iterable[Literal]) -> Settlement:
    """As `settle.settle`, for the terms of a ripple only."""
    definite, possible = {*start.definite, *observed}, {*start.possible, *observed}
    fired = set(start.fired)
    for terms, settled in zip(ripple.strata, ripple.settled_after, strict=True):
        fired |= _close(terms, definite)
        _ = _close(terms, possible)
        for leaf in settled:
            if positive(leaf) not in possible:
                definite.add(negative(leaf))
            if positive(leaf) not in definite:
                possible.add(negative(leaf))
    return Settlement(frozenset(definite), frozenset(possible), frozenset(fired), frozenset())


def _close(terms: Sequence[Term], holds: set[Literal]) -> set[int]:
    """Fire terms until none is left; ``holds`` grows by what they conclude."""
    fired: set[int] = set()
    waiting = terms
    grown = True
    while grown:
        before = len(holds)
        still: list[Term] = []
        for term in waiting:
            if term.body <= holds:
                fired.add(term.id)
                holds |= term.head
            else:
                still.append(term)
        waiting, grown = still, len(holds) > before
    return fired


def _literals(leaves: Iterable[int]) -> frozenset[Literal]:
    return frozenset(literal for leaf in leaves for literal in (positive(leaf), negative(leaf)))
