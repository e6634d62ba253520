"""Pieces of one text that decoration holds apart: string literals joined by ``+``, marks of comments, quotations and logs.

`View.of` takes out plain line breaks. Here what stands around them goes, too, and what ties pieces within a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ..lazy_pattern import lazy_pattern
from .patterns import BY_START, STARTS
from .view import Chunks, View

_LETTER: Final = r"[A-Za-z0-9_.+/=~-]"
_TAG: Final = r"</?(?:a|b|br|code|em|font|i|kbd|mark|pre|s|samp|small|span|strong|tt|u|wbr)\b[^<>\ue000]{0,200}>"
_OPERATOR: Final = r"(?:\.{1,2}|\+|&(?:[ \t]{1,4}_)?)"
_INLINE: Final = lazy_pattern(
    rf"""(?:
      (?P<q>["'])(?<={_LETTER}["'])[ \t]{{0,8}}{_OPERATOR}[ \t]{{0,8}}[bBrRfFuU@$]?(?P=q)
    | <(?<={_LETTER}<){_TAG[1:]}(?:{_TAG}){{0,5}} | \*(?<={_LETTER}\*)\*{{0,2}}
    )(?={_LETTER})""",
    re.VERBOSE,
)
_QUOTED_END: Final = lazy_pattern(rf"""(?P<q>["'])[ \t]{{0,8}}{_OPERATOR}?[ \t]{{0,8}}\\?\Z""")
_QUOTED_BEGIN: Final = lazy_pattern(rf"""[ \t]{{0,8}}{_OPERATOR}?[ \t]{{0,8}}[bBrRfFuU@$]?(?P<q>["'])""")
_END: Final = lazy_pattern(rf"[ \t]{{0,8}}(?:\\{{1,2}}|[`^=|│┃║↵⏎↩…]|{_TAG})?[ \t]{{0,8}}\Z")
_BEGIN: Final = lazy_pattern(
    r"[ \t]{0,8}(?:\d{1,6}[ \t]{0,4}[|:│.)]?[ \t]+|[0-9a-fA-F]{4,8}:[ \t]+|[>|│┃║↪⤷…]{1,4}[ \t]*|(?:\#+|//+|--|\*|;+|%|::)[ \t]+)?"
)
_LONGEST_END: Final = 240
_LONGEST_PREFIX: Final = 100
_DIGITS: Final = str.maketrans("123456789", "000000000")
_SEPARATORS: Final = " \t|>]:)#*+/│;"
_KEY_LETTER: Final = lazy_pattern(_LETTER)
_CUT_START: Final = lazy_pattern(
    r"(?<![A-Za-z0-9_])(?:{})[^A-Za-z0-9_]{{0,12}}\Z".format(
        "|".join(
            sorted({re.escape(start[:n]) for start in BY_START for n in range(1, len(start))}, key=len, reverse=True)
        )
    )
)
_LONGEST_CUT: Final = 28


def stitched(view: View) -> View | None:
    """The view without what stands between the pieces of one text; ``None`` where there is nothing of the kind."""
    joints = sorted({*_inline(view), *_around_breaks(view)})
    if not any(start < end for start, end in joints):
        return None
    chunks, breaks, last = Chunks(), list[int](), 0
    for start, end in joints:
        if start >= last:
            chunks.add(view.text[last:start], last)
            breaks.append(chunks.length)
            last = end
    chunks.add(view.text[last:], last)
    return View("".join(chunks.parts), tuple(breaks), chunks, view.decoded, view, view.coded)


def may_be_cut(view: View) -> bool:
    """Whether something that begins like a secret stands in a view, or may begin at the end of one of its lines."""
    if STARTS.search(view.text) or _INLINE.search(view.text):
        return True
    lines = pairwise((0, *view.breaks))
    return any(_CUT_START.search(view.text[max(start, end - _LONGEST_CUT) : end]) for start, end in lines)


def _inline(view: View) -> Iterator[tuple[int, int]]:
    for joint in _INLINE.finditer(view.text):
        if not view.breaks_in(joint.start() - 1, joint.end() + 1):
            yield joint.span()


def _around_breaks(view: View) -> Iterator[tuple[int, int]]:
    """For every line break what else stands between the texts of the two lines."""
    before = 0
    for at in view.breaks:
        yield _around(view.text, before, at)
        before = at + 1 if view.text[at : at + 1] == "\n" else at


def _around(text: str, before: int, at: int) -> tuple[int, int]:
    """The joint at a line break; ``before`` is where the line before it begins."""
    low, prefix = max(before, at - _LONGEST_END), at + _common_prefix(text, before, at)
    closing, opening = _QUOTED_END.search(text, low, at), _QUOTED_BEGIN.match(text, prefix)
    if closing and opening and closing["q"] == opening["q"]:
        start, end = closing.start(), opening.end()
    else:
        last, first = _END.search(text, low, at), _BEGIN.match(text, prefix)
        start, end = last.start() if last else at, first.end() if first else prefix
    if start and _KEY_LETTER.match(text, start - 1) and _KEY_LETTER.match(text, end):
        return start, end
    return at, at


def _common_prefix(text: str, before: int, at: int) -> int:
    """How much of a line the line before began with, too, digits apart: the mark of a comment, a quotation or a log."""
    upper = text[before : min(before + _LONGEST_PREFIX, at)].translate(_DIGITS)
    lower = text[at : at + _LONGEST_PREFIX].translate(_DIGITS)
    pairs = enumerate(zip(upper, lower, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(upper), len(lower)))
    begins = 1 if same and lower[0] == "-" else 0  # the lines that a patch takes out
    return max(begins, *(lower.rfind(sign, 0, same) + 1 for sign in _SEPARATORS))
