"""What-if runs: what else would fire if facts had other values, from a case that is settled once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ..facts import Fact, Scalar, Source, WorkingMemory
from ..values import Struct
from .compiled_program import Program
from .conclusions import Conclusions, Firing
from .nearby import Ground, Nearby, Shift
from .net import Net
from .program import Literal
from .support import Facts, Support

Values = Mapping[str, Sequence[Scalar]]
"""Facts to the values that are supposed (at least one each)."""


class Difference(Struct):
    """What a supposition changes: the rules whose firings no longer stand, and the firings that do instead."""

    gone: frozenset[str]
    new: tuple[Firing, ...]


_NOTHING = Difference(frozenset(), ())


class _Subject:
    """Some facts about which things are supposed: what is near them, and what has been found."""

    __slots__ = ("found", "names", "nearby", "support")

    def __init__(self, names: frozenset[str], nearby: Nearby) -> None:
        self.names: frozenset[str] = names
        self.nearby: Nearby = nearby
        self.found: dict[AbstractSet[int], Difference] = {}
        """The difference by the tests that are passed, of those that count."""
        self.support: Support | None = None
        """On what terms rest while these facts are known."""


class WhatIf:
    """One concluded case, ready for many suppositions about it. ``runs`` and ``terms`` count the work done."""

    def __init__(self, program: Program, net: Net, case: Conclusions) -> None:
        self._program = program
        self._net = net
        self._case = case
        self._memory = case.memory
        self._fired = case.settled.fired
        self._known = frozenset(name for name, facts in self._memory.facts.items() if facts)
        self._negates = self._rests_on_falsehood(self._fired)
        self._ground = Ground(program, net, case.settled)
        self._subjects: dict[frozenset[str], _Subject] = {}
        self.runs: int = 0
        self.terms: int = 0

    def differing(self, supposed: Values) -> Difference:
        """What would fire otherwise if facts had these values. Firings come without tests and rules in between.

        Suppositions that differ in nothing that any rule looks at are told the very same object.
        """
        self.runs += 1
        subject = self._about(frozenset(supposed))
        nearby = subject.nearby
        if nearby.far:
            return _NOTHING
        passed = nearby.heeded & self._program.table.passed(supposed)
        found = subject.found.get(passed)
        if found is None:
            found = subject.found[passed] = self._differing(subject, passed, supposed)
        return found

    def far(self, name: str) -> bool:
        """Whether nothing hangs on a fact, whatever it were."""
        return self._about(frozenset((name,))).nearby.far

    def _differing(self, subject: _Subject, passed: AbstractSet[int], supposed: Values) -> Difference:
        shift = subject.nearby.after(passed)
        if not self._ends(subject.nearby, shift):
            return self._anew(subject.nearby, shift, supposed)
        return self._at(shift, subject) if shift.begun or shift.ceased else _NOTHING

    def _about(self, names: frozenset[str]) -> _Subject:
        subject = self._subjects.get(names)
        if subject is None:
            nearby = Nearby(self._ground, names)
            subject = self._subjects[names] = _Subject(names, nearby)
            self.terms += nearby.touched
        return subject

    def _ends(self, nearby: Nearby, shift: Shift) -> bool:
        """Whether the difference ends at the terms that begin and cease to fire: all other derivations stay as they are."""
        if nearby.concluded:
            return False
        program, terms = self._program, shift.begun | shift.ceased
        heads = {literal for term in terms for literal in program.heads.get(program.rule_of[term], ())}
        if heads and not self._ends_at(heads, (self._fired | shift.begun) - shift.ceased, terms):
            return False
        if not heads and not nearby.refutes:
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

    def _at(self, shift: Shift, subject: _Subject) -> Difference:
        """The difference, where it ends at these terms."""
        program, fired = self._program, self._fired
        rules = {program.rule_of[term] for term in (*shift.begun, *shift.ceased)}
        again = [
            term
            for rule in rules
            for term in program.terms_of(rule)
            if term in shift.begun or (term in fired and term not in shift.ceased)
        ]
        if subject.support is None:
            subject.support = self._case.support.supposing(self._known | subject.names)
        return self._difference(rules, subject.support.simplest(again))

    def _anew(self, nearby: Nearby, shift: Shift, supposed: Values) -> Difference:
        """The difference, where derivations may change wherever they rest on something derived."""

        def may(literal: Literal) -> bool:
            return literal in (shift.may if literal in nearby.literals else self._case.settled.possible.holds)

        fired = (self._fired | shift.begun) - shift.ceased
        before, after = self._case.support.facts, Support(self._program, fired, may, self._supposed(supposed)).facts
        rules = [rule for rule in (*before, *after) if before.get(rule) != after.get(rule)]
        return self._difference(rules, {rule: after[rule] for rule in rules if rule in after})

    def _difference(self, rules: Collection[int], found: Mapping[int, Facts]) -> Difference:
        names, before = self._program.names, self._case.support.facts
        new = tuple([Firing(names[rule], found[rule], (), ()) for rule in sorted(found)])
        return Difference(frozenset([names[rule] for rule in rules if rule in before]), new)

    def _supposed(self, supposed: Values) -> WorkingMemory:
        facts = {
            name: tuple(Fact(name, value, Source("answer")) for value in values) for name, values in supposed.items()
        }
        return WorkingMemory({**self._memory.facts, **facts})
