"""Rules and their cases: documents -> values, with every reference checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from ..conditions import All, Condition
from ..diagnosis import Verdict
from ..facts import Scalar
from .collect import Entry
from .condition_reader import ConditionReader
from .documents import CaseDoc, RuleDoc
from .faults import did_you_mean, quote
from .model import Case, Finding, Origin, Rule
from .scope import Path, Scope, citations

_CAUSE_KEYS = ("cause", "among", "not_cause")
_RULE_KEYS = ("fires", "silent")
_EXPECT_KEYS = (*_CAUSE_KEYS, *_RULE_KEYS, "verdict")
_VERDICTS: tuple[str, ...] = get_args(Verdict)
_SOUND = ("A", "B")


def build_rules(scope: Scope) -> dict[str, Rule]:
    """Every entry of ``rules/`` by id, in load order."""
    concluded = scope.concluded()
    rules: dict[str, Rule] = {}
    for entry in scope.collected.of("rules", RuleDoc).values():
        reader = ConditionReader(entry.source, scope.facts, scope.table_texts, concluded, scope.collected.may_exist)
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
    cases = tuple(_case(entry, index, case, scope) for index, case in enumerate(doc.cases))
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
    if any(source.grade in _SOUND for source in entry.doc.sources):
        return
    for cause, word in entry.doc.evidence.items():
        if abs(words.get(word, 0.0)) >= certain:
            message = f"{quote(word)} needs a source graded A or B"
            hint = "use a weaker word, or give a better source"
            scope.faults.append(entry.fault("KM502", ("evidence", cause), message, hint))


def _case(entry: Entry[RuleDoc], index: int, doc: CaseDoc, scope: Scope) -> Case:
    path = ("cases", index)
    for name in doc.given:
        _check_given(entry, path, name, doc, scope)
    for key in doc.expect:
        _check_expected(entry, path, key, doc, scope)
    origin = Origin(entry.origin.pack, entry.origin.file, entry.node.find(path).mark.line)
    given = _as_written(entry, (*path, "given"), doc.given)
    return Case(origin, doc.report or "", given, _as_written(entry, (*path, "expect"), doc.expect))


def _as_written(
    entry: Entry[RuleDoc], path: Path, values: Mapping[str, tuple[str, ...]]
) -> dict[str, str | tuple[str, ...]]:
    """A text where a text was written, a tuple where a list was."""
    return {key: entry.node.find((*path, key)).text or texts for key, texts in values.items()}


def _check_given(entry: Entry[RuleDoc], path: Path, name: str, doc: CaseDoc, scope: Scope) -> None:
    decl = scope.fact(entry, (*path, "given"), name)
    if decl is None:
        return
    here = (*path, "given", name)
    if decl.derived:
        scope.faults.append(entry.key_fault("KM308", here[:-1], name, f"{name} is derived: only rules conclude it"))
    elif len(doc.given[name]) != 1 and not decl.many:
        scope.faults.append(entry.fault("KM305", here, f"{name} holds one value at a time"))
    else:
        scope.values_fit(entry, here, decl, doc.given[name])


def _check_expected(entry: Entry[RuleDoc], path: Path, key: str, doc: CaseDoc, scope: Scope) -> None:
    here, texts = (*path, "expect", key), doc.expect[key]
    if key in _CAUSE_KEYS or key in _RULE_KEYS:
        kind = "causes" if key in _CAUSE_KEYS else "rules"
        for name in texts:
            _ = scope.exists(entry, here, kind, name)
    elif key == "verdict":
        for verdict in texts:
            if verdict not in _VERDICTS:
                message = f"{quote(verdict)} is not one of {', '.join(_VERDICTS)}"
                scope.faults.append(entry.fault("KM104", here, message, did_you_mean(verdict, _VERDICTS)))
    elif "." not in key and not scope.collected.may_exist("facts", key):
        hint = did_you_mean(key, _EXPECT_KEYS) or f"known here: {', '.join(_EXPECT_KEYS)}, or a fact"
        scope.faults.append(entry.key_fault("KM101", here[:-1], key, f"unknown key {quote(key)}", hint))
    elif decl := scope.fact(entry, here[:-1], key):
        scope.values_fit(entry, here, decl, texts)
