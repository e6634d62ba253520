"""Whether a person states what a phrase or a pattern finds in their words, or denies, asks or supposes it.

The words of servers, tools, code and logs say what they say, whatever stands around them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from .clauses import Clause, denies
from .lexicon import width
from .own_words import Passage


class Statements:
    """The clauses of a person's own words in a flat view; called with a place, it tells whether that is stated."""

    def __init__(self, flat: str, passages: Sequence[Passage], sentences: Sequence[Sequence[Clause]]) -> None:
        self.sentences = sentences
        self._flat = flat
        self._passages = passages
        self._clauses = [clause for sentence in sentences for clause in sentence]
        self._starts = [clause.start for clause in self._clauses]

    def __call__(self, start: int, end: int) -> bool:
        """Whether the words from ``start`` to ``end`` of the flat view count."""
        around = self._clauses[max(bisect_right(self._starts, start) - 1, 0) : bisect_right(self._starts, end - 1)]
        around = [clause for clause in around if clause.end > start]
        if not around or self._is_quoted(start):
            return True
        return all(clause.states for clause in around) and not any(
            self._is_denied(clause, start, end) for clause in around
        )

    def _is_quoted(self, at: int) -> bool:
        return any(
            passage.text[at - passage.start] == "\0"
            for passage in self._passages
            if passage.start <= at < passage.start + len(passage.text)
        )

    def _is_denied(self, clause: Clause, start: int, end: int) -> bool:
        for hit in clause.hits:
            if hit.end <= start:
                at = hit.first + width(self._flat[hit.start : start])
            elif hit.start >= end:
                at = hit.first - width(self._flat[end : hit.start]) - 1
            else:
                continue
            if denies(hit, at, at):
                return True
        return False
