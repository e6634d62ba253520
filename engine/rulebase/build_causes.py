"""Causes and fixes: documents -> values, with every word and reference checked."""

from __future__ import annotations

from .documents import CauseDoc, FixDoc
from .entries import Entry
from .faults import quote
from .hedges import check_hedged
from .model import Cause, Command, Fix, Verify
from .scope import Scope, citations


def build_causes(scope: Scope) -> dict[str, Cause]:
    """Every entry of ``causes/`` by id, in load order."""
    entries = scope.collected.of("causes", CauseDoc)
    for entry in entries.values():
        _check_kind(entry, entries, scope)
    return {entry.id: _cause(entry, scope) for entry in entries.values()}


def _cause(entry: Entry[CauseDoc], scope: Scope) -> Cause:
    doc = entry.doc
    scope.word(entry, ("prior",), "priors", doc.prior)
    fixes = tuple(_fix(entry, index, fix, scope) for index, fix in enumerate(doc.fixes))
    _check_unique(entry, scope)
    check_hedged(entry, ("explanation",), doc.explanation, doc.sources, scope)
    return Cause(
        entry.id, doc.title, doc.explanation, doc.prior, doc.kind_of, fixes, doc.prevention, citations(doc.sources),
        entry.origin,
    )  # fmt: skip


def _fix(entry: Entry[CauseDoc], index: int, doc: FixDoc, scope: Scope) -> Fix:
    path = ("fixes", index)
    scope.word(entry, (*path, "cost"), "costs", doc.cost)
    scope.word(entry, (*path, "helps"), "helps", doc.helps)
    return Fix(
        id=f"{entry.id}/{doc.fix}",
        title=doc.title,
        steps=doc.steps,
        commands=tuple(Command(command.shell, command.run) for command in doc.commands),
        cost=doc.cost,
        risk=doc.risk,
        helps=doc.helps,
        verify=Verify(doc.verify.text, doc.verify.run, doc.verify.expect, doc.verify.probe),
        origin=entry.origin_of(path),
    )


def _check_unique(entry: Entry[CauseDoc], scope: Scope) -> None:
    seen: set[str] = set()
    for index, fix in enumerate(entry.doc.fixes):
        if fix.fix in seen:
            message = f"{entry.id} has two fixes called {quote(fix.fix)}"
            scope.faults.append(entry.fault("KM306", ("fixes", index, "fix"), message))
        seen.add(fix.fix)


def _check_kind(entry: Entry[CauseDoc], entries: dict[str, Entry[CauseDoc]], scope: Scope) -> None:
    kind = entry.doc.kind_of
    if kind is None or not scope.exists(entry, ("kind_of",), "causes", kind):
        return
    seen: set[str] = set()
    while kind and kind not in seen:
        seen.add(kind)
        kind = entries[kind].doc.kind_of if kind in entries else None
    if entry.id in seen:
        scope.faults.append(entry.fault("KM104", ("kind_of",), f"{entry.id} is a kind of itself"))
