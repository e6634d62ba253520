"""``keymedic kb calibrate``: which words of evidence and priors fit labelled cases better. Writes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...engine.errors import FactValueError, InputError, UnknownNameError
from ..cases import Line, facts_of, read_lines, report_of, texts_of
from ..doctor import open_rule_base
from ..output import Output
from ..phrases import Phrases

if TYPE_CHECKING:
    from ...engine.reason.calibrate import Calibration, Example, Proposal
    from ...engine.reason.diagnose import Diagnostician
    from ...engine.rulebase.model import RuleBase

_UNREAD = 2


def run_calibrate(args: argparse.Namespace, out: Output) -> int:
    """Print the proposals; 0, or 2 when a line could not be used (it is named on stderr). Raises `InputError`."""
    from ...engine.reason.calibrate import FOLDS, calibrate
    from ...engine.reason.diagnose import Diagnostician

    rulebase = open_rule_base(args, out)
    doctor = Diagnostician(rulebase, "plain")
    examples: list[Example] = []
    unread = 0
    for file in args.files:
        for line in read_lines(file):
            try:
                examples += _examples(line, doctor, out)
            except (InputError, UnknownNameError, FactValueError) as error:
                unread += 1
                out.tell(f"keymedic: {file}: {error}")
    if len(examples) < FOLDS:
        raise InputError(f"at least {FOLDS} labelled cases are wanted, not {len(examples)}")
    result = calibrate(rulebase, examples, args.seed)
    out.write("\n".join(_lines(result, len(examples), args.seed, rulebase)) + "\n")
    return _UNREAD if unread else 0


def _examples(line: Line, doctor: Diagnostician, out: Output) -> Iterator[Example]:
    """The case of a line; nothing for one whose text was lost or whose cause this rule base does not hold."""
    from ...engine.reason.calibrate import Example

    if line.error:
        raise InputError(line.error)
    known = doctor.rulebase.causes
    named = [str(line.data.get("cause") or ""), *texts_of(line.data.get("also_acceptable"))]
    right = frozenset(cause for cause in named if cause in known)
    if right and line.data.get("recoverable") is not False:
        facts, observed = doctor.gather(report_of(line, out.tell), facts_of(line, doctor.rulebase.facts))
        examined = doctor.examine(facts, observed)
        yield Example(examined.conclusions.fired, right)


def _lines(result: Calibration, cases: int, seed: int, rulebase: RuleBase) -> Iterator[str]:
    from ...engine.reason.calibrate import FOLDS

    phrases = Phrases(rulebase.phrases)
    yield phrases.say("calibrate.head", cases=phrases.count("kb.cases", cases), folds=FOLDS, seed=seed)
    yield phrases.say("calibrate.all", before=f"{result.before:.4f}", after=f"{result.after:.4f}")
    yield phrases.say(
        "calibrate.held-out", before=f"{result.held_out_before:.4f}", after=f"{result.held_out_after:.4f}"
    )
    if result.held_out_after > result.held_out_before:
        yield phrases.say("calibrate.overfit")
    if not result.proposals:
        yield phrases.say("calibrate.none")
    for proposal in result.proposals:
        yield from _proposal(proposal, rulebase, phrases)


def _proposal(proposal: Proposal, rulebase: RuleBase, phrases: Phrases) -> Iterator[str]:
    from ...engine.reason.calibrate import FOLDS

    rule, cause = proposal.place
    origin = rulebase.rules[rule].origin if rule else rulebase.causes[cause].origin
    name = cause if rule else "prior"
    yield ""
    yield phrases.say("calibrate.place", place=origin, name=rule or cause)
    yield f"-  {name}: {proposal.old}"
    found = phrases.count("kb.cases", proposal.cases)
    yield f"+  {name}: {proposal.new}    " + phrases.say(
        "calibrate.support", cases=found, searches=proposal.searches, folds=FOLDS
    )
