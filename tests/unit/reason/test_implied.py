"""What one answer says of several facts."""

from __future__ import annotations

import pytest

from keymedic.engine.facts import Fact, Source
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.reason.implied import implied, implied_by, with_implied
from keymedic.engine.rulebase.model import RuleBase

ANSWER = Source("answer")


@pytest.fixture
def doctor(mini: RuleBase) -> Diagnostician:
    """The miniature rule base, made ready."""
    return Diagnostician(mini, "plain")


def test_a_value_brings_what_it_implies(mini: RuleBase) -> None:
    """Each implied fact has the source of what implies it, which it names."""
    told = implied([Fact("key.seen", "standard", ANSWER)], mini)
    assert {fact.name: fact.value for fact in told} == {"key.present": True, "key.kind": "standard"}
    assert {fact.source for fact in told} == {Source("answer", "key.seen")}
    assert with_implied([Fact("key.seen", "standard", ANSWER)], mini)[1:] == told


def test_most_facts_imply_nothing(mini: RuleBase) -> None:
    """Facts without ``implies`` stay alone."""
    facts = [Fact("key.kind", "auth", ANSWER), Fact("error.http_status", 403, ANSWER)]
    assert with_implied(facts, mini) == facts


def test_what_a_fact_tells_is_known_from_the_vocabulary(mini: RuleBase) -> None:
    """By value, and all values together."""
    seen = mini.facts["key.seen"]
    assert implied_by(seen, "nothing") == {"key.present": "no"}
    assert seen.tells == {"key.present", "key.kind"}
    assert mini.facts["key.kind"].tells == frozenset()


def test_what_was_said_outright_wins_and_the_contradiction_is_kept(doctor: Diagnostician) -> None:
    """An answer about the fact itself counts before what another answer implies."""
    memory = doctor.settle([Fact("key.seen", "standard", ANSWER), Fact("key.kind", "auth", ANSWER)])
    assert memory.values("key.kind") == ("auth",)
    (conflict,) = memory.conflicts
    assert (conflict.kept.value, conflict.dropped[0].value) == ("auth", "standard")


def test_a_probe_wins_over_what_an_answer_implies(doctor: Diagnostician) -> None:
    """Implied facts are as reliable as their source, no more."""
    memory = doctor.settle([Fact("key.seen", "nothing", ANSWER), Fact("key.present", True, Source("probe"))])
    assert memory.values("key.present") == (True,)


def test_implied_facts_are_diagnosed_like_stated_ones(doctor: Diagnostician) -> None:
    """One answer comes to the same as the answers that it stands for."""
    together = doctor.diagnose(None, [Fact("key.seen", "other", ANSWER)])
    apart = doctor.diagnose(None, [Fact("key.present", True, ANSWER), Fact("key.kind", "other-vendor", ANSWER)])
    assert together.causes == apart.causes
