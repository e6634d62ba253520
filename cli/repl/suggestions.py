"""What could stand at a place of a line, with a few words about each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ...engine.values import Struct, field
from ..render.layout import shorten
from .commands import COMMANDS, find

if TYPE_CHECKING:
    from ...engine.rulebase.model import FactDecl
    from .talk import Talk

_WIDE = 50
_LOOKS = ("online", "details")
_REPORTS = ("markdown", "json")


class Suggestion(Struct):
    """A text to put there, and what it means."""

    text: str
    meta: str = field(default="")


def suggestions(talk: Talk, before: str) -> Iterator[Suggestion]:
    """What fits behind ``before``, the line up to the cursor; nothing in a text that is told."""
    if before.startswith("/"):
        name, blank, rest = before[1:].partition(" ")
        if not blank:
            yield from (Suggestion(f"/{item.name}", talk.phrases.say(f"command.{item.name}")) for item in COMMANDS)
            return
        command = find(name.lower())
        if command is not None and command.argument is not None:
            yield from _ARGUMENTS[command.argument](talk, rest)
    elif talk.decl() is not None and "\n" not in before:
        decl = talk.decl()
        yield from _values(talk, decl) if decl is not None else ()


def _facts(talk: Talk, _rest: str) -> Iterator[Suggestion]:
    for name, decl in talk.session.doctor.rulebase.facts.items():
        if not decl.derived:
            yield Suggestion(name, shorten(decl.description, _WIDE))


def _known(talk: Talk, _rest: str) -> Iterator[Suggestion]:
    for name, item in talk.session.diagnosis.facts.items():
        if item.kind != "rule":
            yield Suggestion(name, shorten(talk.view.value(item.value), _WIDE))


def _assignment(talk: Talk, rest: str) -> Iterator[Suggestion]:
    last = rest.split(" ")[-1]
    name, equals, _value = last.partition("=")
    if not equals:
        yield from (Suggestion(f"{item.text}=", item.meta) for item in _facts(talk, rest))
        return
    decl = talk.session.doctor.rulebase.facts.get(name)
    if decl is not None:
        yield from _values(talk, decl)


def _values(talk: Talk, decl: FactDecl) -> Iterator[Suggestion]:
    labels = decl.ask.choices if decl.ask is not None else dict[str, str]()
    if decl.type == "boolean":
        yield from (Suggestion(value) for value in ("yes", "no"))
    elif decl.type == "country":
        from ...engine.countries import country_names

        yield from (Suggestion(name, code) for code, name in country_names())
    for value, meaning in decl.values.items():
        yield Suggestion(value, shorten(labels.get(value) or meaning, _WIDE))


def _causes(talk: Talk, _rest: str) -> Iterator[Suggestion]:
    for name, cause in talk.session.doctor.rulebase.causes.items():
        yield Suggestion(name, shorten(cause.title, _WIDE))


def _names(talk: Talk, rest: str) -> Iterator[Suggestion]:
    yield from _causes(talk, rest)
    yield from _facts(talk, rest)


def _fixes(talk: Talk, _rest: str) -> Iterator[Suggestion]:
    for number, fix in enumerate(talk.session.diagnosis.fixes, 1):
        yield Suggestion(str(number), shorten(fix.title, _WIDE))


def _numbers(talk: Talk, _rest: str) -> Iterator[Suggestion]:
    for number, text in enumerate(talk.copyable, 1):
        yield Suggestion(str(number), shorten(text, _WIDE))


def _fixed(*words: str) -> Callable[[Talk, str], Iterator[Suggestion]]:
    return lambda _talk, _rest: map(Suggestion, words)


def _commands(talk: Talk, _rest: str) -> Iterator[Suggestion]:
    for item in COMMANDS:
        yield Suggestion(item.name, talk.phrases.say(f"command.{item.name}"))


_ARGUMENTS: dict[str, Callable[[Talk, str], Iterator[Suggestion]]] = {
    "fact": _facts, "facts": _fixed("all"), "known-fact": _known, "assignment": _assignment, "cause": _causes, "fix": _fixes,
    "number": _numbers, "file": _fixed("last"), "name": _names, "look": _fixed(*_LOOKS), "report": _fixed(*_REPORTS),
    "command": _commands,
}  # fmt: skip
