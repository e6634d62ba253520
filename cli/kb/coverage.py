"""``keymedic kb coverage``: what the cases of a rule base leave out."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...engine.authoring.trying import given_facts, several
from ..cases import facts_of, read_lines, report_of
from ..doctor import open_rule_base
from ..output import Output
from ..phrases import Phrases
from ..render.as_json import pretty
from .cases_run import only_added

if TYPE_CHECKING:
    from ...engine.reason.coverage import Conditions, Gap, Trials
    from ...engine.rulebase.model import Case, RuleBase

_GAPS = 1


def run_coverage(args: argparse.Namespace, out: Output) -> int:
    """Try every case of the rule base and of ``--cases``; 1 when something is left out."""
    from ...engine.reason.coverage import Trials

    rulebase = open_rule_base(args, out, with_cases=True)
    trials = Trials(rulebase)
    for case, rules in _cases(rulebase):
        trials.add(case.report or None, given_facts(case, rulebase), rules)
    for file in args.cases:
        _add_file(file, trials, out)
    gaps = _wanted(trials.gaps(), args.folders, rulebase)
    conditions = trials.conditions(rulebase.packs[0].name if only_added(args.folders) else "")
    shown = [*gaps, *(conditions.gaps if args.conditions else ())]
    if args.format == "json":
        out.write_json(pretty(_data(shown, conditions, trials), out))
    else:
        phrases = Phrases(rulebase.phrases)
        lines = [*_listed(shown, phrases), _conditions(conditions, phrases), _sum(gaps, trials, phrases)]
        out.write("\n".join(lines) + "\n")
    return _GAPS if gaps else 0


def _cases(rulebase: RuleBase) -> Iterator[tuple[Case, Sequence[str]]]:
    """Every case with the rules of which it is a near miss."""
    for case in (*(case for rule in rulebase.rules.values() for case in rule.cases), *rulebase.cases):
        yield case, several(case.expect.get("silent", ()))


def _add_file(file: str, trials: Trials, out: Output) -> None:
    from ...engine.errors import InputError

    for line in read_lines(file):
        if line.error:
            raise InputError(line.error)
        trials.add(report_of(line, out.tell), facts_of(line, trials.rulebase.facts))


def _wanted(gaps: Sequence[Gap], folders: Sequence[str], rulebase: RuleBase) -> list[Gap]:
    """With folders named, their own gaps only."""
    shipped = f"{rulebase.packs[0].name}:" if only_added(folders) else None
    return [gap for gap in gaps if shipped is None or not gap.place.startswith(shipped)]


def _data(gaps: Sequence[Gap], conditions: Conditions, trials: Trials) -> dict[str, object]:
    listed = [{"kind": gap.kind, "id": gap.id, "place": gap.place} for gap in gaps]
    numbers = {"alternatives": conditions.alternatives, "tests": conditions.tests, "gaps": len(conditions.gaps)}
    return {"schema_version": 1, "cases": trials.number, "conditions": numbers, "gaps": listed}


def _listed(gaps: Sequence[Gap], phrases: Phrases) -> Iterator[str]:
    for kind in dict.fromkeys(gap.kind for gap in gaps):
        found = [gap for gap in gaps if gap.kind == kind]
        yield f"{phrases.say(f'coverage.{kind}')} ({len(found)})"
        yield from (f"  {gap.id}  [{gap.place}]" for gap in found)


def _conditions(conditions: Conditions, phrases: Phrases) -> str:
    missing = [gap.kind for gap in conditions.gaps]
    return phrases.say(
        "coverage.conditions", alternatives=conditions.alternatives, tests=conditions.tests,
        held=conditions.alternatives - missing.count("alternative-never-holds"),
        true=conditions.tests - missing.count("test-never-holds"),
        false=conditions.tests - missing.count("test-never-fails"),
    )  # fmt: skip


def _sum(gaps: Sequence[Gap], trials: Trials, phrases: Phrases) -> str:
    cases = phrases.count("kb.cases", trials.number)
    name = "coverage.some" if gaps else "coverage.none"
    return phrases.say(name, cases=cases, gaps=len(gaps), **_sizes(trials.rulebase, phrases))


def _sizes(rulebase: RuleBase, phrases: Phrases) -> dict[str, str]:
    fixes = sum(len(cause.fixes) for cause in rulebase.causes.values())
    sizes = {
        "rules": len(rulebase.rules), "causes": len(rulebase.causes), "fixes": fixes, "facts": len(rulebase.facts),
        "observations": len(rulebase.observations), "frames": len(rulebase.frames),
    }  # fmt: skip
    return {name: phrases.count(f"kb.{name}", size) for name, size in sizes.items()}
