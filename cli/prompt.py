"""``keymedic`` without a command: paste an error, read the diagnosis, paste the next."""

from __future__ import annotations

import argparse
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from ..engine.errors import InputError
from .diagnose import show
from .doctor import diagnostician, open_rule_base
from .inputs import is_terminal, standard_input
from .output import Output
from .phrases import Phrases

if TYPE_CHECKING:
    from ..engine.reason.diagnose import Diagnostician


class Source(Protocol):
    """Where a paste comes from."""

    def readline(self) -> bytes:
        """The next line, empty at the end."""
        ...

    def more_waits(self) -> bool:
        """Whether more input comes at once, as it does within a paste."""
        ...


def run(_args: argparse.Namespace, out: Output) -> int:
    """Converse on a terminal; elsewhere diagnose what standard input holds, like ``diagnose -``."""
    from .arguments import build_parser

    args = build_parser().parse_args(["diagnose", "-"])
    if not is_terminal():
        from .diagnose import run as diagnose

        return diagnose(args, out)
    with diagnostician(open_rule_base(args), args.engine, out) as doctor, _source() as source:
        _converse(doctor, source, out)
    return 0


def _converse(doctor: Diagnostician, source: Source, out: Output) -> None:
    phrases = Phrases(doctor.rulebase.phrases)
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


def read_paste(source: Source) -> bytes:
    """Lines up to an empty one after some text, or the end; empty lines within a paste are kept."""
    lines: list[bytes] = []
    while line := source.readline():
        if line.strip():
            lines.append(line)
        elif lines:
            if not source.more_waits():
                break
            lines.append(line)
    return b"".join(lines)


@dataclass(frozen=True, slots=True)
class Plain:
    """Standard input where the terminal cannot be asked: nothing tells a gap in a paste from its end."""

    stream: BinaryIO

    def readline(self) -> bytes:
        """The next line, empty at the end."""
        return self.stream.readline()

    def more_waits(self) -> bool:
        """Never known, so never said."""
        return False


@contextmanager
def _source() -> Generator[Source, None, None]:
    if os.name == "nt":
        yield Plain(standard_input())
        return
    from .terminal import Terminal

    terminal = Terminal(standard_input().fileno())
    terminal.open()
    try:
        yield terminal
    finally:
        terminal.close()
