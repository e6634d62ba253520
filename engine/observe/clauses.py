"""What a person writes, cut into clauses, and which of them state something.

A question ("is it the region?") and a supposition ("maybe the key was deleted") tell nothing about the case. Which
words ask, suppose or part two clauses stands in the lexicon, under the terms named here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..lazy_pattern import lazy_pattern
from ..values import Struct, replace
from .lexicon import Hit

NEGATION = "negation"
NEGATION_AHEAD = "negation-ahead"
"""A negation that denies only what follows it: without, 没."""
NEGATIONS = (NEGATION, NEGATION_AHEAD)
NOT_NEGATION = "not-negation"
"""Longer words in which a negation denies nothing: no longer, and Portuguese "no" (in the)."""
BREAK = "clause-break"
"""Words before which a clause begins: but, because."""
CLOSE = "clause-close"
"""Words after which a clause ends, as in Japanese."""
SUPPOSITION = "supposition"
ASKING = "asking"
"""Words that make a question wherever they stand: 吗, か."""
ASKS_FIRST = "asks-first"
"""Words with which a question for yes or no begins: is, does."""
ASKS_WHY = "asks-why"
"""Words that ask about something that is taken as given: why, how."""
TRIED = "tried"
"""Words that tell of an attempt, which did not help: tried, 试过. They hold for the whole sentence, and a list under them."""
OTHERS, OURS, VENDOR_TOOL = "other-vendor", "gemini-word", "vendor-tool"
"""Others who may be spoken of, who is asked about, and things that only bear the name of one of the others."""
GRAMMAR = frozenset({
    NEGATION, NEGATION_AHEAD, NOT_NEGATION, BREAK, CLOSE, SUPPOSITION, ASKING, ASKS_FIRST, ASKS_WHY, TRIED, OTHERS, OURS, VENDOR_TOOL,
})  # fmt: skip
"""The terms that say how a clause is meant, and of whom."""
_COPULAS = ("", "是")
NEAR = 4.0
"""Words between a negation and what it denies."""
_WORD = lazy_pattern(r"\w")
_END = lazy_pattern(
    r"(?P<stop>[.!?]+(?=[\s\"')\]]|$)|[。！？…]+|\n)|[,;，；、:：—]+(?=\s|$)|[，；、：]| [-–] |[()（）]"
)


class Clause(Struct):
    """From ``start`` to ``end`` of a text; ``sentence`` numbers the sentences. ``states``: it says that something is so.

    ``of_others``: it speaks of somebody else, and not of whom the case is about.
    """

    start: int
    end: int
    sentence: int
    states: bool
    hits: tuple[Hit, ...]
    of_others: bool = False


def clauses(text: str, hits: Sequence[Hit], offset: int = 0) -> Iterator[Clause]:
    """The clauses of ``text``, each with the words of the lexicon in it; ``hits`` are in order, counted from ``offset``."""
    stops = {offset + match.end(): match["stop"] for match in _END.finditer(text)}
    denials = [hit for hit in hits if hit.term in NEGATIONS]
    breaks = {
        hit.start
        for hit in hits
        if hit.term == BREAK and not any(_is_beside(denial, hit, text, offset) for denial in denials)
    }
    cuts = set(stops) | breaks | {hit.end for hit in hits if hit.term == CLOSE}
    bounds = sorted({offset, *cuts, offset + len(text)})
    starts = [hit.start for hit in hits]
    sentences = _sentences(bounds, stops)
    for number, sentence in enumerate(sentences):
        asked = "?" in (stops.get(sentence[-1]) or "") or "？" in (stops.get(sentence[-1]) or "")
        begins = asked and _asks_first(sentence[0], hits, text, offset)
        parts = [
            tuple(hits[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)])
            for start, end in pairwise(sentence)
        ]
        for place, part in enumerate(parts):
            last = place == len(parts) - 1
            states = not _supposes(part) and not (asked and (begins or last) and not _asks_why(part))
            yield Clause(sentence[place], sentence[place + 1], number, states, part, of_others(part))


def _is_beside(denial: Hit, hit: Hit, text: str, offset: int) -> bool:
    """Whether a break is what is denied: "not because", 不是因为."""
    return denial.end <= hit.start and text[denial.end - offset : hit.start - offset].strip() in _COPULAS


def _sentences(bounds: Sequence[int], stops: dict[int, str | None]) -> Iterator[list[int]]:
    sentence = [bounds[0]]
    for bound in bounds[1:]:
        sentence.append(bound)
        if stops.get(bound):
            yield sentence
            sentence = [bound]
    if len(sentence) > 1:
        yield sentence


def _supposes(part: Sequence[Hit]) -> bool:
    return any(hit.term in (SUPPOSITION, ASKING) for hit in part)


def _asks_why(part: Sequence[Hit]) -> bool:
    return any(hit.term == ASKS_WHY for hit in part)


def _asks_first(start: int, hits: Sequence[Hit], text: str, offset: int) -> bool:
    """Whether a sentence that starts at ``start`` begins with a word that asks."""
    return any(
        hit.term == ASKS_FIRST and hit.start >= start and not _WORD.search(text, start - offset, hit.start - offset)
        for hit in hits
    )


def of_others(hits: Sequence[Hit]) -> bool:
    """Whether the words of a clause speak of others only."""
    terms = {hit.term for hit in hits}
    return OTHERS in terms and terms.isdisjoint((OURS, VENDOR_TOOL))


def with_attempt(clause: Clause, attempt: Hit) -> Clause:
    """The clause with a word beside it that tells of an attempt."""
    at = clause.hits[0].first if clause.hits else 0.0
    return replace(
        clause, hits=(replace(attempt, start=clause.start, end=clause.start, first=at, last=at), *clause.hits)
    )


def denies(hit: Hit, first: float, last: float) -> bool:
    """Whether a word denies what stands from the word ``first`` to the word ``last`` of its clause."""
    if hit.term == NEGATION:
        return first - NEAR <= hit.first <= last + NEAR
    return hit.term == NEGATION_AHEAD and first - NEAR <= hit.first <= last


def without_inner(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits in order; a word of grammar inside a longer one is none: "no longer" denies nothing, "but not" does."""
    grammar = [hit for hit in hits if hit.term in GRAMMAR]
    inner = {hit for hit in grammar if any(_inside(hit, other) for other in grammar)}
    kept = (hit for hit in hits if hit not in inner)
    return tuple(sorted(kept, key=lambda hit: (hit.start, hit.end, hit.term, hit.value)))


def _inside(hit: Hit, other: Hit) -> bool:
    if other.term == BREAK and hit.term in NEGATIONS:
        return False
    return other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
