"""A text as its reader means it: escapes decoded, decoration dropped, wrapped lines joined, each letter with its origin.

A key in a log may be cut by a line wrap, coloured by a terminal, URL-encoded or escaped by JSON. Patterns are looked for
in the view's text; `View.span` says which part of the original text a find covers. `readings` has further views.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final, Protocol

from ..lazy_pattern import lazy_pattern
from ..values import dataclass, field

SEALED: Final = "\ue000"
"""Stands in a view for a mark that a redactor left; no pattern matches it, so a mark is never redacted again."""

_UNREADABLE: Final = "\ufffd"

_INVISIBLE: Final = (
    "\\x00-\\x07\\x0e-\\x1a\\x1c-\\x1f\\x7f\\x80-\\x84\\x86-\\x9f\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ue000"
)
"""What nobody sees, and accents without a letter of their own."""
MARK_SOURCE: Final = r"\[[a-z][a-z0-9-]{1,30},\ \d{1,9}\ chars(?:,\ \#[0-9a-f]{8})?\]|\[(?:user|e-mail|IPv4\ address|IPv6\ address|name)\]"
"""What a redactor left."""
_MARK: Final = lazy_pattern(MARK_SOURCE)
ENTITIES: Final = {
    "amp": "&", "quot": '"', "apos": "'", "lt": "<", "gt": ">", "lowbar": "_", "UnderBar": "_", "hyphen": "-", "dash": "-",
    "period": ".", "sol": "/", "equals": "=", "plus": "+", "colon": ":", "comma": ",", "num": "#", "nbsp": " ",
}  # fmt: skip
_SOURCE: Final = rf"""
  (?P<mark>{MARK_SOURCE})
