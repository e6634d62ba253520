"""Rule bases that are read again while keymedic runs: a broken edit keeps the last good one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..engine.errors import RuleBaseError
from .doctor import diagnostician, found_rule_bases, open_rule_base
from .output import Output

if TYPE_CHECKING:
    from argparse import Namespace

    from ..engine.reason.diagnose import Diagnostician
    from ..engine.rulebase.faults import Fault


def reload(doctor: Diagnostician, args: Namespace, out: Output) -> Diagnostician | tuple[Fault, ...]:
    """A diagnostician on the rule bases as they are now, ``doctor`` itself where they are the same, or their faults.

    With faults ``doctor`` stays good for use. ``args`` names the rule bases (``folders``, ``no_builtin_kb``, ``no_found_kb``)
    and the ``engine``. A new one does not close the old one. Raises `InputError` when a named folder is gone.
    """
    try:
        rulebase = open_rule_base(args, out)
    except RuleBaseError as error:
        return error.faults
    hashes = [[pack.content_hash for pack in base.packs] for base in (rulebase, doctor.rulebase)]
    return doctor if hashes[0] == hashes[1] else diagnostician(rulebase, args.engine, out)


def state_of(args: Namespace) -> tuple[tuple[str, int, int], ...]:
    """What the files of the rule bases look like from outside: name, time of change, size. Cheap enough to ask twice a second."""
    folders = [*args.folders, *(item.folder.path for item in found_rule_bases(args).found)]
    return tuple(sorted(item for folder in folders for item in _files(folder)))


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            try:
                status = os.stat(path)
            except OSError:  # it went away in between
                continue
            yield path, status.st_mtime_ns, status.st_size
