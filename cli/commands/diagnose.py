"""``keymedic diagnose``: one diagnosis of a report, of facts, or of both."""

from __future__ import annotations

from ...engine.values import replace
from ..doctor import diagnostician, open_rule_base
from ..givens import read_given
from ..inputs import read_report
from ..output import Output
from ..render.show import show
from .looking import facts_of, look_around, status_of, wants_probes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from ...engine.diagnosis import Verdict

STATUS: dict[Verdict, int] = {"no-fault-found": 0, "diagnosed": 1, "undecided": 4, "out-of-scope": 4}
"""The exit status of each verdict."""


def run(args: Namespace, out: Output) -> int:
    """Diagnose what ``args`` names, write it in the chosen format, return the exit status of the verdict."""
    if args.watch:
        from .watch import watch

        return watch(args, out)
    probing = wants_probes(args)
    report = read_report(args.file, bool(args.fact or args.facts or probing), out)
    rulebase = open_rule_base(args, out)
    given = read_given(args.fact, args.facts, rulebase, out)
    looked = look_around(args, rulebase, out) if probing else None
    seen = facts_of(looked, bool(report or given)) if looked else ()
    with diagnostician(rulebase, args.engine, out) as doctor:
        diagnosis = doctor.diagnose(report, (*given, *seen))
    status = STATUS[diagnosis.verdict]
    if looked is not None:
        diagnosis = replace(diagnosis, checks=looked.checks)
        status = status_of(status, looked)
    show(diagnosis, rulebase, out, style=args.format, every=args.all, public=args.public)
    return status
