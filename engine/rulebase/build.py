"""Folders -> one checked `RuleBase`, or every fault in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from ..infer.compile import ProgramError, compile_program
from ..infer.compiled_program import to_data
from ..observe.openings import openings, required_of
from ..values import replace
from .build_cases import build_cases
from .build_causes import build_causes
from .build_claims import build_claims, with_claims
from .build_observations import build_observations
from .build_rules import build_rules
from .build_speech import build_frames, build_terms, frame_cases, lexicon
from .build_translations import build_translations
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
    base, faults, _ = assemble(folders)
    return base, faults


def assemble(folders: Sequence[PackFolder]) -> tuple[RuleBase | None, tuple[Fault, ...], Scope]:
    """Like `build`, with the entries as they stand in the files."""
    collected = collect(folders)
    scope = Scope(collected)
    build_facts(scope)
    tables = build_tables(scope)
    weights = build_weights(scope)
    observations = build_observations(scope)
    terms, frames = build_terms(scope), build_frames(scope)
    causes = build_causes(scope)
    translations = build_translations(scope, causes)
    rules = build_claims(build_rules(scope), scope)
    cases = (*build_cases(scope), *frame_cases(scope, frames))
    circular = set(_check_cycles(rules.values(), scope))
    _check_programs((rule for rule in rules.values() if rule.id not in circular), scope)
    faults = tuple(sorted({*collected.faults, *scope.faults}, key=lambda fault: fault.order))
    if faults or weights is None:
        return None, faults, scope
    phrases = {name: entry.text for name, entry in collected.phrases.items()}
    packs = with_claims(collected.packs, scope)
    needs = required_of(observations)
    changes = tuple(collected.changes)
    base = RuleBase(
        packs, scope.facts, observations, rules, causes, tables, weights, phrases, openings(needs), needs, cases, changes,
        translations, frames, terms, *lexicon(terms, frames),
    )  # fmt: skip
    return (
        replace(
            base,
            program=_program(base),
            many_valued=tuple(base.many),
            implying_facts=tuple(sorted(base.implying)),
            asked_facts=tuple(sorted(base.askable)),
            prior_words=base.priors,
        ),
        (),
        scope,
    )


def _program(base: RuleBase) -> str:
    """The compiled rules. Where they cannot be compiled together, the inference engine will say why."""
    try:
        program = compile_program(tuple(base.rules.values()), base.facts)
    except ProgramError:
        return ""
    return json.dumps(to_data(program), separators=(",", ":"), ensure_ascii=False)


def _check_cycles(rules: Iterable[Rule], scope: Scope) -> Iterator[str]:
    """The rules that close a cycle through a negation, each with its fault."""
    for rule, cycle in negative_cycles(rules):
        entry = scope.collected.entries["rules"][rule.id]
        message = f"{rule.id} closes a cycle through a negation: {' -> '.join(cycle)}"
        scope.faults.append(entry.key_fault("KM405", (), "when", message, "a fact cannot hang on its own negation"))
        yield rule.id


def _check_programs(rules: Iterable[Rule], scope: Scope) -> None:
    """What only the compiler of the inference engine can tell: rule by rule, so that all faults come at once."""
    for rule in rules:
        try:
            _ = compile_program((rule,), scope.facts)
        except ProgramError as error:
            entry = scope.collected.entries["rules"][rule.id]
            scope.faults.append(entry.key_fault("KM406", (), "when", error.reason))
