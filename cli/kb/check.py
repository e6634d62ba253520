"""``keymedic kb check``: every fault of rule bases at once, then what is hardly meant; for people and for machines."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...engine.errors import UsageError
from ..doctor import existing, found_rule_bases, open_rule_base, today
from ..output import Output
from ..phrases import Phrases
from .counts import counts
from .reports import REPORTS
from .writing import write_below

if TYPE_CHECKING:
    from ...engine.rulebase.faults import Fault

_INVALID = 3
_ROUNDS = 5
"""A repair can bring a fault to light that another one hid."""


def run_check(args: argparse.Namespace, out: Output) -> int:
    """Check what the options name; 3 when there is a fault, with ``--strict`` also for a warning."""
    if args.fix:
        _fix(args, out)
    faults = _faults(args)
    wrong = [fault for fault in faults if args.strict or not fault.is_lint]
    if args.format != "text":
        out.write_json(REPORTS[args.format](faults, out))
    elif faults:
        out.write("\n\n".join(fault.render() for fault in faults) + "\n")
        out.tell(f"keymedic: {_count(faults)}")
    else:
        rulebase = open_rule_base(args, out)
        phrases = Phrases(rulebase.phrases)
        numbers = dict(counts(rulebase, phrases), packs=phrases.count("kb.packs", len(rulebase.packs)))
        out.write(phrases.say("kb.clean", **numbers) + "\n")
    return _INVALID if wrong else 0


def _faults(args: argparse.Namespace) -> list[Fault]:
    """All faults; of warnings those of the named folders only, where some are named."""
    from ...engine.lint.check import check_and_lint
    from ...engine.rulebase.load import read_folders

    found = [item.folder for item in found_rule_bases(args).found]
    folders = read_folders([*found, *existing(args.folders)], not args.no_builtin_kb)
    faults = check_and_lint(folders, today())
    if not args.folders:
        return list(faults)
    named = {os.path.realpath(folder) for folder in args.folders}
    return [fault for fault in faults if not fault.is_lint or _inside(fault.file, named)]


def _inside(file: str, folders: set[str]) -> bool:
    place = os.path.realpath(file)
    return any(place.startswith(os.path.join(folder, "")) for folder in folders)


def _count(faults: Sequence[Fault]) -> str:
    lints = sum(fault.is_lint for fault in faults)
    numbers = ((len(faults) - lints, "fault"), (lints, "warning"))
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in numbers if number)


def _fix(args: argparse.Namespace, out: Output) -> None:
    """Put right what is plain, file by file, and say what was done; only in folders that were named."""
    from ...engine.lint.repair import Repair, repaired, repairs

    if not args.folders:
        raise UsageError("--fix wants the folders whose files it may change")
    named = {os.path.realpath(folder) for folder in args.folders}
    for _ in range(_ROUNDS):
        by_file: dict[str, list[Repair]] = {}
        for change in repairs(_faults(args)):
            if _inside(change.file, named):
                by_file.setdefault(change.file, []).append(change)
        if not by_file:
            return
        for file, changes in by_file.items():
            with open(file, encoding="utf-8", newline="") as stream:
                text = stream.read()
            new = repaired(text, changes)
            if new == text:
                return
            write_below(next(folder for folder in named if _inside(file, {folder})), file, new)
            for change in changes:
                out.tell(f"{change.file}:{change.line}:{change.column}: {change.old!r} -> {change.new!r}")
