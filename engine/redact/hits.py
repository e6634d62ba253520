"""A find inside a view, and how far a secret reaches across wrapped lines."""

from __future__ import annotations

from itertools import pairwise

from ..lazy_pattern import lazy_pattern
from ..values import Struct
from .patterns import STARTS
from .view import View
from .words import is_wordy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_WORD: Final = lazy_pattern(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")
_LEAST_WIDTH: Final = 8


class Hit(Struct):
    """Letters ``start`` to ``end`` of a view are (part of) a secret of kind ``slug`` whose plain value is ``value``.

    ``rank``: where finds overlap the lower one names the kind; tokens that show by their own letters lead.
    """

    slug: str
    start: int
    end: int
    value: str
    rank: int


def reach(view: View, start: int, end: int, *, whole: int = 0, exact: int = 0) -> int:
    """Where a secret that could run from ``start`` to ``end`` across taken-out line breaks really ends.

    A next line belongs to it when the joined length is the exact one of its kind, when the lines before it were all
    filled to one width, or when what stands there does not read as words. Lines beyond the exact length never do; those
    after ``whole`` letters must have four letters or more.
    """
    breaks = view.breaks_in(start, end)
    if not breaks:
        return end
    edges = [*breaks, end]
    if exact and start + exact in edges:
        return start + exact
    kept = edges[_filled(view, start, edges)]
    width = edges[1] - edges[0] if kept > edges[0] else 0
    for edge in edges[edges.index(kept) + 1 :]:
        tail = view.text[kept:edge]
        if (exact and kept - start >= exact) or STARTS.at(view.text, kept):
            return kept
        alone = edge != end and len(tail) >= _LEAST_WIDTH  # a whole line of such letters is hardly prose
        filled = width and len(tail) < width and not _WORD.fullmatch(tail)
        if not filled and not alone and (is_wordy(tail) or (whole and kept - start >= whole and len(tail) < 4)):
            return kept
        kept = edge
    return kept


def _filled(view: View, start: int, edges: list[int]) -> int:
    """How many lines after the first are filled to one width; 0 where too few lines tell, or a secret begins in them.

    The first line tells too where the secret begins it.
    """
    widths = [after - before for before, after in pairwise(edges)]
    count = next((at for at, width in enumerate(widths) if width != widths[0]), len(widths))
    whole = start == 0 or view.text[start - 1] == "\n"
    telling = count + (1 if whole and edges[0] - start == widths[0] else 0)
    begins = any(STARTS.at(view.text, edge) for edge in edges[:count])
    return count if telling > 1 and widths[0] >= _LEAST_WIDTH and not begins else 0
