"""Whether a person states what a phrase or a pattern finds in their words, or denies, asks or supposes it.

The words of servers, tools, code and logs say what they say, whatever stands around them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from .clauses import NEGATIONS, Clause, denies
from .lexicon import Hit, width
from .own_words import Passage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Statements:
    """The clauses of a person's own words in a flat view; called with a place, it tells whether that is stated."""

    def __init__(self, flat: str, passages: Sequence[Passage], sentences: Sequence[Sequence[Clause]]) -> None:
        self.sentences = sentences
        self._flat = flat
        self._passages = passages
        self._clauses = [clause for sentence in sentences for clause in sentence]
        self._starts = [clause.start for clause in self._clauses]

    def __call__(self, start: int, end: int, finder: Any) -> bool:
        """Whether the words from ``start`` to ``end`` of the flat view count, which the pattern ``finder`` found."""
        around = self._clauses[max(bisect_right(self._starts, start) - 1, 0) : bisect_right(self._starts, end - 1)]
        around = [clause for clause in around if clause.end > start]
        if not around or self._is_quoted(start):
            return True
        hits = [hit for clause in around for hit in clause.hits if hit.term in NEGATIONS]
        denied = any(self._denies(hit, start, end) for hit in hits) or self._needs_none(hits, start, end, finder)
        return all(clause.states and not clause.of_others for clause in around) and not denied

    def _is_quoted(self, at: int) -> bool:
        return any(
            passage.text[at - passage.start] == "\0"
            for passage in self._passages
            if passage.start <= at < passage.start + len(passage.text)
        )

    def _denies(self, hit: Hit, start: int, end: int) -> bool:
        """Whether a negation before or behind a place denies it."""
        if hit.end <= start:
            at = hit.first + width(self._flat[hit.start : start])
        elif hit.start >= end:
            at = hit.first - width(self._flat[end : hit.start]) - 1
        else:
            return False
        return denies(hit, at, at)

    def _needs_none(self, hits: Sequence[Hit], start: int, end: int, finder: Any) -> bool:
        """Whether negations stand in a place in which the pattern would find its words without them, too."""
        inner = [hit for hit in hits if start <= hit.start and hit.end <= end]
        words = list(self._flat[start:end])
        for hit in inner:
            words[hit.start - start : hit.end - start] = "\0" * (hit.end - hit.start)
        return bool(inner) and finder.search("".join(words)) is not None
