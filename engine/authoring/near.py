"""Words of a report that are nearly a phrase: what was probably meant to be heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ..facts import Scalar, typed
from ..values import Struct

if TYPE_CHECKING:
    from ..rulebase.model import Observation, RuleBase

LIKENESS = 0.75
"""From which likeness on (0 to 1, `difflib`) words are taken for a phrase that was missed."""
_MOST_WORDS = 400
"""A report is looked through so far: this is for small cases, and costs a comparison for each phrase and word."""


class NearPhrase(Struct):
    """What stands in the report, the phrase it is like, and the observation that waits for that phrase."""

    words: str
    phrase: str
    observation: str


def near_phrase(fact: str, wanted: Iterable[Scalar], report: str, rulebase: RuleBase) -> NearPhrase | None:
    """The phrase most like something in the report, of those that would give the fact one of the values (none: any)."""
    values = set(map(typed, wanted))
    text = report.split()[:_MOST_WORDS]
    best, found = LIKENESS, None
    for item in rulebase.observations:
        if not _gives(item, fact, values):
            continue
        for phrase in item.phrases:
            for words, likeness in _windows(phrase, text, best):
                if likeness > best:
                    best, found = likeness, NearPhrase(words, phrase, item.id)
    return found


def _gives(item: Observation, fact: str, values: set[tuple[str, Scalar]]) -> bool:
    return any(
        write.fact == fact and (not values or (write.value is not None and typed(write.value) in values))
        for write in item.writes
    )


def _windows(phrase: str, text: Sequence[str], best: float) -> Iterator[tuple[str, float]]:
    """Stretches of the text about as long as the phrase, with their likeness where that may pass ``best``."""
    matcher = SequenceMatcher(None, "", phrase.lower(), autojunk=False)
    length = len(phrase.split())
    for size in range(max(1, length - 1), length + 2):
        for start in range(len(text) - size + 1):
            words = " ".join(text[start : start + size]).strip(".,:;!?\"'()")
            matcher.set_seq1(words.lower())
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                yield words, matcher.ratio()
