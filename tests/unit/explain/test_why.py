"""Why a question is asked."""

from __future__ import annotations

import pytest

from keymedic.engine.session import Session


def test_each_answer_shows_what_it_would_do(session: Session) -> None:
    """The causes after an answer are those of the session once that answer is given."""
    session.tell("User location is not supported for the API use.")
    explained = session.why("location.country")
    assert explained.answers == ()  # a country cannot be listed
    explained = session.why("key.present")
    for answer in explained.answers:
        other = Session(session.doctor, session.log)
        other.answer("key.present", "yes" if answer.value else "no")
        leader = answer.after[0]
        assert leader.cause == other.diagnosis.causes[0].id
        assert leader.share == pytest.approx(other.examined.weighing.shares[leader.cause])


def test_the_chances_of_the_answers_are_a_distribution(session: Session) -> None:
    """The possible answers share one certainty."""
    assert sum(answer.chance for answer in session.why("key.kind").answers) == pytest.approx(1.0)


def test_it_names_the_causes_that_are_told_apart(session: Session) -> None:
    """Causes whose share hangs on the answer are named; before and after stand in the text."""
    explained = session.why("key.present")
    assert "key-missing" in {item.cause for item in explained.separates}
    text = explained.to_text(session.doctor.rulebase)
    assert "No key reaches the program" in text
    assert "If “no”" in text


def test_a_fix_that_did_not_help_counts_in_the_look_ahead(session: Session) -> None:
    """The look ahead rests on what was tried, as the Diagnosis does."""
    session.fix_result("key-missing/export", "not-helped")
    (no,) = (answer for answer in session.why("key.present").answers if answer.value is False)
    session.answer("key.present", "no")
    assert no.after[0].share == pytest.approx(session.examined.weighing.shares[no.after[0].cause])


def test_a_question_that_changes_nothing_says_so(session: Session) -> None:
    """A fact that no rule about a leading cause looks at."""
    explained = session.why("dotenv.kind")
    assert explained.separates == ()
    assert "hardly change" in explained.to_text(session.doctor.rulebase)


def test_a_concluded_fact_has_no_answers(session: Session) -> None:
    """What only rules conclude is never answered."""
    assert session.why("region.refused").answers == ()
