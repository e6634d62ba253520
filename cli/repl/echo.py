"""What the person said, once more: without keys, and a long paste by its beginning and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..render.style import CYAN, DIM, styled
from .blocks import Blocks, Cut, Gap, Para

if TYPE_CHECKING:
    from .talk import Talk

MOST_LINES = 5
LONGEST_LINE = 300


def echo(line: str, talk: Talk) -> Blocks:
    """The line as it stays on the screen; the words of a choice beside its number."""
    if not line.strip():
        return []
    lead = styled(CYAN, "› ")
    first, *others = line.strip("\n").split("\n")
    if not others:
        return [Gap(), Para(f"{first.expandtabs(4)[:LONGEST_LINE]}{_label(line, talk)}", lead, "  ")]
    if len(others) < MOST_LINES:
        return [Gap(), Cut(first, lead), *(Cut(text, "  ") for text in others)]
    between = styled(DIM, talk.phrases.say("talk.lines-between", number=len(others) - 1))
    return [Gap(), Cut(first, lead), Para(between, "  "), Cut(others[-1], "  ")]


def _label(line: str, talk: Talk) -> str:
    choices = talk.asking.choices if talk.asking else ()
    number = line.strip()
    if number.isdecimal() and 1 <= int(number) <= len(choices):
        return f"  {choices[int(number) - 1].label}"
    return ""
