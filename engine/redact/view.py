"""A text as its reader means it: escapes decoded, decoration dropped, wrapped lines joined, each letter with its origin.

A key in a log may be cut by a line wrap, coloured by a terminal, URL-encoded or escaped by JSON. Patterns are looked for
in the view's text; `View.span` says which part of the original text a find covers. `readings` has further views.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final, Protocol

from ..lazy_pattern import lazy_pattern
from ..values import dataclass, field
from .signs import BREAK, MARK, SEALED, letter_of, may_have_marks, signs

_DECODED: Final = frozenset(("percent", "escape", "octal", "entity"))
_AGAIN: Final = lazy_pattern(r"%[0-9A-Fa-f]{2}|\\[uUx01]|&(?:[a-zA-Z]{2,8};|#)")
_BORDERS: Final = ("│", "┃", "║", "|")
_MAY_BEGIN_LINE: Final = " \t│┃║|>"


class Origins(Protocol):
    """Where the letters of a view come from."""

    def place(self, index: int) -> tuple[int, int]:
        """The part of the source (of the outer view's text, where there is one) that a letter comes from."""
        ...


@dataclass(slots=True)
class Chunks:
    """What a view is glued from: per chunk its place in the view, in the source, and the source width of one letter."""

    parts: list[str] = field(default_factory=list[str])
    at: list[int] = field(default_factory=list[int])
    origin: list[int] = field(default_factory=list[int])
    width: list[int] = field(default_factory=list[int])
    length: int = 0

    def add(self, part: str, origin: int, width: int = 0) -> None:
        """Glue a part; ``width`` is 0 for verbatim text, else the source length of the one letter."""
        if part:
            self.parts.append(part)
            self.at.append(self.length)
            self.origin.append(origin)
            self.width.append(width)
            self.length += len(part)

    def index(self, place: int) -> int:
        """Where in the view the text from a place of the source on begins."""
        chunk = bisect_right(self.origin, place) - 1
        if chunk < 0:
            return 0
        after = self.at[chunk + 1] if chunk + 1 < len(self.at) else self.length
        if self.width[chunk]:
            return self.at[chunk] if self.origin[chunk] == place else after
        return min(self.at[chunk] + place - self.origin[chunk], after)

    def place(self, index: int) -> tuple[int, int]:
        """As `Origins` has it."""
        chunk = bisect_right(self.at, index) - 1
        width, origin = self.width[chunk], self.origin[chunk]
        if width:
            return origin, origin + width
        origin += index - self.at[chunk]
        return origin, origin + 1


class _Lines:
    """A view in the making: the lines of a source, glued."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._chunks = Chunks()
        self._breaks: list[int] = []
        self._last = 0
        """Up to here the source is glued."""
        self._pipes: bool = "|" in source
        self._line_at = -1
        """Where in the view the last line begins."""

    def up_to(self, start: int, end: int) -> None:
        """Glue the lines between two signs; the last one may go on."""
        source, chunks, breaks = self._source, self._chunks, self._breaks
        at = source.find("\n", start, end)
        while at >= 0:
            following = self._pipes or source[at + 1 : at + 2] in _MAY_BEGIN_LINE
            found = BREAK.match(source, at) if following else None
            after = min(found.end(), end) if found else at + 1
            chunks.add(_without_border(source[self._last : at]), self._last)
            self._last = after
            if self._line_at == chunks.length:  # an empty line: no wrap joins across it
                chunks.add("\n", at, after - at)
            else:
                breaks.append(chunks.length)
            self._line_at = chunks.length
            at = source.find("\n", after, end)

    def sign(self, kind: str, start: int, end: int, letter: str) -> None:
        """Glue the line as far as a sign, and what that stands for."""
        chunks, plain = self._chunks, self._source[self._last : start]
        if kind == "line":
            plain = _without_border(plain)
        elif kind == "back":  # the next letter is printed over the last one
            plain = plain[:-1]
        chunks.add(plain, self._last)
        self._last = end
        if letter != "\n":
            chunks.add(letter, start, end - start)
            return
        if self._line_at == chunks.length:
            chunks.add("\n", start, end - start)
        else:
            self._breaks.append(chunks.length)
        self._line_at = chunks.length

    def glued(self, at: int) -> tuple[Chunks, list[int]]:
        """All of it, the lines after the last sign too, and where line breaks were taken out."""
        self.up_to(at, len(self._source))
        self._chunks.add(self._source[self._last :], self._last)
        return self._chunks, self._breaks


@dataclass(frozen=True, slots=True)
class View:
    """A decoded text. ``breaks`` are the sorted places in ``text`` where a line break was taken out.

    ``decoded``: whether anything was; ``coded``: whether the text was spelt in codes such as base64.
    """

    text: str
    breaks: tuple[int, ...]
    origins: Origins
    decoded: bool
    outer: View | None = None
    coded: bool = False

    @classmethod
    def of(cls, source: str, outer: View | None = None) -> View:
        """The view of a source text (of an outer view's text when ``outer`` is given)."""
        lines, decoded, at = _Lines(source), False, 0
        for sign in signs(source, inside=outer is not None):
            lines.up_to(at, sign.start())
            kind, at = sign.lastgroup or "", sign.end()
            lines.sign(kind, sign.start(), at, letter_of(kind, sign.group()))
            decoded = decoded or kind in _DECODED
        chunks, breaks = lines.glued(at)
        if outer is None:
            return cls("".join(chunks.parts), tuple(breaks), chunks, decoded)
        breaks = sorted({*breaks, *map(chunks.index, outer.breaks)})
        return cls("".join(chunks.parts), tuple(breaks), chunks, decoded, outer, outer.coded)

    @classmethod
    def verbatim(cls, source: str) -> View:
        """The source text itself, nothing decoded, marks sealed letter by letter."""
        if may_have_marks(source):
            source = MARK.sub(lambda mark: SEALED * len(mark.group()), source)
        chunks = Chunks()
        chunks.add(source, 0)
        return cls(source, (), chunks, False)

    def again(self) -> View | None:
        """The view of this view, where a second layer of encoding shows; else None."""
        return View.of(self.text, self) if self.decoded and _AGAIN.search(self.text) else None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original text that letters ``start`` to ``end`` (not empty) come from."""
        first, last = self.origins.place(start)[0], self.origins.place(end - 1)[1]
        return self.outer.span(first, last) if self.outer else (first, last)

    def breaks_in(self, start: int, end: int) -> tuple[int, ...]:
        """The places of taken-out line breaks strictly between ``start`` and ``end``."""
        return self.breaks[bisect_right(self.breaks, start) : bisect_left(self.breaks, end)]

    def is_break(self, index: int) -> bool:
        """Whether a line break was taken out right before letter ``index``."""
        found = bisect_left(self.breaks, index)
        return found < len(self.breaks) and self.breaks[found] == index


def _without_border(line: str) -> str:
    """A line without trailing blanks and one box border: a terminal's padding is no part of a wrapped word."""
    line = line.rstrip(" \t")
    return line[:-1].rstrip(" \t") if line.endswith(_BORDERS) else line
