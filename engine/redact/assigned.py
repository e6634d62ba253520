"""What stands behind a name: a sign that gives it a value, and the value.

Every letter here is taken or left for good, so that string methods do what a pattern would, without its being compiled.
"""

from __future__ import annotations

from ..values import Struct
from .marks import SEALED
from .places import is_one_word, past

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, Literal


_BLANKS: Final = " \t"
_QUOTES: Final = "\"'"
MAY_BEGIN_SIGN: Final = frozenset("\"'`])=:,v" + _BLANKS)
"""What a sign begins with, and what may stand before it."""
_BEHIND_BLANKS: Final = frozenset("=:v\"'")
"""What a sign begins with behind its blanks, where it is more than these."""
_SIGNS: Final = (":=", "=>", "===", "==", "=", ":")
_LONGEST_QUOTED: Final = 4000
_LONGEST_BARE: Final = 1000
_NO_BARE: Final = "\"'`&<>|" + SEALED
_KINDS: Final[dict[str, Literal["double", "single", "tick"]]] = {'"': "double", "'": "single", "`": "tick"}


class Sign(Struct):
    """What ties a value to a name: ``=`` or ``:`` and the like, the comma of a list, ``value:``, or nothing but blanks.

    ``end``: behind it and its blanks.
    """

    kind: Literal["sign", "comma", "pair", "blank"]
    end: int
    letters: str = ""


class Value(Struct):
    """A value in quotes of some kind, or bare; from ``start`` to ``end`` without its quotes."""

    kind: Literal["double", "single", "tick", "bare"]
    start: int
    end: int


def sign_behind(text: str, end: int) -> Sign | None:
    """The sign behind a name that ends there."""
    if text[end : end + 1] not in MAY_BEGIN_SIGN:
        return None
    at = past(text, end, _BLANKS, 8)
    if at > end and text[at : at + 1] not in _BEHIND_BLANKS:
        return Sign("blank", at)
    at = past(text, past(text, end, "\"'`])", 4), _BLANKS, 8)
    letters = next((sign for sign in _SIGNS if text.startswith(sign, at)), "")
    if letters:
        return Sign("sign", past(text, at + len(letters), _BLANKS, 8), letters)
    if text.startswith(("'", '"'), end):
        at = past(text, end + 1, _BLANKS, 1)
        after = past(text, at + 1, _BLANKS, 1)
        if text.startswith(",", at) and text.startswith(('"', "'", 'b"', "b'"), after):
            return Sign("comma", after)
    at = past(text, past(text, past(text, past(text, end, _QUOTES, 1), ",", 1), _BLANKS, 8), _QUOTES, 1)
    if text.startswith("value", at):
        at = past(text, past(text, at + len("value"), _QUOTES, 1), _BLANKS, 1)
        if text.startswith((":", "="), at):
            return Sign("pair", past(text, at + 1, _BLANKS, 1))
    at = past(text, end, _BLANKS, 8)
    return Sign("blank", at) if at > end else None


def value_behind(text: str, at: int) -> Value | None:
    """The value that begins at a place; it may stand in a bracket, and in a string literal with a prefix."""
    inside = at + text.startswith("[", at)
    quote = past(text, inside, "bBrRuU", 2)
    if (kind := _KINDS.get(text[quote : quote + 1])) and (end := _quoted(text, quote)):
        return Value(kind, quote + 1, end)
    for start in (inside, at):
        if (end := _bare(text, start)) > start:
            return Value("bare", start, end)
    return None


def _quoted(text: str, quote: int) -> int:
    """Where the value behind a quote ends; 0 where there is none. Backticks must close, and hold no blank."""
    start = quote + 1
    if text[quote] != "`":
        end = _before_any(text, start, start + _LONGEST_QUOTED, f"{text[quote]}\n{SEALED}")
        return end if end > start else 0
    end = text.find("`", start, start + _LONGEST_QUOTED + 1)
    value = text[start:end] if end >= 0 else ""
    return end if SEALED not in value and is_one_word(value) else 0


def _bare(text: str, start: int) -> int:
    """Where a value without quotes ends that begins there; it may have no letter."""
    words = text[start : start + _LONGEST_BARE].split(None, 1)
    if not words or text[start].isspace():
        return start
    return _before_any(text, start, start + len(words[0]), _NO_BARE)


def _before_any(text: str, start: int, end: int, letters: str) -> int:
    """The first place between two where one of the letters stands, else the second."""
    end = min(end, len(text))
    for letter in letters:
        found = text.find(letter, start, end)
        end = found if found >= 0 else end
    return end
