"""``keymedic`` without a command: the conversation."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from ..doctor import diagnostician, open_rule_base
from ..inputs import is_terminal, standard_input
from ..output import Output
from ..render.style import BOLD, DIM
from ..repl.blocks import Blocks, Gap, Para
from ..repl.languages import language
from ..repl.screens import Screen

if TYPE_CHECKING:
    from argparse import Namespace

    from ...engine.reason.diagnose import Diagnostician
    from ...engine.rulebase.model import RuleBase
    from ..phrases import Phrases
    from ..repl.desk import Desk
    from ..repl.plain import Source
    from ..repl.talk import Talk


def run(args: Namespace, out: Output) -> int:
    """Converse on a terminal; elsewhere diagnose what standard input holds, like ``diagnose -``."""
    if not is_terminal():
        from ..arguments import build_parser
        from .diagnose import run as diagnose

        return diagnose(build_parser().parse_args(["diagnose", "-"]), out)
    with _unechoed(), diagnostician(_rule_base(args, out), args.engine, out) as doctor:
        _converse(args, doctor, out)
    return 0


def _unechoed() -> AbstractContextManager[None]:
    if os.name == "nt":
        return nullcontext()
    from ..child.terminal import unechoed

    return unechoed(standard_input().fileno())


def _rule_base(args: Namespace, out: Output) -> RuleBase:
    base = open_rule_base(args, out)
    from ...engine.rulebase.language import in_language

    return in_language(base, language(args.lang, os.environ, base.translations))


def _converse(args: Namespace, doctor: Diagnostician, out: Output) -> None:
    from ...engine.session import Session
    from ..repl.desk import Desk
    from ..repl.talk import Talk

    plain = is_plain(args)

    def screen() -> Screen:
        return Screen(out.width, out.clean, plain=plain)

    def fresh() -> Diagnostician:
        from ..doctor import diagnostician

        return diagnostician(_rule_base(args, out), args.engine, out)

    desk = Desk(args, out, screen, fresh, live=not plain)
    talk = Talk(Session(doctor), desk, panel=not plain)
    desk.phrases = talk.phrases
    out.write(screen().text(_opening(args, talk, desk)))
    try:
        _run(talk, desk, out, screen, plain=plain)
    finally:
        _ = desk.keep(talk.session)
        desk.close()
    if talk.session.log:
        out.write(screen().text([talk.say("talk.bye", DIM)]))


def is_plain(args: Namespace) -> bool:
    """Whether the screen must not be redrawn: asked for, or the terminal cannot."""
    wanted = args.plain or bool(os.environ.get("KEYMEDIC_PLAIN"))
    return wanted or os.environ.get("TERM", "") in ("dumb", "unknown") or not sys.stdout.isatty()


def _opening(args: Namespace, talk: Talk, desk: Desk) -> Blocks:
    if args.resume:
        session = desk.earlier(talk.session.doctor)
        if session is not None:
            talk.session = session
            return talk.resumed()
        return [talk.say("talk.no-earlier"), Gap(), *welcome(talk.phrases)]
    return welcome(talk.phrases)


def welcome(phrases: Phrases) -> Blocks:
    """The first screen: what this does, what it never does, and how to begin."""
    return [
        Para(phrases.say("talk.welcome"), style=BOLD), Para(phrases.say("talk.promise")), Gap(),
        Para(phrases.say("talk.start")), Para(phrases.say("talk.offer")), Para(phrases.say("talk.keys"), style=DIM),
        Gap(),
    ]  # fmt: skip


def _run(talk: Talk, desk: Desk, out: Output, screen: Callable[[], Screen], *, plain: bool) -> None:
    if plain:
        from ..repl.plain import PlainApp

        with _source(out) as source:
            PlainApp(talk, desk, out, screen, source).run()
        return
    from ..repl.app import App

    App(talk, desk, out, screen).run()


@contextmanager
def _source(out: Output) -> Generator[Source, None, None]:
    if os.name == "nt":
        from ..repl.plain import Stream

        yield Stream(standard_input())
        return
    from ..child.terminal import Terminal

    terminal = Terminal(standard_input().fileno(), out.clean)
    terminal.open()
    try:
        yield terminal
    finally:
        terminal.close()
