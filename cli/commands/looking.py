"""``--probe`` and ``--online``: running the probes for a command."""

from __future__ import annotations

import os

from ...engine.errors import ProbeError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from ...engine.facts import Fact
    from ...engine.probes.look import Online
    from ...engine.probes.notes import ProbeResult
    from ...engine.probes.place import Place
    from ...engine.probes.progress import Watch
    from ...engine.rulebase.model import RuleBase
    from ..output import Output

_SUCCESS = "case.call_succeeded"
_WORKS = "history.curl_works"


def wants_probes(args: Namespace) -> bool:
    """Whether to look at the machine: ``--probe``, or ``--online``, which needs the key that the probes find.

    Raises `UsageError` for options that contradict each other.
    """
    if args.base_url is not None and not args.online:
        raise UsageError("--base-url says where --online goes; give both")
    if (args.allow_host is not None or args.country) and not args.online:
        raise UsageError("--allow-host and --country send something; give --online too")
    if args.allow_host is not None and args.base_url is not None:
        raise UsageError("--base-url and --allow-host both say where to ask; give one of them")
    if args.online and args.probe is False:
        raise UsageError("--online needs the probes: leave --no-probe out")
    return bool(args.probe or args.online)


def look_around(args: Namespace, rulebase: RuleBase, out: Output, watch: Watch | None = None) -> ProbeResult:
    """Run the probes on this process or that of ``--pid``, and the folder of ``--project``.

    Raises `InputError`, and `ProbeError` where the process cannot be looked at.

    ``out`` learns which values it must not show; ``watch`` is told of each probe when it starts and when it is done.
    """
    from ...engine.probes.look import look
    from ...engine.probes.progress import nobody

    looked = look(_place(args), rulebase, _online(args), watch=watch or nobody)
    out.learn(looked.secrets)
    return looked


def _online(args: Namespace) -> Online | None:
    from ...engine.probes.live import read_base_url
    from ...engine.probes.look import Online

    base_url = read_base_url(args.base_url) if args.base_url is not None else ""
    return Online(base_url, args.allow_host or "", args.country) if args.online else None


def _place(args: Namespace) -> Place:
    from pathlib import Path

    from ...engine.probes.place import Place
    from ...engine.probes.process import place_of_process
    from ..doctor import existing

    home = Path(os.path.expanduser("~"))
    named = Path(os.path.abspath(existing([args.project])[0])) if args.project is not None else None
    if args.pid is not None:
        return place_of_process(args.pid, named, home)
    return Place(os.environ, named or Path(os.path.abspath(existing(["."])[0])), home)


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
