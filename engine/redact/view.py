"""A text as its reader means it: escapes decoded, decoration dropped, wrapped lines joined, each letter with its origin.

A key in a log may be cut by a line wrap, coloured by a terminal, URL-encoded or escaped by JSON. Patterns are looked for
in the view's text; `View.span` says which part of the original text a find covers. `readings` has further views.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, compress, pairwise
from sys import maxsize

from ..lazy_pattern import lazy_pattern
from ..values import Struct, field
from .margins import MAY_BEGIN_LINE, line_start
from .marks import sealed
from .patterns import STARTS
from .places import letters
from .signs import letter_of, line_breaks, signs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, Protocol


_DECODED: Final = frozenset(("percent", "escape", "octal", "entity"))
_AGAIN: Final = lazy_pattern(r"%[0-9A-Fa-f]{2}|\\[uUx01]|&(?:[a-zA-Z]{2,8};|#)")
_BORDERS: Final = ("│", "┃", "║", "|")
_MAY_END_LINE: Final = frozenset(" \t│┃║|")


if TYPE_CHECKING:

    class Origins(Protocol):
        """Where the letters of a view come from."""

        def place(self, index: int) -> tuple[int, int]:
            """The part of the source (of the outer view's text, where there is one) that a letter comes from."""
            ...


class Chunks(Struct, frozen=False):
    """What a view is glued from: per chunk its place in the view, in the source, and the source width of one letter."""

    parts: list[str] = field(default_factory=list[str])
    spans: list[tuple[int, int, int]] = field(default_factory=list[tuple[int, int, int]])
    length: int = 0

    def add(self, part: str, origin: int, width: int = 0) -> None:
        """Glue a part; ``width`` is 0 for verbatim text, else the source length of the one letter."""
        if part:
            self.parts.append(part)
            self.spans.append((self.length, origin, width))
            self.length += len(part)

    def index(self, place: int) -> int:
        """Where in the view the text from a place of the source on begins."""
        chunk = bisect_right(self.spans, place, key=lambda span: span[1]) - 1
        if chunk < 0:
            return 0
        at, origin, width = self.spans[chunk]
        after = self.spans[chunk + 1][0] if chunk + 1 < len(self.spans) else self.length
        if width:
            return at if origin == place else after
        return min(at + place - origin, after)

    def place(self, index: int) -> tuple[int, int]:
        """As `Origins` has it."""
        at, origin, width = self.spans[bisect_right(self.spans, (index, maxsize)) - 1]
        if width:
            return origin, origin + width
        origin += index - at
        return origin, origin + 1


class _Later:
    """The origins of a view that was read quickly: worked out when the first is asked for, as hardly any text has a find."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._chunks: Chunks | None = None

    def place(self, index: int) -> tuple[int, int]:
        """As `Origins` has it."""
        if self._chunks is None:
            self._chunks = _decoded(self._source, inside=False)[0]
        return self._chunks.place(index)


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
        if self._source.find("\n", start, end) < 0:
            return
        at = start
        for line, following in pairwise(self._source[start:end].split("\n")):
            if line and (text := line[self._last - at :]):
                self._chunks.add(_without_border(text) if text[-1] in _MAY_END_LINE else text, self._last)
            at = self._last = at + len(line) + 1
            if following and (self._pipes or following[0] in MAY_BEGIN_LINE):
                self._last = min(line_start(self._source, at), end)
            self._break(at - 1, self._last)

    def _break(self, at: int, after: int) -> None:
        """Take out a line break and the margin behind it."""
        if self._line_at == self._chunks.length:  # an empty line: no wrap joins across it
            self._chunks.add("\n", at, after - at)
        else:
            self._breaks.append(self._chunks.length)
        self._line_at = self._chunks.length

    def sign(self, kind: str, start: int, end: int, letter: str) -> None:
        """Glue the line as far as a sign, and what that stands for."""
        plain = self._source[self._last : start]
        if kind == "line":
            plain = _without_border(plain)
        elif kind == "back":  # the next letter is printed over the last one
            plain = plain[:-1]
        self._chunks.add(plain, self._last)
        self._last = end
        if letter == "\n":
            self._break(start, end)
        else:
            self._chunks.add(letter, start, end - start)

    def glued(self, at: int) -> tuple[Chunks, list[int]]:
        """All of it, the lines after the last sign too, and where line breaks were taken out."""
        self.up_to(at, len(self._source))
        self._chunks.add(self._source[self._last :], self._last)
        return self._chunks, self._breaks


class _Looks(Struct, frozen=False):
    """How a text looks to those who only look for letters of ASCII; made when first asked for."""

    ascii: str | None = None
    letters: bytes | None = None
    lower: str | None = None
    starts: tuple[tuple[int, str], ...] | None = None


class View(Struct):
    """A decoded text. ``breaks`` are the sorted places in ``text`` where a line break was taken out.

    ``decoded``: whether anything was; ``coded``: whether the text was spelt in codes such as base64.
    """

    text: str
    breaks: tuple[int, ...]
    origins: Origins
    decoded: bool
    outer: View | None = None
    coded: bool = False
    _looks: _Looks = field(default_factory=_Looks, repr=False, compare=False)

    @property
    def letters(self) -> bytes:
        """The text as `places.letters` has it."""
        if self._looks.letters is None:
            self._looks.letters = letters(self.text)
        return self._looks.letters

    @property
    def ascii(self) -> str:
        """The same as a text."""
        if self._looks.ascii is None:
            self._looks.ascii = self.text if self.text.isascii() else self.letters.decode("ascii")
        return self._looks.ascii

    @property
    def lower(self) -> str:
        """The text in ASCII and lower case, letter by letter; the two capitals beyond ASCII whose small letter is in it, too."""
        if self._looks.lower is None:
            text = self.text.replace("\u0130", "I").replace("\u212a", "K")
            self._looks.lower = letters(text).decode("ascii").lower()
        return self._looks.lower

    @property
    def starts(self) -> tuple[tuple[int, str], ...]:
        """Place and letters of all that begins like a secret."""
        if self._looks.starts is None:
            self._looks.starts = tuple(STARTS.found(self.ascii))
        return self._looks.starts

    @classmethod
    def of(cls, source: str, outer: View | None = None) -> View:
        """The view of a source text (of an outer view's text when ``outer`` is given)."""
        if outer is None and (read := _read_quickly(source)):
            return cls(*read, _Later(source), False)
        chunks, breaks, decoded = _decoded(source, inside=outer is not None)
        if outer is None:
            return cls("".join(chunks.parts), tuple(breaks), chunks, decoded)
        breaks = sorted({*breaks, *map(chunks.index, outer.breaks)})
        return cls("".join(chunks.parts), tuple(breaks), chunks, decoded, outer, outer.coded)

    @classmethod
    def verbatim(cls, source: str) -> View:
        """The source text itself, nothing decoded, marks sealed letter by letter."""
        source, chunks = sealed(source), Chunks()
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


def _decoded(source: str, *, inside: bool) -> tuple[Chunks, list[int], bool]:
    """What a view is glued from, where line breaks were taken out, and whether anything was decoded.

    ``inside``: the source is the text of a view.
    """
    lines, decoded, at = _Lines(source), False, 0
    for kind, start, end in signs(source, inside=inside):
        lines.up_to(at, start)
        lines.sign(kind, start, end, letter_of(kind, source[start:end]))
        at = end
        decoded = decoded or kind in _DECODED
    return *lines.glued(at), decoded


def _read_quickly(source: str) -> tuple[str, tuple[int, ...]] | None:
    """What `_decoded` makes, without origins: text and breaks of a source that has line breaks and marks only, else None."""
    signs_of_breaks = line_breaks(source)
    if signs_of_breaks is None:
        return None
    lines, at, pipes = list[str](), 0, "|" in source
    for start, end in (*signs_of_breaks, (len(source), 0)):
        first, *others = sealed(source[at:start], as_one=True).split("\n")
        lines.append(first)
        lines += [
            line[line_start(line, 0) :] if line and (pipes or line[0] in MAY_BEGIN_LINE) else line for line in others
        ]
        at = end
    last = lines.pop()
    lines = [_without_border(line) if line and line[-1] in _MAY_END_LINE else line for line in lines]
    parts = [*lines[:1], *[line or "\n" for line in lines[1:]]]  # an empty line: no wrap joins across it
    breaks = compress(accumulate(map(len, parts)), [True, *lines[1:]])
    return "".join(parts) + last, tuple(breaks)


def _without_border(line: str) -> str:
    """A line without trailing blanks and one box border: a terminal's padding is no part of a wrapped word."""
    line = line.rstrip(" \t")
    return line[:-1].rstrip(" \t") if line.endswith(_BORDERS) else line
