"""How a case would weigh after an answer, as a difference from how it weighs now.

A diagnosis looks ahead to some hundred and fifty answers, and each of them changes what is said of a few causes. So the
log weights of these are worked out anew, and one vector of shares, from which everything follows that a question is
chosen by. The numbers are those that `weigh.Scales` comes to for the whole case.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from operator import mul
from typing import TYPE_CHECKING

from ..values import dataclass
from .weigh import DORMANT, OTHER, Contribution, Said, Scales, Weighing, strongest

if TYPE_CHECKING:
    from ..infer.conclusions import Firing


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case would weigh: the log weights that ``changed``, the leading cause with its share, the entropy in nats."""

    changed: Mapping[str, float]
    leader: str
    share: float
    entropy: float


class Outlook:
    """One weighing, of which many small changes are tried."""

    def __init__(self, now: Weighing) -> None:
        self.now: Weighing = now
        self._causes = list(now.scores)
        self._places = {cause: at for at, cause in enumerate(self._causes)}
        self._scores = list(now.scores.values())
        self._found: dict[frozenset[tuple[str, float]], Outcome] = {}

    def after(self, changed: Mapping[str, float]) -> Outcome:
        """The case with these log weights in place of its own."""
        key = frozenset(changed.items())
        outcome = self._found.get(key)
        if outcome is None:
            outcome = self._found[key] = self._outcome(changed)
        return outcome

    def _outcome(self, changed: Mapping[str, float]) -> Outcome:
        scores = self._scores.copy()
        for cause, score in changed.items():
            scores[self._places[cause]] = score
        shares = _shares(scores)
        leader, share = self._leading(shares)
        return Outcome(changed, leader, share, _entropy(shares, scores))

    def _leading(self, shares: list[float]) -> tuple[str, float]:
        """The first cause of `Weighing.ranked`, and its share."""
        rivals = shares.copy()
        if OTHER in self._places:
            rivals[self._places[OTHER]] = -1.0
        top = max(rivals)
        if rivals.count(top) == 1:
            return self._causes[rivals.index(top)], top
        return min(cause for cause, share in zip(self._causes, rivals, strict=True) if share == top), top


def _shares(scores: Sequence[float]) -> list[float]:
    """As `softmax`. Most causes have one of a few log weights, those of which nothing is said: each is looked at once."""
    top = max(scores)
    of = {score: math.exp(score - top) for score in frozenset(scores)}
    total = math.fsum(map(of.__getitem__, scores))
    for score, value in of.items():
        of[score] = value / total
    return list(map(of.__getitem__, scores))


def _entropy(shares: Sequence[float], scores: Sequence[float]) -> float:
    """Shannon entropy of the shares in nats.

    As each share is e to its score over one sum, the logarithm of one share gives those of all.
    """
    first = shares.index(max(shares))
    return max(0.0, scores[first] - math.log(shares[first]) - math.fsum(map(mul, shares, scores)))


class Spoken:
    """What the fired rules of a case say of each cause, and what other rules would say instead."""

    def __init__(
        self, scales: Scales, firings: Sequence[Firing], extra: Sequence[Contribution], now: Mapping[str, float]
    ) -> None:
        """``extra``: what is said beside the rules; ``now``: the log weights that all this comes to."""
        self._scales = scales
        self._extra = extra
        self._now = now
        self._said: dict[str, dict[str, Said]] = {}
        """Cause to what each rule says of it."""
        self._causes: dict[str, list[str]] = {}
        """Rule to the causes of which it speaks."""
        for firing in firings:
            causes = self._causes.setdefault(firing.rule, [])
            for cause, what in scales.said(firing):
                self._said.setdefault(cause, {})[firing.rule] = what
                causes.append(cause)
        self._dormant = scales.dormant(self._causes)

    def changed(self, gone: frozenset[str], new: Collection[Firing]) -> dict[str, float]:
        """The log weights that differ once some rules no longer hold as they do, and these firings hold."""
        if not gone and not new:
            return {}
        said: dict[str, list[Said]] = {cause: [] for rule in gone for cause in self._causes[rule]}
        for firing in new:
            for cause, what in self._scales.said(firing):
                if cause in said:
                    said[cause].append(what)
                else:
                    said[cause] = [what]
        dormant = self._scales.dormant([*(self._causes.keys() - gone), *[firing.rule for firing in new]])
        for cause in dormant ^ self._dormant:
            _ = said.setdefault(cause, [])
        changed: dict[str, float] = {}
        for cause, found in said.items():
            score = DORMANT if cause in dormant else self._score(cause, found, gone)
            for item in self._extra:
                if item.cause == cause:
                    score += item.weight
            if score != self._now[cause]:
                changed[cause] = score
        return changed

    def _score(self, cause: str, new: list[Said], gone: frozenset[str]) -> float:
        if cause in self._said:
            new = [*new, *(what for rule, what in self._said[cause].items() if rule not in gone)]
        return self._scales.score(cause, strongest(new) if len(new) > 1 else [weight for _, weight in new])
