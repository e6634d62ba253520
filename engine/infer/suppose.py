"""What-if runs: what else would fire if facts had other values, from a case that is settled once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ..facts import Fact, Scalar, Source, WorkingMemory
from ..values import dataclass
from .compiled_program import Program
from .conclusions import Conclusions, Firing
from .net import Net, Settled
from .support import Facts, Support

Values = Mapping[str, Sequence[Scalar]]
"""Facts to the values that are supposed (at least one each)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a supposition changes: the rules whose firings no longer stand, and the firings that do instead."""

    gone: frozenset[str]
    new: tuple[Firing, ...]


_NOTHING = Difference(frozenset(), ())


class WhatIf:
    """One concluded case, ready for many suppositions about it. ``runs``, ``settled`` and ``terms`` count the work done."""

    def __init__(self, program: Program, net: Net, case: Conclusions) -> None:
        self._program = program
        self._net = net
        self._case = case
        self._memory = case.memory
        self._fired = case.settled.fired
        self._negates = self._rests_on_falsehood(self._fired)
        self.runs: int = 0
        self.settled: int = 0
        self.terms: int = 0

    def differing(self, supposed: Values) -> Difference:
        """What would fire otherwise if facts had these values. Firings come without tests and rules in between."""
        self.runs += 1
        move = self._net.move(self._memory, supposed)
        reached, settled = self._net.reach(self._case.settled, move), None
        if reached is None:
            settled = self._net.suppose(self._case.settled, move)
            self.settled += 1
            self.terms += settled.touched
            reached = frozenset(settled.definite.fired), frozenset(settled.definite.unfired)
        begun, ceased = reached
        if self._ends(supposed, begun, ceased):
            return self._at(begun, ceased, supposed) if begun or ceased else _NOTHING
        return self._anew(settled or self._net.suppose(self._case.settled, move), supposed)

    def _ends(self, supposed: Values, begun: AbstractSet[int], ceased: AbstractSet[int]) -> bool:
        """Whether the difference ends at the terms that begin and cease to fire: all other derivations stay as they are."""
        if any(map(self._net.concludes, supposed)):
            return False
        program, terms = self._program, begun | ceased
        heads = {literal for term in terms for literal in program.heads.get(program.rule_of[term], ())}
        if heads and not self._ends_at(heads, (self._fired | begun) - ceased, terms):
            return False
        if not heads and not any(map(self._net.refutes, supposed)):
            return True
        return not (self._negates or self._rests_on_falsehood(terms))

    def _ends_at(self, heads: AbstractSet[int], fired: Iterable[int], terms: Iterable[int]) -> bool:
        """Whether nothing that fires rests on these conclusions, and each of the rules has one term only to fire by."""
        program = self._program
        concluding = {program.rule_of[term] for term in terms} & program.heads.keys()
        return all(len(program.terms_of(rule)) == 1 for rule in concluding) and not any(
            literal in heads for term in fired for literal in program.bodies[term]
        )

    def _rests_on_falsehood(self, terms: Iterable[int]) -> bool:
        negated = self._net.negated
        return any(literal in negated for number in terms for literal in self._program.bodies[number])

    def _at(self, begun: AbstractSet[int], ceased: AbstractSet[int], supposed: Values) -> Difference:
        """The difference, where it ends at these terms."""
        program = self._program
        rules = {program.rule_of[term] for term in (*begun, *ceased)}
        again = [
            program.terms[term]
            for rule in rules
            for term in program.terms_of(rule)
            if term in begun or (term in self._fired and term not in ceased)
        ]
        found = self._case.support.supposing(self._supposed(supposed), again)
        return self._difference(rules, found)

    def _anew(self, settled: Settled, supposed: Values) -> Difference:
        """The difference, where derivations may change wherever they rest on something derived."""
        before, after = self._case.support.facts, Support(self._program, settled, self._supposed(supposed)).facts
        rules = [rule for rule in (*before, *after) if before.get(rule) != after.get(rule)]
        return self._difference(rules, {rule: after[rule] for rule in rules if rule in after})

    def _difference(self, rules: Collection[int], found: Mapping[int, Facts]) -> Difference:
        names, before = self._program.names, self._case.support.facts
        new = tuple(Firing(names[rule], found[rule], (), ()) for rule in sorted(found))
        return Difference(frozenset([names[rule] for rule in rules if rule in before]), new)

    def _supposed(self, supposed: Values) -> WorkingMemory:
        facts = {
            name: tuple(Fact(name, value, Source("answer")) for value in values) for name, values in supposed.items()
        }
        return WorkingMemory({**self._memory.facts, **facts})
