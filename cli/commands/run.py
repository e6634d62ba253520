"""``keymedic run -- COMMAND …``: runs it, passes its output on, and when it fails diagnoses what it printed."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from typing import TYPE_CHECKING

from ...engine.errors import InputError, UsageError
from ...engine.values import replace
from ..child.process import Ended, end_likewise, run_command
from ..doctor import diagnostician, open_rule_base
from ..output import Output
from ..phrases import Phrases
from ..render import view
from ..render.show import show
from .diagnose import STATUS
from .looking import facts_of, look_around, status_of, wants_probes

if TYPE_CHECKING:
    from ...engine.diagnosis import Diagnosis
    from ...engine.facts import Fact
    from ...engine.reason.diagnose import Diagnostician
    from ...engine.rulebase.model import RuleBase

INTERRUPTED = 130
_UNDECIDED = 4
_ENDING = frozenset(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the command; 0 when it succeeds, else the exit status of the diagnosis, which goes to stderr."""
    words = args.words[1:] if args.words[:1] == ["--"] else args.words
    if not words:
        raise UsageError("run wants a command: keymedic run -- COMMAND")
    probing = wants_probes(args)
    rulebase = open_rule_base(args, out)
    out.flush()
    ended = run_command(words)
    ending = next((number for number in ended.signals if number in _ENDING), None)
    if ending is not None:
        end_likewise(ending)
    if ended.interrupted:
        return INTERRUPTED
    if ended.status == 0 and not args.always:
        return 0
    return _diagnose(args, words[0], ended, rulebase, probing)


def _diagnose(args: argparse.Namespace, program: str, ended: Ended, rulebase: RuleBase, probing: bool) -> int:
    out = Output(sys.stderr, sys.stderr)
    phrases = Phrases(rulebase.phrases)
    report = _text(ended.output)
    looked = look_around(args, rulebase, out) if probing else None
    seen = facts_of(looked, True) if looked else ()
    with diagnostician(rulebase, args.engine, out) as doctor:
        diagnosis = doctor.diagnose(report, seen)
        if looked is not None:
            diagnosis = replace(diagnosis, checks=looked.checks)
        if ended.status == 0 and view.leader(diagnosis) is None:
            return 0
        if ended.output and not ended.output.endswith(b"\n"):
            out.write("\n")
        out.tell(f"keymedic: {_how_it_ended(os.path.basename(program), ended, phrases)}")
        told = _is_about_gemini(args, diagnosis, report, rulebase, out)
        if told and report:
            _tell(args, doctor, diagnosis, report, seen, out)
    status = STATUS[diagnosis.verdict] if told else 0
    status = status or _UNDECIDED  # the command failed: that must not look like success
    return status_of(status, looked) if looked is not None else status


def _is_about_gemini(
    args: argparse.Namespace, diagnosis: Diagnosis, report: str | None, rulebase: RuleBase, out: Output
) -> bool:
    """Whether the failure is surely, or on request, one to explain; else a line says why it is not."""
    phrases = Phrases(rulebase.phrases)
    if report and view.leader(diagnosis) is not None and (args.all or _names_gemini(report, rulebase)):
        return True
    if not report:
        line = phrases.say("run.silent")
    elif view.leader(diagnosis) is None or diagnosis.verdict == "undecided":
        line = phrases.say("run.nothing")
    else:
        line = phrases.say("run.unnamed", headline=view.headline(diagnosis, view.View(rulebase, phrases)))
    out.tell(f"keymedic: {line}")
    return False


def _tell(
    args: argparse.Namespace,
    doctor: Diagnostician,
    diagnosis: Diagnosis,
    report: str,
    seen: tuple[Fact, ...],
    out: Output,
) -> None:
    """The first screen of a conversation for a person at a terminal, who can go on from there; else the whole report."""
    from . import run_brief  # the conversation is wanted on a terminal only

    if run_brief.is_wanted(args):
        run_brief.brief(args, doctor, report, seen, out)
        return
    out.write("\n")
    show(diagnosis, doctor.rulebase, out, style=args.format, every=args.all)


def _names_gemini(report: str, rulebase: RuleBase) -> bool:
    text = report.lower()
    return any(str(name).lower() in text for name in rulebase.tables.get("names.gemini", ()))


def _text(output: bytes) -> str | None:
    """The output as text; nothing when it is empty or no text."""
    from ...engine.observe.decode import decode

    try:
        return decode(output).text if output.strip() else None
    except InputError:
        return None


def _how_it_ended(program: str, ended: Ended, phrases: Phrases) -> str:
    if ended.status == 0:
        return phrases.say("run.succeeded", program=program)
    if ended.status > 0:
        return phrases.say("run.failed", program=program, status=ended.status)
    try:
        name = signal.Signals(-ended.status).name
    except ValueError:  # a real-time signal has no name
        name = str(-ended.status)
    return phrases.say("run.killed", program=program, signal=name)
