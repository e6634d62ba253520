"""Laying text out in columns: display width (wide characters count two), wrapping, indenting, bars."""

from __future__ import annotations

from itertools import chain

from ...engine.lazy_pattern import lazy_pattern
from .style import plain

_RANGES = range(0x20, 0x300), range(0x2010, 0x2028), range(0x2190, 0x2200), range(0x2500, 0x2600), range(0xFDD0, 0xFDF0)
_NARROW = frozenset(map(chr, chain(*_RANGES)))
"""Characters of one column, and the markers of `style`."""
_TOKENS = lazy_pattern(r"(\s+)|([\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60])|(\S)")
_NO_LINE_START = frozenset("、。，．：；！？）」』】〉》・ー々")


def display_width(text: str) -> int:
    """Columns that ``text`` takes on a terminal; style markers take none."""
    bare = plain(text)
    if _is_narrow(bare):
        return len(bare)
    from wcwidth import wcwidth  # 30 ms to import, and most texts need no table

    return sum(max(0, wcwidth(character)) for character in bare)


def _is_narrow(text: str) -> bool:
    """Whether every character takes one column, markers aside."""
    return (text.isascii() and text.isprintable()) or _NARROW.issuperset(text)


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """``text`` in lines of at most ``width`` columns; paragraphs (line feeds) stay apart.

    ``first`` leads the first line, ``rest`` (default: blanks of the same width) the others. A word longer
    than a line, such as a web address, stays whole so that it can be copied.
    """
    rest = " " * display_width(first) if rest is None else rest
    lines: list[str] = []
    for paragraph in text.split("\n"):
        fill = _fill_plain if _is_narrow(paragraph) and plain(paragraph) == paragraph else _fill
        lines += fill(paragraph, width, rest if lines else first, rest)
    return lines or [first]


def _pieces(paragraph: str) -> list[tuple[str, bool]]:
    """Unbreakable pieces, each with whether a blank stood before it."""
    if _is_narrow(paragraph):  # only wide characters can be parted without a blank
        led = paragraph[:1].isspace()
        return [(word, led or number > 0) for number, word in enumerate(paragraph.split())]
    pieces: list[tuple[str, bool]] = []
    blank, open_word = False, False
    for match in _TOKENS.finditer(paragraph):
        space, wide, other = match.groups()
        if space:
            blank, open_word = True, False
        elif wide and wide not in _NO_LINE_START:
            pieces.append((wide, blank))
            blank, open_word = False, False
        elif (open_word or wide) and pieces and not blank:
            pieces[-1] = (pieces[-1][0] + (wide or other), pieces[-1][1])
        else:
            pieces.append((wide or other, blank))
            blank, open_word = False, True
    return pieces


def _fill(paragraph: str, width: int, first: str, rest: str) -> list[str]:
    lines: list[str] = []
    line, used, empty = first, display_width(first), True
    for piece, blank in _pieces(paragraph):
        gap, size = (" " if blank and not empty else ""), display_width(piece)
        if not empty and used + len(gap) + size > width:
            lines.append(line)
            line, used, gap = rest, display_width(rest), ""
        line += gap + piece
        used += len(gap) + size
        empty = False
    return [*lines, line.rstrip() if empty else line]


def _fill_plain(paragraph: str, width: int, first: str, rest: str) -> list[str]:
    """As `_fill`, where every character takes one column: a line at a time instead of a word."""
    text, line, lines = " ".join(paragraph.split()), first, list[str]()
    room = width - display_width(first)
    while len(text) > room:
        cut = text.rfind(" ", 0, max(0, room + 1))
        cut = text.find(" ") if cut < 0 else cut
        if cut < 0:
            break
        lines.append(line + text[:cut])
        text, line, room = text[cut + 1 :], rest, width - display_width(rest)
    return [*lines, line + text if text else line.rstrip()]


def shorten(text: str, width: int) -> str:
    """``text`` on one line, cut to ``width`` columns with an ellipsis."""
    flat = " ".join(text.split())
    if display_width(flat) <= width:
        return flat
    kept = flat[: max(0, width - 1)]
    while display_width(kept) > width - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def bar(share: float, cells: int = 10) -> str:
    """A bar of ``cells`` columns for a share between 0 and 1; a share above zero shows at least one cell."""
    full = min(cells, max(1 if share > 0 else 0, round(share * cells)))
    return "█" * full + "░" * (cells - full)
