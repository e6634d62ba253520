"""How a case would weigh after an answer, as a difference from how it weighs now.

A diagnosis looks ahead to some two hundred and fifty answers, and each of them changes what is said of a few causes. So
the log weights of these are worked out anew, and from them everything that a question is chosen by. The numbers are those
that `weigh.Scales` comes to for the whole case, but for the last bits.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import filterfalse
from operator import mul, neg

from ..values import Struct
from .weigh import DORMANT, OTHER, Contribution, Said, Scales, Weighing, strongest, with_scores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..infer.conclusions import Firing


_HIGHER = 500.0
"""How far a log weight may rise above the highest of all before e to it is too large a number to add up."""
_LEFT = 1e-3
"""How much of a sum must be left so that what was taken from it took no digits along that matter."""


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
        self._top = max(now.scores.values())
        exponents = [score - self._top for score in now.scores.values()]
        powers = list(map(math.exp, exponents))
        terms = list(map(mul, powers, exponents))
        self._less = dict(zip(now.scores, map(neg, powers), strict=True))
        self._less_terms = dict(zip(now.scores, map(neg, terms), strict=True))
        """For each cause what is taken from the sum of the powers, e to the log weights less the highest of all, and from that
        of each power times its exponent, with which the entropy is found."""
        self._total = math.fsum(powers)
        self._term = math.fsum(terms)
        self._ranked = now.ranked()
        self._same: Outcome | None = None

    def after(self, changed: Mapping[str, float]) -> Outcome:
        """The case with these log weights in place of its own."""
        if changed:
            return self._outcome(changed)
        if self._same is None:
            self._same = self._outcome(changed)
        return self._same

    def _outcome(self, changed: Mapping[str, float]) -> Outcome:
        """By the sums over all causes, less what the changed causes add now, with what they would add instead."""
        exponents = [score - self._top for score in changed.values()]
        if max(exponents, default=0.0) > _HIGHER:
            return self._anew(changed)
        powers = list(map(math.exp, exponents))
        total = math.fsum([self._total, *powers, *map(self._less.__getitem__, changed)])
        if total < self._total * _LEFT:
            return self._anew(changed)
        terms = map(mul, powers, exponents)
        term = math.fsum([self._term, *terms, *map(self._less_terms.__getitem__, changed)])
        power, leader = self._leader(changed, powers)
        return Outcome(changed, leader, power / total, max(0.0, math.log(total) - term / total))

    def _leader(self, changed: Mapping[str, float], powers: Sequence[float]) -> tuple[float, str]:
        """The greatest power, and of the causes that have it the first by name."""
        first = next(filterfalse(changed.__contains__, self._ranked), None)
        rivals = list(zip(map(neg, powers), changed, strict=True))
        if first is not None:
            rivals.append((self._less[first], first))
        less, leader = min([rival for rival in rivals if rival[1] != OTHER])
        return -less, leader

    def _anew(self, changed: Mapping[str, float]) -> Outcome:
        """The same with sums of its own, where the differences of these would be all rounding."""
        whole = Outlook(with_scores(self.now, changed)).after({})
        return Outcome(changed, whole.leader, whole.share, whole.entropy)


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