| (?P<drop>
     [\x1b\x9d\x90\x9f][\]PX^_]?(?<=[\]PX^_\x9d\x90\x9f])[^\x07\x1b\x90\x9c\x9d\x9f\n]{{0,2000}}(?:\x07|\x1b\\|\x9c)
   |     (?:\x1b|\x9b|\\{{1,8}}(?:u001[bB]|x1[bB]|033|e(?=\[)))\[?[0-?]{{0,32}}[ -/]{{0,4}}(?:(?<=\[)|(?<=[0-9;?]))[@-~]
     | \x1b[()][A-Z0-9]
     | [{_INVISIBLE}\x1b]+
     | \\{{1,8}}u(?:00[aA][dD]|200[b-fB-F]|20(?:2[a-eA-E]|6[0-9a-fA-F])|[fF][eE][fF]{{2}})
     | %(?:25)*[eE]2%(?:25)*80%(?:25)*(?:8[b-fB-F]|[aA][a-eA-E]) | %(?:25)*[eE][fF]%(?:25)*[bB][bB]%(?:25)*[bB][fF]
     | %(?:25)*[cC]2%(?:25)*[aA][dD]
     | <wbr\s?/?> | &(?:shy|zwnj|zwj|ZeroWidthSpace);)
| (?P<percent>%(?:25){{0,8}}[0-9A-Fa-f]{{2}})
| (?P<escape>\\{{1,8}}(?:u00[0-7][0-9A-Fa-f]|U000000[0-7][0-9A-Fa-f]|u\{{0{{0,4}}[0-7][0-9A-Fa-f]\}}|x[0-7][0-9A-Fa-f]))
| (?P<octal>\\{{1,8}}[01][0-7]{{2}})
| (?P<back>\x08)
| (?P<line>(?:\\{{1,8}}r\\{{1,8}}n|\\{{1,8}}[nr]|\r\n|[\n\r\v\f\x85\u2028\u2029])
     [\ \t]{{0,400}}(?:[\w.-]{{1,40}}\ {{1,20}}\|\ ?|[│┃║|>]\ ?)?[\ \t]{{0,400}})
| (?P<quote>\\{{1,8}}["'/`_.*~#=+-])
| (?P<entity>&(?:{"|".join(ENTITIES)}|\#0{{0,5}}\d{{2,3}}|\#[xX]0{{0,4}}[0-9a-fA-F]{{2}});)
| (?P<wide>[\uff01-\uff5e\u2010-\u2015\u2212\U0001d400-\U0001d7ff])
"""
_TOKEN: Final = lazy_pattern(_SOURCE, re.VERBOSE)
_TOKEN_INSIDE: Final = lazy_pattern(_SOURCE.replace("\ue000", ""), re.VERBOSE)
_BEGINS: Final = lazy_pattern(
    rf"[\[\\%<&\x08\x1b\x9b\n\r\v\f\x85\u2028\u2029{_INVISIBLE}\uff01-\uff5e\u2010-\u2015\u2212\U0001d400-\U0001d7ff]"
)
"""The letters that a token can begin with: looking for these is many times faster than trying every kind everywhere."""
_DECODED: Final = frozenset(("percent", "escape", "octal", "entity"))
_AGAIN: Final = lazy_pattern(r"%[0-9A-Fa-f]{2}|\\[uUx01]|&(?:[a-zA-Z]{2,8};|#)")
_BORDER: Final = "│┃║|"


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
        chunks, breaks, decoded, last, line_at = Chunks(), list[int](), False, 0, -1
        for match in _tokens(_TOKEN_INSIDE if outer else _TOKEN, source):
            plain, kind = source[last : match.start()], match.lastgroup or ""
            if kind == "line":
                plain = _without_border(plain)
            elif kind == "back":  # the next letter is printed over the last one
                plain = plain[:-1]
            chunks.add(plain, last)
            last = match.end()
            width = last - match.start()
            letter = SEALED if kind == "mark" else _letter(kind, match.group())
            decoded = decoded or kind in _DECODED
            if letter != "\n":
                chunks.add(letter, match.start(), width)
            elif line_at == chunks.length:  # an empty line: no wrap joins across it
                chunks.add("\n", match.start(), width)
                line_at = chunks.length
            else:
                breaks.append(chunks.length)
                line_at = chunks.length
        chunks.add(source[last:], last)
        if outer is None:
            return cls("".join(chunks.parts), tuple(breaks), chunks, decoded)
        breaks = sorted({*breaks, *map(chunks.index, outer.breaks)})
        return cls("".join(chunks.parts), tuple(breaks), chunks, decoded, outer, outer.coded)

    @classmethod
    def verbatim(cls, source: str) -> View:
        """The source text itself, nothing decoded, marks sealed letter by letter."""
        source = _MARK.sub(lambda mark: SEALED * len(mark.group()), source)
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


def _tokens(pattern: re.Pattern[str], source: str) -> Iterator[re.Match[str]]:
    """As ``pattern.finditer(source)``."""
    at = 0
    while begin := _BEGINS.search(source, at):
        match = pattern.match(source, begin.start())
        if match:
            yield match
        at = match.end() if match else begin.end()


def _without_border(line: str) -> str:
    """A line without trailing blanks and one box border: a terminal's padding is no part of a wrapped word."""
    line = line.rstrip(" \t")
    return line[:-1].rstrip(" \t") if line.endswith(tuple(_BORDER)) else line


def _letter(kind: str, token: str) -> str:
    """The letter that a token stands for; empty when it stands for nothing."""
    if kind in ("drop", "back"):
        return ""
    if kind == "line":
        return "\n"
    if kind == "quote":
        return token[-1]
    if kind == "wide":
        return unicodedata.normalize("NFKC", token) if token >= "\uff01" else "-"
    if kind == "entity":
        name = token[1:-1]
        return ENTITIES.get(name) or _plain(int(f"0{name[1:]}", 16) if name[1] in "xX" else int(name[1:]))
    return _plain(int(token[-3:], 8) if kind == "octal" else int(token.rstrip("}")[-2:], 16))


def _plain(code: int) -> str:
    """A decoded character: line ends as a line break, other blanks as such, what is not ASCII as unreadable."""
    if code in (0x0A, 0x0D):
        return "\n"
    return chr(code) if code == 0x09 or 0x20 <= code < 0x7F else _UNREADABLE
