"""``keymedic diagnose``: one diagnosis of a report, of facts, or of both."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ..engine.values import replace
from .doctor import diagnostician, open_rule_base
from .givens import read_given
from .inputs import read_report
from .looking import facts_of, look_around, status_of, wants_probes
from .output import Output

if TYPE_CHECKING:
    from ..engine.diagnosis import Diagnosis, Verdict
    from ..engine.rulebase.model import RuleBase

_STATUS: dict[Verdict, int] = {"no-fault-found": 0, "diagnosed": 1, "undecided": 4, "out-of-scope": 4}


def run(args: argparse.Namespace, out: Output) -> int:
    """Diagnose what ``args`` names, write it in the chosen format, return the exit status of the verdict."""
    probing = wants_probes(args)
    report = read_report(args.file, bool(args.fact or args.facts or probing), out)
    rulebase = open_rule_base(args)
    given = read_given(args.fact, args.facts, rulebase, out)
    looked = look_around(args, rulebase) if probing else None
    seen = facts_of(looked, bool(report or given)) if looked else ()
    with diagnostician(rulebase, args.engine, out) as doctor:
        diagnosis = doctor.diagnose(report, (*given, *seen))
    status = _STATUS[diagnosis.verdict]
    if looked is not None:
        diagnosis = replace(diagnosis, checks=looked.checks)
        status = status_of(status, looked)
    show(diagnosis, rulebase, out, style=args.format, every=args.all)
    return status


def show(diagnosis: Diagnosis, rulebase: RuleBase, out: Output, *, style: str = "text", every: bool = False) -> None:
    """Write a diagnosis to stdout as ``text``, ``json`` or ``markdown``."""
    if style == "json":
        from .render_json import pretty

        out.write_json(pretty(diagnosis.to_json(), out))
    elif style == "markdown":
        from .render_markdown import render_markdown

        out.write(render_markdown(diagnosis, rulebase, out, every=every), public=True)
    else:
        from .render_text import render_text

        out.write(render_text(diagnosis, rulebase, out, every=every))
