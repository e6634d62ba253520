"""Where two lines may have been one: what stands between their texts at a line break.

The end of the first and the beginning of the second have a string literal's quotes, the mark of a comment, a quotation or
a log, a number, or a sign that the line goes on. Each pattern is tried only where a letter of it stands.
"""

from __future__ import annotations

from ..lazy_pattern import lazy_pattern
from .places import ALPHANUMERIC, HEXADECIMAL, past

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


KEY_LETTER: Final = r"[A-Za-z0-9_.+/=~-]"
TAG: Final = r"</?(?:a|b|br|code|em|font|i|kbd|mark|pre|s|samp|small|span|strong|tt|u|wbr)\b[^<>\ue000]{0,200}>"
OPERATOR: Final = r"(?:\.{1,2}|\+|&(?:[ \t]{1,4}_)?)"
LONGEST_END: Final = 240
"""So much of what ends a line may belong to a joint."""

_QUOTED_END: Final = lazy_pattern(rf"""(?P<q>["'])[ \t]{{0,8}}{OPERATOR}?[ \t]{{0,8}}\\?\Z""")
_QUOTED_BEGIN: Final = lazy_pattern(rf"""[ \t]{{0,8}}{OPERATOR}?[ \t]{{0,8}}[bBrRfFuU@$]?(?P<q>["'])""")
_END: Final = lazy_pattern(rf"[ \t]{{0,8}}(?:\\{{1,2}}|[`^=|│┃║↵⏎↩…]|{TAG})?[ \t]{{0,8}}\Z")
_ADDRESS: Final = lazy_pattern(r"[0-9a-fA-F]{4,8}:[ \t]+")
_COMMENT: Final = lazy_pattern(r"(?:#+|//+|--|\*|;+|%|::)[ \t]+")
_QUOTATION: Final = lazy_pattern(r"[>|│┃║↪⤷…]{1,4}[ \t]*")
_BEFORE_TEXT: Final = {**dict.fromkeys("#/-*;%:", _COMMENT), **dict.fromkeys(">|│┃║↪⤷…", _QUOTATION)}
"""What may stand before the text of a line, by its first letter."""
_MAY_END: Final = frozenset(" \t\\`^=|│┃║↵⏎↩…>")
"""What `_END` ends in."""
_BEHIND_QUOTE: Final = " \t.+&_\\"
_QUOTE_WITHIN: Final = 24
"""What may follow the quote that `_QUOTED_END` finds, and so many letters from its beginning `_QUOTED_BEGIN` has one."""
_HEXADECIMAL: Final = frozenset(HEXADECIMAL)
_NUMBER_WITHIN: Final = 6
_BLANKS_BEFORE_SIGN: Final = 4
_BEHIND_NUMBER: Final = ("|", ":", "│", ".", ")")
_LONGEST_PREFIX: Final = 100
_DIGITS: Final = str.maketrans("123456789", "000000000")
_SEPARATORS: Final = " \t|>]:)#*+/│;"
_AT_JOINT: Final = frozenset(ALPHANUMERIC + "_.+/=~!#$%&*-")
"""What may stand beside a joint: letters of keys, and what passwords have besides."""


def joint_at(text: str, before: int, at: int) -> tuple[int, int]:
    """The joint at a line break; ``before`` is where the line before it begins."""
    if ends_paragraph(text, before, at):
        return at, at
    low, prefix = max(before, at - LONGEST_END), at + _common_prefix(text, before, at)
    quotes = _quotes_around(text, low, at, prefix)
    start = quotes[0] if quotes else _end(text, low, at)
    if not start or text[start - 1] not in _AT_JOINT:
        return at, at
    end = quotes[1] if quotes else _begin(text, prefix)
    return (start, end) if text[end : end + 1] in _AT_JOINT else (at, at)


def ends_paragraph(text: str, before: int, at: int) -> bool:
    """Whether an empty line follows: there is no joint, as nothing of it can belong to one unless the line before does."""
    return text.startswith("\n", at) and not text.startswith("\n", before)


def _quotes_around(text: str, low: int, at: int, prefix: int) -> tuple[int, int] | None:
    """The quotes of two string literals, and what ties them."""
    tail = text[low:at].rstrip(_BEHIND_QUOTE)
    if not tail.endswith(("'", '"')) or tail[-1] not in text[prefix : prefix + _QUOTE_WITHIN]:
        return None
    closing, opening = _QUOTED_END.search(text, low, at), _QUOTED_BEGIN.match(text, prefix)
    same = closing and opening and closing["q"] == opening["q"]
    return (closing.start(), opening.end()) if closing and opening and same else None


def _end(text: str, low: int, at: int) -> int:
    """Where what ends a line for its reader begins: a sign that it goes on, a tag, blanks."""
    last = _END.search(text, low, at) if at > low and text[at - 1] in _MAY_END else None
    return last.start() if last else at


def _begin(text: str, place: int) -> int:
    """Where the text of a line begins, behind its number, or the mark of a comment or a quotation."""
    at = past(text, place, " \t", 8)
    first = text[at : at + 1]
    if first.isdecimal() and (end := _behind_number(text, at)):
        return end
    found = None
    if first in _HEXADECIMAL and ":" in text[at + 4 : at + 9]:
        found = _ADDRESS.match(text, at)
    if not found and first in _BEFORE_TEXT:
        found = _BEFORE_TEXT[first].match(text, at)
    return found.end() if found else at


def _behind_number(text: str, at: int) -> int:
    """Behind the number of a line, a sign that it may have, and blanks; 0 where there is none."""
    end = at
    while end < at + _NUMBER_WITHIN and text[end : end + 1].isdecimal():
        end += 1
    behind = _behind_blanks(text, end)
    if behind <= end + _BLANKS_BEFORE_SIGN and text.startswith(_BEHIND_NUMBER, behind):
        last = _behind_blanks(text, behind + 1)
        if last > behind + 1:
            return last
    return behind if behind > end else 0


def _behind_blanks(text: str, at: int) -> int:
    while text.startswith((" ", "\t"), at):
        at += 1
    return at


def _common_prefix(text: str, before: int, at: int) -> int:
    """How much of a line the line before began with, too, digits apart: the mark of a comment, a quotation or a log."""
    if not text.startswith("\n", at):  # else both stand behind empty lines
        before = past(text, before, "\n", _LONGEST_PREFIX)
    if text[before : before + 1].translate(_DIGITS) != text[at : at + 1].translate(_DIGITS):
        return 0
    upper = text[before : min(before + _LONGEST_PREFIX, at)].translate(_DIGITS)
    lower = text[at : at + _LONGEST_PREFIX].translate(_DIGITS)
    same = _alike(upper, lower)
    begins = 1 if same and lower[0] == "-" else 0  # the lines that a patch takes out
    return max(begins, *(lower.rfind(sign, 0, same) + 1 for sign in _SEPARATORS))


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin alike with."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        half = (least + most + 1) // 2
        least, most = (half, most) if one[:half] == other[:half] else (least, half - 1)
    return least
