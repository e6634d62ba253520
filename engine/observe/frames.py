"""Frames over clauses: which terms, said together, say what about the case.

A frame holds in a clause that has a word for each of its slots, close enough together and none of the words that
void it. Under a negation it gives what it gives when denied, mostly nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from ..errors import FactValueError
from ..facts import Scalar
from ..values import Struct, replace
from ..vocabulary import read_value
from .clauses import (
    NEGATIONS,
    OTHERS,
    SUPPOSITION,
    TRIED,
    Clause,
    clauses,
    denies,
    of_others,
    with_attempt,
    without_inner,
)
from .lexicon import NUMBER, Hit, Token, hits, tokens
from .own_words import Passage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..rulebase.model import FactWrite, Frame, RuleBase

DENIED = ": denied"
"""Follows the id of a frame where what it says is denied."""
_OF_OTHERS = (OTHERS, "other-models", "other-service")
"""Terms of frames that are about others."""
_BESIDE = 3
"""Letters and signs that may stand beside the words of a frame that stands alone, or behind those of one that ends."""
_MOST_CHOICES = 400
_MOST_WORDS = 20
_LONGEST_TEXT = 12_000
_NOTHING: tuple[Hit, ...] = ()


class Said(Struct):
    """One fact that a clause states: ``start`` to ``end`` is the clause in the text."""

    fact: str
    value: Scalar
    start: int
    end: int
    frame: str
    denied: bool

    @property
    def key(self) -> str:
        """The frame, and whether what it says was denied: ``key.deleted`` or ``key.deleted: denied``."""
        return self.frame + DENIED if self.denied else self.frame


class FrameIndex:
    """The frames of a rule base, ready to be looked for; of the lexicon is read what the words of a text need."""

    def __init__(self, rulebase: RuleBase) -> None:
        self._facts = rulebase.facts
        self._frames = rulebase.frames
        self._words = rulebase.words
        self._leads = rulebase.leads

    def __bool__(self) -> bool:
        return bool(self._frames)

    def clauses(self, passages: Iterable[Passage]) -> Iterator[Sequence[Clause]]:
        """The clauses of the passages, those of one sentence together."""
        left = _LONGEST_TEXT if self else 0
        for passage in passages:
            if left <= 0:
                return
            text = passage.text[:left]
            found = self._hits(text, passage.start)
            above = self._hits(passage.heading, 0)
            for _, sentence in groupby(clauses(text, found, passage.start), key=lambda clause: clause.sentence):
                yield tuple(_under(above, tuple(sentence)))
            left -= len(passage.text)

    def _hits(self, text: str, offset: int) -> tuple[Hit, ...]:
        return without_inner(tuple(hits(_spoken(text, offset), self._words)))

    def said(self, sentences: Iterable[Sequence[Clause]]) -> Iterator[Said]:
        """What the clauses of the sentences state."""
        for sentence in sentences:
            stating = [clause for clause in sentence if clause.states]
            for clause in stating:
                yield from self._in_clause(clause, whole=False)
            yield from self._in_sentence(stating)

    def _in_sentence(self, parts: Sequence[Clause]) -> Iterator[Said]:
        if parts:
            every = tuple(hit for part in parts for hit in part.hits)
            whole = Clause(parts[0].start, parts[-1].end, parts[0].sentence, True, every, of_others(every))
            yield from self._in_clause(whole, whole=True)

    def _in_clause(self, clause: Clause, *, whole: bool) -> Iterator[Said]:
        present = {hit.term for hit in clause.hits}
        waiting = (self._leads[term] for term in present if term in self._leads)
        for number in sorted({number for numbers in waiting for number in numbers}):
            frame = self._frames[number]
            if frame.whole is not whole or not present.isdisjoint(frame.without):
                continue
            if clause.of_others and not any(term in slot for slot in frame.slots for term in _OF_OTHERS):
                continue
            if all(not present.isdisjoint(slot) for slot in frame.slots):
                yield from self._held(frame, clause)

    def _held(self, frame: Frame, clause: Clause) -> Iterator[Said]:
        for chosen in choices(frame, clause.hits):
            if (frame.alone and _beside(chosen, clause) > _BESIDE) or (
                frame.last and _behind(chosen, clause) > _BESIDE
            ):
                continue
            denied = frame.denied != frame.writes and _is_denied(frame, chosen, clause.hits)
            for write in frame.denied if denied else frame.writes:
                value = self._value(write, chosen)
                if value is not None:
                    yield Said(write.fact, value, clause.start, clause.end, frame.id, denied)

    def _value(self, write: FactWrite, chosen: Sequence[Hit]) -> Scalar | None:
        if write.group is None or write.fact not in self._facts:
            return write.value if write.fact in self._facts else None
        text = next((hit.value for hit in chosen if hit.term == write.group), "")
        text = write.mapping.get(text, "") if write.mapping else text
        try:
            return read_value(self._facts[write.fact], text) if text else None
        except FactValueError:
            return None


def _under(heading: Sequence[Hit], sentence: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses of a sentence as the words over it and beside it let them be understood."""
    guessed = any(hit.term == SUPPOSITION for hit in heading)
    attempt = next(
        (hit for hits in (heading, *(part.hits for part in sentence)) for hit in hits if hit.term == TRIED), None
    )
    for clause in sentence:
        stated = replace(clause, states=False) if guessed else clause
        yield with_attempt(stated, attempt) if attempt else stated


