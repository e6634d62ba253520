"""``keymedic kb test``: the cases beside the rules and in ``cases/``, on both engines at once."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...engine.authoring.expecting import Difference, differences
from ...engine.authoring.failing import because
from ...engine.authoring.trying import Trying, cases_of, several
from ...engine.errors import EngineError, FactValueError, InputError, UnknownNameError
from ...engine.reason.diagnose import Diagnostician
from ..doctor import open_rule_base
from ..output import Output
from ..phrases import Phrases
from ..render.layout import shorten

if TYPE_CHECKING:
    from ...engine.rulebase.model import Case, Rule

_FAILED = 1


def run_cases(args: argparse.Namespace, out: Output) -> int:
    """Run the cases of the named folders (default: the shipped ones); 1 when one fails."""
    rulebase = open_rule_base(args, out, with_cases=True)
    phrases = Phrases(rulebase.phrases)
    cases = list(cases_of(rulebase, rulebase.packs[0].name if only_added(args.folders) else ""))
    if not cases:
        out.write(phrases.say("kb.no-cases") + "\n")
        return 0
    trying = Trying(rulebase, "both", lambda text: out.tell(f"keymedic: {text}"), out.redactor)
    telling = _Telling(Diagnostician(rulebase, "plain", redactor=out.redactor), phrases)
    failed, engines = 0, ""
    try:
        for rule, case in cases:
            problems, engine = _problems(rule, case, trying, telling)
            engines = engine or engines
            if problems:
                failed += 1
                out.write("\n".join([*_label(rule, case, engine, phrases), *problems]) + "\n\n")
    finally:
        trying.close()
    count = phrases.count("kb.cases", len(cases))
    passed = len(cases) - failed
    out.write(phrases.say("kb.tested", cases=count, engines=engines, passed=passed, failed=failed) + "\n")
    return _FAILED if failed else 0


def only_added(folders: Sequence[str]) -> bool:
    """Whether the folders named on the command line leave the shipped rule base out: it is then not what is asked about."""
    from ...engine.rulebase.load import BUILTIN

    return bool(folders) and os.path.realpath(BUILTIN) not in map(os.path.realpath, folders)


def _problems(rule: Rule | None, case: Case, trying: Trying, telling: _Telling) -> tuple[list[str], str]:
    """What is wrong with a case, line by line (nothing when it passes), and the engine that concluded."""
    phrases = telling.phrases
    try:
        tried = trying.outcome_of(case)
    except EngineError as error:
        return ["  " + phrases.say("kb.engines", difference=error)], ""
    except (FactValueError, UnknownNameError, InputError) as error:
        return ["  " + phrases.say("kb.error", error=error)], ""
    found = differences(rule, case, tried, trying.rulebase)
    return [line for item in found for line in telling.lines(item, case)], tried.engine


class _Telling:
    """What a person reads of an expectation that did not come true."""

    def __init__(self, doctor: Diagnostician, phrases: Phrases) -> None:
        self._doctor = doctor
        self.phrases = phrases

    def lines(self, item: Difference, case: Case) -> Iterator[str]:
        """What was wanted, what came, and why."""
        yield "  " + self.phrases.say("kb.expected", key=item.key, wanted=", ".join(item.wanted))
        yield "  " + self.phrases.say("kb.got", got=", ".join(item.got) or self.phrases.say("kb.nothing"))
        yield from (f"    {line}" for line in because(item, case, self._doctor))


def _label(rule: Rule | None, case: Case, engine: str, phrases: Phrases) -> list[str]:
    engine = engine or "durable+plain"
    if rule:
        lines = [phrases.say("kb.case-failed", place=case.origin, rule=rule.id, engine=engine)]
    else:
        lines = [phrases.say("kb.whole-case-failed", place=case.origin, case=case.id, engine=engine)]
    if case.given:
        facts = ", ".join(f"{name} = {', '.join(several(value))}" for name, value in case.given.items())
        lines.append("  " + phrases.say("kb.case-input", facts=shorten(facts, 200)))
    if case.report:
        lines.append("  " + phrases.say("kb.case-report", report=shorten(case.report, 120)))
    return lines
