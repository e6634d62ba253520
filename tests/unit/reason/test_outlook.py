"""How a case would weigh, as a difference from how it weighs now."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.infer.conclusions import Firing
from keymedic.engine.reason.outlook import Outlook, Spoken
from keymedic.engine.reason.weigh import OTHER, Contribution, Scales, Weighing, softmax, with_scores
from keymedic.engine.rulebase.model import RuleBase

CAUSES = st.sampled_from([OTHER, "a", "b", "c", "d", "e"])
SCORES = st.one_of(st.floats(-60, 60), st.sampled_from([-3.0, 0.0, 2.0]))


def weighing(scores: dict[str, float]) -> Weighing:
    """A weighing with these log weights."""
    return Weighing(softmax(scores), scores, {})


@given(st.dictionaries(CAUSES, SCORES, min_size=3), st.dictionaries(CAUSES, SCORES), st.dictionaries(CAUSES, SCORES))
def test_an_outcome_is_that_of_the_whole_weighing(
    scores: dict[str, float], one: dict[str, float], two: dict[str, float]
) -> None:
    """Leader, share and entropy; what was looked at before makes no difference."""
    now = weighing(scores)
    outlook = Outlook(now)
    for changed in (one, two, one, {}):
        changed = {cause: score for cause, score in changed.items() if cause in scores}
        after, outcome = with_scores(now, changed), outlook.after(changed)
        assert outcome.changed == changed
        assert after.shares[outcome.leader] == pytest.approx(after.shares[after.ranked()[0]], abs=1e-9)
        assert outcome.share == pytest.approx(after.shares[outcome.leader], abs=1e-9)
        expected = -math.fsum(share * math.log(share) for share in after.shares.values() if share > 0)
        assert outcome.entropy == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    "changed",
    [{"a": -60.0}, {"a": -60.0, "b": -50.0}, {"c": 900.0}, {"a": 600.0, "c": -600.0}, {"b": 0.0, "c": 1e-12}],
)
def test_an_outcome_keeps_its_digits(changed: dict[str, float]) -> None:
    """Also where nearly all of the sums goes, or what comes is beyond all measure; in whatever order it is told."""
    now = weighing({"a": 0.0, "b": -40.0, "c": -42.0, OTHER: -45.0})
    outlook, after = Outlook(now), with_scores(now, changed)
    outcome, turned = outlook.after(changed), outlook.after(dict(reversed(changed.items())))
    assert (outcome.leader, outcome.share, outcome.entropy) == (turned.leader, turned.share, turned.entropy)
    assert outcome.leader == after.ranked()[0]
    assert outcome.share == pytest.approx(after.shares[outcome.leader], abs=1e-9)
    expected = -math.fsum(share * math.log(share) for share in after.shares.values() if share > 0)
    assert outcome.entropy == pytest.approx(expected, abs=1e-9)


def test_entropy_of_certainty_is_zero_and_of_two_even_causes_one_bit() -> None:
    """Entropy is in nats: 0 when certain, log 2 for a coin."""
    for scores, expected in (({"a": 0.0, "b": -900.0}, 0.0), ({"a": 5.0, "b": 5.0}, math.log(2))):
        assert Outlook(weighing(scores)).after({}).entropy == pytest.approx(expected)


def firing(rule: str, *facts: str) -> Firing:
    """A fired rule that rests on some facts."""
    return Firing(rule, frozenset(facts), (), ())


def speaking(rulebase: RuleBase, evidence: dict[str, dict[str, str]]) -> RuleBase:
    """The rule base with rules that say this; the last one has a group of its own name."""
    template = next(iter(rulebase.rules.values()))
    rules = {
        name: dataclasses.replace(template, id=name, evidence=words, group=name if name == "grouped" else None, then={})
        for name, words in evidence.items()
    }
    return dataclasses.replace(rulebase, rules=rules)


EVIDENCE = {
    "a": {"key-missing": "strong", "region-hosting": "against"},
    "b": {"key-missing": "weak"},
    "c": {"region-hosting": "decisive"},
    "silent": {},
    "grouped": {"key-missing": "weak"},
}


@pytest.mark.parametrize(
    ("gone", "new"),
    [
        ((), ()),
        (("a",), ()),
        (("b",), (firing("b", "x"),)),
        ((), (firing("c", "y"), firing("grouped", "x"))),
        (("a", "silent"), (firing("c", "x"), firing("a", "z"))),
    ],
)
def test_what_is_said_differently_changes_the_log_weights(
    mini: RuleBase, gone: tuple[str, ...], new: tuple[Firing, ...]
) -> None:
    """They are those of the whole case, what is said beside the rules included; causes that weigh the same are left out."""
    base = speaking(mini, EVIDENCE)
    scales, fired = Scales(base), (firing("a", "x"), firing("b", "y"), firing("silent", "x"))
    beside = Contribution("tried", "key-missing", "", -0.5, frozenset(), True)

    def scores(firings: tuple[Firing, ...]) -> dict[str, float]:
        found = dict(scales.outcome(firings).scores)
        return {**found, "key-missing": found["key-missing"] - 0.5}

    now = scores(fired)
    changed = Spoken(scales, fired, [beside], now).changed(frozenset(gone), new)
    after = scores((*[item for item in fired if item.rule not in gone], *new))
    assert {**now, **changed} == after
    assert all(now[cause] != score for cause, score in changed.items())
