"""Telling: texts, answers, corrections, facts one by one, looks at the machine, and taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.errors import InputError
from ...engine.observe.report import READ_BY_SHAPE
from ...engine.reason.progress import fixes_by_id
from ...engine.session.log import Answered, FixTried, Looked, Told, Unsure, Withdrew
from ..render import view as show
from ..render.layout import shorten
from ..render.style import DIM, GREEN, YELLOW, styled
from . import cards, looking, orders_fix
from .asking import Choice
from .blocks import Blocks, Gap, Para, Verbatim
from .naming import name_of, named_facts

if TYPE_CHECKING:
    from ...engine.diagnosis import FactItem
    from ...engine.session.log import Step
    from ..render.view import View
    from .talk import Handler, Talk

_MESSAGE = "error.message"


def tell(talk: Talk, text: str) -> Blocks:
    """A text: an error, a description, facts in a sentence. Raises `InputError` for an empty one."""
    before = cards.standing(talk.session) if talk.session.log else cards.NOTHING
    if _is_nothing_new(talk, text, before):
        return orders_fix.same_again(talk)
    opening = _begin_anew(talk, text, before)
    talk.session.tell(text)
    said = cards.understood(before, talk.session, talk.view, "heading.read")
    known = [] if said else _known_already(talk, text, before)
    if known:
        return [*opening, *known, *talk.again()]
    if not said:
        return [*opening, *_not_understood(talk)]
    return [*opening, *said, *_correctable(talk), *talk.go_on()]


def _is_nothing_new(talk: Talk, text: str, before: cards.Before) -> bool:
    """Whether the same error comes once more while a fix is tried: it did not help."""
    if talk.fix is None or before.message is None:
        return False
    seen, _observed = talk.session.doctor.gather(text, ())
    facts = {fact.name: fact.value for fact in seen if talk.view.is_shown(fact.name)}
    return facts.get(_MESSAGE) == before.message and all(name in before.facts for name in facts)


def _begin_anew(talk: Talk, text: str, before: cards.Before) -> Blocks:
    """Another error while a fix is tried: the fix did its part, and the next fault shows."""
    if talk.fix is None or before.message is None:
        return []
    seen, _observed = talk.session.doctor.gather(text, ())
    messages = {fact.value for fact in seen if fact.name == _MESSAGE}
    if not messages or before.message in messages:
        return []
    talk.session.fix_result(talk.fix.id, "helped")
    return [talk.say("talk.next-fault", GREEN)]


def _known_already(talk: Talk, text: str, before: cards.Before) -> Blocks:
    """What was said before, in a few words; nothing when the text tells nothing at all."""
    seen, _observed = talk.session.doctor.gather(text, ())
    facts = talk.session.diagnosis.facts
    names = [fact.name for fact in seen if fact.name in before.facts and talk.view.is_shown(fact.name)]
    said = [text for name in dict.fromkeys(names) if (text := show.said_of(name, facts[name], talk.view))]
    return [Para(talk.phrases.say("talk.known-already", facts=", ".join(said)), style=DIM)] if said else []


def _not_understood(talk: Talk) -> Blocks:
    if talk.asking:
        return [talk.say("talk.not-understood", YELLOW), Para(talk.asking.prompt, style=DIM)]
    talk.note_standing()
    return [talk.say("talk.not-understood-yet", YELLOW), *talk.go_on()]


def _correctable(talk: Talk) -> Blocks:
    """Once: how to put a misreading right."""
    if talk.hinted:
        return []
    talk.hinted = True
    return [talk.say("talk.correctable", DIM)]


def answer(talk: Talk, fact: str, values: list[str], also: str = "") -> Blocks:
    """The value, or values, of a fact, and what was told with it."""
    before = cards.standing(talk.session)
    talk.session.answer(fact, *values)
    talk.last_fact = fact
    if also:
        talk.session.tell(also)
    return [*cards.understood(before, talk.session, talk.view), *talk.go_on()]


def correct(talk: Talk, text: str) -> Blocks:
    """Something said before was wrong: the facts that ``text`` names, or the value that it is for an earlier fact."""
    facts = named_facts(talk, text) or _earlier_fact(talk, text)
    if not facts:
        return [talk.say("talk.what-to-correct", YELLOW), *talk.again()]
    before = cards.standing(talk.session)
    for fact, value in facts.items():
        talk.session.correct(fact, value)
        talk.last_fact = fact
    return [*cards.understood(before, talk.session, talk.view), *talk.go_on()]


def _earlier_fact(talk: Talk, text: str) -> dict[str, str]:
    """The fact of which ``text`` can be the value: the one answered last, else the only one that fits."""
    declared, known = talk.session.doctor.rulebase.facts, talk.session.diagnosis.facts
    names = [talk.last_fact] if talk.last_fact else []
    names += [name for name, item in known.items() if item.kind != "rule" and name not in READ_BY_SHAPE]
    names += ["error.http_status"] if "error.http_status" in known else []
    for name in dict.fromkeys(names):
        decl = declared.get(name)
        value = talk.reader.value(text, decl, _choices(talk, name)) if decl and decl.type != "boolean" else None
        if value is not None:
            return {name: value}
    return {}


def _choices(talk: Talk, fact: str) -> tuple[Choice, ...]:
    decl = talk.session.doctor.rulebase.facts[fact]
    labels = decl.ask.choices if decl.ask else dict[str, str]()
    return tuple(Choice("answer", label, value) for value, label in labels.items())


def _paste(talk: Talk, _rest: str) -> Blocks:
    talk.pasting = True
    return [talk.say("talk.pasting")]


def _facts(talk: Talk, rest: str) -> Blocks:
    """What people told and what was seen; ``all``: also what rules concluded, and what is there for rules only."""
    view, facts = talk.view, talk.session.diagnosis.facts
    every = rest.strip().lower() == "all"
    shown = [name for name, item in facts.items() if every or (item.kind != "rule" and view.is_shown(name))]
    if not shown:
        return [talk.say("talk.no-facts"), *talk.again()]
    return [*(_fact_line(name, facts[name], view) for name in shown), talk.say("talk.facts-hint", DIM), *talk.again()]


def _fact_line(name: str, item: FactItem, view: View) -> Para:
    said = show.labelled(name, item, view)
    whence = view.phrases.say("talk.fact-whence", fact=name, source=show.source(item, view))
    return Para(f"{said} {styled(DIM, whence)}", "  ", "      ")


def _set(talk: Talk, rest: str) -> Blocks:
    name, equals, value = rest.partition("=")
    if not equals:
        name, _, value = rest.partition(" ")
    if not name.strip() or not value.strip():
        raise InputError(talk.phrases.say("talk.set-usage"))
    name = name_of(talk, name.strip())
    decl = talk.session.doctor.rulebase.facts.get(name)
    values = [item.strip() for item in value.split(",")] if decl and decl.many else [value.strip()]
    before = cards.standing(talk.session)
    talk.session.correct(name, *values)
    talk.last_fact = name
    return [*cards.understood(before, talk.session, talk.view), *talk.go_on()]


def _unset(talk: Talk, rest: str) -> Blocks:
    if not rest:
        raise InputError(talk.phrases.say("talk.unset-usage"))
    before = cards.standing(talk.session)
    talk.session.withdraw(name_of(talk, rest))
    return [*cards.understood(before, talk.session, talk.view), *talk.go_on()]


def _undo(talk: Talk, _rest: str) -> Blocks:
    return _back_and_forth(talk, talk.session.undo(), "talk.undone", "talk.nothing-undone")


def _redo(talk: Talk, _rest: str) -> Blocks:
    return _back_and_forth(talk, talk.session.redo(), "talk.redone", "talk.nothing-redone")


def _back_and_forth(talk: Talk, step: Step | None, done: str, nothing: str) -> Blocks:
    if step is None:
        return [talk.say(nothing, YELLOW), *talk.again()]
    said = talk.say(done, GREEN, step=_named(talk, step))
    if not talk.session.state.texts and not talk.session.diagnosis.facts:
        talk.asking, talk.fix = None, None
        return [said, Gap(), talk.say("talk.start-again")]
    return [said, *talk.go_on()]


def _named(talk: Talk, step: Step) -> str:
    view = talk.view
    match step:
        case Told(text):
            return talk.phrases.say("talk.step.told", text=shorten(text, 50))
        case Looked():
            return talk.phrases.say("talk.step.looked")
        case Answered(fact, values):
            return talk.phrases.say("talk.step.answered", fact=view.label(fact), value=view.meaning(fact, values))
        case Unsure(fact):
            return talk.phrases.say("talk.step.unsure", fact=view.label(fact))
        case Withdrew(fact):
            return talk.phrases.say("talk.step.withdrew", fact=view.label(fact))
        case FixTried(fix, result):
            known = fixes_by_id(view.rulebase)
            return talk.phrases.say(f"talk.step.{result}", fix=known[fix][1].title if fix in known else fix)


def _skip(talk: Talk, _rest: str) -> Blocks:
    """Leave the question, or the fix, that is on the screen."""
    if talk.asking is None:
        raise InputError(talk.phrases.say("talk.nothing-asked"))
    if talk.asking.kind == "consent":
        return online_answered(talk, "", "", said=False)
    if talk.asking.kind == "fix":
        return orders_fix.other_fix(talk, "")
    talk.session.dont_know(talk.asking.about)
    return [talk.say("talk.unsure"), *talk.go_on()]


def _hint(talk: Talk, _rest: str) -> Blocks:
    if talk.asking is not None and talk.asking.kind == "fix":
        return orders_fix.how_to_check(talk, "")
    if talk.asking is None or not talk.asking.hint:
        raise InputError(talk.phrases.say("talk.no-hint"))
    words, commands = show.command_parts(talk.asking.hint)
    talk.copyable = commands
    said = Para(talk.phrases.say("question.hint", hint=words), "  ")
    return [said, *(Verbatim(command, number) for number, command in enumerate(commands, 1)), *talk.again()]


def _probe(talk: Talk, rest: str) -> Blocks:
    return looking.probe(talk, rest)


def online_answered(talk: Talk, purpose: str, address: str, said: bool) -> Blocks:
    """A yes or no to asking the network."""
    return looking.answered(talk, purpose, address, said)


HANDLERS: dict[str, Handler] = {
    "paste": _paste, "probe": _probe, "facts": _facts, "set": _set, "unset": _unset, "undo": _undo, "redo": _redo,
    "skip": _skip, "hint": _hint,
}  # fmt: skip
