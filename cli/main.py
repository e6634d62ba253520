"""The entry point: reads the command line, runs one command, turns its outcome into an exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..engine.errors import KeymedicError, RuleBaseError, UsageError
from ..version import VERSION
from .output import Output
from .plain_arguments import plain_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

INTERRUPTED = 130
INTERNAL = 70


def entry(argv: Sequence[str] | None = None) -> int:
    """Run ``keymedic`` with ``argv`` (default: the process's own) and return the exit status of the contract."""
    out = Output()
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv), out)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, the person gets a report
        status = _crashed(error, out)
    try:
        out.flush()
    except OSError as error:
        status = _crashed(error, out)
    return status


def _run(argv: list[str], out: Output) -> int:
    if argv == ["--version"]:
        out.write_fixed(f"keymedic {VERSION}\n")
        return 0
    try:
        return _dispatch(plain_arguments(argv) or _parsed(argv), out)
    except SystemExit as stop:  # --help and --version
        return stop.code if isinstance(stop.code, int) else 0
    except UsageError as error:
        out.tell("\n".join(filter(None, [f"keymedic: {error}", error.usage, "Try: keymedic --help"])))
        return error.exit_status
    except RuleBaseError as error:
        out.tell(f"{error}\n\nkeymedic: the rule base cannot be used ({_count(len(error.faults), 'fault')})")
        return error.exit_status
    except KeymedicError as error:
        if error.exit_status == INTERNAL:
            raise
        out.tell(f"keymedic: {error}")
        return error.exit_status


def _parsed(argv: list[str]) -> Namespace:
    from .arguments import build_parser

    return build_parser(*argv[:1]).parse_args(argv)


def _dispatch(args: Namespace, out: Output) -> int:
    match args.command:
        case "diagnose":
            from .commands.diagnose import run
        case "run":
            from .commands.run import run
        case "batch":
            from .commands.batch import run
        case "eval":
            from .commands.eval import run
        case "probe":
            from .commands.probe import run
        case "explain":
            from .commands.explain import run
        case "completion":
            from .commands.completion import run
        case "kb":
            from .kb.command import run
        case _:
            from .commands.converse import run
    return run(args, out)


def _crashed(error: Exception, out: Output) -> int:
    from .crash import crash_report

    report = crash_report(error)
    try:
        out.tell(f"keymedic: {_reason(error)}\n\n{report}" if _reason(error) else report)
    except Exception:  # noqa: BLE001 - the redactor itself is broken: only what cannot hold a secret goes out
        out.tell_fixed(report)
    return INTERNAL


def _reason(error: Exception) -> str:
    if isinstance(error, KeymedicError):
        return str(error)
    return error.strerror or "" if isinstance(error, OSError) else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
