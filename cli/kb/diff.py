"""``keymedic kb diff A [B]``: what changes for which cases when one rule base takes the place of another."""

from __future__ import annotations

import argparse
import difflib
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...engine.authoring.comparing import Asked, CaseChange, Comparison, EntryChange, Part, compare
from ...engine.conditions import All, Any_, Known, Not, Test
from ...engine.rulebase.load import load_rule_base
from ..cases import facts_of, read_lines, report_of
from ..doctor import existing
from ..output import Output
from ..phrases import Phrases, percent
from ..render.as_json import pretty
from ..render.describe import condition_lines
from ..render.layout import shorten
from ..render.style import BOLD, DIM, GREEN, RED, styled

if TYPE_CHECKING:
    from ...engine.authoring.trying import Tried
    from ...engine.rulebase.model import RuleBase

_CHANGED = 1
_CORE_FILE = "weights.yaml"
"""A folder with this file is a rule base of its own; any other is loaded on top of the shipped one."""


def run_diff(args: argparse.Namespace, out: Output) -> int:
    """Compare; 0, or with ``--exit-code`` 1 when a case comes out differently. Raises `InputError` or `RuleBaseError`."""
    _ = existing([args.first, *filter(None, [args.second])])
    shipped = not args.no_builtin_kb
    before = _load(args.first if args.second else None, shipped)
    after = _load(args.second or args.first, shipped)
    more = [asked for file in args.cases for asked in _asked(file, after, out)]
    found = compare(before, after, more, args.least / 100)
    if args.format == "json":
        out.write_json(pretty(_data(found), out))
    else:
        out.write("\n".join(_lines(found, Phrases(after.phrases), out.width)) + "\n")
    return _CHANGED if args.exit_code and found.cases else 0


def _load(folder: str | None, shipped: bool) -> RuleBase:
    if folder is not None and os.path.isfile(os.path.join(folder, _CORE_FILE)):
        return load_rule_base(core=folder, with_cases=True)
    return load_rule_base([] if folder is None else [folder], builtin=shipped, with_cases=True)


def _asked(file: str, base: RuleBase, out: Output) -> Iterator[Asked]:
    from ...engine.errors import InputError

    for line in read_lines(file):
        if line.error:
            raise InputError(line.error)
        name = str(line.data.get("id") or f"{file}:{line.number}")
        yield Asked(name, report_of(line, out.tell) or "", facts_of(line, base.facts))


def _lines(found: Comparison, phrases: Phrases, width: int) -> Iterator[str]:
    for change in found.entries:
        yield from _entry(change, phrases, width)
    turned = [case for case in found.cases if case.turned]
    broken = [case for case in found.cases if not case.turned and case.holds and case.holds[0] is not case.holds[1]]
    moved = [case for case in found.cases if case not in turned and case not in broken]
    for name, cases in (("turned", turned), ("expected", broken), ("moved", moved)):
        if cases:
            yield from ("", styled(BOLD, f"{phrases.say(f'diff.{name}')} ({len(cases)})"))
            for case in cases:
                yield from _case(case, phrases, width)
    yield from ([""] if found.entries or found.cases else [])
    yield phrases.say(
        "diff.sum" if found.entries or found.cases else "diff.none",
        entries=phrases.count("diff.entries", len(found.entries)),
        changed=len(found.cases), cases=phrases.count("kb.cases", found.tried),
    )  # fmt: skip


def _entry(change: EntryChange, phrases: Phrases, width: int) -> Iterator[str]:
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.what]
    place = f"  [{change.place}]" if change.place else ""
    yield styled(BOLD, f"{sign} {phrases.say(f'diff.kind.{change.kind}')} {change.id}") + styled(DIM, place)
    for part in change.parts:
        yield from _part(part, width)


def _part(part: Part, width: int) -> Iterator[str]:
    """One part of an entry: in one line where that is short, else line by line."""
    before, after = _written(part.before), _written(part.after)
    if len(before) == len(after) == 1:
        yield f"    {part.path}:"
        if max(len(before[0]), len(after[0])) <= width:
            yield f"      {styled(RED, before[0])} -> {styled(GREEN, after[0])}"
            return
    elif not before or not after:
        if "[" in part.path and part.path.endswith(f"[{(before or after)[0]}]"):
            path = part.path[: part.path.rindex(f"[{(before or after)[0]}]")]
        else:
            path = part.path
        sign, colour = ("+", GREEN) if after else ("-", RED)
        yield from (f"    {path}: " + styled(colour, f"{sign} {line}") for line in before or after)
        return
    else:
        yield f"    {part.path}:"
    for line in difflib.ndiff(before, after):
        if not line.startswith("?"):
            colour = GREEN if line.startswith("+") else RED if line.startswith("-") else DIM
            yield "      " + styled(colour, line)


def _written(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, Test | Known | All | Any_ | Not):
        return condition_lines(value)
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return str(value).splitlines() or ["''"]


def _case(case: CaseChange, phrases: Phrases, width: int) -> Iterator[str]:
    yield f"  {case.name}"
    if case.report:
        yield styled(DIM, f"    “{shorten(case.report, width - 8)}”")
    yield f"    {_outcome(case.before, phrases)} -> {_outcome(case.after, phrases)}"
    gone, new = case.fires
    for key, rules in (("gone", gone), ("new", new)):
        if rules:
            yield "    " + phrases.say(f"diff.rules.{key}", rules=", ".join(rules))
    if case.holds and case.holds[0] is not case.holds[1]:
        yield "    " + phrases.say("diff.holds" if case.holds[1] else "diff.fails")


def _outcome(tried: Tried | None, phrases: Phrases) -> str:
    if tried is None:
        return phrases.say("diff.unread")
    if not tried.ranked:
        return phrases.say("diff.no-cause")
    leader = tried.ranked[0]
    return phrases.say(
        "diff.outcome",
        cause=leader,
        percent=percent(tried.shares[leader]),
        verdict=phrases.say(f"diff.{tried.verdict}"),
    )


def _data(found: Comparison) -> dict[str, object]:
    return {
        "schema_version": 1,
        "entries": [
            {
                "kind": change.kind, "id": change.id, "change": change.what, "place": str(change.place or ""),
                "parts": [
                    {"path": part.path, "before": _text(part.before), "after": _text(part.after)} for part in change.parts
                ],
            }
            for change in found.entries
        ],
        "cases": [_case_data(case) for case in found.cases],
        "tried": found.tried,
    }  # fmt: skip


def _text(value: object) -> str | None:
    return None if value is None else "\n".join(_written(value))


def _case_data(case: CaseChange) -> dict[str, object]:
    gone, new = case.fires
    held: Sequence[bool | None] = case.holds or (None, None)
    return {
        "case": case.name, "turned": case.turned, "before": _side(case.before, held[0]), "after": _side(case.after, held[1]),
        "rules_gone": gone, "rules_new": new,
    }  # fmt: skip


def _side(tried: Tried | None, holds: bool | None) -> dict[str, object] | None:
    if tried is None:
        return None
    leader = tried.ranked[0] if tried.ranked else ""
    return {
        "cause": leader,
        "probability": round(tried.shares.get(leader, 0.0), 6),
        "verdict": tried.verdict,
        "holds": holds,
    }
