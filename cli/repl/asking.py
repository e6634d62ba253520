"""What the person is being asked: a question of the rule base, what became of a fix, or a yes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from ...engine.values import Struct

if TYPE_CHECKING:
    from ...engine.diagnosis import Question
    from ..phrases import Phrases

Deed = Literal[
    "answer", "unsure", "hint", "look", "look-online", "fix-now",
    "helped", "not-helped", "check", "how-to-check", "other-fix",
    "ask-more", "yes", "no",
]  # fmt: skip
"""What choosing does. ``answer`` states the fact; the others are for the conversation to act on."""
AskedAbout = Literal["fact", "fix", "consent"]


class Choice(Struct):
    """One line of a menu. ``value`` is the fact's value, as text, where the deed is ``answer``."""

    deed: Deed
    label: str
    value: str = ""


class Asking(Struct):
    """A question with its menu. ``about`` names the fact, the fix, or what the yes is for."""

    kind: AskedAbout
    about: str
    prompt: str
    choices: tuple[Choice, ...]
    hint: str = ""


def ask_fact(question: Question, phrases: Phrases, *, sure: bool = False, probe: str = "") -> Asking:
    """A question of the rule base, with the ways out that every question has.

    ``sure``: a cause is diagnosed already; ``probe``: what would tell it, too (`model.Ask.probe`), unless it did already.
    """
    choices = [Choice("answer", str(choice["label"]), _text(choice["value"])) for choice in question.choices]
    if probe:
        deed: Deed = "look" if probe == "look" else "look-online"
        choices.append(Choice(deed, phrases.say(f"talk.choice.{deed}")))
    choices.append(Choice("unsure", phrases.say("talk.choice.unsure")))
    if question.hint:
        choices.append(Choice("hint", phrases.say("talk.choice.hint")))
    if sure:
        choices.append(Choice("fix-now", phrases.say("talk.choice.fix-now")))
    return Asking("fact", question.fact, question.prompt, tuple(choices), question.hint)


def ask_fix(fix: str, phrases: Phrases, *, others: bool, more: bool = False) -> Asking:
    """What became of a fix; ``more``: there are questions that were not asked."""
    deeds: Iterable[Deed] = ("helped", "not-helped", "check", "how-to-check", "other-fix", "ask-more")
    offered = {"other-fix": others, "ask-more": more}
    left_out = {deed for deed, there in offered.items() if not there}
    choices = [Choice(deed, phrases.say(f"talk.choice.{deed}")) for deed in deeds if deed not in left_out]
    return Asking("fix", fix, phrases.say("talk.tried"), tuple(choices))


def ask_yes(about: str, prompt: str, phrases: Phrases) -> Asking:
    """Whether to do something."""
    choices = (Choice("yes", phrases.say("talk.choice.yes")), Choice("no", phrases.say("talk.choice.no")))
    return Asking("consent", about, prompt, choices)


def _text(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
