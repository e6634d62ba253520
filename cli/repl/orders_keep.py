"""Keeping: reports, files, starting afresh, help, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.errors import InputError
from ...engine.session import Session
from ..render.style import BOLD, DIM, GREEN, YELLOW
from .asking import ask_yes
from .blocks import Blocks, Gap, Para, Row, Verbatim
from .commands import COMMANDS, GROUPS, find

if TYPE_CHECKING:
    from ..report import ReportStyle
    from .commands import Command
    from .talk import Handler, Talk

_FENCE = "```"
_NAMES: dict[ReportStyle, str] = {"markdown": "keymedic-report.md", "json": "keymedic-report.json"}


def _report(talk: Talk, rest: str) -> Blocks:
    """Show the report; it is written after a yes."""
    words = rest.split(maxsplit=1)
    style: ReportStyle = "json" if words[:1] == ["json"] else "markdown"
    named = words[1:] if words[:1] in (["json"], ["markdown"], ["md"]) else ([rest] if rest else [])
    name = named[0] if named else talk.world.unused(_NAMES[style])
    talk.draft = talk.world.report(talk.session, style)
    talk.asking = ask_yes(f"report:{name}", talk.phrases.say("talk.report.ask", file=name), talk.phrases)
    body = _as_it_stands(talk.draft)
    return [Gap(), talk.say("talk.report.shown", DIM), Gap(), *body, *talk.again()]


def _as_it_stands(text: str) -> Blocks:
    """The lines of a report; those within fences, which are there to be copied, are never wrapped."""
    blocks: Blocks = []
    fenced = False
    for line in text.splitlines():
        fenced ^= line.startswith(_FENCE)
        blocks.append(Gap() if not line else Verbatim(line) if fenced else Para(line, rest="  "))
    return blocks


def report_answered(talk: Talk, name: str, said: bool) -> Blocks:
    """A yes or no to writing the report that was shown."""
    talk.asking = None
    text, talk.draft = talk.draft, ""
    if not said:
        return [talk.say("talk.report.not-written"), *_where_we_were(talk)]
    try:
        line = talk.say("talk.report.written", GREEN, file=talk.world.write_report(text, name))
    except InputError as error:
        line = Para(str(error), rest="  ", style=YELLOW)
    return [line, *_where_we_were(talk)]


def _save(talk: Talk, rest: str) -> Blocks:
    if not rest:
        raise InputError(talk.phrases.say("talk.save-usage"))
    return [talk.say("talk.saved", GREEN, file=talk.world.save(talk.session, rest)), *talk.again()]


def _load(talk: Talk, rest: str) -> Blocks:
    talk.session = talk.world.load(rest or "last", talk.session.doctor)
    return talk.resumed()


def _reload(talk: Talk, _rest: str) -> Blocks:
    """Read the rule bases anew; the conversation is worked out again with them."""
    from ...engine.session.codec import from_data, to_data

    talk.session = from_data(to_data(talk.session), talk.world.reload())
    talk.forget_words()
    return [talk.say("talk.reloaded", GREEN), *_where_we_were(talk)]


def _reset(talk: Talk, _rest: str) -> Blocks:
    talk.world.begin()
    talk.session = Session(talk.session.doctor)
    talk.asking, talk.fix, talk.copyable, talk.last_fact = None, None, [], ""
    return [talk.say("talk.reset", GREEN), Gap(), talk.say("talk.start-again")]


def _where_we_were(talk: Talk) -> Blocks:
    if talk.fix is not None:
        return talk.ask_again()
    return talk.go_on() if talk.session.log else []


def _help(talk: Talk, rest: str) -> Blocks:
    if rest:
        command = find(rest.lstrip("/").lower())
        if command is None:
            raise InputError(talk.phrases.say("talk.no-command", name=rest, hint=""))
        return [*_help_line(talk, command), *_plain_words(talk, command), *talk.again()]
    blocks: Blocks = [Para(talk.phrases.say("talk.help"))]
    for group in GROUPS:
        blocks += [Gap(), talk.say(f"talk.help.{group}", BOLD)]
        for command in COMMANDS:
            if command.group == group:
                blocks += _help_line(talk, command)
    return [*blocks, Gap(), talk.say("talk.help.keys", DIM), *talk.again()]


def _help_line(talk: Talk, command: Command) -> Blocks:
    name = f"/{command.name} {command.shown}".rstrip()
    return [Row(name, talk.phrases.say(f"command.{command.name}"))]


def _plain_words(talk: Talk, command: Command) -> Blocks:
    words = talk.phrases.find(f"command.words.{command.name}", "")
    return [talk.say("talk.help.words", DIM, words=", ".join(words.split("|")))] if words else []


def _quit(talk: Talk, _rest: str) -> Blocks:
    talk.ended = True
    return []


HANDLERS: dict[str, Handler] = {
    "report": _report, "save": _save, "load": _load, "reload": _reload, "reset": _reset, "help": _help, "quit": _quit,
}  # fmt: skip
