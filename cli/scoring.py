"""How good the diagnoses of labelled cases are, as numbers: the contract of ``keymedic eval``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ..engine.values import Struct, field

BINS = 10
CONFIDENT = 0.9
"""Being wrong from this probability on is the worst answer."""


class Outcome(Struct):
    """One labelled case and what was answered."""

    id: Any
    cause: str
    acceptable: frozenset[str]
    """Every id that is right as the first answer, ``cause`` included."""
    certainty: str
    recoverable: bool
    verdict: str
    answers: tuple[str, ...]
    """Cause ids, best first."""
    probability: float
    """Of the first answer."""

    @property
    def first(self) -> str:
        """The first answer, empty when there is none."""
        return self.answers[0] if self.answers else ""

    @property
    def right(self) -> bool:
        """Whether the first answer is right; where the cause cannot be told, whether the verdict held back."""
        if not self.recoverable:
            return self.verdict in ("undecided", "out-of-scope")
        return self.first in self.acceptable

    @property
    def among_three(self) -> bool:
        """Whether a right answer is among the first three."""
        return self.right if not self.recoverable else any(answer in self.acceptable for answer in self.answers[:3])


class Share(Struct):
    """``part`` of ``whole``."""

    part: int
    whole: int

    @property
    def ratio(self) -> float:
        """Between 0 and 1; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0


class Bin(Struct):
    """The answers whose probability lies in one of ten equal ranges: what was said and what was so."""

    low: float
    high: float
    number: int
    said: float
    was: float


class Score(Struct):
    """The accuracy on a set of cases."""

    cases: int
    first: Share
    among_three: Share
    certainties: Mapping[str, tuple[Share, Share]]
    """By the case's certainty: first answer right, among the first three."""
    unrecoverable: Share
    """Of the cases whose text was lost: rightly held back."""
    out_of_scope: Share
    """Of the verdicts ``out-of-scope``: rightly so."""
    verdicts: Mapping[str, int]
    confident: Sequence[Outcome]
    """Wrong with a probability of `CONFIDENT` or more."""
    wrong: Sequence[Outcome]
    calibration_error: float
    bins: Sequence[Bin]
    errors: Sequence[str] = field(default=())
    """Lines that could not be scored."""


def score(outcomes: Sequence[Outcome], errors: Sequence[str] = ()) -> Score:
    """Score every case. Cases whose text was lost have no true cause, so they stay out of the calibration."""
    wrong = [outcome for outcome in outcomes if not outcome.right]
    lost = [outcome for outcome in outcomes if not outcome.recoverable]
    scoped = [outcome for outcome in outcomes if outcome.verdict == "out-of-scope"]
    bins = calibration([outcome for outcome in outcomes if outcome.recoverable])
    total = sum(part.number for part in bins)
    certainties = sorted({outcome.certainty for outcome in outcomes if outcome.certainty})
    return Score(
        cases=len(outcomes),
        first=_first(outcomes),
        among_three=_three(outcomes),
        certainties={name: _of(name, outcomes) for name in certainties},
        unrecoverable=_first(lost),
        out_of_scope=_first(scoped),
        verdicts=dict(sorted(Counter(outcome.verdict for outcome in outcomes).items())),
        confident=[outcome for outcome in wrong if outcome.probability >= CONFIDENT],
        wrong=wrong,
        calibration_error=sum(part.number * abs(part.said - part.was) for part in bins) / total if total else 0.0,
        bins=bins,
        errors=tuple(errors),
    )


def calibration(outcomes: Sequence[Outcome]) -> list[Bin]:
    """The non-empty ones of ten equal bins of the first answer's probability (1.0 falls into the last)."""
    groups: dict[int, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(min(BINS - 1, int(outcome.probability * BINS)), []).append(outcome)
    return [_bin(number, group) for number, group in sorted(groups.items())]


def _bin(number: int, group: Sequence[Outcome]) -> Bin:
    said = sum(outcome.probability for outcome in group) / len(group)
    was = sum(outcome.right for outcome in group) / len(group)
    return Bin(number / BINS, (number + 1) / BINS, len(group), said, was)


def _first(outcomes: Sequence[Outcome]) -> Share:
    return Share(sum(outcome.right for outcome in outcomes), len(outcomes))


def _three(outcomes: Sequence[Outcome]) -> Share:
    return Share(sum(outcome.among_three for outcome in outcomes), len(outcomes))


def _of(certainty: str, outcomes: Sequence[Outcome]) -> tuple[Share, Share]:
    chosen = [outcome for outcome in outcomes if outcome.certainty == certainty]
    return _first(chosen), _three(chosen)
