"""One turn of a conversation: a line in, blocks out.

`understand` says what the line means; commands stand in the `orders_…` modules, and choices lead to the same handlers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...engine.errors import InputError, InstallationError, KeymedicError
from ...engine.reason.ask import question
from ...engine.vocabulary import did_you_mean
from ..render.style import DIM, YELLOW
from . import orders_explain, orders_fix, orders_keep, orders_tell
from .asking import Deed, ask_fact
from .blocks import Blocks, Para
from .commands import COMMANDS, find
from .understand import Chosen, Correcting, Order, Telling

if TYPE_CHECKING:
    from .asking import Choice
    from .talk import Handler, Talk

HANDLERS: dict[str, Handler] = {
    **orders_tell.HANDLERS, **orders_explain.HANDLERS, **orders_fix.HANDLERS, **orders_keep.HANDLERS,
}  # fmt: skip


def take(talk: Talk, line: str) -> Blocks:
    """What to answer to a line, or to a paste of many."""
    if talk.pasting:
        talk.pasting = False
        return _guarded(talk, lambda: orders_tell.tell(talk, line))
    if not line.strip():
        return []
    return _guarded(talk, lambda: _act(talk, line))


def _guarded(talk: Talk, act: Callable[[], Blocks]) -> Blocks:
    """What a turn answers; a mistake of the person's is said, and the question stands there again."""
    try:
        return act()
    except InstallationError:
        raise
    except KeymedicError as error:
        reminder = [Para(talk.asking.prompt, style=DIM)] if talk.asking else []
        return [Para(str(error), rest="  ", style=YELLOW), *reminder]


def _act(talk: Talk, line: str) -> Blocks:
    meaning = talk.reader.read(line, talk.asking, talk.decl())
    match meaning:
        case Order(name, rest):
            return _order(talk, name, rest, line)
        case Chosen(choices, also):
            return _choose(talk, choices, also)
        case Telling(text) if talk.shown is not None and talk.reader.is_said("helped", text):
            return orders_fix.helped(talk, "")
        case Correcting(text):
            return orders_tell.correct(talk, text)
        case _:
            part = _part(talk, line)
            if part is None:
                return orders_tell.tell(talk, line)
            fact, chosen = part
            return orders_tell.answer(talk, fact, [choice.value for choice in chosen.choices], chosen.also)


def _part(talk: Talk, line: str) -> tuple[str, Chosen] | None:
    """What a line answers of a question that asks for several facts at once: "39" tells the length of a key."""
    decl = talk.decl()
    for name in sorted(decl.tells) if decl is not None else ():
        told = talk.session.doctor.rulebase.facts[name]
        if told.ask is None or told.type == "boolean":
            continue
        meaning = talk.reader.read(line, ask_fact(question(told, 0.0), talk.phrases), told)
        if isinstance(meaning, Chosen) and meaning.choices[0].deed == "answer":
            return name, meaning
    return None


def _order(talk: Talk, name: str, rest: str, line: str) -> Blocks:
    command = find(name)
    if command is not None:
        return HANDLERS[command.name](talk, rest)
    if rest or "/" in line.strip()[1:]:  # a path or an address of an error, no command
        return orders_tell.tell(talk, line)
    hint = did_you_mean(name, (command.name for command in COMMANDS))
    raise InputError(talk.phrases.say("talk.no-command", name=name, hint=hint))


def _choose(talk: Talk, choices: tuple[Choice, ...], also: str) -> Blocks:
    assert talk.asking is not None
    first = choices[0]
    if first.deed == "answer":
        return orders_tell.answer(talk, talk.asking.about, [item.value for item in choices], also)
    done = _DEEDS[first.deed](talk, "")
    if not also:
        return done
    return [*(done[:1] if first.deed == "no" else done), *_act(talk, also)]


def _consent(said: bool) -> Handler:
    def handle(talk: Talk, _rest: str) -> Blocks:
        assert talk.asking is not None
        kind, _, about = talk.asking.about.partition(":")
        if kind == "report":
            return orders_keep.report_answered(talk, about, said)
        return orders_tell.online_answered(talk, kind, about, said)

    return handle


_DEEDS: dict[Deed, Handler] = {
    "unsure": HANDLERS["skip"],
    "hint": HANDLERS["hint"],
    "look": HANDLERS["probe"],
    "look-online": lambda talk, _rest: HANDLERS["probe"](talk, "online"),
    "helped": orders_fix.helped,
    "not-helped": orders_fix.not_helped,
    "check": HANDLERS["check"],
    "how-to-check": orders_fix.how_to_check,
    "other-fix": orders_fix.other_fix,
    "fix-now": HANDLERS["fix"],
    "ask-more": orders_fix.ask_more,
    "yes": _consent(True),
    "no": _consent(False),
}
