"""What tried fixes say."""

from __future__ import annotations

import math

import pytest

from keymedic.engine.reason.progress import Progress, tried_contributions, tried_evidence, with_contributions
from keymedic.engine.reason.weigh import Weighing, weigh
from keymedic.engine.rulebase.model import RuleBase
from keymedic.engine.values import replace


@pytest.fixture
def even(mini: RuleBase) -> Weighing:
    """Nothing fired."""
    return weigh((), mini)


def test_not_helped_takes_what_the_fix_would_have_cured(mini: RuleBase, even: Weighing) -> None:
    """A fix that helps in 80 of 100 cases and did not takes the odds of its cause to a fifth."""
    extra = tried_contributions(Progress({"region-hosting/direct": "not-helped"}), mini)
    after = with_contributions(even, extra)
    assert after.scores["region-hosting"] - even.scores["region-hosting"] == pytest.approx(math.log(0.2))
    assert after.scores["key-missing"] == even.scores["key-missing"]
    assert math.fsum(after.shares.values()) == pytest.approx(1.0)
    assert [item.rule for item in after.contributions["region-hosting"]] == ["region-hosting/direct"]


def test_several_fixes_of_one_case_add_up(mini: RuleBase, even: Weighing) -> None:
    """Each fix counts once, whatever the order in which they were tried."""
    one = ("region-hosting/direct", "key-missing/export")
    extra = tried_contributions(Progress({fix: "not-helped" for fix in one}), mini)
    backwards = tried_contributions(Progress({fix: "not-helped" for fix in reversed(one)}), mini)
    assert [item.cause for item in extra] == ["key-missing", "region-hosting"]
    assert with_contributions(even, extra) == with_contributions(even, backwards)


def test_skipped_says_nothing(mini: RuleBase, even: Weighing) -> None:
    """A skipped fix leaves the very same weighing."""
    extra = tried_contributions(Progress({"key-missing/export": "skipped"}), mini)
    assert extra == ()
    assert with_contributions(even, extra) is even


def test_a_fix_that_always_helps_still_leaves_a_chance(mini: RuleBase) -> None:
    """A person may have carried it out wrongly: the weight stays finite."""
    sure = replace(mini, weights=replace(mini.weights, helps=dict.fromkeys(mini.weights.helps, 1.0)))
    (item,) = tried_contributions(Progress({"key-missing/export": "not-helped"}), sure)
    assert item.weight == pytest.approx(math.log(0.001))


def test_the_evidence_names_the_fix(mini: RuleBase) -> None:
    """In the Diagnosis the fix stands where otherwise the rule does."""
    (item,) = tried_contributions(Progress({"key-missing/export": "not-helped"}), mini)
    shown = tried_evidence(item, mini)
    assert (shown.rule, shown.word, shown.direction) == ("key-missing/export", "not-helped", "against")
    assert "Set the variable" in shown.because
