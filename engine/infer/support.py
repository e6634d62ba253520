"""Why each fired rule fired: which of its terms, from which observed facts, through which other rules."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

from ..facts import WorkingMemory
from .compiled_program import Program
from .literals import is_positive, leaf_of, positive
from .program import Literal

Facts = frozenset[str]
_Entry = tuple[int, int, Facts]
"""How a derivation is ranked: the number of facts it rests on, then its term; with the facts."""


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
        self._known: AbstractSet[str] = {name for name, facts in memory.facts.items() if facts}
        self.terms: dict[int, int] = {}
        """For each fired rule the term that counts."""
        self.facts: dict[int, Facts] = {}
        """For each fired rule the observed facts it rests on."""
        self.supporter: dict[int, int] = {}
        """For each test that a rule made true, that rule."""
        strata: list[list[int]] = [[] for _ in program.settled_after]
        for term in sorted(fired):
            strata[program.levels[term]].append(term)
        for terms in strata:
            self._derive([term for term in terms if program.rule_of[term] in program.heads])
            simplest = self._simplest(term for term in terms if program.rule_of[term] not in program.heads)
            for rule, (_, term, facts) in simplest.items():
                self.terms[rule], self.facts[rule] = term, facts

    def supposing(self, known: AbstractSet[str]) -> Support:
        """The same of another case, where other facts are ``known``.

        The case may differ only in what no other derivation rests on.
        """
        twin = Support.__new__(Support)
        twin.__dict__.update(self.__dict__)
        twin._known = known
        return twin

    def simplest(self, terms: Iterable[int]) -> dict[int, Facts]:
        """The facts on which the rules of these terms rest, when they fire and nothing else that they have."""
        return {rule: facts for rule, (_, _, facts) in self._simplest(terms).items()}

    def via(self, term: int) -> tuple[int, ...]:
        """The rules that concluded the derived facts a term used."""
        inner = (leaf_of(literal) for literal in self._program.bodies[term] if is_positive(literal))
        return tuple(sorted({self.supporter[leaf] for leaf in inner if leaf in self.supporter}))

    def _derive(self, terms: Iterable[int]) -> None:
        program = self._program
        missing: dict[int, int] = {}
        waiting: dict[int, list[int]] = {}
        ready: list[_Entry] = []
        for term in terms:
            unsupported = [leaf_of(literal) for literal in program.bodies[term] if not self._supported(literal)]
            missing[term] = len(unsupported)
            for leaf in unsupported:
                waiting.setdefault(leaf, []).append(term)
            if not unsupported:
                ready.append(self._entry(term))
        ready.sort()  # kept in order rather than as a heap, whose module nothing else here needs
        at = 0
        while at < len(ready):
            _, term, facts = ready[at]
            at += 1
            rule = program.rule_of[term]
            if rule in self.terms:
                continue
            self.terms[rule], self.facts[rule] = term, facts
            for leaf in sorted(map(leaf_of, program.heads[rule])):
                if self._supported(positive(leaf)):
                    continue
                self.supporter[leaf] = rule
                for user in waiting.get(leaf, ()):
                    missing[user] -= 1
                    if not missing[user]:
                        insort(ready, self._entry(user), at)

    def _simplest(self, terms: Iterable[int]) -> dict[int, _Entry]:
        """The simplest of the terms of each rule, once all that they need is there."""
        best: dict[int, _Entry] = {}
        for term in terms:
            rule, entry = self._program.rule_of[term], self._entry(term)
            best[rule] = min(entry, best.get(rule, entry))
        return best

    def _entry(self, term: int) -> _Entry:
        facts = self._facts_of(term)
        return len(facts), term, facts

    def _supported(self, literal: Literal) -> bool:
        if not is_positive(literal):
            return True
        leaf = leaf_of(literal)
        return leaf in self.supporter or leaf not in self._program.concluders or self._observed(leaf)

    def _observed(self, leaf: int) -> bool:
        return self._program.table.observed_true(leaf, self._memory)

    def _facts_of(self, term: int) -> Facts:
        program, facts = self._program, set[str]()
        for literal in program.bodies[term]:
            if leaf_of(literal) in program.concluders:
                facts |= self._facts_for(literal)
            elif (fact := program.table.facts[leaf_of(literal)]) in self._known:
                facts.add(fact)
        return frozenset(facts)

    def _facts_for(self, literal: Literal) -> Facts:
        """The facts on which the outcome of a test rests that rules can make true."""
        leaf = leaf_of(literal)
        if not is_positive(literal):
            return self._refuting(leaf)
        return self._own(leaf) if leaf not in self.supporter else self.facts[self.supporter[leaf]]

    def _own(self, leaf: int) -> Facts:
        fact = self._program.table.facts[leaf]
        return frozenset((fact,)) if fact in self._known else frozenset()

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
                if other not in self._program.concluders:
                    facts |= self._own(other)
                elif not is_positive(literal):
                    facts |= self._facts_for(positive(other))
                elif other not in seen:
                    seen.add(other)
                    queue.append(other)
        return frozenset(facts)

    def _blocking(self, leaf: int) -> Iterable[Literal]:
        for rule in self._program.concluders.get(leaf, ()):
            for term in self._program.terms_of(rule):
                yield from (literal for literal in self._program.bodies[term] if not self._may(literal))
