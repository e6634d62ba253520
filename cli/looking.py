"""``--probe`` and ``--online``: running the probes for a command."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..engine.errors import ProbeError
from .arguments import UsageError

if TYPE_CHECKING:
    from ..engine.facts import Fact
    from ..engine.probes.notes import ProbeResult
    from ..engine.rulebase.model import RuleBase

_SUCCESS = "case.call_succeeded"
_WORKS = "history.curl_works"


def wants_probes(args: argparse.Namespace) -> bool:
    """Whether to look at the machine: ``--probe``, or ``--online``, which needs the key that the probes find.

    Raises `UsageError` for options that contradict each other.
    """
    if args.base_url is not None and not args.online:
        raise UsageError("--base-url says where --online goes; give both")
    if args.online and args.probe is False:
        raise UsageError("--online needs the probes: leave --no-probe out")
    return bool(args.probe or args.online)


def look_around(args: argparse.Namespace, rulebase: RuleBase) -> ProbeResult:
    """Run the probes on this process's environment and the folder of ``--project``; raises `InputError`."""
    from ..engine.probes.live import read_base_url
    from ..engine.probes.look import Online, look
    from ..engine.probes.place import Place
    from .doctor import existing

    project = Path(os.path.abspath(existing([args.project])[0]))
    online = Online(read_base_url(args.base_url) if args.base_url is not None else "") if args.online else None
    return look(Place(os.environ, project, Path(os.path.expanduser("~"))), rulebase, online)


def facts_of(looked: ProbeResult, reported: bool) -> tuple[Fact, ...]:
    """The facts for a diagnosis. A call that works is the whole story where no trouble was ``reported``; where one was,
    it tells that the fault lies elsewhere, and does not make the report undone."""
    unfit = _SUCCESS if reported else _WORKS
    alone = any(fact.name == _SUCCESS for fact in looked.facts)
    return tuple(fact for fact in looked.facts if not (alone and fact.name == unfit))


def status_of(status: int, looked: ProbeResult) -> int:
    """The exit status with regard to checks that could not start: they outrank "no fault" and "undecided" only."""
    unstarted = any(check.id.split(".")[0] == "live" and check.state == "not-checked" for check in looked.checks)
    return ProbeError.exit_status if unstarted and status in (0, 4) else status
