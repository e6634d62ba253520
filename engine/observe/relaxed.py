"""A forgiving reader of object literals in running text.

It reads JSON, Python dict reprs, JavaScript's ``inspect``, Go's ``map[k:v]``, Java and Rust debug prints, with
trailing or missing commas, at any level of escaping (``{\\"error\\": …``), and whatever there is of a text that
was cut off. The work is bounded: it never reads a character more than a few times.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..lazy_pattern import lazy_pattern
from ..plain_json import begin
from ..values import Struct, field
from .escapes import open_levels, scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias


Plain: TypeAlias = "Any"  # dict, list, str, int, float, bool or None, nested

_BLANK = r"(?:\s|\\{1,16}[nrt](?![a-z_]))"
_START = lazy_pattern(
    rf"\{{(?={_BLANK}{{0,400}}(?:\\{{0,16}}[\"'“”]|[\w$@.-]{{1,80}}\s?(?:[:=])|\w{{1,40}} ?\{{))|\bmap\[(?=[\w@.-]{{1,80}}:)"
)
_BLANKS = lazy_pattern(rf"{_BLANK}*")
_QUOTE = lazy_pattern(r"(?:[bBuUrR]{1,2}(?=[\"']))?(\\{0,64})([\"'`“”])")
_BARE_KEY = lazy_pattern(r"[\w$@./-]{1,120}|\[[^\[\]\n]{1,80}\]")
_SEPARATOR = lazy_pattern(r"\s{0,8}(?:=>|:=|:|=)")
_LITERAL = lazy_pattern(r"(?i)(?:true|false|null|none|nil|undefined|-?\d{1,18}(?:\.\d+)?)(?=[\s,}\])\\;]|$)")
_WORDS = lazy_pattern(
    rf"<[^<>\n]{{0,200}}>|(?:[^,{{}}\[\]()\n\"'\\]|(?<=\w)[\"'](?=\w))+(?:[\[(][^\[\](){{}}\n]{{0,200}}[\])][^,{{}}\[\]()\n\\]*"
    rf"|,(?!{_BLANK}{{0,80}}\\{{0,16}}[\w@\"'\[][^,:=\n]{{0,60}}[:=])[^,{{}}\[\]()\n\\]*)*"
)
_ITEM = lazy_pattern(r"[^,{}\[\]()\n\"'\\]+")
_GO_WORDS = lazy_pattern(r"(?:(?!\s[\w@.-]{1,80}:(?!//))[^\[\]])+")
_GO_KEY = lazy_pattern(r"\s*([\w@./-]{1,120}):")
_CLOSERS = {
    '"': lazy_pattern(r'(?s)[^"\\]*(?:\\.[^"\\]*)*"'),
    "'": lazy_pattern(r"(?s)[^'\\]*(?:\\.[^'\\]*)*'"),
    "`": lazy_pattern(r"(?s)[^`\\]*(?:\\.[^`\\]*)*`"),
    "“": lazy_pattern(r"[^“”]*[“”]"),
    "”": lazy_pattern(r"[^“”]*[“”]"),
}
_JSON_STARTS = lazy_pattern(r"\{[ \t\n\r]*[\"}]")
_STRICT_SPAN = 20_000
_UNTERMINATED = 4_000
_DEEPEST = 40


class Budget(Struct, frozen=False):
    """What one paste may cost, whatever is in it: objects begun, and values read."""

    starts: int = 4_000
    nodes: int = 80_000


class Found(Struct):
    """An object literal: where it starts and ends in the text, and its data."""

    start: int
    end: int
    value: dict[str, Plain] = field(default_factory=dict[str, Plain])


def find_objects(text: str, budget: Budget) -> Iterator[Found]:
    """Every outermost object literal, in order. When the budget is short, the end of the text comes first in line."""
    starts = sorted(at for sign in ("{", "map[") for at in _places(text, sign) if _START.match(text, at))
    if len(starts) > budget.starts:
        starts = starts[: budget.starts // 4] + starts[-(budget.starts - budget.starts // 4) :]
    position = 0
    for start in starts:
        if start < position:
            continue
        if budget.starts <= 0 or budget.nodes <= 0:
            return
        budget.starts -= 1
        value, position = _strict(text, start) or _Reader(text, start, budget).top()
        position = max(position, start + 1)
        if value:
            yield Found(start, position, value)


def _places(text: str, sign: str) -> Iterator[int]:
    """Where a sign stands: many times faster than trying a pattern at each letter of a long log."""
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _strict(text: str, start: int) -> tuple[dict[str, Plain], int] | None:
    """Real JSON, read at the speed of the standard library."""
    if not _JSON_STARTS.match(text, start):
        return None
    try:
        value, length = begin(text[start : start + _STRICT_SPAN])
    except (ValueError, RecursionError):
        return None
    return value, start + length


class _Broken(Exception):
    """The text does not go on as an object; what was read so far stays."""


class _Reader:
    def __init__(self, text: str, position: int, budget: Budget) -> None:
        self.text = text
        self.at: int = position
        self.budget = budget

    def top(self) -> tuple[dict[str, Plain], int]:
        value: dict[str, Plain] = {}
        try:
            if self.text[self.at] == "m":
                self._go_map(value, 0)
            else:
                self._object(value, 0)
        except _Broken:
            pass
        return value, self.at

    def _blank(self) -> str:
        """Skip blanks; the character that follows, empty at the end."""
        blanks = _BLANKS.match(self.text, self.at)
        self.at = blanks.end() if blanks else self.at
        return self.text[self.at : self.at + 1]

    def _object(self, into: dict[str, Plain], depth: int) -> None:
        self._spend(depth)
        self.at += 1
        while True:
            char = self._blank()
            if char in {",", ";"}:
                self.at += 1
            elif char in {"}", ")"}:
                self.at += 1
                return
            else:
                key = self._key()
                into[key] = None
                self._value_into(into, key, depth)

    def _key(self) -> str:
        if _QUOTE.match(self.text, self.at):
            key = self._string()
        else:
            bare = _BARE_KEY.match(self.text, self.at)
            if not bare:
                raise _Broken
            self.at = bare.end()
            key = bare[0].strip("[]")
        separator = _SEPARATOR.match(self.text, self.at)
        if separator:
            self.at = separator.end()
        elif self._blank() != "{":
            raise _Broken
        return key

    def _value_into(self, into: dict[str, Plain] | list[Plain], key: str | None, depth: int) -> None:
        """Read a value and put it in place before it is complete, so that a cut text loses nothing."""
        self._spend(depth)
        char = self._blank()
        value: Plain
        if char == "{" or self.text.startswith("map[", self.at):
            value = {}
            _put(into, key, value)
            if char == "{":
                self._object(value, depth + 1)
            else:
                self._go_map(value, depth + 1)
        elif char == "[":
            value = []
            _put(into, key, value)
            self._array(value, depth + 1)
        else:
            self._scalar_into(into, key, depth)

    def _scalar_into(self, into: dict[str, Plain] | list[Plain], key: str | None, depth: int) -> None:
        if _QUOTE.match(self.text, self.at):
            _put(into, key, self._string(into, key))
            return
        literal = _LITERAL.match(self.text, self.at)
        words = literal or (_ITEM if isinstance(into, list) else _WORDS).match(self.text, self.at)
        if not words:
            raise _Broken
        self.at = words.end()
        follower = self.text[self.at : self.at + 1]
        if not literal and follower and follower in "{(" and words[0].strip():
            self.at += follower == "("
            self._value_into(into, key, depth + 1)
            self.at += follower == "(" and self._blank() == ")"
            return
        _put(into, key, scalar(words[0].strip()))

    def _array(self, into: list[Plain], depth: int) -> None:
        self._spend(depth)
        self.at += 1
        while True:
            char = self._blank()
            if char == ",":
                self.at += 1
            elif char == "]":
                self.at += 1
                return
            else:
                self._value_into(into, None, depth)

    def _go_map(self, into: dict[str, Plain], depth: int) -> None:
        self._spend(depth)
        self.at += len("map[")
        while True:
            if self._blank() == "]":
                self.at += 1
                return
            key = _GO_KEY.match(self.text, self.at)
            if not key:
                raise _Broken
            self.at = key.end()
            into[key[1]] = None
            if self.text.startswith(("map[", "["), self.at):
                self._value_into(into, key[1], depth)
            else:
                words = _GO_WORDS.match(self.text, self.at)
                self.at = words.end() if words else self.at
                into[key[1]] = scalar(words[0].strip()) if words else ""

    def _string(self, into: dict[str, Plain] | list[Plain] | None = None, key: str | None = None) -> str:
        opening = _QUOTE.match(self.text, self.at)
        assert opening is not None  # whoever calls saw one
        escapes, quote = len(opening[1]), opening[2]
        start = opening.end()
        if escapes:
            end = _escaped_quote(self.text, opening[1] + quote, start)
            after = end + escapes + 1
        else:
            closing = _CLOSERS[quote].match(self.text, start)
            after = closing.end() if closing else 0
            end = after - 1
        levels = escapes.bit_length() + 1
        if end < 0:
            if into is not None:
                _put(into, key, open_levels(self.text[start : start + _UNTERMINATED], levels))
            self.at = start
            raise _Broken
        self.at = after
        return open_levels(self.text[start:end], levels)

    def _spend(self, depth: int) -> None:
        self.budget.nodes -= 1
        if depth > _DEEPEST or self.budget.nodes <= 0 or self.at >= len(self.text):
            raise _Broken


def _escaped_quote(text: str, mark: str, start: int) -> int:
    """Where a quotation mark stands with as many backslashes before it as in ``mark``, no more and no fewer; -1: nowhere."""
    at = text.find(mark, start)
    while at > 0 and text[at - 1] == "\\":
        at = text.find(mark, at + 1)
    return at


def _put(into: dict[str, Plain] | list[Plain], key: str | None, value: Plain) -> None:
    if isinstance(into, dict):
        into[str(key)] = value
    else:
        into.append(value)
