"""Facts in the words of people."""

from __future__ import annotations

import pytest

from keymedic.cli.render.view import View, said_of
from keymedic.engine.diagnosis import FactItem
from keymedic.engine.facts import Scalar


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("error.http_status", 403, "HTTP 403"),
        ("location.country", "AT", "country: Austria"),
        ("key.length_fit", "shorter", "length of the key: shorter than it should be"),
        (
            "key.stray",
            ("quotes", "space"),
            "stray characters in the key: quotation marks, a blank, tab or no-break space",
        ),
        ("key.exposed", True, "the key was in public: yes"),
        ("report.about", ("complaint",), ""),
        ("report.names_google", True, ""),
        ("mine.own", "x", "mine.own: x"),
    ],
)
def test_a_fact_in_a_few_words(view: View, name: str, value: Scalar | tuple[Scalar, ...], said: str) -> None:
    """By its phrase, else by its label and what the value means; nothing where it is there for rules only."""
    assert said_of(name, FactItem(value, "answer", ""), view) == said
