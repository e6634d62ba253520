"""``changes/`` of a rule base: what it switches off or changes of the rule bases before it.

A change is made on the entry's data before anything refers to it, so that a changed entry passes the same checks as
one that was written whole. What comes from the change remembers its file: a fault in it points there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from ..values import replace
from .document_reader import read_document
from .documents import CauseDoc, EntryDoc, FactDoc, RuleDoc, TargetDoc, WeightsDoc
from .entries import MODELS, ChangeEntry, Collected, Entry
from .faults import did_you_mean, quote
from .located import Located
from .merge import merged, without
from .model import Change

_KINDS = {
    "rule": "rules", "cause": "causes", "observe": "observe", "fact": "facts", "table": "tables", "term": "lexicon",
    "frame": "frames",
}  # fmt: skip
_BESIDE = frozenset({"fixes", "cases"})
"""Keys whose items carry an origin of their own, so that adding one leaves the entry its author's."""


def apply_change(change: ChangeEntry, collected: Collected) -> None:
    """Do what one entry of ``changes/`` says; what cannot be done is a fault at its place."""
    action = "off" if change.doc.off else "change"
    target = change.doc.off or change.doc.change
    assert target is not None, "the document reader sees to it"
    kind, name = _named(target)
    place = (action, kind)
    entry = _find(change, place, kind, name, collected)
    if entry is None:
        return
    part = _part(kind, name, entry)
    if part is None:
        noun = "has no question" if kind == "question" else f"has no fix {quote(name)}"
        hint = "" if kind == "question" else did_you_mean(name, [f"{entry.id}/{fix.fix}" for fix in entry.doc.fixes])
        collected.faults.append(change.fault("KM313", place, f"{entry.id} {noun}", hint))
        return
    if action == "off" and not part:
        done = _switch_off(change, place, kind, entry, collected)
    else:
        done = _rewrite(change, place, part, entry, collected)
    if done:
        over = entry.origin_of(part) if part else entry.origin
        keys = (*change.doc.set, *change.doc.add)
        collected.changes.append(Change(kind, name, action, change.origin, over, change.doc.reason, keys))


def _named(target: TargetDoc) -> tuple[str, str]:
    (kind,) = target.model_fields_set
    return kind, getattr(target, kind)


def _find(change: ChangeEntry, place: Sequence[str], kind: str, name: str, collected: Collected) -> Entry[Any] | None:
    """The entry that a change is about, or of which it is about a part."""
    where = "causes" if kind == "fix" else "facts" if kind == "question" else _KINDS[kind]
    found = collected.entries[where].get(name.partition("/")[0] if kind == "fix" else name)
    if found is not None and found.origin.pack != change.origin.pack:
        return found
    noun, hint = MODELS[where][1], ""
    if found is not None:
        message, hint = f"{noun} {quote(found.id)} is this rule base's own", "change it where it stands"
    elif (where, name) in collected.off:
        message = f"{noun} {quote(name)} is switched off already, in {collected.off[where, name]}"
    elif collected.may_exist(where, name) or collected.partial:
        return None
    else:
        message, hint = f"there is no earlier {noun} {quote(name)}", did_you_mean(name, collected.entries[where])
        collected.faults.append(change.fault("KM307", place, message, hint))
        return None
    collected.faults.append(change.fault("KM313", place, message, hint))
    return None


def _part(kind: str, name: str, entry: Entry[Any]) -> tuple[str | int, ...] | None:
    """The way to the part that the change is about (the entry itself: no step), or nothing when there is none."""
    if kind == "question":
        return ("ask",) if entry.doc.ask else None
    if kind != "fix":
        return ()
    wanted = name.partition("/")[2]
    return next((("fixes", index) for index, fix in enumerate(entry.doc.fixes) if fix.fix == wanted), None)


def _switch_off(change: ChangeEntry, place: Sequence[str], kind: str, entry: Entry[Any], collected: Collected) -> bool:
    weights = collected.of("weights", WeightsDoc).get("weights")
    if kind == "cause" and weights and entry.id == weights.doc.out_of_scope_cause:
        message = f"{quote(entry.id)} cannot be switched off: weights.yaml names it as out_of_scope_cause"
        collected.faults.append(change.fault("KM313", place, message))
        return False
    del collected.entries[_KINDS[kind]][entry.id]
    collected.off[_KINDS[kind], entry.id] = change.origin
    return True


def _rewrite(
    change: ChangeEntry, place: Sequence[str], part: Sequence[str | int], entry: Entry[Any], collected: Collected
) -> bool:
    """Put the entry with its change in place of the entry; false where a fault came in between."""
    before = len(collected.faults)
    if change.doc.off:
        node = without(entry.node, part)
    else:
        node = merged(entry, part, change, collected.faults)
    model = cast("type[EntryDoc]", type(entry.doc))
    doc, faults = read_document(model, node, entry.source)
    collected.faults += faults
    if isinstance(doc, FactDoc) and entry.doc.sensitive and not doc.sensitive:
        collected.faults.append(change.fault("KM104", place, "a sensitive fact stays sensitive"))
    if doc is None or len(collected.faults) > before:
        return False
    own = not part and bool(change.doc.set or set(change.doc.add) - _BESIDE)
    origin = change.origin if own else entry.origin
    kind = next(kind for kind, (known, _) in MODELS.items() if known is model)
    moved = _with_origins(node, entry) if own else node
    collected.entries[kind][entry.id] = Entry(entry.id, doc, moved, entry.source, origin)
    return True


def _with_origins(node: Located, entry: Entry[Any]) -> Located:
    """The entry gets another origin; its fixes and cases keep theirs."""
    fields: dict[str, Located] = {}
    for key, child in node.fields.items():
        fields[key] = child
        if key in _BESIDE:
            items = [item if item.mark.source else item.moved_from(entry.source) for item in child.items]
            fields[key] = Located(items, child.mark)
    return Located(fields, node.mark, node.keys)


def prune(collected: Collected) -> None:
    """Take what was switched off out of the entries of earlier rule bases that refer to it."""
    gone = {name: by for (kind, name), by in collected.off.items() if kind == "causes"}
    if not gone:
        return
    rules = collected.of("rules", RuleDoc)
    for entry in list(rules.values()):
        evidence = {cause: word for cause, word in entry.doc.evidence.items() if not _taken(cause, entry, collected)}
        if len(evidence) == len(entry.doc.evidence):
            continue
        first = next(cause for cause in entry.doc.evidence if cause not in evidence)
        doc = entry.doc.model_copy(update={"evidence": evidence})
        if doc.then or doc.evidence or doc.finding:
            rules[entry.id] = replace(entry, doc=doc)
        else:
            del rules[entry.id]
            collected.off["rules", entry.id] = gone[first]
            reason = next(change.reason for change in collected.changes if change.by == gone[first])
            collected.changes.append(Change("rule", entry.id, "off", gone[first], entry.origin, reason))
    causes = collected.of("causes", CauseDoc)
    for entry in list(causes.values()):
        if entry.doc.kind_of and _taken(entry.doc.kind_of, entry, collected):
            causes[entry.id] = replace(entry, doc=entry.doc.model_copy(update={"kind_of": None}))


def _taken(cause: str, entry: Entry[Any], collected: Collected) -> bool:
    by: Mapping[tuple[str, str], Any] = collected.off
    return ("causes", cause) in by and collected.loaded_before(entry.origin.pack, by["causes", cause].pack)
