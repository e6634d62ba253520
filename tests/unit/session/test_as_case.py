"""A session as a regression case."""

from __future__ import annotations

from keymedic.engine.session import Session
from keymedic.engine.session.as_case import as_case


def test_what_was_told_and_answered_is_given(session: Session) -> None:
    """The report is the text, the answers are given facts, and the expectation is what came out."""
    session.tell("It says: no API key.")
    session.answer("network.route", "vpn")
    case = as_case(session, "a")
    assert (case["case"], case["report"]) == ("a", "It says: no API key.")
    assert case["given"] == {"network.route": "vpn"}
    assert case["expect"] == {"cause": session.diagnosis.causes[0].id, "verdict": session.diagnosis.verdict}


def test_the_cause_whose_fix_helped_is_expected(session: Session) -> None:
    """A fix that helped says more than the ranking did."""
    session.tell("It says: no API key.")
    session.fix_result("region-hosting/direct", "helped")
    assert as_case(session, "a")["expect"] == {"cause": "region-hosting"}


def test_what_was_taken_back_is_no_part_of_it(session: Session) -> None:
    """Withdrawn and undone answers leave no trace."""
    session.answer("network.route", "vpn")
    session.withdraw("network.route")
    session.answer("key.present", "no")
    _ = session.undo()
    case = as_case(session, "a")
    assert "given" not in case
    assert "report" not in case


def test_a_hidden_key_still_tells_its_kind(session: Session) -> None:
    """The key itself is in no case, its kind is."""
    session.tell("It says: no API key. I use " + "AIza" + "SyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0")
    case = as_case(session, "a")
    assert "AIza" not in case["report"]
    assert case["given"] == {"key.kind": "standard"}
