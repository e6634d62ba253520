"""The error catalogue: whatever the client wraps around Google's answer, the right cause leads."""

from __future__ import annotations

import pytest

from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base

from .catalogue import ROWS, WRAPPINGS, Row


@pytest.fixture(scope="module")
def shipped() -> Diagnostician:
    """The shipped rule base on the plain engine."""
    return Diagnostician(load_rule_base(), "plain")


# A WebSocket reason is cut at 123 bytes, before the words that make the difference.
LOST = {("E22b", "websocket")}
PAIRS = [(answer, name) for answer in ROWS for name in WRAPPINGS if (answer.id, name) not in LOST]


@pytest.mark.parametrize(("answer", "wrapping"), PAIRS, ids=[f"{answer.id}-{name}" for answer, name in PAIRS])
def test_every_row_in_every_wrapping_leads_to_its_cause(shipped: Diagnostician, answer: Row, wrapping: str) -> None:
    """The first cause is one that the catalogue names for the row."""
    diagnosis = shipped.diagnose(WRAPPINGS[wrapping](answer))
    assert diagnosis.causes[0].id in answer.causes, [c.id for c in diagnosis.causes[:3]]


@pytest.mark.parametrize("answer", ROWS, ids=lambda answer: answer.id)
def test_the_message_as_a_fact_leads_to_the_same_cause(shipped: Diagnostician, answer: Row) -> None:
    """``--fact error.message=…`` is as good as the paste, as far as the message itself decides."""
    from keymedic.engine.facts import Fact, Source

    diagnosis = shipped.diagnose(None, [Fact("error.message", answer.message, Source("given"))])
    assert diagnosis.causes[0].id in answer.causes, [c.id for c in diagnosis.causes[:3]]


@pytest.mark.parametrize("id_", ["E01", "E14", "E20"])
def test_answers_with_many_causes_are_held_back(shipped: Diagnostician, id_: str) -> None:
    """A generic sentence alone is undecided and brings questions."""
    answer = next(answer for answer in ROWS if answer.id == id_)
    diagnosis = shipped.diagnose(WRAPPINGS["curl"](answer))
    assert diagnosis.verdict == "undecided"
    assert diagnosis.questions
