"""How a case would weigh after an answer, as a difference from how it weighs now.

A diagnosis looks ahead to some hundred and fifty answers, and each of them changes what is said of a few causes. So the
log weights of these are worked out anew, and one vector of shares, from which everything follows that a question is
chosen by. The numbers are those that `weigh.Scales` comes to for the whole case.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import mul

from ..values import Struct
from .weigh import DORMANT, OTHER, Contribution, Said, Scales, Weighing, strongest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..infer.conclusions import Firing


class Outcome(Struct):
    """How a case would weigh: the log weights that ``changed``, the leading cause with its share, the entropy in nats."""

    changed: Mapping[str, float]
    leader: str
    share: float
    entropy: float


class Outlook:
    """One weighing, of which many small changes are tried."""

    def __init__(self, now: Weighing) -> None:
        self.now: Weighing = now
        self._places = {cause: at for at, cause in enumerate(now.scores)}
        self._scores = list(now.scores.values())
        self._by_score = sorted(now.scores, key=now.scores.__getitem__, reverse=True)
        self._ranked = now.ranked()
        self._found: dict[frozenset[tuple[str, float]], Outcome] = {}
        self._tables: dict[float, tuple[list[float], list[float]]] = {}

    def after(self, changed: Mapping[str, float]) -> Outcome:
        """The case with these log weights in place of its own."""
        key = frozenset(changed.items())
        outcome = self._found.get(key)
        if outcome is None:
            outcome = self._found[key] = self._outcome(changed)
        return outcome

    def _outcome(self, changed: Mapping[str, float]) -> Outcome:
        """The share of a cause is e to its log weight, less the highest of all, over the sum of these."""
        top = max([*changed.values(), *[self.now.scores[cause] for cause in _first_beside(changed, self._by_score)]])
        exponentials, products = [numbers.copy() for numbers in self._table(top)]
        for cause, score in changed.items():
            at, value = self._places[cause], math.exp(score - top)
            exponentials[at], products[at] = value, value * (score - top)
        total = math.fsum(exponentials)
        rivals = [cause for cause in (*changed, *_first_beside(changed, self._ranked)) if cause != OTHER]
        share, leader = min([(-exponentials[self._places[cause]] / total, cause) for cause in rivals])
        entropy = math.log(total) - math.fsum(products) / total
        return Outcome(changed, leader, -share, max(0.0, entropy))

    def _table(self, top: float) -> tuple[list[float], list[float]]:
        """For each cause as it is now, e to its log weight less ``top``, and that times the exponent.

        A cause above the top is about to change: what stands for it will be replaced.
        """
        table = self._tables.get(top)
        if table is None:
            exponents = [min(0.0, score - top) for score in self._scores]
            exponentials = list(map(math.exp, exponents))
            table = self._tables[top] = exponentials, list(map(mul, exponentials, exponents))
        return table


def _first_beside(changed: Mapping[str, float], causes: Iterable[str]) -> Iterable[str]:
    """The first of some causes that does not change, if there is any."""
    return next(((cause,) for cause in causes if cause not in changed), ())


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
        dormant = self._dormant_with(gone, new)
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

    def _dormant_with(self, gone: frozenset[str], new: Collection[Firing]) -> frozenset[str]:
        """The causes that do not compete then."""
        if not self._scales.claims:
            return self._dormant
        return self._scales.dormant([*(self._causes.keys() - gone), *[firing.rule for firing in new]])

    def _score(self, cause: str, new: list[Said], gone: frozenset[str]) -> float:
        if cause in self._said:
            new = [*new, *[what for rule, what in self._said[cause].items() if rule not in gone]]
        return self._scales.score(cause, strongest(new) if len(new) > 1 else [weight for _, weight in new])
