"""``keymedic kb test``: the cases beside the rules and in ``cases/``, on both engines at once."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..engine.errors import EngineError, FactValueError, InputError, UnknownNameError
from ..engine.values import dataclass
from .doctor import diagnostician, open_rule_base
from .layout import shorten
from .output import Output
from .phrases import Phrases

if TYPE_CHECKING:
    from ..engine.diagnosis import Diagnosis
    from ..engine.facts import Fact
    from ..engine.infer.engines import Inference
    from ..engine.reason.diagnose import Diagnostician
    from ..engine.rulebase.model import Case, Rule, RuleBase

_FAILED = 1


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that did not come true."""

    key: str
    wanted: str
    got: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a case came to: which rules fired, and the diagnosis."""

    fired: frozenset[str]
    diagnosis: Diagnosis


def run_cases(args: argparse.Namespace, out: Output) -> int:
    """Run the cases of the named folders (default: the shipped ones); 1 when one fails."""
    from ..engine.infer.engines import Inference

    rulebase = open_rule_base(args, with_cases=True)
    phrases = Phrases(rulebase.phrases)
    cases = list(_cases(rulebase, only_added=only_added(args.folders)))
    failed, engines = 0, ""
    plain = Inference(rulebase, "plain")
    with diagnostician(rulebase, "both", out) as doctor:
        for rule, case in cases:
            problems, engine = _problems(rule, case, doctor, plain, phrases)
            engines = engine or engines
            if problems:
                failed += 1
                out.write("\n".join([*_label(rule, case, engine, phrases), *problems]) + "\n\n")
    if not cases:
        out.write(phrases.say("kb.no-cases") + "\n")
        return 0
    count = phrases.count("kb.cases", len(cases))
    passed = len(cases) - failed
    out.write(phrases.say("kb.tested", cases=count, engines=engines, passed=passed, failed=failed) + "\n")
    return _FAILED if failed else 0


def only_added(folders: Sequence[str]) -> bool:
    """Whether the folders named on the command line leave the shipped rule base out: it is then not what is asked about."""
    from ..engine.rulebase.load import BUILTIN

    return bool(folders) and BUILTIN.resolve() not in (Path(folder).resolve() for folder in folders)


def _cases(rulebase: RuleBase, *, only_added: bool) -> Iterator[tuple[Rule | None, Case]]:
    """Every case with the rule that it stands beside, if it does."""
    shipped = rulebase.packs[0].name if only_added else ""
    for rule in (*rulebase.rules.values(), None):
        for case in rulebase.cases if rule is None else rule.cases:
            if case.origin.pack != shipped:
                yield rule, case


def _problems(
    rule: Rule | None, case: Case, doctor: Diagnostician, plain: Inference, phrases: Phrases
) -> tuple[list[str], str]:
    """What is wrong with a case, line by line (nothing when it passes), and the engine that concluded."""
    try:
        given = given_facts(case, doctor.rulebase)
        facts, _ = doctor.gather(case.report or None, given)
        fired = frozenset(firing.rule for firing in plain.hypothetical(doctor.settle(facts)).fired)
        result = Result(fired, doctor.diagnose(case.report or None, given))
    except EngineError as error:
        return ["  " + phrases.say("kb.engines", difference=error)], ""
    except (FactValueError, UnknownNameError, InputError) as error:
        return ["  " + phrases.say("kb.error", error=error)], ""
    lines: list[str] = []
    for item in differences(rule, case, result, doctor.rulebase):
        lines.append("  " + phrases.say("kb.expected", key=item.key, wanted=item.wanted))
        lines.append("  " + phrases.say("kb.got", got=item.got or phrases.say("kb.nothing")))
    return lines, result.diagnosis.engine


def given_facts(case: Case, rulebase: RuleBase) -> tuple[Fact, ...]:
    """The facts that a case states; raises `FactValueError` or `UnknownNameError`."""
    from ..engine.facts import Source
    from ..engine.vocabulary import read_facts

    pairs = [(name, text) for name, value in case.given.items() for text in many(value)]
    return read_facts(pairs, rulebase.facts, Source("given", str(case.origin)))


def many(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """One text or several, as several."""
    return (value,) if isinstance(value, str) else value


def differences(rule: Rule | None, case: Case, result: Result, rulebase: RuleBase) -> list[Difference]:
    """Every expectation of a case that did not come true.

    ``cause`` is the first cause (any of those named), ``among`` one of the first three, ``fires`` and
    ``silent`` name rules, a fact's name its value. Without ``fires`` and ``silent`` the rule that it stands beside
    must fire.
    """
    found = [
        item
        for key, value in case.expect.items()
        if (item := _difference(key, many(value), result, rulebase)) is not None
    ]
    if rule and "fires" not in case.expect and "silent" not in case.expect and rule.id not in result.fired:
        found.append(_unlike("fires", (rule.id,), sorted(result.fired)))
    return found


def _difference(key: str, wanted: Sequence[str], result: Result, rulebase: RuleBase) -> Difference | None:
    ranked = [cause.id for cause in result.diagnosis.causes]
    if key in ("cause", "among", "not_cause"):
        seen = ranked[: 3 if key == "among" else 1]
        good = any(cause in wanted for cause in seen) is (key != "not_cause")
        return None if good else _unlike(key, wanted, seen)
    if key == "verdict":
        return None if result.diagnosis.verdict in wanted else _unlike(key, wanted, [result.diagnosis.verdict])
    if key == "fires":
        return None if result.fired.issuperset(wanted) else _unlike(key, wanted, sorted(result.fired))
    if key == "silent":
        fired = sorted(result.fired.intersection(wanted))
        return _unlike(key, wanted, fired) if fired else None
    return _fact_difference(key, wanted, result, rulebase)


def _fact_difference(name: str, wanted: Sequence[str], result: Result, rulebase: RuleBase) -> Difference | None:
    from ..engine.vocabulary import read_value

    item = result.diagnosis.facts.get(name)
    values = () if item is None else item.value if isinstance(item.value, tuple) else (item.value,)
    expected = [read_value(rulebase.facts[name], text) for text in wanted]
    held = {(type(value), value) for value in values}
    if all((type(value), value) in held for value in expected):
        return None
    return _unlike(name, wanted, [str(value) for value in values])


def _unlike(key: str, wanted: Sequence[str], got: Sequence[str]) -> Difference:
    return Difference(key, ", ".join(wanted), ", ".join(got))


def _label(rule: Rule | None, case: Case, engine: str, phrases: Phrases) -> list[str]:
    engine = engine or "durable+plain"
    if rule:
        lines = [phrases.say("kb.case-failed", place=case.origin, rule=rule.id, engine=engine)]
    else:
        lines = [phrases.say("kb.whole-case-failed", place=case.origin, case=case.id, engine=engine)]
    if case.given:
        facts = ", ".join(f"{name} = {', '.join(many(value))}" for name, value in case.given.items())
        lines.append("  " + phrases.say("kb.case-input", facts=shorten(facts, 200)))
    if case.report:
        lines.append("  " + phrases.say("kb.case-report", report=shorten(case.report, 120)))
    return lines
