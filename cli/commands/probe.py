"""``keymedic probe``: what the machine can tell, as a checklist."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING, Any

from ...engine.diagnosis import SCHEMA_VERSION
from ..doctor import open_rule_base
from ..output import Output
from ..phrases import Phrases
from ..render.layout import wrap
from ..render.style import BOLD, DIM, GREEN, RED, YELLOW, harmless, styled
from ..scrub import scrub
from .looking import look_around, status_of, wants_probes

if TYPE_CHECKING:
    from ...engine.diagnosis import Check, CheckState
    from ...engine.probes.notes import ProbeResult
    from ...engine.rulebase.model import RuleBase

_COLOUR: dict[CheckState, str] = {"failed": RED, "warning": YELLOW, "not-checked": DIM, "passed": GREEN}
"""Every state with its colour; the worst comes first."""


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the probes and write what they saw; 1 when something is wrong, 5 when a requested check could not start."""
    args.probe = True
    _ = wants_probes(args)
    rulebase = open_rule_base(args, out)
    looked = look_around(args, rulebase, out)
    if args.format == "json":
        from ..render.as_json import pretty

        out.write_json(pretty(_json(looked), out))
    else:
        out.write(_text(looked, rulebase, out, online=args.online))
    failed = any(check.state == "failed" for check in looked.checks)
    return status_of(1 if failed else 0, looked)


def _json(looked: ProbeResult) -> dict[str, Any]:
    checks = [{"id": check.id, "state": check.state, "text": check.text} for check in looked.checks]
    facts = [
        {"name": fact.name, "value": fact.value, "source": {"kind": fact.source.kind, "detail": fact.source.detail}}
        for fact in looked.facts
    ]
    return {"schema_version": SCHEMA_VERSION, "checks": checks, "facts": facts}


def _text(looked: ProbeResult, rulebase: RuleBase, out: Output, *, online: bool) -> str:
    phrases = Phrases(rulebase.phrases)
    checks = scrub(looked.checks, lambda text: harmless(out.clean(text)))
    lines = [styled(BOLD, phrases.say("probe.title"))]
    for state in _COLOUR:
        some = [check for check in checks if check.state == state]
        lines += ["", styled(BOLD, phrases.say(f"probe.group.{state}"))] if some else []
        lines += [line for check in some for line in _line(check, phrases, out.width)]
    counts = Counter(check.state for check in checks)
    summary = phrases.say(
        "probe.summary", failed=counts["failed"], warning=counts["warning"], passed=counts["passed"],
        unchecked=counts["not-checked"],
    )  # fmt: skip
    hints = [summary] if online else [summary, phrases.say("probe.offline")]
    if counts["failed"]:
        hints.append(phrases.say("probe.next"))
    return "\n".join([*lines, "", *(line for hint in hints for line in wrap(hint, out.width))]) + "\n"


def _line(check: Check, phrases: Phrases, width: int) -> list[str]:
    mark = styled(_COLOUR[check.state], phrases.say(f"probe.mark.{check.state}"))
    return wrap(check.text, width, f"  {mark} ", "    ")
