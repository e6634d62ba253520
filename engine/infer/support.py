"""Why each fired rule fired: which of its terms, from which observed facts, through which other rules."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable

from ..facts import WorkingMemory
from .compiled_program import Program
from .literals import is_positive, leaf_of, positive
from .program import Literal, Term

Facts = frozenset[str]


class Support:
    """The simplest derivation of every fired rule.

    Of the fired terms of a rule the one that rests on the fewest observed facts counts, then the one with
    the lowest number; derived facts rest on what the rules behind them rest on. Built stratum by stratum in
    the order of that size (Knuth's generalisation of Dijkstra's algorithm), so that no derivation rests on
    itself, and independent of the order in which a matcher fired the terms.
    """

    def __init__(
        self, program: Program, fired: Iterable[int], may: Callable[[Literal], bool], memory: WorkingMemory
    ) -> None:
        """``fired``: the terms that fire; ``may``: whether a literal behind a negated conclusion may hold."""
        self._program = program
        self._may = may
        self._memory = memory
        self.terms: dict[int, Term] = {}
        """For each fired rule the term that counts."""
        self.facts: dict[int, Facts] = {}
        """For each fired rule the observed facts it rests on."""
        self.supporter: dict[int, int] = {}
        """For each test that a rule made true, that rule."""
        strata: list[list[Term]] = [[] for _ in program.settled_after]
        for number in sorted(fired):
            strata[program.levels[number]].append(program.terms[number])
        for terms in strata:
            self._derive([term for term in terms if term.head])
            self._choose([term for term in terms if not term.head])

    def supposing(self, memory: WorkingMemory, terms: Iterable[Term]) -> dict[int, Facts]:
        """The facts on which the rules of these fired terms, which conclude nothing, would rest in another case.

        The case may differ only in what no other derivation rests on.
        """
        twin = Support.__new__(Support)
        twin.__dict__.update(self.__dict__)
        twin._memory, twin.terms, twin.facts = memory, {}, dict(self.facts)
        twin._choose(terms)
        return {rule: twin.facts[rule] for rule in twin.terms}

    def via(self, term: Term) -> tuple[int, ...]:
        """The rules that concluded the derived facts a term used."""
        inner = (leaf_of(literal) for literal in term.body if is_positive(literal))
        return tuple(sorted({self.supporter[leaf] for leaf in inner if leaf in self.supporter}))

    def _derive(self, terms: Iterable[Term]) -> None:
        missing: dict[int, int] = {}
        waiting: dict[int, list[Term]] = {}
        ready: list[tuple[int, int, Term]] = []
        for term in terms:
            unsupported = [leaf_of(literal) for literal in term.body if not self._supported(literal)]
            missing[term.id] = len(unsupported)
            for leaf in unsupported:
                waiting.setdefault(leaf, []).append(term)
            if not unsupported:
                ready.append(self._entry(term))
        heapq.heapify(ready)
        while ready:
            term = heapq.heappop(ready)[2]
            if term.rule in self.terms:
                continue
            self.terms[term.rule] = term
            self.facts[term.rule] = self._facts_of(term)
            for leaf in sorted(map(leaf_of, term.head)):
                if self._supported(positive(leaf)):
                    continue
                self.supporter[leaf] = term.rule
                for user in waiting.get(leaf, ()):
                    missing[user.id] -= 1
                    if not missing[user.id]:
                        heapq.heappush(ready, self._entry(user))

    def _choose(self, terms: Iterable[Term]) -> None:
        """Of rules that conclude nothing: no other derivation waits for theirs, and everything theirs need is there."""
        best: dict[int, tuple[int, int, Term]] = {}
        for term in terms:
            entry = self._entry(term)
            best[term.rule] = min(entry, best.get(term.rule, entry))
        for rule, (_, _, term) in best.items():
            self.terms[rule] = term
            self.facts[rule] = self._facts_of(term)

    def _entry(self, term: Term) -> tuple[int, int, Term]:
        return (len(self._facts_of(term)), term.id, term)

    def _supported(self, literal: Literal) -> bool:
        if not is_positive(literal):
            return True
        leaf = leaf_of(literal)
        return leaf in self.supporter or leaf not in self._program.concluders or self._observed(leaf)

    def _observed(self, leaf: int) -> bool:
        return self._program.table.observed_true(leaf, self._memory)

    def _facts_of(self, term: Term) -> Facts:
        return frozenset[str]().union(*map(self._facts_for, term.body))

    def _facts_for(self, literal: Literal) -> Facts:
        leaf = leaf_of(literal)
        if leaf not in self._program.concluders:
            return self._own(leaf)
        if not is_positive(literal):
            return self._refuting(leaf)
        return self._own(leaf) if leaf not in self.supporter else self.facts[self.supporter[leaf]]

    def _own(self, leaf: int) -> Facts:
        fact = self._program.table.facts[leaf]
        return frozenset((fact,)) if self._memory.facts.get(fact) else frozenset()

    def _refuting(self, leaf: int) -> Facts:
        """All observed facts that keep every rule from making a test true."""
        facts: set[str] = set()
        seen = {leaf}
        queue = [leaf]
        while queue:
            current = queue.pop()
            facts |= self._own(current)
            for literal in self._blocking(current):
                other = leaf_of(literal)
                if other not in self._program.concluders or not is_positive(literal):
                    facts |= self._facts_for(positive(other))
                elif other not in seen:
                    seen.add(other)
                    queue.append(other)
        return frozenset(facts)

    def _blocking(self, leaf: int) -> Iterable[Literal]:
        for rule in self._program.concluders.get(leaf, ()):
            for term in self._program.terms_of(rule):
                yield from (literal for literal in self._program.bodies[term] if not self._may(literal))
