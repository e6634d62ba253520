"""``keymedic diagnose --watch``: the same case again whenever a rule base changes, until it is interrupted."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...engine.errors import InputError, KeymedicError
from ..doctor import diagnostician, open_rule_base
from ..givens import read_given
from ..inputs import read_report
from ..output import Output
from ..phrases import Phrases
from ..reload import reload, state_of
from ..render.show import show

if TYPE_CHECKING:
    from argparse import Namespace

    from ...engine.reason.diagnose import Diagnostician

_PAUSE = 0.5
"""Seconds between two looks at the files."""


def watch(args: Namespace, out: Output, pause: Callable[[float], None] = time.sleep) -> int:
    """Diagnose, wait for a change, diagnose again; a broken edit shows its faults and keeps the last good rule base.

    Ends when the reader of the output goes away or the person interrupts. Raises `InputError` for the first reading only.
    """
    report = read_report(args.file, bool(args.fact or args.facts), out)
    state = state_of(args)
    doctor = diagnostician(open_rule_base(args, out), args.engine, out)
    _show(args, report, doctor, out)
    while not out.closed:
        pause(_PAUSE)
        now = state_of(args)
        if now == state:
            continue
        state = now
        try:
            found = reload(doctor, args, out)
        except InputError as error:
            out.tell(f"keymedic: {error}")
            continue
        if isinstance(found, tuple):
            out.write("\n\n".join(fault.render() for fault in found) + "\n")
            out.tell(Phrases(doctor.rulebase.phrases).say("watch.kept"))
        elif found is not doctor:
            doctor.close()
            doctor = found
            _show(args, report, doctor, out)
    return 0


def _show(args: Namespace, report: str | None, doctor: Diagnostician, out: Output) -> None:
    try:
        given = read_given(args.fact, args.facts, doctor.rulebase, out)
        diagnosis = doctor.diagnose(report, given)
    except KeymedicError as error:  # a fact that the edit took away, for example
        out.tell(f"keymedic: {error}")
        return
    show(diagnosis, doctor.rulebase, out, style=args.format, every=args.all, public=args.public)
    out.tell(Phrases(doctor.rulebase.phrases).say("watch.waiting"))
