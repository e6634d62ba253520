"""Loading what the options of a command name: rule bases and the diagnostician on top of them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..engine.errors import InputError
from .output import Output

if TYPE_CHECKING:
    from datetime import date

    from ..engine.infer.engines import EngineName
    from ..engine.reason.diagnose import Diagnostician
    from ..engine.rulebase.model import RuleBase


def open_rule_base(args: argparse.Namespace, *, with_cases: bool = False) -> RuleBase:
    """The rule base of ``--kb`` and ``--no-builtin-kb``; raises `InputError` or `RuleBaseError`."""
    from ..engine.rulebase.load import load_rule_base

    return load_rule_base(existing(args.folders), builtin=not args.no_builtin_kb, with_cases=with_cases)


def existing(folders: Sequence[str]) -> tuple[Path, ...]:
    """The folders as paths; raises `InputError` for one that is not there."""
    for folder in folders:
        if not Path(folder).is_dir():
            raise InputError(f"there is no folder {folder}")
    return tuple(map(Path, folders))


def today() -> date:
    """The day it is in UTC; ``SOURCE_DATE_EPOCH`` (seconds since 1970) stands for another, as in reproducible builds."""
    from datetime import datetime, timezone

    try:
        now = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
    except (KeyError, ValueError, OverflowError, OSError):
        now = datetime.now(timezone.utc)
    return now.date()


@contextmanager
def diagnostician(rulebase: RuleBase, engine: EngineName, out: Output) -> Generator[Diagnostician, None, None]:
    """A diagnostician on ``engine``, closed afterwards; its notices go to stderr."""
    from ..engine.reason.diagnose import Diagnostician

    doctor = Diagnostician(rulebase, engine, lambda text: out.tell(f"keymedic: {text}"), today())
    try:
        yield doctor
    finally:
        doctor.close()
