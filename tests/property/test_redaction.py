"""Documents with planted secrets in random dress: nothing of a secret is left, and nothing else moves."""

from __future__ import annotations

import random

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from keymedic.cli.scrub import scrub
from keymedic.engine.redact import Redactor, signs

from .planted import DRESSES, LETTERS, NAMES, PROSE, left, planted, secret
from .signs_by_pattern import signs_by_pattern

TOKEN_PIECES = [
    "a", "[", "name]", "[standard-key, 39 chars]", "\x1b[31m", "\x9b0m", "\\u001b[0m", "\\e[", "%2", "%25", "%E2%80%8B", "%20",
    "&amp;", "&", "&#65;", "<wbr>", "<", "\n", "\r\n", "\\n", "\\\\r\\\\n", "  > ", "│ ", "\u200b", "\ue000", "\ufeff", "\uff21",
    "\u2013", "\u2212", '\\"', "\\u0041", "\\x41", "\u2028", "\x85", "\v", "\f", "|", "x |", "]", " ", "\x00", "\u00ad",
]  # fmt: skip


@settings(max_examples=400)
@given(planted())
@example(
    (
        "behind empty lines\n\n\n+AIza" + "SyA1b2C3d4E5f6G7h8\n+I9j0K1l2M3n4O5p6Q7r8",
        ["AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"],
    )
)
def test_nothing_of_a_planted_secret_is_left(document: tuple[str, list[str]]) -> None:
    """No run of twelve letters of any planted secret can be read out of the redacted text."""
    text, secrets = document
    output = Redactor().redact(text)
    assert [left(secret, output) for secret in secrets] == [""] * len(secrets)


@settings(max_examples=300)
@given(planted(), st.booleans())
def test_redacting_twice_is_redacting_once(document: tuple[str, list[str]], people: bool) -> None:
    """A redacted text holds nothing more to redact."""
    redactor = Redactor(mask_people=people)
    once = redactor.redact(document[0])
    assert redactor.redact(once) == once


FRAGMENTS = st.sampled_from([
    "AIza", "AQ.", "sk-", "eyJ", "api_key", "=", ":", '"', "'", "`", "\n", "\\n", " ", "\\", "%41", "[", "]", "password",
    "Bearer ", "Authorization: ", "://", "@", "?key=", "&", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----",
    "[auth-key, 53 chars]", "Ab1Cd2Ef3Gh4Ij5K", "FAKEab12", "x", "XXXXXX", "cookie: ", "\ue000", "\u200b", "\x1b[0m", "1.2.3.4",
    "a@b.co", "/home/jo", "::1", "header value ", "value", "\ud800", "İ", "&#65;", "$", "{", "(",
])  # fmt: skip


@settings(max_examples=1000)
@given(st.lists(FRAGMENTS, max_size=25).map("".join), st.booleans())
def test_any_soup_of_fragments_redacts_once_and_for_all(text: str, people: bool) -> None:
    """Even texts made of nothing but beginnings, signs and marks come to rest."""
    redactor = Redactor(mask_people=people)
    once = redactor.redact(text)
    assert redactor.redact(once) == once


@settings(max_examples=200)
@given(planted(), st.lists(st.sampled_from(PROSE), max_size=3), st.lists(st.sampled_from(PROSE), max_size=3))
def test_redaction_does_not_depend_on_the_position(
    document: tuple[str, list[str]], before: list[str], after: list[str]
) -> None:
    """What stands paragraphs away does not change what a part of the text becomes."""
    redactor = Redactor()
    head, tail = "\n".join(before) + "\n\n", "\n\n" + "\n".join(after)
    assert redactor.redact(head + document[0] + tail) == head + redactor.redact(document[0]) + tail


@settings(max_examples=200)
@given(st.integers(0, 2**32), st.integers(0, len(DRESSES) - 2), st.lists(st.sampled_from(PROSE), max_size=3))
def test_known_values_without_any_form_are_hidden(seed: int, dress: int, around: list[str]) -> None:
    """The value of a credential variable is hidden although nothing else gives it away."""
    generator = random.Random(seed)
    value = "".join(generator.choice(LETTERS + "!#.~") for _ in range(generator.randint(14, 40)))
    assume(any(map(str.isdigit, value)))  # without one it may read as words, which are no secret below twenty letters
    text = "\n".join((*around, f"it was {DRESSES[dress](value, generator)} then"))
    assert left(value, Redactor([value]).redact(text)) == ""


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_texts_cleaned_together_are_clean_each(seed: int) -> None:
    """Looking at the texts of a result all at once misses nothing that looking at each of them finds."""
    generator = random.Random(seed)
    texts = [generator.choice(PROSE) for _ in range(generator.randint(0, 4))]
    texts += [generator.choice(DRESSES)(secret(seed), generator) for _ in range(generator.randint(0, 1))]
    texts += [f"{generator.choice(NAMES)}{secret(seed)[-24:]}" for _ in range(generator.randint(0, 1))]
    generator.shuffle(texts)
    redact = Redactor().redact
    assert scrub(texts, redact) == [redact(text) for text in texts]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TOKEN_PIECES), max_size=14).map("".join))
def test_signs_are_found_where_they_begin(text: str) -> None:
    """Telling signs by their first letters finds exactly what trying every pattern everywhere does."""
    for inside in (False, True):
        assert list(signs.signs(text, inside=inside)) == list(signs_by_pattern(text, inside=inside))
