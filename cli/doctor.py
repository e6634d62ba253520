"""Loading what the options of a command name: rule bases and the diagnostician on top of them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from ..engine.errors import InputError, RuleBaseError
from .output import Output
from .phrases import Phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date
    from pathlib import Path
    from typing import Any

    from ..engine.infer.engines import EngineName
    from ..engine.reason.diagnose import Diagnostician
    from ..engine.rulebase.find import Findings, Found
    from ..engine.rulebase.folders import PackFolder
    from ..engine.rulebase.model import RuleBase

_OF_FOLDERS = ("check", "test", "coverage")
"""Actions of ``kb`` that are about the named folders alone."""


def open_rule_base(args: Namespace, out: Output | None = None, *, with_cases: bool = False) -> RuleBase:
    """The rule base of ``--kb``, ``--no-builtin-kb`` and ``--no-found-kb``; raises `InputError` or `RuleBaseError`.

    ``out`` is told what was found and left out. One that nobody named is left out when it has faults: it must not stop
    every diagnosis.
    """
    from ..engine.rulebase.load import load_rule_base

    named, builtin = existing(args.folders), not args.no_builtin_kb
    findings = found_rule_bases(args)
    sound = list(findings.found)
    faulty: list[Found] = []
    while True:
        try:
            folders = [*(item.folder for item in sound), *named]
            rulebase = load_rule_base(folders, builtin=builtin, with_cases=with_cases)
            break
        except RuleBaseError as error:
            worse = [item for item in sound if _at_fault(item, error)]
            if not worse:
                raise
            faulty += worse
            sound = [item for item in sound if item not in worse]
    if out and (findings.untrusted or faulty):
        _tell_left_out(findings, faulty, Phrases(rulebase.phrases), out)
    return rulebase


def found_rule_bases(args: Namespace) -> Findings:
    """The rule bases that nobody named and that load all the same: of packages, of the person, of the project.

    None with ``--no-found-kb``, and where folders are named to be checked or tested: what comes out must not hang on the machine.
    """
    from ..engine.rulebase.find import Findings, find_rule_bases

    if args.no_found_kb or (args.folders and getattr(args, "action", "") in _OF_FOLDERS):
        return Findings()
    return find_rule_bases(os.getcwd())


def _at_fault(item: Found, error: RuleBaseError) -> bool:
    inside = item.folder.shown("").rstrip("/") + "/"
    return any(f"{fault.file}/".startswith(inside) for fault in error.faults)


def _tell_left_out(findings: Findings, faulty: Sequence[Found], phrases: Phrases, out: Output) -> None:
    if findings.untrusted:
        name = "found.changed" if findings.changed else "found.untrusted"
        out.tell("keymedic: " + phrases.say(name, folder=shown_folder(findings.untrusted)))
    for item in faulty:
        out.tell("keymedic: " + phrases.say("found.faulty", folder=shown_folder(item.folder)))


def shown_folder(folder: PackFolder) -> str:
    """The path of a rule base as short as it can be typed from here."""
    path, here = os.path.realpath(folder.path), os.path.join(os.getcwd(), "")
    return path.removeprefix(here)


def existing(folders: Sequence[str]) -> tuple[Path, ...]:
    """The folders as paths; raises `InputError` for one that is not there."""
    if not folders:
        return ()
    from pathlib import Path  # slow to import, and few name a folder

    for folder in folders:
        if not Path(folder).is_dir():
            raise InputError(f"there is no folder {folder}")
    return tuple(map(Path, folders))


def today() -> date:
    """The day it is in UTC; ``SOURCE_DATE_EPOCH`` (seconds since 1970) stands for another, as in reproducible builds."""
    clock: Any
    try:
        import _datetime as clock  # pyright: ignore[reportMissingImports]  # what `datetime` hands on, at an eighth of its price
    except ImportError:
        import datetime as clock
    try:
        now = clock.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), clock.timezone.utc)
    except (KeyError, ValueError, OverflowError, OSError):
        now = clock.datetime.now(clock.timezone.utc)
    return now.date()


def diagnostician(rulebase: RuleBase, engine: EngineName, out: Output) -> Diagnostician:
    """A diagnostician on ``engine``, which ``with`` closes; its notices go to stderr."""
    from ..engine.reason.diagnose import Diagnostician

    return Diagnostician(rulebase, engine, lambda text: out.tell(f"keymedic: {text}"), today(), out.redactor)
