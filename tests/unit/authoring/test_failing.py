"""Why a case fails is told by its conditions, the values they saw, and words that are nearly right."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from keymedic.engine.authoring.expecting import Difference
from keymedic.engine.authoring.failing import because
from keymedic.engine.authoring.near import near_phrase
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import Case, Origin, RuleBase
from keymedic.engine.values import replace

ORIGIN = Origin("mini", "rules/x.yaml", 7)


@pytest.fixture(scope="module")
def doctor(mini: RuleBase) -> Diagnostician:
    """The miniature rule base with the sentences that ship, on the plain engine."""
    return Diagnostician(replace(mini, phrases=load_rule_base(builtin=False).phrases), "plain")


def told(doctor: Diagnostician, difference: Difference, report: str = "", **given: str) -> str:
    """The explanation as one text; ``__`` stands for the dot."""
    facts: Mapping[str, str] = {name.replace("__", "."): value for name, value in given.items()}
    return "\n".join(because(difference, Case(ORIGIN, report, facts, {}), doctor))


def test_a_rule_that_should_fire_names_its_test_and_the_value_seen(doctor: Diagnostician) -> None:
    """The failed test stands beside the value that it saw; an unknown one is called so."""
    wanted = Difference("fires", ("key.absent",), ())
    assert told(doctor, wanted, key__present="yes").splitlines() == [
        "key.absent does not hold:",
        "  wants: key.present is no; seen: yes",
    ]
    assert told(doctor, wanted, key__kind="auth").splitlines() == [
        "key.absent is open:",
        "  wants: key.present is no; not known",
    ]


def test_a_test_of_a_concluded_fact_leads_back_to_what_was_seen(doctor: Diagnostician) -> None:
    """Below a derived fact stand the rules that could conclude it, with their own tests."""
    text = told(doctor, Difference("fires", ("region.country",), ()), error__message="no", location__country="CN")
    assert "wants: region.refused is yes" in text
    assert "region.refused" in text and "seen: no" in text


def test_a_rule_that_should_be_silent_shows_why_it_fired(doctor: Diagnostician) -> None:
    """Each test that held, with the value it saw."""
    text = told(doctor, Difference("silent", (), ("key.absent",)), key__present="no")
    assert text.splitlines() == ["key.absent fired:", "  key.present is no; seen: no"]


def test_a_wrong_cause_shows_both_sides(doctor: Diagnostician) -> None:
    """The leader with what speaks for it; the wanted one with the rules for it that stayed silent."""
    text = told(doctor, Difference("cause", ("region-unsupported",), ("key-missing",)), key__present="no")
    assert "key-missing has" in text and "decisive (+" in text
    assert "region-unsupported has" in text and "no rule speaks about it" in text
    assert "region.country is open:" in text


def test_words_that_are_nearly_a_phrase_are_pointed_out(doctor: Diagnostician, mini: RuleBase) -> None:
    """A slip in a report is shown with the phrase that was probably meant, and nothing where nothing is near."""
    phrase = next(
        item for item in mini.observations if any(write.fact == "key.present" for write in item.writes) and item.phrases
    )
    slip = phrase.phrases[0].replace("API", "APl", 1) if "API" in phrase.phrases[0] else f"{phrase.phrases[0]}x"
    value = next(write.value for write in phrase.writes if write.fact == "key.present")
    assert value is not None
    near = near_phrase("key.present", (value,), f"It says {slip} here.", mini)
    assert near and (near.phrase, near.observation) == (phrase.phrases[0], phrase.id)
    assert near_phrase("key.present", (value,), "Something else altogether.", mini) is None
    written = "yes" if value else "no"
    assert f"did you mean “{phrase.phrases[0]}”" in told(
        doctor, Difference("key.present", (written,), ()), f"It says {slip} here."
    )
