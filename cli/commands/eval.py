"""``keymedic eval``: diagnose labelled cases and show how often the answer was right."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from ...engine.errors import FactValueError, InputError, UnknownNameError
from ..cases import Line, facts_of, read_lines, report_of, texts_of
from ..doctor import diagnostician, open_rule_base
from ..output import Output
from ..scoring import Outcome, score

if TYPE_CHECKING:
    from ...engine.reason.diagnose import Diagnostician

UNSCORED = 2


def run(args: argparse.Namespace, out: Output) -> int:
    """Score every line of the file; 0, or 2 when a line could not be scored (it is named on stderr)."""
    rulebase = open_rule_base(args, out)
    outcomes: list[Outcome] = []
    errors: list[str] = []
    with diagnostician(rulebase, args.engine, out) as doctor:
        for line in read_lines(args.file):
            try:
                outcomes.append(_outcome(line, doctor, out, with_answers=args.answers))
            except (InputError, UnknownNameError, FactValueError) as error:
                errors.append(str(error))
                out.tell(f"keymedic: {error}")
    result = score(outcomes, errors)
    if args.format == "json":
        from ..render.as_json import pretty
        from ..render.score import score_data

        out.write_json(pretty(score_data(result), out))
    else:
        from ..render.score import score_text

        out.write(score_text(result, rulebase, verbose=args.verbose))
    return UNSCORED if errors else 0


def _outcome(line: Line, doctor: Diagnostician, out: Output, *, with_answers: bool) -> Outcome:
    if line.error:
        raise InputError(line.error)
    cause = line.data.get("cause")
    if not isinstance(cause, str) or not cause:
        raise InputError(f"line {line.number} has no cause to compare with")
    report = report_of(line, out.tell) or ""
    if with_answers:
        report = "\n".join([report, *_answers(line.data)])
    diagnosis = doctor.diagnose(report or None, facts_of(line, doctor.rulebase.facts))
    return Outcome(
        id=line.id,
        cause=cause,
        acceptable=frozenset([cause, *texts_of(line.data.get("also_acceptable"))]),
        certainty=str(line.data.get("certainty") or ""),
        recoverable=line.data.get("recoverable") is not False,
        verdict=diagnosis.verdict,
        answers=tuple(item.id for item in diagnosis.causes),
        probability=diagnosis.causes[0].probability if diagnosis.causes else 0.0,
    )


def _answers(data: Mapping[str, Any]) -> list[str]:
    asks = data.get("asks")
    items = cast("list[Any]", asks) if isinstance(asks, list) else []
    return [
        f"Q: {cast('Any', item).get('question', '')} A: {cast('Any', item).get('answer', '')}"
        for item in items
        if isinstance(item, dict)
    ]
