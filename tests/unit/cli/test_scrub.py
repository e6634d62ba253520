from __future__ import annotations

from collections.abc import Callable

from keymedic.cli.scrub import around_surrogates, scrub
from keymedic.engine.diagnosis import Diagnosis


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
