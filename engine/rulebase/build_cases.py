"""Cases, beside rules and of the whole rule base: documents -> values, with every reference checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..diagnosis import VERDICTS
from ..observe.frames import DENIED
from .documents import CaseDoc, WholeCaseDoc
from .entries import Entry
from .faults import did_you_mean, quote
from .model import Case
from .scope import Path, Scope

_CAUSE_KEYS = ("cause", "among", "not_cause", "raises", "lowers")
_RULE_KEYS = ("fires", "silent")
_FRAME_KEYS = ("heard", "unheard")
_NAMING = {"causes": _CAUSE_KEYS, "rules": _RULE_KEYS}
_EXPECT_KEYS = (*_CAUSE_KEYS, *_RULE_KEYS, *_FRAME_KEYS, "verdict")


def build_cases(scope: Scope) -> tuple[Case, ...]:
    """Every entry of ``cases/``, in load order."""
    entries = scope.collected.of("cases", WholeCaseDoc).values()
    live = (entry for entry in entries if not superseded(entry, (), entry.doc, scope))
    return tuple(read_case(entry, (), entry.doc, scope, entry.id) for entry in live)


def superseded(entry: Entry[Any], path: Path, doc: CaseDoc, scope: Scope) -> bool:
    """Whether the case expects something of what a later rule base switched off: it says nothing any more."""
    pack = entry.origin_of(path).pack
    named = ((kind, name) for kind, keys in _NAMING.items() for key in keys for name in doc.expect.get(key, ()))
    return any(scope.taken_away(kind, name, pack) for kind, name in named)


def read_case(entry: Entry[Any], path: Path, doc: CaseDoc, scope: Scope, name: str = "") -> Case:
    """The case at ``path`` of an entry."""
    for fact in doc.given:
        _check_given(entry, path, fact, doc, scope)
    for key in doc.expect:
        _check_expected(entry, path, key, doc, scope)
    origin = entry.origin_of(path)
    given = _as_written(entry, (*path, "given"), doc.given)
    return Case(origin, doc.report or "", given, _as_written(entry, (*path, "expect"), doc.expect), name)


def _as_written(
    entry: Entry[Any], path: Path, values: Mapping[str, tuple[str, ...]]
) -> dict[str, str | tuple[str, ...]]:
    """A text where a text was written, a tuple where a list was."""
    return {key: entry.node.find((*path, key)).text or texts for key, texts in values.items()}


def _check_given(entry: Entry[Any], path: Path, name: str, doc: CaseDoc, scope: Scope) -> None:
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


def _check_expected(entry: Entry[Any], path: Path, key: str, doc: CaseDoc, scope: Scope) -> None:
    here, texts = (*path, "expect", key), doc.expect[key]
    if key in _CAUSE_KEYS or key in _RULE_KEYS:
        kind = "causes" if key in _CAUSE_KEYS else "rules"
        for name in texts:
            _ = scope.exists(entry, here, kind, name)
    elif key in _FRAME_KEYS:
        for name in texts:
            _ = scope.exists(entry, here, "frames", name.removesuffix(DENIED))
    elif key == "verdict":
        for verdict in texts:
            if verdict not in VERDICTS:
                message = f"{quote(verdict)} is not one of {', '.join(VERDICTS)}"
                scope.faults.append(entry.fault("KM104", here, message, did_you_mean(verdict, VERDICTS)))
    elif "." not in key and not scope.collected.may_exist("facts", key):
        hint = did_you_mean(key, _EXPECT_KEYS) or f"known here: {', '.join(_EXPECT_KEYS)}, or a fact"
        scope.faults.append(entry.key_fault("KM101", here[:-1], key, f"unknown key {quote(key)}", hint))
    elif decl := scope.fact(entry, here[:-1], key):
        scope.values_fit(entry, here, decl, texts)
