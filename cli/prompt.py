"""``keymedic`` without a command: paste an error, read the diagnosis, paste the next."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, BinaryIO

from ..engine.errors import InputError
from .diagnose import show
from .doctor import diagnostician, open_rule_base
from .inputs import is_terminal, standard_input
from .output import Output
from .phrases import Phrases

if TYPE_CHECKING:
    from ..engine.reason.diagnose import Diagnostician

_PASTE_PAUSE = 0.15
"""Seconds without further input after an empty line that tell the end of a paste from a gap in it."""


def run(_args: argparse.Namespace, out: Output) -> int:
    """Converse on a terminal; elsewhere diagnose what standard input holds, like ``diagnose -``."""
    from .arguments import build_parser

    args = build_parser().parse_args(["diagnose", "-"])
    if not is_terminal():
        from .diagnose import run as diagnose

        return diagnose(args, out)
    with diagnostician(open_rule_base(args), args.engine, out) as doctor:
        _converse(doctor, out)
    return 0


def _converse(doctor: Diagnostician, out: Output) -> None:
    phrases = Phrases(doctor.rulebase.phrases)
    source = standard_input()
    out.tell(phrases.say("prompt.welcome"))
    while not out.closed:
        data = read_paste(source)
        if not data.strip():
            return
        try:
            _answer(data, doctor, out)
        except InputError as error:
            out.tell(f"keymedic: {error}")
        out.tell(phrases.say("prompt.again"))


def _answer(data: bytes, doctor: Diagnostician, out: Output) -> None:
    from ..engine.observe.decode import decode

    decoded = decode(data)
    if decoded.note:
        out.tell(f"keymedic: {decoded.note}")
    out.write("\n")
    show(doctor.diagnose(decoded.text), doctor.rulebase, out)
    out.write("\n")


def read_paste(source: BinaryIO) -> bytes:
    """Lines up to an empty one after some text, or the end; empty lines within a paste are kept."""
    lines: list[bytes] = []
    while line := source.readline():
        if line.strip():
            lines.append(line)
        elif lines:
            if not _more_waits(source):
                break
            lines.append(line)
    return b"".join(lines)


def _more_waits(source: BinaryIO) -> bool:
    """Whether more input comes at once, as it does within a paste; false where the system cannot tell."""
    if os.name == "nt" or source is not sys.stdin.buffer:
        return False
    import select

    return bool(select.select([source], [], [], _PASTE_PAUSE)[0])
