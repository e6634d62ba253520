"""Sentences are filled by name, and by nothing but a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.errors import InstallationError
from keymedic.engine.phrases import fill, say


def test_a_sentence_is_found_and_filled() -> None:
    """Every place of the sentence gets its value, however often it stands there."""
    assert say({"a": "{fact}: {value}, {value}"}, "a", fact="key.kind", value=1) == "key.kind: 1, 1"


def test_a_missing_sentence_is_a_damaged_installation() -> None:
    """An id without a sentence is named."""
    with pytest.raises(InstallationError, match="no.such"):
        _ = say({}, "no.such")


def test_places_without_a_value_stay() -> None:
    """What nobody gave a value for is left as it is written; so are attributes, indices and lone braces."""
    text = "{x.__class__} {x[0]} {x!r} {unknown} {"
    assert fill(text, {"x": "secret"}) == text


@given(st.text())
def test_a_value_is_never_read_as_a_sentence(value: str) -> None:
    """Places inside a value are not filled again: what a person pasted cannot pull in other values."""
    assert fill("{a}{b}", {"a": value, "b": "{a}"}) == value + "{a}"
