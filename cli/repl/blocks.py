"""What the conversation says, before anybody knows how wide or colourful the screen is."""

from __future__ import annotations

from ...engine.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph, wrapped to the screen. ``lead`` stands before its first line, ``rest`` before the others."""

    text: str
    lead: str = ""
    rest: str | None = None
    style: str = ""
    """A marker of `cli.style`."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One line, cut where the screen ends."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A line that is never wrapped, because it is there to be copied; ``number`` is what ``/copy`` calls it."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A cause with its share (0 to 1), as a bar; ``whole``: its title in full, however many lines it takes."""

    title: str
    share: float
    id: str = field(default="")
    whole: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A name and what it is, side by side where there is room."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line."""


Block = Para | Cut | Verbatim | Share | Row | Gap
Blocks = list[Block]
