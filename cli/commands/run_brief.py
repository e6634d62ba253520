"""What ``keymedic run`` says on a terminal: the first screen of a conversation that ``keymedic --resume`` goes on with."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...engine.session import Session
from ..render.style import DIM
from ..repl import cards
from ..repl.blocks import Blocks, Gap
from ..repl.desk import Desk
from ..repl.screens import Screen
from ..repl.talk import Talk

if TYPE_CHECKING:
    from ...engine.facts import Fact
    from ...engine.reason.diagnose import Diagnostician
    from ..output import Output


def is_wanted(args: argparse.Namespace) -> bool:
    """Whether a person reads along who can go on from here, and asked for nothing else."""
    return sys.stderr.isatty() and sys.stdin.isatty() and args.format == "text" and not args.all


def brief(args: argparse.Namespace, doctor: Diagnostician, report: str, seen: Sequence[Fact], out: Output) -> None:
    """The cause and its first way out, or what would settle it, in few lines; the conversation so far is saved."""

    def screen() -> Screen:
        return Screen(out.width, out.clean)

    desk = Desk(args, out, screen, lambda: doctor, live=False)
    talk = Talk(Session(doctor), desk)
    desk.phrases = talk.phrases
    if seen:
        talk.session.looked(tuple(seen))
    try:
        out.write("\n" + screen().text([*_first_screen(talk, report), Gap()]))
        if desk.keep(talk.session):
            out.write(screen().text([talk.say("run.resume", DIM)]))
    finally:
        desk.close()


def _first_screen(talk: Talk, report: str) -> Blocks:
    """What the conversation answers to the text; of its question only the words, as nobody answers here."""
    talk.session.tell(report)
    read = cards.understood(cards.NOTHING, talk.session, talk.view, "heading.read")
    answer = talk.go_on()
    is_fix = talk.asking is not None and talk.asking.kind == "fix"
    return [*read, *(answer[: -len(talk.again())] if is_fix else answer)]
