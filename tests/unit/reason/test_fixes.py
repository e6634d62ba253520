"""Ranked fixes: expected benefit per cost."""

from __future__ import annotations

import pytest

from keymedic.engine.reason.fixes import rank_fixes
from keymedic.engine.rulebase.model import RuleBase


def test_benefit_is_chance_times_help_per_cost(mini: RuleBase) -> None:
    """A cause at 0.5 whose fix almost always helps and costs seconds is worth 0.475."""
    (fix,) = rank_fixes({"key-missing": 0.5, "": 0.5}, mini)
    assert (fix.id, fix.cause) == ("key-missing/export", "key-missing")
    assert fix.expected_benefit == pytest.approx(0.5 * 0.95 / 1)


def test_a_cheap_fix_of_a_less_likely_cause_can_lead(mini: RuleBase) -> None:
    """Cost counts: seconds for a 30 % cause go before money for a 50 % cause."""
    ranked = rank_fixes({"region-unsupported": 0.5, "region-hosting": 0.3, "": 0.2}, mini)
    assert [fix.cause for fix in ranked] == ["region-hosting", "region-unsupported"]


def test_hardly_likely_causes_get_no_fixes(mini: RuleBase) -> None:
    """Fixes of causes below the threshold of the weights are left out."""
    assert rank_fixes({"key-missing": mini.weights.act_from / 2, "": 1.0}, mini) == ()


def test_a_fix_says_how_to_verify_and_where_it_comes_from(mini: RuleBase) -> None:
    """Verification and origin travel with the fix."""
    (fix,) = rank_fixes({"region-hosting": 1.0}, mini)
    assert fix.verify == "Repeat the call. An answer."
    assert fix.verify_command == "python app.py"
    assert fix.origin.startswith("mini")
    assert [command["shell"] for command in fix.commands] == ["sh", "powershell"]


def test_fixes_that_were_tried_make_room(mini: RuleBase) -> None:
    """What was tried or skipped is left out before the list is cut."""
    assert rank_fixes({"key-missing": 1.0}, mini, {"key-missing/export"}) == ()
