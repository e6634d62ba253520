"""Observations: documents -> values, with their patterns and writes checked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .documents import ObserveDoc
from .entries import Entry
from .faults import did_you_mean, nearest, quote
from .located import Located
from .model import FactDecl, FactWrite, Observation
from .patterns import PatternError, matches_nothing_at_all, pattern_groups
from .scope import Path, Scope

_WRITE_KEYS = ("from", "map")
_NO_GROUP = "the pattern has no group"


def build_observations(scope: Scope) -> tuple[Observation, ...]:
    """Every entry of ``observe/`` in load order."""
    return tuple(_observation(entry, scope) for entry in scope.collected.of("observe", ObserveDoc).values())


def _observation(entry: Entry[ObserveDoc], scope: Scope) -> Observation:
    doc = entry.doc
    groups = _groups(entry, scope)
    fields = entry.node.find(("facts",)).fields
    writes = [read_write(entry, ("facts",), name, child, groups, scope) for name, child in fields.items()]
    whole = tuple(write for write in writes if write)
    return Observation(entry.id, entry.origin, doc.any_of or (), doc.pattern, doc.unless, doc.source, whole, doc.stated)


def _groups(entry: Entry[ObserveDoc], scope: Scope) -> Collection[str] | None:
    """The named groups of the pattern; nothing when the pattern is unusable."""
    pattern = entry.doc.pattern
    if pattern is None:
        return ()
    try:
        groups = pattern_groups(pattern)
    except PatternError as error:
        scope.faults.append(entry.fault("KM310", ("pattern",), f"not an RE2 pattern: {error}", error.hint))
        return None
    if matches_nothing_at_all(pattern):
        scope.faults.append(entry.fault("KM310", ("pattern",), "the pattern matches the empty text, so every text"))
    return groups


def read_write(
    entry: Entry[Any],
    facts: Path,
    name: str,
    child: Located,
    groups: Collection[str] | None,
    scope: Scope,
    lack: str = _NO_GROUP,
) -> FactWrite | None:
    """What the mapping at ``facts`` of an entry gives the fact ``name``: a value, or what one of ``groups`` captures."""
    decl = scope.fact(entry, facts, name)
    if decl is None:
        return None
    if decl.derived:
        message = f"{name} is derived: only rules conclude it"
        scope.faults.append(entry.key_fault("KM308", facts, name, message))
        return None
    path = (*facts, name)
    if child.text:
        value = scope.value(entry, path, decl, child.text)
        return None if value is None else FactWrite(name, value)
    if child.text is not None or not child.fields:
        message = f"expected a value or {{from: group}}, found {child.shape}"
        scope.faults.append(entry.fault("KM103", path, message))
        return None
    return _captured(entry, path, decl, child, groups, scope, lack)


def _captured(
    entry: Entry[Any],
    path: Path,
    decl: FactDecl,
    node: Located,
    groups: Collection[str] | None,
    scope: Scope,
    lack: str,
) -> FactWrite | None:
    before = len(scope.faults)
    for key in node.fields:
        if key not in _WRITE_KEYS:
            hint = did_you_mean(key, _WRITE_KEYS) or "known here: from, map"
            scope.faults.append(entry.key_fault("KM101", path, key, f"unknown key {quote(key)}", hint))
    group = node.fields["from"].text if "from" in node.fields else None
    if not group and any(nearest(key, ("from",)) for key in node.fields if key not in _WRITE_KEYS):
        return None  # a misspelt key says it all
    if not group:
        scope.faults.append(entry.fault("KM102", path, '"from" is missing: the name of a group'))
    elif groups is not None and group not in groups:
        hint = did_you_mean(group, groups) or f"a group is written (?P<{group}>…)"
        scope.faults.append(entry.fault("KM309", (*path, "from"), f"{lack} {quote(group)}", hint))
    mapping = _mapping(entry, (*path, "map"), decl, scope) if "map" in node.fields else {}
    return FactWrite(decl.name, None, group, mapping) if len(scope.faults) == before else None


def _mapping(entry: Entry[Any], path: Path, decl: FactDecl, scope: Scope) -> dict[str, str]:
    """Captured text, in lower case, to the value it stands for."""
    node = entry.node.find(path)
    if not node.fields:
        scope.faults.append(entry.fault("KM103", path, f"expected a mapping of texts to values, found {node.shape}"))
    mapping: dict[str, str] = {}
    for captured, child in node.fields.items():
        if not child.text:
            message = f"expected a value, found {child.shape}"
            scope.faults.append(entry.fault("KM103", (*path, captured), message))
        elif scope.value(entry, (*path, captured), decl, child.text) is not None:
            mapping[captured.lower()] = child.text
    return mapping
