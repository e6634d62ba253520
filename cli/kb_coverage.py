"""``keymedic kb coverage``: what the cases of a rule base leave out."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .cases import facts_of, read_lines, report_of
from .doctor import open_rule_base
from .kb_test import given_facts, many, only_added
from .output import Output
from .phrases import Phrases
from .render_json import pretty

if TYPE_CHECKING:
    from ..engine.reason.coverage import Gap, Trials
    from ..engine.rulebase.model import Case, RuleBase

_GAPS = 1


def run_coverage(args: argparse.Namespace, out: Output) -> int:
    """Try every case of the rule base and of ``--cases``; 1 when something is left out."""
    from ..engine.reason.coverage import Trials

    rulebase = open_rule_base(args, with_cases=True)
    trials = Trials(rulebase)
    for case, rules in _cases(rulebase):
        trials.add(case.report or None, given_facts(case, rulebase), rules)
    for file in args.cases:
        _add_file(file, trials, out)
    gaps = _wanted(trials.gaps(), args.folders, rulebase)
    if args.format == "json":
        out.write_json(pretty(_data(gaps, trials), out))
    else:
        out.write("\n".join(_lines(gaps, trials, Phrases(rulebase.phrases))) + "\n")
    return _GAPS if gaps else 0


def _cases(rulebase: RuleBase) -> Iterator[tuple[Case, Sequence[str]]]:
    """Every case with the rules of which it is a near miss."""
    for case in (*(case for rule in rulebase.rules.values() for case in rule.cases), *rulebase.cases):
        yield case, many(case.expect.get("silent", ()))


def _add_file(file: str, trials: Trials, out: Output) -> None:
    from ..engine.errors import InputError

    for line in read_lines(file):
        if line.error:
            raise InputError(line.error)
        trials.add(report_of(line, out.tell), facts_of(line, trials.rulebase.facts))


def _wanted(gaps: Sequence[Gap], folders: Sequence[str], rulebase: RuleBase) -> list[Gap]:
    """With folders named, their own gaps only."""
    shipped = f"{rulebase.packs[0].name}:" if only_added(folders) else None
    return [gap for gap in gaps if shipped is None or not gap.place.startswith(shipped)]


def _data(gaps: Sequence[Gap], trials: Trials) -> dict[str, object]:
    listed = [{"kind": gap.kind, "id": gap.id, "place": gap.place} for gap in gaps]
    return {"schema_version": 1, "cases": trials.number, "gaps": listed}


def _lines(gaps: Sequence[Gap], trials: Trials, phrases: Phrases) -> list[str]:
    lines: list[str] = []
    for kind in dict.fromkeys(gap.kind for gap in gaps):
        found = [gap for gap in gaps if gap.kind == kind]
        lines.append(f"{phrases.say(f'coverage.{kind}')} ({len(found)})")
        lines += [f"  {gap.id}  [{gap.place}]" for gap in found]
    cases = phrases.count("kb.cases", trials.number)
    name = "coverage.some" if gaps else "coverage.none"
    return [*lines, phrases.say(name, cases=cases, gaps=len(gaps), **_sizes(trials.rulebase, phrases))]


def _sizes(rulebase: RuleBase, phrases: Phrases) -> dict[str, str]:
    fixes = sum(len(cause.fixes) for cause in rulebase.causes.values())
    sizes = {
        "rules": len(rulebase.rules), "causes": len(rulebase.causes), "fixes": fixes, "facts": len(rulebase.facts),
        "observations": len(rulebase.observations),
    }  # fmt: skip
    return {name: phrases.count(f"kb.{name}", size) for name, size in sizes.items()}
