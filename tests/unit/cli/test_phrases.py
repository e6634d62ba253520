from __future__ import annotations

import re
from pathlib import Path

import pytest

import keymedic
from keymedic.cli.phrases import Phrases, percent
from keymedic.engine.errors import InstallationError
from keymedic.engine.rulebase.model import RuleBase

PACKAGE = Path(keymedic.__file__).parent


def test_fills_placeholders() -> None:
    """Named places are replaced; others stay as they are."""
    assert Phrases({"a": "{x} and {y}"}).say("a", x=1) == "1 and {y}"


def test_a_phrase_cannot_reach_into_objects() -> None:
    """A rule base's text cannot look at attributes of what is filled in."""
    assert Phrases({"a": "{x.__class__} {x[0]}"}).say("a", x="secret") == "{x.__class__} {x[0]}"


def test_a_missing_phrase_is_a_damaged_installation() -> None:
    """An id without a sentence is named."""
    with pytest.raises(InstallationError, match="no.such"):
        _ = Phrases({}).say("no.such")


def test_all_that_begin_alike_in_the_order_of_the_file() -> None:
    """By what follows the beginning; a name that only contains it is none of them."""
    phrases = Phrases({"read.b": "B", "other.read.c": "C", "read.a": "A", "rea": "R", "read.": "-"})
    assert list(phrases.starting("read.")) == [("b", "B"), ("a", "A"), ("", "-")]
    assert list(phrases.starting("none.")) == []
    assert len(list(phrases.starting(""))) == 5


def test_one_and_many() -> None:
    """The sentence follows the number."""
    phrases = Phrases({"n.one": "{number} case", "n.many": "{number} cases"})
    assert [phrases.count("n", number) for number in (0, 1, 2)] == ["0 cases", "1 case", "2 cases"]


@pytest.mark.parametrize(
    ("probability", "words"), [(0.999, "Almost certainly"), (0.6, "Probably"), (0.4, "Possibly"), (0.0, "Hardly")]
)
def test_probability_in_words(rulebase: RuleBase, probability: float, words: str) -> None:
    """The words are those of the highest step that the probability reaches."""
    assert Phrases(rulebase.phrases).likely(probability) == words


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, "0 %"), (0.001, "<1 %"), (0.934, "93 %"), (0.9999, ">99 %"), (1.0, ">99 %")]
)
def test_per_cent_never_claims_certainty(share: float, shown: str) -> None:
    """Rounding does not turn a small chance into none, nor a large one into certainty."""
    assert percent(share) == shown


def test_what_was_counted_may_be_all_of_it() -> None:
    """Ten of ten is a hundred per cent, and 999 of 1000 is not."""
    assert (percent(1.0, counted=True), percent(0.999, counted=True)) == ("100 %", ">99 %")


def test_every_phrase_in_the_code_exists(rulebase: RuleBase) -> None:
    """Each id that the renderers ask for has a sentence in the shipped knowledge."""
    asked: set[str] = set()
    for file in (PACKAGE / "cli").rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        asked |= set(re.findall(r'phrases\.say\(\s*"([a-z0-9.-]+)"', source))
        asked |= {f"{name}.one" for name in re.findall(r'phrases\.count\("([a-z0-9.-]+)"', source)}
    assert len(asked) > 60
    assert sorted(asked - set(rulebase.phrases)) == []


def test_every_shipped_phrase_is_used(rulebase: RuleBase) -> None:
    """No sentence stands in the shipped file that nothing asks for."""
    sources = "".join(
        file.read_text(encoding="utf-8") for folder in ("cli", "engine") for file in (PACKAGE / folder).rglob("*.py")
    )
    families = r"(check|coverage|diff|failing|graph|mutate|schema|site|found|new|schema|probe|read|likely|verdict|heading|cost|severity|state|source|explain|kb|coverage|evidence|value|session|test|said|word|why-not|fix|command|talk\.(choice|step|words|group|help|after|fix|checked))\..*"
    unused = [name for name in rulebase.phrases
              if not re.fullmatch(families, name) and name.removesuffix(".one").removesuffix(".many") not in sources]  # fmt: skip
    assert unused == []
