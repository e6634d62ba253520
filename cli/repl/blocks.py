"""What the conversation says, before anybody knows how wide or colourful the screen is."""

from __future__ import annotations

from ...engine.values import Struct, field


class Para(Struct):
    """A paragraph, wrapped to the screen. ``lead`` stands before its first line, ``rest`` before the others."""

    text: str
    lead: str = ""
    rest: str | None = None
    style: str = ""
    """A marker of `cli.style`."""


class Cut(Struct):
    """One line, cut where the screen ends."""

    text: str
    lead: str = ""


class Verbatim(Struct):
    """A line that is never wrapped, because it is there to be copied; ``number`` is what ``/copy`` calls it."""

    text: str
    number: int = 0


class Share(Struct):
    """A cause with its share (0 to 1), as a bar; ``whole``: its title in full, however many lines it takes."""

    title: str
    share: float
    id: str = field(default="")
    whole: bool = field(default=False)


class Row(Struct):
    """A name and what it is, side by side where there is room."""

    name: str
    text: str


class Gap(Struct):
    """An empty line."""


Block = Para | Cut | Verbatim | Share | Row | Gap
Blocks = list[Block]
