"""Open rules: those whose outcome hangs on facts that nobody has told yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ..facts import WorkingMemory
from .compiled_program import Program
from .literals import leaf_of, negative, positive
from .net import Settled
from .program import Literal

Unknown = frozenset[str]


class Opening:
    """What of a case is open.

    A fact counts for a rule where it stands in a term that may still fire and that needs no more unknown tests than
    another such term of the rule needs anyway; through derived facts it counts if a rule behind them is open.
    """

    def __init__(self, program: Program, settled: Settled, memory: WorkingMemory) -> None:
        self._program = program
        self._missing = _missing_literals(program, settled, memory)
        self._not_askable = program.table.only_derived | {name for name, facts in memory.facts.items() if facts}

    def unknown(self) -> Unknown:
        """The unknown observable facts that could settle some rule."""
        # What counts through derived facts counts for the rule behind them, which is open itself.
        return self._facts(frozenset[Literal]().union(*self._missing.values()))

    def by_rule(self) -> dict[int, Unknown]:
        """Each open rule (by number, ascending) with the unknown observable facts that could settle it."""
        program = self._program
        own: dict[int, Unknown] = {}
        behind: dict[int, frozenset[int]] = {}
        for rule, literals in self._missing.items():
            own[rule] = self._facts(literals)
            derived = frozenset(map(leaf_of, literals)) & program.table.concluded
            others = frozenset(other for leaf in derived for other in program.concluders[leaf])
            behind[rule] = others & self._missing.keys()
        return {rule: _reachable(rule, own, behind) for rule in sorted(self._missing)}

    def _facts(self, literals: Iterable[Literal]) -> Unknown:
        facts = self._program.table.facts
        return frozenset([facts[leaf_of(literal)] for literal in literals]) - self._not_askable


def _missing_literals(program: Program, settled: Settled, memory: WorkingMemory) -> dict[int, frozenset[Literal]]:
    """For each rule that may yet fire, what its terms lack."""
    possible = _possible(program, settled.definite.holds, memory)
    fired = {program.rule_of[number] for number in settled.fired}
    lacking: dict[int, list[frozenset[Literal]]] = {}
    for rule, literals in zip(program.rule_of, settled.lacking(program.bodies), strict=True):
        if literals <= possible and rule not in fired:
            lacking.setdefault(rule, []).append(literals)
    return {
        rule: found[0] if len(found) == 1 else frozenset[Literal]().union(*_minimal(found))
        for rule, found in lacking.items()
    }


def _possible(program: Program, holds: AbstractSet[Literal], memory: WorkingMemory) -> set[Literal]:
    """What may hold, ``holds`` being what does: conclusions may be false that are not true."""
    _, possible = program.table.observe(memory)
    possible.update(negative(leaf) for leaf in program.table.concluded if positive(leaf) not in holds)
    _conclude(program, possible)
    return possible


def _conclude(program: Program, possible: set[Literal]) -> None:
    """Add what the terms conclude whose literals all may hold."""
    bodies, heads, rule_of = program.bodies, program.heads, program.rule_of
    lacking = {term: frozenset(bodies[term]) - possible for rule in heads for term in program.terms_of(rule)}
    ready = [term for term, literals in lacking.items() if not literals]
    waiting: dict[Literal, list[int]] = {}
    for term, literals in lacking.items():
        for literal in literals:
            waiting.setdefault(literal, []).append(term)
    left = {term: len(literals) for term, literals in lacking.items()}
    while ready:
        for literal in heads[rule_of[ready.pop()]]:
            users = () if literal in possible else waiting.get(literal, ())
            possible.add(literal)
            for term in users:
                left[term] -= 1
                if not left[term]:
                    ready.append(term)


def _minimal(bodies: Sequence[frozenset[Literal]]) -> Sequence[frozenset[Literal]]:
    kept: list[frozenset[Literal]] = []
    for body in sorted(bodies, key=len):
        if not any(smaller <= body for smaller in kept):
            kept.append(body)
    return kept


def _reachable(rule: int, own: Mapping[int, Unknown], behind: Mapping[int, frozenset[int]]) -> Unknown:
    if not behind[rule]:
        return own[rule]
    facts: set[str] = set()
    seen = {rule}
    queue = [rule]
    while queue:
        current = queue.pop()
        facts |= own[current]
        new = behind[current] - seen
        seen |= new
        queue.extend(new)
    return frozenset(facts)