def _spoken(text: str, offset: int) -> list[Token]:
    """The words of a text without what is blanked out, which parts the words around it."""
    found: list[Token] = []
    at, place = 0, 0.0
    for part in text.split("\0"):
        found += tokens(part, offset + at, place)
        at += len(part) + 1
        place = found[-1].place + 2 if found and part else place
    return found


def choices(frame: Frame, hits: Sequence[Hit]) -> Iterator[tuple[Hit, ...]]:
    """The ways to fill the slots, the closest one for each word of a slot that carries a value."""
    valued = {write.group for write in (*frame.writes, *frame.denied) if write.group}
    best: dict[str, tuple[tuple[float, float], tuple[Hit, ...]]] = {}
    fitting = [hit for hit in hits if any(hit.term in slot for slot in frame.slots)]
    for chosen in islice(_filled(frame, fitting), _MOST_CHOICES):
        span = max(hit.last for hit in chosen) - min(hit.first for hit in chosen)
        if span > frame.within:
            continue
        key = "|".join(hit.value for hit in chosen if hit.term in valued)
        filled = sum(hit.last - hit.first for hit in chosen)
        merit = span - filled, -filled  # close together, and the longer of two words
        if key not in best or merit < best[key][0]:
            best[key] = merit, chosen
    for _, chosen in best.values():
        yield chosen


def _filled(frame: Frame, hits: Sequence[Hit], chosen: tuple[Hit, ...] = _NOTHING) -> Iterator[tuple[Hit, ...]]:
    if len(chosen) == len(frame.slots):
        yield chosen
        return
    slot = frame.slots[len(chosen)]
    tried = 0
    for hit in hits:
        if hit.term not in slot or any(_overlap(hit, other) for other in chosen):
            continue
        if frame.ordered and chosen and hit.start < chosen[-1].end:
            continue
        if hit.term == NUMBER and frame.numbers and not frame.numbers[0] <= int(hit.value) <= frame.numbers[1]:
            continue
        tried += 1
        if tried > _MOST_WORDS:
            return
        yield from _filled(frame, hits, (*chosen, hit))


def _beside(chosen: Sequence[Hit], clause: Clause) -> int:
    """How many letters and signs of a clause are not those of the chosen words."""
    return clause.end - clause.start - sum(hit.end - hit.start for hit in chosen)


def _behind(chosen: Sequence[Hit], clause: Clause) -> int:
    return clause.end - max(hit.end for hit in chosen)


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _is_denied(frame: Frame, chosen: Sequence[Hit], hits: Sequence[Hit]) -> bool:
    if any(term in slot for slot in frame.slots for term in NEGATIONS):
        return False
    first, last = min(hit.first for hit in chosen), max(hit.last for hit in chosen)
    return any(denies(hit, first, last) and not any(_overlap(hit, other) for other in chosen) for hit in hits)
