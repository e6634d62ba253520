"""Why a cause does not lead."""

from __future__ import annotations

from keymedic.engine.session import Session

REGION = "User location is not supported for the API use."


def test_a_rule_that_failed_names_the_condition_and_the_value_seen(session: Session) -> None:
    """The country that was given is why the rule does not hold."""
    session.tell(REGION)
    session.answer("location.country", "DE")
    (silent,) = session.why_not("region-unsupported").silent
    assert (silent.rule, silent.word, silent.state) == ("region.country", "decisive", "false")
    (block,) = silent.blocks
    assert (block.test.fact, block.state, block.seen) == ("location.country", "false", ("DE",))


def test_an_open_rule_names_what_is_unknown_through_concluded_facts(session: Session) -> None:
    """Where a concluded fact is open, the rules that could conclude it say on what they wait."""
    (silent,) = session.why_not("region-unsupported").silent
    assert silent.state == "open"
    blocks = {block.test.fact: block for block in silent.blocks}
    assert blocks.keys() == {"region.refused", "location.country"}
    (behind,) = blocks["region.refused"].rules
    assert [block.test.fact for block in behind.blocks] == ["error.message"]


def test_a_negation_shows_that_it_wants_the_contrary(session: Session) -> None:
    """Below a negation the test is not wanted, and what was said is the reason."""
    session.tell(f"{REGION} I am using a proxy.")
    session.answer("location.country", "CN")
    (silent,) = session.why_not("region-hosting").silent
    (block,) = silent.blocks
    assert (block.test.fact, block.wanted, block.seen) == ("location.country", False, ("CN",))
    text = session.why_not("region-hosting").to_text(session.doctor.rulebase)
    assert "because: location.country: China" in text  # what must not be is no news beside it


def test_what_speaks_against_it_and_who_leads(session: Session) -> None:
    """Contributions against the cause, and the cause ahead of it."""
    session.tell(REGION)
    session.answer("location.country", "CN")
    explained = session.why_not("region-hosting")
    assert [reason.rule.rule for reason in explained.against] == ["region.country"]
    assert explained.leader.cause == "region-unsupported"
    text = explained.to_text(session.doctor.rulebase)
    assert "Ahead of it: Google does not serve the country" in text
    assert "Against it\n  - The country is on none of the lists." in text


def test_the_leader_and_a_cause_without_silent_rules(session: Session) -> None:
    """The leading cause is said to lead; where nothing is silent or against, the text says that."""
    session.answer("key.present", "no")
    assert "most likely" in session.why_not("key-missing").to_text(session.doctor.rulebase)
    session.answer("key.kind", "other-vendor")
    text = session.why_not("out-of-scope").to_text(session.doctor.rulebase)
    assert "No rule of mine" in text
