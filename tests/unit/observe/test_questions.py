"""Questions with answers in a pasted text."""

from __future__ import annotations

import pytest

from keymedic.engine.api import builtin_doctor
from keymedic.engine.observe.questions import pairs, truth_of, without_questions

DOCTOR = builtin_doctor()


def read(text: str) -> dict[str, object]:
    """The facts of a text, by name."""
    return {fact.name: fact.value for fact in DOCTOR.gather(text, ())[0] if fact.name != "report.text"}


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Q: What does the key begin with? A: it starts with AIza", "key.kind", "standard"),
        ("Q: Where was the key made?\nA: Google AI Studio", "key.origin", "ai-studio"),
        ("Q: Which HTTP status does the answer have? A: 403 Forbidden", "error.http_status", 403),
        ("Q: Is billing set up for the key's project? A: no, not yet", "billing.enabled", False),
        ("Q: From which country does the calling machine reach the internet? A: Germany", "location.country", "DE"),
        ("Q: What does AI Studio's key list show for this key? A: it is marked as blocked",
         "key.console_status", "blocked"),
    ],
)  # fmt: skip
def test_a_question_of_the_vocabulary_is_answered_in_plain_words(text: str, fact: str, value: object) -> None:
    """The choice that the answer's words name is the value of the fact."""
    assert read(text)[fact] == value


def test_the_words_of_a_question_state_nothing() -> None:
    """What a question only mentions is no fact; the answer is."""
    assert read("Q: How does it begin (AIza, AQ., ya29.)? A: AIza: an old standard key")["key.kind"] == "standard"


def test_a_plain_yes_states_what_the_question_says() -> None:
    """A question that nobody foresaw can still be affirmed."""
    assert read("Q: Are you using a VPN? A: yes")["network.route"] == "vpn"
    assert "network.route" not in read("Q: Are you using a VPN? A: not that I know")


def test_a_plain_no_states_the_opposite_of_a_boolean() -> None:
    """Denying a question that holds a boolean turns it round."""
    assert read("Q: Any luck: does it work with curl? A: no")["history.curl_works"] is False


def test_text_around_the_questions_stays_in_its_place() -> None:
    """Blanking out a question moves no other words."""
    text = "first\nQ: why? A: so\nlast"
    assert without_questions(text, pairs(text)) == "first\nQ:      A: so\nlast"


def test_no_question_no_pair() -> None:
    """Lines that merely hold the letters are left alone."""
    assert pairs("FAQ: see below\nA: not an answer") == ()


def test_yes_and_no_are_words_not_beginnings() -> None:
    """Nothing is no denial, and not every word that begins like yes affirms."""
    assert truth_of("Nothing like that", ["yes"], ["no"]) is None
    assert truth_of("yesterday", ["yes"], ["no"]) is None
    assert truth_of("Yes, twice", ["yes"], ["no"]) is True
