"""Facts, tables and weights: documents -> values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from ..countries import folded_names
from ..errors import FactValueError
from ..facts import Scalar, as_text
from ..values import replace
from ..vocabulary import read_value
from .documents import FactDoc, TableDoc, WeightsDoc
from .entries import Entry
from .faults import quote
from .model import Ask, FactDecl, Weights
from .scope import Path, Scope

V = TypeVar("V")


def build_facts(scope: Scope) -> None:
    """Fill ``scope.facts`` from the entries of ``facts/``."""
    entries = scope.collected.of("facts", FactDoc).values()
    for entry in entries:
        scope.facts[entry.id] = _fact(entry, scope)
    for entry in entries:
        if entry.doc.implies:
            decl = scope.facts[entry.id]
            scope.facts[entry.id] = replace(decl, implies=_implied(entry, decl, scope))


def build_tables(scope: Scope) -> dict[str, tuple[Scalar, ...]]:
    """The tables by name, read by their types; fills ``scope.table_texts`` too."""
    tables: dict[str, tuple[Scalar, ...]] = {}
    for entry in scope.collected.of("tables", TableDoc).values():
        tables[entry.id] = _table(entry, scope)
        scope.table_texts[entry.id] = entry.doc.values
    return tables


def build_weights(scope: Scope) -> Weights | None:
    """The numbers of the weighing; nothing when they were refused."""
    entry = scope.collected.of("weights", WeightsDoc).get("weights")
    if entry is None:
        return None
    _check_ids(entry, scope)
    return Weights(**entry.doc.model_dump(exclude={"override", "allow"}))


def _fact(entry: Entry[FactDoc], scope: Scope) -> FactDecl:
    doc = entry.doc
    minimum, maximum = doc.range or (None, None)
    values = doc.values or {}
    bare = FactDecl(doc.fact, doc.type, doc.description, entry.origin, values, minimum, maximum, doc.many, doc.derived)
    usual = _by_value(entry, ("usual",), bare, doc.usual, scope)
    ask = _ask(entry, bare, scope)
    return FactDecl(
        doc.fact, doc.type, doc.description, entry.origin, values, minimum, maximum, doc.many, doc.derived,
        doc.sensitive, ask, usual, label=doc.label, shown=doc.shown, names=_names(entry, bare, scope),
    )  # fmt: skip


def _ask(entry: Entry[FactDoc], decl: FactDecl, scope: Scope) -> Ask | None:
    ask = entry.doc.ask
    if ask is None:
        return None
    scope.word(entry, ("ask", "cost"), "costs", ask.cost)
    given = _by_value(entry, ("ask", "choices"), decl, ask.choices, scope)
    default = {"yes": "yes", "no": "no"} if decl.type == "boolean" else decl.values
    for index, name in enumerate(ask.implied_by):
        _ = scope.exists(entry, ("ask", "implied_by", index), "facts", name)
    vague = [scope.value(entry, ("ask", "vague", index), decl, text) for index, text in enumerate(ask.vague)]
    told = tuple(as_text(value) for value in vague if value is not None)
    return Ask(ask.prompt, ask.hint, ask.cost, given or default, ask.implied_by, ask.probe, told)


def _implied(entry: Entry[FactDoc], decl: FactDecl, scope: Scope) -> dict[str, dict[str, str]]:
    """What the values say of other facts; of a fact that only rules conclude, or that itself implies, they say nothing."""
    read: dict[str, dict[str, str]] = {}
    for text, facts in _by_value(entry, ("implies",), decl, entry.doc.implies, scope).items():
        read[text] = {}
        for name, value in facts.items():
            other = scope.fact(entry, ("implies", text), name)
            if other is None:
                continue
            if other.derived or scope.collected.of("facts", FactDoc)[name].doc.implies:
                message = f"{name} is concluded, or implies something itself: an answer cannot imply it"
                scope.faults.append(entry.key_fault("KM308", ("implies", text), name, message))
            elif (given := scope.value(entry, ("implies", text, name), other, value)) is not None:
                read[text][name] = as_text(given)
    return read


def _names(entry: Entry[FactDoc], decl: FactDecl, scope: Scope) -> dict[str, str]:
    """The further names of countries as they are looked up; one name stands for one country."""
    names: dict[str, str] = {}
    for code, alike in _by_value(entry, ("names",), decl, entry.doc.names, scope).items():
        for index, name in enumerate(alike):
            for folded in folded_names({code: (name,)}):
                if names.setdefault(folded, code) != code:
                    message = f"{quote(name)} stands for {names[folded]} already"
                    scope.faults.append(entry.fault("KM306", ("names", code, index), message))
    return names


def _by_value(entry: Entry[FactDoc], path: Path, decl: FactDecl, given: Mapping[str, V], scope: Scope) -> dict[str, V]:
    """``given`` with its keys read as values of the fact and written in their one form (yes, DE, 1.10)."""
    written: dict[str, V] = {}
    for text, meaning in given.items():
        try:
            value = read_value(decl, text)
        except FactValueError as error:
            scope.faults.append(entry.key_fault("KM305", path, text, str(error)))
            continue
        written[as_text(value)] = meaning
    return written


def _table(entry: Entry[TableDoc], scope: Scope) -> tuple[Scalar, ...]:
    if entry.doc.type == "enum":
        return entry.doc.values
    decl = FactDecl(entry.id, entry.doc.type, "", entry.origin)
    values = [scope.value(entry, ("values", index), decl, text) for index, text in enumerate(entry.doc.values)]
    return tuple(value for value in values if value is not None)


def _check_ids(entry: Entry[WeightsDoc], scope: Scope) -> None:
    doc = entry.doc
    causes = scope.collected.entries["causes"].values()
    if any(cause.origin.pack == entry.origin.pack for cause in causes):  # without, they were left out on purpose
        _ = scope.exists(entry, ("out_of_scope_cause",), "causes", doc.out_of_scope_cause)
    if not scope.exists(entry, ("healthy_fact",), "facts", doc.healthy_fact):
        return
    decl = scope.facts.get(doc.healthy_fact)
    if decl and decl.type != "boolean":
        scope.faults.append(entry.fault("KM305", ("healthy_fact",), f"{decl.name} must be a boolean fact"))
