"""``keymedic kb list``: the loaded rule bases, the names of one kind of entry, and who won where two speak of one."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..doctor import existing, found_rule_bases, open_rule_base, shown_folder
from ..output import Output
from ..phrases import Phrases
from .counts import counts

if TYPE_CHECKING:
    from ...engine.rulebase.model import Change, Origin, RuleBase

_KINDS = {
    "causes": ("cause", "fix"), "rules": ("rule",), "facts": ("fact", "question"), "observations": ("observe",),
    "frames": ("frame",), "terms": ("term",),
}  # fmt: skip
"""The kinds of changes that concern the entries of one listing."""


def run_list(args: argparse.Namespace, out: Output) -> int:
    """List what the options ask for."""
    rulebase = open_rule_base(args, out)
    phrases = Phrases(rulebase.phrases)
    if args.kind:
        lines = _names(args.kind, rulebase)
    else:
        lines = _packs(rulebase, phrases, _ways(args, phrases) if args.origin else None)
    if args.origin:
        lines += _changes(args.kind, rulebase, phrases)
    out.write("\n".join(lines) + "\n")
    return 0


def _names(kind: str, rulebase: RuleBase) -> list[str]:
    if kind == "tables":
        return [f"{name}  ({len(values)})" for name, values in sorted(rulebase.tables.items())]
    rows: Iterable[tuple[str, str, Origin]]
    if kind == "causes":
        rows = [(item.id, item.title, item.origin) for item in rulebase.causes.values()]
    elif kind == "rules":
        rows = [(item.id, item.title, item.origin) for item in rulebase.rules.values()]
    elif kind == "facts":
        rows = [(item.name, item.description, item.origin) for item in rulebase.facts.values()]
    elif kind == "terms":
        rows = [(item.id, item.means, item.origin) for item in rulebase.terms]
    else:
        listed = rulebase.frames if kind == "frames" else rulebase.observations
        rows = [(item.id, "", item.origin) for item in listed]
    return [
        f"{name}  {title}".rstrip() + f"  [{origin}]" for name, title, origin in sorted(rows, key=lambda row: row[0])
    ]


def _packs(rulebase: RuleBase, phrases: Phrases, ways: Mapping[str, str] | None) -> list[str]:
    lines: list[str] = []
    for pack in rulebase.packs:
        lines.append(phrases.say("kb.pack", name=pack.name, version=pack.version, date=pack.knowledge_date))
        parts = (pack.scope, (ways or {}).get(pack.content_hash, ""), phrases.say("kb.hash", hash=pack.content_hash))
        lines += [f"  {line}" for line in parts if line]
    return [*lines, f"{phrases.say('kb.total')}: {', '.join(counts(rulebase, phrases).values())}"]


def _ways(args: argparse.Namespace, phrases: Phrases) -> Mapping[str, str]:
    """How each rule base comes to be loaded, by the hash of its content."""
    from ...engine.rulebase.folders import read_folder

    ways = {item.folder.digest: (item.way, item.folder, item.detail) for item in found_rule_bases(args).found}
    named = (read_folder(path) for path in existing(args.folders))
    ways |= {folder.digest: ("named", folder, "") for folder in named}
    return {
        digest: phrases.say(f"found.{way}", folder=shown_folder(folder), package=package)
        for digest, (way, folder, package) in ways.items()
    }


def _changes(kind: str | None, rulebase: RuleBase, phrases: Phrases) -> Iterator[str]:
    """What later rule bases did to earlier ones: who won, over whom, and why."""
    wanted: Sequence[str] | None = _KINDS.get(kind, ()) if kind else None
    shown = [change for change in rulebase.changes if wanted is None or change.kind in wanted]
    yield ""
    if not shown:
        yield phrases.say("kb.changes.none")
        return
    yield phrases.say("kb.changes")
    for change in shown:
        yield f"  {phrases.say(f'kb.changed.{change.action}', **_said(change))}"
        yield f"    {phrases.say('kb.changed.reason', reason=change.reason)}"


def _said(change: Change) -> dict[str, object]:
    parts = ", ".join(change.parts)
    return {"kind": change.kind, "id": change.id, "by": change.by, "over": change.over, "parts": parts}
