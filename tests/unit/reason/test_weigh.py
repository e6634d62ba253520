"""Weighing: evidence words to competing probabilities."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.infer.conclusions import Firing
from keymedic.engine.reason.weigh import OTHER, Weighing, softmax, strongest, weigh, with_scores
from keymedic.engine.rulebase.model import RuleBase


def firing(rule: str, *facts: str) -> Firing:
    """A fired rule that rests on some facts."""
    return Firing(rule, frozenset(facts), (), ())


def with_evidence(rulebase: RuleBase, evidence: dict[str, dict[str, str]], group: str | None = None) -> RuleBase:
    """The rule base with the first rules replaced by ones that carry this evidence."""
    template = next(iter(rulebase.rules.values()))
    rules = {
        name: dataclasses.replace(template, id=name, evidence=words, group=group) for name, words in evidence.items()
    }
    return dataclasses.replace(rulebase, rules=rules)


def test_nothing_said_leaves_the_other_share_in_the_lead(mini: RuleBase) -> None:
    """Without evidence, "not in this knowledge base" is the most probable."""
    weighing = weigh([], mini)
    assert max(weighing.shares, key=lambda key: weighing.shares[key]) == OTHER


def test_shares_sum_to_one(mini: RuleBase) -> None:
    """All causes and the other share add up to 1."""
    base = with_evidence(mini, {"a": {"key-missing": "decisive", "region-hosting": "weak-against"}})
    assert math.fsum(weigh([firing("a", "x")], base).shares.values()) == pytest.approx(1.0)


def test_evidence_for_a_cause_raises_it(mini: RuleBase) -> None:
    """A decisive word puts its cause above the diagnosis threshold."""
    base = with_evidence(mini, {"a": {"key-missing": "decisive"}})
    weighing = weigh([firing("a", "x")], base)
    assert weighing.ranked()[0] == "key-missing"
    assert weighing.shares["key-missing"] > base.weights.diagnosed


def test_independent_findings_add_up(mini: RuleBase) -> None:
    """Two rules that rest on different facts both count."""
    base = with_evidence(mini, {"a": {"key-missing": "strong"}, "b": {"key-missing": "weak"}})
    one = weigh([firing("a", "x")], base).scores["key-missing"]
    two = weigh([firing("a", "x"), firing("b", "y")], base).scores["key-missing"]
    assert two - one == pytest.approx(base.weights.evidence["weak"])


def test_the_same_facts_count_once(mini: RuleBase) -> None:
    """Of two rules that rest on the same facts, only the stronger counts, and both are shown."""
    base = with_evidence(mini, {"a": {"key-missing": "strong"}, "b": {"key-missing": "weak"}})
    weighing = weigh([firing("a", "x"), firing("b", "x")], base)
    alone = weigh([firing("a", "x")], base)
    assert weighing.scores["key-missing"] == alone.scores["key-missing"]
    assert [(c.rule, c.counted) for c in weighing.contributions["key-missing"]] == [("a", True), ("b", False)]


def test_a_named_group_counts_once_even_over_different_facts(mini: RuleBase) -> None:
    """``group:`` makes rules dependent that rest on different facts."""
    base = with_evidence(mini, {"a": {"key-missing": "weak"}, "b": {"key-missing": "strong"}}, group="g")
    weighing = weigh([firing("a", "x"), firing("b", "y")], base)
    assert weighing.scores["key-missing"] == weigh([firing("b", "y")], base).scores["key-missing"]


def test_the_group_is_judged_cause_by_cause(mini: RuleBase) -> None:
    """Within one group, different rules may be the strongest for different causes."""
    evidence = {
        "a": {"key-missing": "strong", "region-hosting": "weak"},
        "b": {"key-missing": "weak", "region-hosting": "strong-against"},
    }
    weighing = weigh([firing("a", "x"), firing("b", "x")], with_evidence(mini, evidence))
    counted = {c.cause: c.rule for cs in weighing.contributions.values() for c in cs if c.counted}
    assert counted == {"key-missing": "a", "region-hosting": "b"}


def test_the_order_of_firing_does_not_matter(mini: RuleBase) -> None:
    """Shares do not depend on the order in which rules fired."""
    evidence = {"a": {"key-missing": "strong"}, "b": {"region-hosting": "strong"}, "c": {"key-missing": "against"}}
    base = with_evidence(mini, evidence)
    firings = [firing("a", "x"), firing("b", "x"), firing("c", "y")]
    assert weigh(firings, base).shares == weigh(firings[::-1], base).shares


@given(st.dictionaries(st.text(max_size=3), st.floats(-500, 500), min_size=1, max_size=20))
def test_softmax_is_a_distribution_that_keeps_the_order(scores: dict[str, float]) -> None:
    """Shares are probabilities, and a higher score never gets a smaller share."""
    shares = softmax(scores)
    assert math.fsum(shares.values()) == pytest.approx(1.0)
    for one, high in scores.items():
        for two, low in scores.items():
            assert high < low or shares[one] >= shares[two]


@given(
    st.dictionaries(st.sampled_from("abcd"), st.floats(-9, 9), min_size=1),
    st.dictionaries(st.sampled_from("abcd"), st.floats(-9, 9)),
)
def test_other_scores_are_weighed_anew(scores: dict[str, float], changed: dict[str, float]) -> None:
    """The log weights that are given, and the shares that follow."""
    after = with_scores(Weighing(softmax(scores), scores, {}), changed)
    assert after.scores == {**scores, **changed}
    assert after.shares == softmax(after.scores)


def test_the_strongest_of_each_group_counts() -> None:
    """Of two of the same strength what speaks for a cause."""
    assert sorted(strongest([("g", 1.0), ("g", -2.0), ("h", 0.5), ("g", 2.0)])) == [0.5, 2.0]
