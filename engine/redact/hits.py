"""A find inside a view, and how far a secret reaches across wrapped lines."""

from __future__ import annotations

from dataclasses import dataclass

from .view import View
from .words import is_wordy


@dataclass(frozen=True, slots=True)
class Hit:
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

    A next line belongs to it when the joined length is the exact one of its kind, or when what stands there does not
    read as words. Lines beyond the exact length never do; those after ``whole`` letters must be unreadable pieces of 4 and more.
    """
    breaks = view.breaks_in(start, end)
    if not breaks:
        return end
    edges = [*breaks, end]
    if exact and start + exact in edges:
        return start + exact
    kept = edges[0]
    for edge in edges[1:]:
        tail = view.text[kept:edge]
        if (exact and kept - start >= exact) or is_wordy(tail) or (whole and kept - start >= whole and len(tail) < 4):
            return kept
        kept = edge
    return kept
