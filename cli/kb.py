"""``keymedic kb``: check, test, measure, list and show rule bases."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .arguments import UsageError
from .describe import describe
from .doctor import existing, open_rule_base
from .lookup import find_entry
from .output import Output
from .phrases import Phrases

if TYPE_CHECKING:
    from ..engine.rulebase.model import Origin, RuleBase

_INVALID = 3


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the action; raises `UsageError` without one."""
    match args.action:
        case "check":
            return _check(args, out)
        case "test":
            from .kb_test import run_cases

            return run_cases(args, out)
        case "coverage":
            from .kb_coverage import run_coverage

            return run_coverage(args, out)
        case "list":
            return _list(args, out)
        case "show":
            return _show(args, out)
        case _:
            raise UsageError("kb wants an action: check, test, coverage, list or show")


def _check(args: argparse.Namespace, out: Output) -> int:
    from ..engine.rulebase.load import check

    faults = check(existing(args.folders), builtin=not args.no_builtin_kb)
    if faults:
        out.write("\n\n".join(fault.render() for fault in faults) + "\n")
        return _INVALID
    rulebase = open_rule_base(args)
    phrases = Phrases(rulebase.phrases)
    counts = dict(_counts(rulebase, phrases), packs=phrases.count("kb.packs", len(rulebase.packs)))
    out.write(phrases.say("kb.clean", **counts) + "\n")
    return 0


def _counts(rulebase: RuleBase, phrases: Phrases) -> dict[str, str]:
    sizes = {
        "facts": len(rulebase.facts), "observations": len(rulebase.observations), "rules": len(rulebase.rules),
        "causes": len(rulebase.causes), "tables": len(rulebase.tables),
    }  # fmt: skip
    return {name: phrases.count(f"kb.{name}", size) for name, size in sizes.items()}


def _list(args: argparse.Namespace, out: Output) -> int:
    rulebase = open_rule_base(args)
    lines = _names(args.kind, rulebase) if args.kind else _packs(rulebase)
    out.write("\n".join(lines) + "\n")
    return 0


def _names(kind: str, rulebase: RuleBase) -> Sequence[str]:
    if kind == "tables":
        return [f"{name}  ({len(values)})" for name, values in sorted(rulebase.tables.items())]
    rows: Iterable[tuple[str, str, Origin]]
    if kind == "causes":
        rows = [(item.id, item.title, item.origin) for item in rulebase.causes.values()]
    elif kind == "rules":
        rows = [(item.id, item.title, item.origin) for item in rulebase.rules.values()]
    elif kind == "facts":
        rows = [(item.name, item.description, item.origin) for item in rulebase.facts.values()]
    else:
        rows = [(item.id, "", item.origin) for item in rulebase.observations]
    return [
        f"{name}  {title}".rstrip() + f"  [{origin}]" for name, title, origin in sorted(rows, key=lambda row: row[0])
    ]


def _packs(rulebase: RuleBase) -> list[str]:
    phrases = Phrases(rulebase.phrases)
    lines: list[str] = []
    for pack in rulebase.packs:
        lines.append(phrases.say("kb.pack", name=pack.name, version=pack.version, date=pack.knowledge_date))
        lines += [f"  {line}" for line in (pack.scope, phrases.say("kb.hash", hash=pack.content_hash)) if line]
    return [*lines, f"{phrases.say('kb.total')}: {', '.join(_counts(rulebase, phrases).values())}"]


def _show(args: argparse.Namespace, out: Output) -> int:
    rulebase = open_rule_base(args)
    out.write("\n".join(describe(find_entry(args.name, rulebase))) + "\n")
    return 0
