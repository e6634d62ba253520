"""Folders -> one checked `RuleBase`, or every fault in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..infer.compile import ProgramError, compile_program
from ..observe.openings import openings
from .build_cases import build_cases
from .build_causes import build_causes
from .build_observations import build_observations
from .build_rules import build_rules
from .build_vocabulary import build_facts, build_tables, build_weights
from .collect import collect
from .faults import Fault
from .folders import PackFolder
from .model import Rule, RuleBase
from .scope import Scope
from .strata import negative_cycles


def build(folders: Sequence[PackFolder]) -> tuple[RuleBase | None, tuple[Fault, ...]]:
    """Read and check the rule bases in order, the first one being the built-in vocabulary.

    Either the rule base and no fault, or nothing and all faults, sorted by place.
    """
    collected = collect(folders)
    scope = Scope(collected)
    build_facts(scope)
    tables = build_tables(scope)
    weights = build_weights(scope)
    observations = build_observations(scope)
    causes = build_causes(scope)
    rules = build_rules(scope)
    cases = build_cases(scope)
    _check_cycles(rules.values(), scope)
    _check_programs(rules.values(), scope)
    faults = tuple(sorted({*collected.faults, *scope.faults}, key=lambda fault: fault.order))
    if faults or weights is None:
        return None, faults
    phrases = {name: text for name, (text, _) in collected.phrases.items()}
    packs = tuple(collected.packs)
    index = openings(observations)
    return RuleBase(packs, scope.facts, observations, rules, causes, tables, weights, phrases, index, cases), ()


def _check_cycles(rules: Iterable[Rule], scope: Scope) -> None:
    for rule, cycle in negative_cycles(rules):
        entry = scope.collected.entries["rules"][rule.id]
        message = f"{rule.id} closes a cycle through a negation: {' -> '.join(cycle)}"
        scope.faults.append(entry.key_fault("KM405", (), "when", message, "a fact cannot hang on its own negation"))


def _check_programs(rules: Iterable[Rule], scope: Scope) -> None:
    """What only the compiler of the inference engine can tell: rule by rule, so that all faults come at once."""
    for rule in rules:
        try:
            _ = compile_program((rule,), scope.facts)
        except ProgramError as error:
            entry = scope.collected.entries["rules"][rule.id]
            scope.faults.append(entry.key_fault("KM406", (), "when", error.reason))
