"""How a cause came to its share."""

from __future__ import annotations

import math

import pytest

from keymedic.engine.session import Session

REGION = "User location is not supported for the API use."


def test_the_chain_reaches_from_the_words_to_the_cause(session: Session) -> None:
    """The rule that speaks, the facts it looked at with their sources, and the rule behind a concluded fact."""
    session.tell(REGION)
    session.answer("location.country", "CN")
    explained = session.how("region-unsupported")
    (reason,) = explained.reasons
    assert (reason.rule.rule, reason.word, reason.weight, reason.counted) == ("region.country", "decisive", 6.0, True)
    assert [(fact.name, fact.values, fact.kind) for fact in reason.rule.facts] == [
        ("location.country", ("CN",), "answer")
    ]
    (behind,) = reason.rule.through
    assert behind.rule == "region.refused"
    assert [(fact.name, fact.kind, fact.detail) for fact in behind.facts] == [("error.message", "server", "line 1")]


def test_the_numbers_add_up(session: Session) -> None:
    """Prior and counted reasons make the score, and the scores make the share."""
    session.tell(f"{REGION} I am using a proxy.")
    session.answer("location.country", "DE")
    for cause in session.doctor.rulebase.causes:
        explained = session.how(cause)
        counted = math.fsum(reason.weight for reason in explained.reasons if reason.counted)
        assert explained.score == pytest.approx(explained.prior_weight + counted)
        assert explained.share == session.examined.weighing.shares[cause]


def test_a_fix_that_did_not_help_is_a_reason(session: Session) -> None:
    """What was tried stands beside the rules."""
    session.fix_result("key-missing/export", "not-helped")
    (reason,) = session.how("key-missing").reasons
    assert (reason.rule.rule, reason.word) == ("key-missing/export", "not-helped")
    assert "Set the variable" in reason.rule.because


def test_the_text_tells_words_numbers_and_sources(session: Session) -> None:
    """The sentences hold the reason, its word and weight, and every fact with its source; no name of a rule."""
    session.tell(REGION)
    session.answer("location.country", "CN")
    text = session.how("region-unsupported").to_text(session.doctor.rulebase)
    for piece in (
        "decisive, +6.0",
        "location.country: China (answered)",
        "said by the server, line 1",
    ):
        assert piece in text
    assert "region.country" not in text


def test_the_text_without_any_reason(session: Session) -> None:
    """A cause about which nothing was heard says so."""
    assert "No rule speaks about it" in session.how("key-missing").to_text(session.doctor.rulebase)
