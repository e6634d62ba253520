"""Which answer may be a slip."""

from __future__ import annotations

import dataclasses

import pytest

from keymedic.engine.facts import Fact, Source
from keymedic.engine.reason.diagnose import Diagnostician, Examined
from keymedic.engine.reason.doubt import slip_chances
from keymedic.engine.reason.progress import Progress
from keymedic.engine.rulebase.model import RuleBase

FAILED = Progress({"key-missing/export": "not-helped"})


@pytest.fixture
def doctor(mini: RuleBase) -> Diagnostician:
    """The miniature rule base, made ready, with a question for the look at the key."""
    seen, asked = mini.facts["key.seen"], mini.facts["key.kind"].ask
    assert asked is not None
    look = dataclasses.replace(seen, ask=dataclasses.replace(asked, choices=seen.values))
    return Diagnostician(dataclasses.replace(mini, facts={**mini.facts, "key.seen": look}, asked_facts=None), "plain")


def examined(doctor: Diagnostician, *facts: Fact, progress: Progress | None = None) -> Examined:
    """A case of these facts."""
    return doctor.examine(facts, doctor.gather(None, ())[1], progress or Progress())


def test_a_fix_that_did_not_help_throws_doubt_on_what_led_to_it(doctor: Diagnostician) -> None:
    """The chance of a slip rises once the cure of the cause that the answer spoke for has failed."""
    answer = Fact("key.present", False, Source("answer"))
    before = slip_chances(doctor, examined(doctor, answer))["key.present"]
    after = slip_chances(doctor, examined(doctor, answer, progress=FAILED))["key.present"]
    assert 0.0 < before < after < 1.0


def test_only_what_was_answered_is_doubted(doctor: Diagnostician) -> None:
    """What a probe saw, what an answer implies, what was confirmed and what has no question is not asked for again."""
    seen = examined(doctor, Fact("key.present", False, Source("probe")))
    assert slip_chances(doctor, seen) == {}
    implied = examined(doctor, Fact("key.seen", "nothing", Source("answer")))
    assert slip_chances(doctor, implied).keys() == {"key.seen"}
    assert slip_chances(doctor, implied, {"key.seen"}) == {}
    assert slip_chances(doctor, examined(doctor, Fact("dotenv.kind", "absent", Source("answer")))) == {}


def test_a_rule_base_without_slips_doubts_nothing(mini: RuleBase) -> None:
    """``slip: 0`` says that answers are always right."""
    sure = Diagnostician(dataclasses.replace(mini, weights=dataclasses.replace(mini.weights, slip=0.0)), "plain")
    chances = slip_chances(sure, examined(sure, Fact("key.present", False, Source("answer")), progress=FAILED))
    assert chances == {"key.present": 0.0}
