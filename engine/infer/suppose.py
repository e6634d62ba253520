"""What-if runs: what else would fire if facts had other values, from a case that is settled once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..facts import Fact, Scalar, Source, WorkingMemory
from .compiled_program import Program
from .conclusions import Firing
from .net import Net, Settled
from .support import Support

Values = Mapping[str, Sequence[Scalar]]
"""Facts with their values."""


class WhatIf:
    """One settled case, ready for many suppositions about it. ``runs`` and ``terms`` count the work done."""

    def __init__(self, program: Program, net: Net, case: Settled, memory: WorkingMemory) -> None:
        self._program = program
        self._net = net
        self._case = case
        self._memory = memory
        self._support = Support(program, case, memory)
        self._firings: Mapping[int, Firing] = self._named(self._support, self._support.terms)
        self._unchanged: tuple[Firing, ...] = tuple(self._firings[rule] for rule in sorted(self._firings))
        self._negates = self._rests_on_falsehood(case.fired)
        self._found: dict[tuple[frozenset[int], frozenset[int]], tuple[Firing, ...]] = {
            (frozenset(), frozenset()): self._unchanged
        }
        self.runs: int = 0
        self.terms: int = 0

    def fired(self, supposed: Values) -> tuple[Firing, ...]:
        """The rules that would hold, with the facts they would rest on, if facts had these values (at least one each).

        In the order of the rule base, and without tests and rules in between: what weighing needs. Answers that change
        nothing give the very same tuple.
        """
        self.runs += 1
        net = self._net
        before, change = net.changes({name: self._memory.values(name) for name in supposed}), net.changes(supposed)
        concluding = any(map(net.concludes, supposed))
        if not concluding and self._memory.facts.keys().isdisjoint(supposed) and net.ignores(self._case, change):
            return self._unchanged
        settled = net.suppose(self._case, before, change)
        self.terms += settled.touched
        new, gone = frozenset(settled.definite.fired), frozenset(settled.definite.unfired)
        if concluding or not self._ends(supposed, new | gone):
            return self._anew(settled, supposed)
        # What fired anew needed these very facts, so these terms tell the whole difference.
        found = self._found.get((new, gone))
        if found is None:
            found = self._found[new, gone] = self._differing(settled, supposed, new | gone)
        return found

    def _ends(self, names: Iterable[str], terms: frozenset[int]) -> bool:
        """Whether the difference ends at these terms: all other derivations stay as they are."""
        if any(self._program.rule_of[number] in self._program.heads for number in terms):
            return False
        return not any(map(self._net.refutes, names)) or not (self._negates or self._rests_on_falsehood(terms))

    def _rests_on_falsehood(self, terms: Iterable[int]) -> bool:
        negated = self._net.negated
        return any(literal in negated for number in terms for literal in self._program.bodies[number])

    def _differing(self, settled: Settled, supposed: Values, terms: Iterable[int]) -> tuple[Firing, ...]:
        program = self._program
        rules = {program.rule_of[number] for number in terms}
        again = [program.terms[term] for rule in rules for term in program.terms_of(rule) if term in settled.fired]
        firings = {rule: firing for rule, firing in self._firings.items() if rule not in rules}
        for rule, facts in self._support.supposing(self._supposed(supposed), again).items():
            firings[rule] = Firing(program.names[rule], facts, (), ())
        return tuple(firings[rule] for rule in sorted(firings))

    def _anew(self, settled: Settled, supposed: Values) -> tuple[Firing, ...]:
        support = Support(self._program, settled, self._supposed(supposed))
        firings = self._named(support, support.terms)
        return tuple(firings[rule] for rule in sorted(firings))

    def _supposed(self, supposed: Values) -> WorkingMemory:
        facts = {
            name: tuple(Fact(name, value, Source("answer")) for value in values) for name, values in supposed.items()
        }
        return WorkingMemory({**self._memory.facts, **facts})

    def _named(self, support: Support, rules: Iterable[int]) -> dict[int, Firing]:
        names = self._program.names
        return {rule: Firing(names[rule], support.facts[rule], (), ()) for rule in rules}
