from __future__ import annotations

from collections.abc import Callable

import pytest

from keymedic.cli.scrub import around_surrogates, scrub
from keymedic.engine.diagnosis import Diagnosis
from keymedic.engine.redact import Redactor


def test_reaches_every_text(sample: Callable[..., Diagnosis]) -> None:
    """Texts in nested dataclasses, mappings, lists and tuples are cleaned; numbers stay."""
    clean = scrub(sample(), str.upper)
    assert clean.causes[0].evidence[0].because == "THE SERVER SAYS SO ITSELF."
    assert clean.fixes[0].commands[0]["SHELL"] == "SH"
    assert clean.facts["ERROR.HTTP_STATUS"].value == 403
    assert clean.causes[0].probability == 0.93


def test_plain_data_keeps_its_shape() -> None:
    """Lists stay lists, null stays null."""
    assert scrub({"a": ["b", None, 1, True, ("c",)]}, str.upper) == {"A": ["B", None, 1, True, ("C",)]}


def test_lone_surrogates_are_kept_out() -> None:
    """The cleaner never sees a lone surrogate, and the text keeps it."""
    seen: list[str] = []

    def clean(text: str) -> str:
        seen.append(text)
        return text.upper()

    assert around_surrogates("ab\ud800cdé", clean) == "AB\ud800CDÉ"
    assert seen == ["ab", "cdé"]


KEY = "AI" + "za" + "SyFAKEaB1cD2eF3gH4iJ5kL6mN7oP8qR9sT"
BEGIN, END = "-----BEGIN PRIVATE" + " KEY-----", "-----END PRIVATE" + " KEY-----"


@pytest.mark.parametrize(
    "texts",
    [
        [f"web-1  | key {KEY[:15]}\nweb-1  | {KEY[15:]}", "more"],
        [f"> {KEY[:15]}\n> {KEY[15:]}", "more"],
        ['{"apiKey": "q7\\U00000\n\n06dZr4t8w2', "more"],
        [f"{BEGIN}\n{KEY[4:] * 2}", f"{KEY[4:] * 2}\n{END}"],
        [f"{KEY[4:] * 2}\n{END}", f"{BEGIN}\nnothing"],
        ["password:", KEY[4:]],
    ],
    ids=["a log", "a quotation", "codes at the end", "halves", "halves the other way round", "name and value apart"],
)
def test_texts_are_cleaned_as_each_of_them_by_itself(texts: list[str]) -> None:
    """Looking at all together hides no secret that shows in one of them alone, and makes none of two."""
    redact = Redactor().redact
    assert scrub(texts, redact) == [redact(text) for text in texts]


def test_texts_of_several_lines_are_looked_at_once() -> None:
    """Where nothing is found in all together, only those are looked at again that may show something alone."""
    seen: list[str] = []

    def clean(text: str) -> str:
        seen.append(text)
        return text

    texts = ["one\ntwo", "  one\n  two", "%41", "plain"]
    assert scrub(texts, clean) is texts
    assert seen[1:] == ["  one\n  two", "%41"]
