"""Open rules: those whose outcome hangs on facts that nobody has told yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..facts import WorkingMemory
from .compiled_program import Program
from .literals import leaf_of
from .net import Settled
from .program import Literal

Unknown = frozenset[str]


def open_rules(program: Program, settled: Settled, memory: WorkingMemory) -> dict[int, Unknown]:
    """Each open rule of a case that a whole net settled (by number, ascending) with the unknown observable facts that could settle it.

    A fact counts where it stands in a term that may still fire and that needs no more unknown tests than
    another such term of the rule needs anyway; through derived facts it counts if a rule behind them is open.
    """
    missing = _missing_literals(program, settled)
    not_askable = program.table.only_derived | {name for name, facts in memory.facts.items() if facts}
    own: dict[int, Unknown] = {}
    behind: dict[int, frozenset[int]] = {}
    for rule, literals in missing.items():
        leaves = frozenset(map(leaf_of, literals))
        own[rule] = frozenset([program.table.facts[leaf] for leaf in leaves]) - not_askable
        derived = leaves & program.table.concluded
        behind[rule] = frozenset(other for leaf in derived for other in program.concluders[leaf]) & missing.keys()
    return {rule: _reachable(rule, own, behind) for rule in sorted(missing)}


def _missing_literals(program: Program, settled: Settled) -> dict[int, frozenset[Literal]]:
    fired = {program.rule_of[number] for number in settled.fired}
    alternatives: dict[int, list[frozenset[Literal]]] = {}
    for number in settled.possible.all_fired():
        rule = program.rule_of[number]
        if rule not in fired:
            alternatives.setdefault(rule, []).append(
                frozenset([literal for literal in program.bodies[number] if not settled.definite.holds(literal)])
            )
    return {rule: frozenset[Literal]().union(*_minimal(bodies)) for rule, bodies in alternatives.items()}


def _minimal(bodies: Sequence[frozenset[Literal]]) -> Sequence[frozenset[Literal]]:
    if len(bodies) == 1:
        return bodies
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
