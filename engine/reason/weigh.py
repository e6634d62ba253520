"""Evidence to probabilities.

Causes compete. Each has a prior log weight; each fired rule adds its log-likelihood ratio (the words of
``kb/weights.yaml``); evidence of one group is not independent, so within a group only the strongest
counts for each cause. The shares are the softmax over all causes and one *other*, "nothing that this
knowledge base holds": a naive Bayes model over mutually exclusive causes (Heckerman, Breese & Rommelse,
"Decision-theoretic troubleshooting", CACM 38(3), 1995, section 2).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from ..values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..infer.conclusions import Firing
    from ..rulebase.model import Rule, RuleBase, RuleSpoken

DORMANT = -60.0
"""The log weight of a cause whose rule base does not claim the case, and of *out of scope* where one does: its share is as good as 0, and no sum of evidence overflows."""
_NONE = frozenset[str]()
_SILENT: RuleSpoken = (None, {})
OTHER = ""
"""The key of the *other* share; no cause id is empty."""
Said = tuple[object, float]
"""What one rule says of one cause: the group of its evidence, and the weight."""


class Contribution(Struct):
    """What one fired rule says about one cause, in nats; ``counted`` unless a stronger rule of its group spoke."""

    rule: str
    cause: str
    word: str
    weight: float
    facts: frozenset[str]
    counted: bool


class Weighing(Struct):
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
        self._priors: dict[str, float] = {cause: priors[word] for cause, word in rulebase.priors.items()}
        self._unspoken: dict[str, float] = {OTHER: rulebase.weights.other_prior, **self._priors}
        self.claims: Sequence[tuple[frozenset[str], tuple[str, ...]]] = _claims(rulebase)
        """For each rule base that claims cases (`rulebase.build_claims`): the rules that do so, and its causes."""
        self._found: dict[str, tuple[object, list[tuple[str, float]]]] = {}

    def weigh(self, firings: Iterable[Firing]) -> Weighing:
        """Weigh the fired rules over all causes."""
        firings = tuple(firings)
        contributions = _counted(_contributions(firings, self._rulebase))
        counted = {cause: [c.weight for c in spoken if c.counted] for cause, spoken in contributions.items()}
        return self._weighing(counted, contributions, firings)

    def outcome(self, firings: Iterable[Firing]) -> Weighing:
        """The same shares and scores without the contributions, for who tries many cases."""
        firings = tuple(firings)
        said: dict[str, list[Said]] = {}
        for firing in firings:
            for cause, what in self.said(firing):
                said.setdefault(cause, []).append(what)
        return self._weighing({cause: strongest(found) for cause, found in said.items()}, {}, firings)

    def said(self, firing: Firing) -> list[tuple[str, Said]]:
        """What a fired rule says of each cause it speaks of."""
        group, weights = self._words_of(firing.rule)
        if group is None:
            group = firing.facts
        return [(cause, (group, weight)) for cause, weight in weights]

    def score(self, cause: str, weights: Iterable[float]) -> float:
        """The log weight of a cause of which the fired rules say this."""
        return self._priors[cause] + math.fsum(weights)

    def dormant(self, rules: Collection[str]) -> frozenset[str]:
        """The causes that do not compete in a case in which these rules hold."""
        if not self.claims:
            return _NONE
        nobodys = (self._rulebase.weights.out_of_scope_cause,)
        return _NONE.union(*(nobodys if not claiming.isdisjoint(rules) else causes for claiming, causes in self.claims))

    def _words_of(self, name: str) -> tuple[object, list[tuple[str, float]]]:
        """The group of a rule, and the causes it speaks of with the weights."""
        found = self._found.get(name)
        if found is None:
            group, words = self._rulebase.spoken(name) or _SILENT
            evidence = self._rulebase.weights.evidence
            found = self._found[name] = group, [(cause, evidence[word]) for cause, word in words.items()]
        return found

    def _weighing(
        self,
        counted: Mapping[str, Iterable[float]],
        contributions: Mapping[str, tuple[Contribution, ...]],
        firings: Sequence[Firing],
    ) -> Weighing:
        scores = self._unspoken.copy()
        for cause, weights in counted.items():
            scores[cause] = self.score(cause, weights)
        scores |= dict.fromkeys(self.dormant([firing.rule for firing in firings]), DORMANT)
        return Weighing(softmax(scores), scores, contributions)


def _claims(rulebase: RuleBase) -> list[tuple[frozenset[str], tuple[str, ...]]]:
    return [
        (frozenset(rule.id for rule in rulebase.rules.values() if rule.then.get(pack.claims) is True), pack.claimed)
        for pack in rulebase.packs
        if pack.claims
    ]


def strongest(said: Iterable[Said]) -> Collection[float]:
    """Of what rules say of one cause, the strongest of each group."""
    held: dict[object, float] = {}
    for group, weight in said:
        if group not in held or (abs(weight), weight) > (abs(held[group]), held[group]):
            held[group] = weight
    return held.values()


def weigh(firings: Iterable[Firing], rulebase: RuleBase) -> Weighing:
    """Weigh the fired rules over all causes of the rule base."""
    return Scales(rulebase).weigh(firings)


def with_scores(weighing: Weighing, changed: Mapping[str, float]) -> Weighing:
    """The shares and scores with some log weights in place of others, without the contributions."""
    scores = {**weighing.scores, **changed}
    return Weighing(softmax(scores), scores, {})


def softmax(scores: Mapping[str, float]) -> dict[str, float]:
    """Log weights to shares that sum to 1."""
    top = max(scores.values())
    exponentials = [math.exp(score - top) for score in scores.values()]
    total = math.fsum(exponentials)
    return {key: value / total for key, value in zip(scores, exponentials, strict=True)}


def _contributions(
    firings: Iterable[Firing], rulebase: RuleBase
) -> dict[str, list[tuple[object, str, str, float, frozenset[str]]]]:
    found: dict[str, list[tuple[object, str, str, float, frozenset[str]]]] = {}
    for firing in firings:
        rule = rulebase.rules[firing.rule]
        for cause, word in rule.evidence.items():
            entry = (evidence_group(rule, firing), rule.id, word, rulebase.weights.evidence[word], firing.facts)
            found.setdefault(cause, []).append(entry)
    return found


def evidence_group(rule: Rule, firing: Firing) -> object:
    """What makes evidence dependent: the rule's ``group``, else the facts it rests on."""
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
