"""A condition as nested lists: what must hold, in words, with the facts as links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.conditions import All, Any_, Condition, Known, Not, Test
from .markup import Markup, place

if TYPE_CHECKING:
    from ...engine.facts import Scalar
    from .frame import Frame
    from .links import Links


def condition(value: Condition, frame: Frame, links: Links) -> Markup:
    """The condition of a rule."""
    tag = frame.html.tag
    match value:
        case All(parts) | Any_(parts):
            word = "all" if isinstance(value, All) else "any"
            items = [tag("li", condition(part, frame, links)) for part in parts]
            return frame.html.join([
                tag("span", frame.say(f"when.{word}"), class_="word"), tag("ul", *items, class_=f"tree {word}"),
            ])  # fmt: skip
        case Not(part):
            inner = tag("ul", tag("li", condition(part, frame, links)), class_="tree not")
            return frame.html.join([tag("span", frame.say("when.not"), class_="word"), inner])
        case Known(fact, wanted):
            sentence = frame.phrases.say("test.known" if wanted else "test.unknown", fact=place("fact"))
            return frame.html.filled(sentence, fact=links.fact(fact))
        case Test(fact, operator, operands):
            sentence = frame.phrases.say(f"test.{operator}", fact=place("fact"), values=place("values"))
            values = frame.html.join([links.value(fact, written(item, frame)) for item in operands], ", ")
            return frame.html.filled(sentence, fact=links.fact(fact), values=values)


def written(value: Scalar, frame: Frame) -> str:
    """One value; yes or no for a boolean."""
    return frame.phrases.say("value.yes" if value else "value.no") if isinstance(value, bool) else str(value)
