"""Rules: documents -> values, with every reference checked."""

from __future__ import annotations

from collections.abc import Mapping

from ..conditions import All, Condition
from ..facts import Scalar
from .build_cases import read_case, superseded
from .condition_reader import ConditionReader
from .documents import RuleDoc
from .entries import Entry
from .faults import quote
from .hedges import SOUND, check_hedged
from .model import Finding, Rule
from .scope import Scope, citations


def build_rules(scope: Scope) -> dict[str, Rule]:
    """Every entry of ``rules/`` by id, in load order."""
    concluded = scope.concluded()
    rules: dict[str, Rule] = {}
    for entry in scope.collected.of("rules", RuleDoc).values():
        reader = ConditionReader(
            entry.source_of(("when",)), scope.facts, scope.table_texts, concluded, scope.collected.may_exist
        )
        when = reader.read(entry.node.find(("when",)))
        scope.faults += reader.faults
        rules[entry.id] = _rule(entry, when or All(()), scope)
    return rules


def _rule(entry: Entry[RuleDoc], when: Condition, scope: Scope) -> Rule:
    doc = entry.doc
    if not doc.then and not doc.evidence and doc.finding is None:
        message = "the rule has no effect: it needs then, evidence or finding"
        scope.faults.append(entry.fault("KM501", ("rule",), message))
    for cause, word in doc.evidence.items():
        _ = scope.exists(entry, ("evidence",), "causes", cause, key=True)
        scope.word(entry, ("evidence", cause), "evidence", word)
    _check_certainty(entry, scope)
    check_hedged(entry, ("because",), doc.because, doc.sources, scope)
    cases = tuple(
        read_case(entry, ("cases", index), case, scope)
        for index, case in enumerate(doc.cases)
        if not superseded(entry, ("cases", index), case, scope)
    )
    finding = Finding(doc.finding.severity, doc.finding.text) if doc.finding else None
    return Rule(
        entry.id, doc.title, entry.origin, when, _then(entry, scope), doc.evidence, doc.group, finding, doc.because,
        citations(doc.sources), cases,
    )  # fmt: skip


def _then(entry: Entry[RuleDoc], scope: Scope) -> dict[str, Scalar]:
    then: dict[str, Scalar] = {}
    for name, text in entry.doc.then.items():
        decl = scope.fact(entry, ("then",), name)
        if decl is None:
            continue
        if decl.type == "text":
            message = f"{name} is text: rules conclude anything but text"
            scope.faults.append(entry.key_fault("KM308", ("then",), name, message))
            continue
        value = scope.value(entry, ("then", name), decl, text)
        if value is not None:
            then[name] = value
    return then


def _check_certainty(entry: Entry[RuleDoc], scope: Scope) -> None:
    """A rule without a source graded A or B may not speak as if it were certain."""
    words: Mapping[str, float] = scope.weights.evidence if scope.weights else {}
    certain = abs(words.get("decisive", float("inf")))
    if any(source.grade in SOUND for source in entry.doc.sources):
        return
    for cause, word in entry.doc.evidence.items():
        if abs(words.get(word, 0.0)) >= certain:
            message = f"{quote(word)} needs a source graded A or B"
            hint = "use a weaker word, or give a better source"
            scope.faults.append(entry.fault("KM502", ("evidence", cause), message, hint))
