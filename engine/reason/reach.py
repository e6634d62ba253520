"""What of a rule base can never be used, told from the rule base alone.

A fact can be got at when an observation writes it, a rule concludes it, the shape of a text or a pasted key gives
it, a probe sees it, or a person can be asked for it; a value of an enum likewise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..facts import as_text
from ..observe.report import READ_BY_SHAPE
from ..probes.progress import SEEN_BY_PROBES
from .credentials import READ_FROM_KEYS

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ..rulebase.model import FactDecl, FactWrite, RuleBase

_ANY = "*"
"""Stands for every value of a fact."""


def unreachable_facts(rulebase: RuleBase) -> Iterator[str]:
    """The facts of which no value can be got at."""
    given = given_values(rulebase)
    for name in rulebase.facts:
        if name not in given:
            yield name


def unreachable_values(rulebase: RuleBase) -> Iterator[tuple[str, str]]:
    """The values of reachable enums that cannot be got at, with their facts."""
    given = given_values(rulebase)
    for name, decl in rulebase.facts.items():
        values: AbstractSet[str] = given.get(name, set())
        if values and _ANY not in values:
            yield from ((name, value) for value in decl.values if value not in values)


def rules_without_a_fix(rulebase: RuleBase) -> Iterator[str]:
    """The rules whose evidence speaks of causes, none of which has a fix."""
    for rule in rulebase.rules.values():
        if rule.evidence and not any(rulebase.causes[cause].fixes for cause in rule.evidence):
            yield rule.id


def given_values(rulebase: RuleBase) -> dict[str, set[str]]:
    """For each fact that can be got at, its values as text; ``*`` stands for all of them."""
    given: dict[str, set[str]] = {name: {_ANY} for name in (*READ_BY_SHAPE, READ_FROM_KEYS, *SEEN_BY_PROBES)}
    for observation in rulebase.observations:
        for write in observation.writes:
            given.setdefault(write.fact, set()).update(_written(write))
    for frame in rulebase.frames:
        for write in (*frame.writes, *frame.denied):
            given.setdefault(write.fact, set()).update(_written(write))
    for rule in rulebase.rules.values():
        for name, value in rule.then.items():
            given.setdefault(name, set()).add(as_text(value))
    for decl in rulebase.facts.values():
        if decl.ask is not None:
            given.setdefault(decl.name, set()).update(_answers(decl))
        for implied in decl.implies.values():
            for name, text in implied.items():
                given.setdefault(name, set()).add(text)
    return given


def _written(write: FactWrite) -> set[str]:
    if write.group is None:
        assert write.value is not None
        return {as_text(write.value)}
    return set(write.mapping.values()) or {_ANY}


def _answers(decl: FactDecl) -> set[str]:
    return set(decl.ask.choices) if decl.ask is not None and decl.ask.choices else {_ANY}
