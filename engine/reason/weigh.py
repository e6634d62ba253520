"""Evidence to probabilities.

Causes compete. Each has a prior log weight; each fired rule adds its log-likelihood ratio (the words of
``kb/weights.yaml``); evidence of one group is not independent, so within a group only the strongest
counts for each cause. The shares are the softmax over all causes and one *other*, "nothing that this
knowledge base holds": a naive Bayes model over mutually exclusive causes (Heckerman, Breese & Rommelse,
"Decision-theoretic troubleshooting", CACM 38(3), 1995, section 2).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..values import dataclass

if TYPE_CHECKING:
    from ..infer.conclusions import Firing
    from ..rulebase.model import Rule, RuleBase

OTHER = ""
"""The key of the *other* share; no cause id is empty."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one fired rule says about one cause, in nats; ``counted`` unless a stronger rule of its group spoke."""

    rule: str
    cause: str
    word: str
    weight: float
    facts: frozenset[str]
    counted: bool


@dataclass(frozen=True, slots=True)
class Weighing:
    """Shares (0 to 1, summing to 1 over every cause and `OTHER`) and what led to them."""

    shares: Mapping[str, float]
    scores: Mapping[str, float]
    contributions: Mapping[str, tuple[Contribution, ...]]

    def ranked(self) -> list[str]:
        """The cause ids, most probable first; equal shares in the order of their ids."""
        return sorted((c for c in self.shares if c != OTHER), key=lambda c: (-self.shares[c], c))


class Scales:
    """The numbers of one rule base, looked up once for many weighings."""

    def __init__(self, rulebase: RuleBase) -> None:
        self._rulebase = rulebase
        priors = rulebase.weights.priors
        self._priors: dict[str, float] = {cause.id: priors[cause.prior] for cause in rulebase.causes.values()}

    def weigh(self, firings: Iterable[Firing]) -> Weighing:
        """Weigh the fired rules over all causes."""
        contributions = _counted(_contributions(firings, self._rulebase))
        counted = {cause: [c.weight for c in spoken if c.counted] for cause, spoken in contributions.items()}
        return self._weighing(counted, contributions)

    def outcome(self, firings: Iterable[Firing]) -> Weighing:
        """The same shares and scores without the contributions, for a look ahead."""
        strongest: dict[str, dict[object, float]] = {}
        evidence = self._rulebase.weights.evidence
        for firing in firings:
            rule = self._rulebase.rules[firing.rule]
            if not rule.evidence:
                continue
            group = _group(rule, firing)
            for cause, word in rule.evidence.items():
                weight, held = evidence[word], strongest.setdefault(cause, {})
                if group not in held or (abs(weight), weight) > (abs(held[group]), held[group]):
                    held[group] = weight
        return self._weighing({cause: held.values() for cause, held in strongest.items()}, {})

    def _weighing(
        self, counted: Mapping[str, Iterable[float]], contributions: Mapping[str, tuple[Contribution, ...]]
    ) -> Weighing:
        scores = {OTHER: self._rulebase.weights.other_prior, **self._priors}
        for cause, weights in counted.items():
            scores[cause] = self._priors[cause] + math.fsum(weights)
        return Weighing(softmax(scores), scores, contributions)


def leader(weighing: Weighing) -> str:
    """The first cause of `Weighing.ranked`."""
    return min((c for c in weighing.shares if c != OTHER), key=lambda c: (-weighing.shares[c], c))


def weigh(firings: Iterable[Firing], rulebase: RuleBase) -> Weighing:
    """Weigh the fired rules over all causes of the rule base."""
    return Scales(rulebase).weigh(firings)


def softmax(scores: Mapping[str, float]) -> dict[str, float]:
    """Log weights to shares that sum to 1."""
    top = max(scores.values())
    exponentials = {key: math.exp(score - top) for key, score in scores.items()}
    total = math.fsum(exponentials.values())
    return {key: value / total for key, value in exponentials.items()}


def entropy(shares: Iterable[float]) -> float:
    """Shannon entropy in nats."""
    return -math.fsum(p * math.log(p) for p in shares if p > 0.0)


def _contributions(
    firings: Iterable[Firing], rulebase: RuleBase
) -> dict[str, list[tuple[object, str, str, float, frozenset[str]]]]:
    found: dict[str, list[tuple[object, str, str, float, frozenset[str]]]] = {}
    for firing in firings:
        rule = rulebase.rules[firing.rule]
        for cause, word in rule.evidence.items():
            entry = (_group(rule, firing), rule.id, word, rulebase.weights.evidence[word], firing.facts)
            found.setdefault(cause, []).append(entry)
    return found


def _group(rule: Rule, firing: Firing) -> object:
    return rule.group if rule.group is not None else firing.facts


def _counted(
    found: Mapping[str, list[tuple[object, str, str, float, frozenset[str]]]],
) -> dict[str, tuple[Contribution, ...]]:
    result: dict[str, tuple[Contribution, ...]] = {}
    for cause, entries in found.items():
        strongest: dict[object, int] = {}
        for index, (group, _rule, _word, weight, _facts) in enumerate(entries):
            held = strongest.setdefault(group, index)
            if (abs(weight), weight) > (abs(entries[held][3]), entries[held][3]):
                strongest[group] = index
        counted = set(strongest.values())
        result[cause] = tuple(
            Contribution(rule, cause, word, weight, facts, index in counted)
            for index, (_group, rule, word, weight, facts) in enumerate(entries)
        )
    return result
