"""Proposals for better words of evidence and priors, from labelled cases; a person accepts them, or not.

What is minimised is the log loss of the right causes (a proper scoring rule: Gneiting & Raftery, JASA 102, 2007). One word
at a time moves by one step, the best first, while that gains enough. The search runs once for each fold on all other folds; a
change is proposed when most of these searches found it, and judged on the cases that the searches did not see.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..digest import digest_of
from ..values import Struct
from .weigh import OTHER, evidence_group

if TYPE_CHECKING:
    from ..infer.conclusions import Firing
    from ..rulebase.model import RuleBase, Weights

FOLDS = 5
LEAST_GAIN = 1.0
"""Nats that a change must gain over all cases it is tried on: about what one more parameter costs by AIC."""
MOST_CHANGES = 20
Place = tuple[str, str]
"""The rule and the cause of a word of evidence; the rule is empty for a prior."""
Words = Mapping[Place, str]


class Example(Struct):
    """A labelled case: what fired, and every cause that is right."""

    firings: tuple[Firing, ...]
    right: frozenset[str]


class Proposal(Struct):
    """One word that should move: ``searches`` found it, of `FOLDS`; ``cases`` it has a say in."""

    place: Place
    old: str
    new: str
    searches: int
    cases: int


class Calibration(Struct):
    """Proposals, and the mean log loss (nats) before and after: on all cases, and on cases held out."""

    proposals: tuple[Proposal, ...]
    before: float
    after: float
    held_out_before: float
    held_out_after: float


def calibrate(rulebase: RuleBase, examples: Sequence[Example], seed: int) -> Calibration:
    """Search for better words. Equal input and ``seed`` give an equal result; raises `ValueError` for too few cases."""
    if len(examples) < FOLDS:
        raise ValueError(f"at least {FOLDS} cases are wanted")
    bench = _Bench(rulebase, examples)
    order = sorted(range(len(examples)), key=lambda index: digest_of((b"%d %d" % (seed, index),)))
    folds = [order[start::FOLDS] for start in range(FOLDS)]
    found: list[Words] = []
    held_out = 0.0
    for fold in folds:
        words = bench.search([index for index in order if index not in set(fold)])
        found.append(words)
        held_out += sum(bench.loss(index, words) for index in fold)
    votes = Counter((place, word) for words in found for place, word in words.items())
    agreed = {place: word for (place, word), number in sorted(votes.items()) if number * 2 > FOLDS}
    proposals = [
        Proposal(place, bench.word(place), word, votes[place, word], len(bench.touched[place]))
        for place, word in agreed.items()
    ]
    count = len(examples)
    before = sum(bench.loss(index, {}) for index in order) / count
    after = sum(bench.loss(index, agreed) for index in order) / count
    return Calibration(tuple(proposals), before, after, before, held_out / count)


class _Bench:
    """The cases taken apart, so that a word can be changed and only what hangs on it is counted again."""

    def __init__(self, rulebase: RuleBase, examples: Sequence[Example]) -> None:
        self._rulebase = rulebase
        self._weights = rulebase.weights
        self._right = [example.right for example in examples]
        self._entries = [_entries(example.firings, rulebase) for example in examples]
        self.touched: dict[Place, list[int]] = {}
        for index, entries in enumerate(self._entries):
            for cause in rulebase.causes:
                self.touched.setdefault(("", cause), []).append(index)
            for cause, spoken in entries.items():
                for _group, rule in spoken:
                    self.touched.setdefault((rule, cause), []).append(index)
        self._scores = [
            {cause: self._score(index, cause, {}) for cause in self._names()} for index in range(len(examples))
        ]

    def word(self, place: Place) -> str:
        """The word that stands there now."""
        rule, cause = place
        return self._rulebase.rules[rule].evidence[cause] if rule else self._rulebase.causes[cause].prior

    def loss(self, index: int, words: Words) -> float:
        """The log loss of a case with some words changed, in nats."""
        scores = self._scores[index]
        changed = {cause for _rule, cause in words}
        if changed:
            scores = scores | {cause: self._score(index, cause, words) for cause in changed}
        return _log_sum(scores.values()) - _log_sum(scores[cause] for cause in self._right[index] if cause in scores)

    def search(self, cases: Sequence[int]) -> dict[Place, str]:
        """Move the best word by one step, again and again, while it gains enough."""
        words: dict[Place, str] = {}
        among = set(cases)
        hopeful = [
            (place, word) for place in sorted(self.touched) for word in _beside(self.word(place), place, self._weights)
        ]
        while len(words) < MOST_CHANGES:
            gains = [
                (self._gain(place, word, words, among), place, word) for place, word in hopeful if place not in words
            ]
            gains = [item for item in gains if item[0] >= LEAST_GAIN]
            if not gains:
                return words
            _gain, place, word = max(gains)
            words[place] = word
            hopeful = [(place, word) for _gain, place, word in gains]
        return words

    def _gain(self, place: Place, word: str, words: Words, among: set[int]) -> float:
        changed = {**words, place: word}
        cases = [index for index in self.touched[place] if index in among]
        return math.fsum(self.loss(index, words) - self.loss(index, changed) for index in cases)

    def _names(self) -> list[str]:
        return [OTHER, *self._rulebase.causes]

    def _score(self, index: int, cause: str, words: Words) -> float:
        if cause == OTHER:
            return self._weights.other_prior
        strongest: dict[object, float] = {}
        for group, rule in self._entries[index].get(cause, ()):
            weight = self._weights.evidence[words.get((rule, cause)) or self._rulebase.rules[rule].evidence[cause]]
            if group not in strongest or (abs(weight), weight) > (abs(strongest[group]), strongest[group]):
                strongest[group] = weight
        prior = words.get(("", cause)) or self._rulebase.causes[cause].prior
        return self._weights.priors[prior] + math.fsum(strongest.values())


def _entries(firings: Iterable[Firing], rulebase: RuleBase) -> dict[str, list[tuple[object, str]]]:
    """Cause to the groups and rules that speak of it."""
    found: dict[str, list[tuple[object, str]]] = {}
    for firing in firings:
        rule = rulebase.rules[firing.rule]
        for cause in rule.evidence:
            found.setdefault(cause, []).append((evidence_group(rule, firing), rule.id))
    return found


def _beside(word: str, place: Place, weights: Weights) -> list[str]:
    """The words one step weaker and one step stronger, of the same direction."""
    scale = weights.evidence if place[0] else weights.priors
    direction = scale[word] >= 0
    names: dict[float, str] = {}
    for name, value in scale.items():
        if (value >= 0) == direction:
            _ = names.setdefault(value, name)
    ladder = sorted(names)
    at = ladder.index(scale[word])
    return [names[ladder[index]] for index in (at - 1, at + 1) if 0 <= index < len(ladder)]


def _log_sum(scores: Iterable[float]) -> float:
    values = list(scores)
    if not values:
        return math.log(1e-12)
    top = max(values)
    return top + math.log(math.fsum(math.exp(value - top) for value in values))
