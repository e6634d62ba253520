"""Claims count where a person states them, with the shipped lexicon and observations of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from keymedic.engine.observe.report import Observer
from keymedic.engine.rulebase.load import BUILTIN, load_rule_base

PACK = "{name: small, version: '1', scope: tests, knowledge_date: 2026-11-30}\n"
OBSERVE = """
- observe: small.quota
  pattern: '(?i)quota (?:is |was )?exceeded|quota.{0,20}problem|exceeded .{0,10}quota|配额.{0,6}(?:超|问题)'
  stated: yes
  facts: {error.says: quota-words}
- observe: small.gone
  any_of: ["not available"]
  stated: yes
  facts: {error.says: model-missing-words}
- observe: small.place
  any_of: ["docker"]
  facts: {place.named: container}
"""
FRAME = """
- frame: small.model
  says: [model, number]
  facts: {error.says: overloaded-words}
  heard: ["the model 3"]
"""


@pytest.fixture(scope="module")
def observer(tmp_path_factory: pytest.TempPathFactory) -> Observer:
    """The shipped vocabulary and lexicon, and the observations above instead of the shipped ones."""
    folder: Path = tmp_path_factory.mktemp("stated")
    _ = (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    for name, text in (("observe", OBSERVE), ("frames", FRAME)):
        (folder / name).mkdir()
        _ = (folder / name / "all.yaml").write_text(text, encoding="utf-8")
    (folder / "lexicon").mkdir()
    for file in Path(BUILTIN, "lexicon").iterdir():
        _ = (folder / "lexicon" / file.name).write_bytes(file.read_bytes())
    return Observer(load_rule_base([folder], builtin=False, use_cache=False))


def says(observer: Observer, text: str) -> set[object]:
    """What the text is read to say."""
    return {fact.value for fact in observer.observe(text).facts if fact.name == "error.says"}


@pytest.mark.parametrize(
    "text",
    [
        "It is not a quota problem", "I have not exceeded my quota", "the quota is exceeded is not what it says",
        "maybe the quota is exceeded", "is the quota exceeded?", "can't be a quota problem", "这不是配额问题",
        "quota, but not a problem", "## Possible causes\n- quota exceeded", "OpenAI says quota exceeded",
    ],
)  # fmt: skip
def test_what_is_denied_asked_supposed_or_said_of_others_says_nothing(observer: Observer, text: str) -> None:
    """Before and behind, inside a gap of the pattern, under a title, and in a clause about another provider."""
    assert not says(observer, text)


@pytest.mark.parametrize(
    "text",
    [
        "quota exceeded", "why is the quota exceeded?", "it doesn't work, quota exceeded", "配额超了不能用",
        "quota exceeded with no call made", "Gemini through the OpenAI SDK: quota exceeded", "can anybody help with quota exceeded?",
    ],
)  # fmt: skip
def test_what_is_stated_or_taken_as_given_counts(observer: Observer, text: str) -> None:
    """Whatever else the sentence denies."""
    assert says(observer, text) == {"quota-words"}


def test_a_negation_that_the_pattern_needs_denies_nothing(observer: Observer) -> None:
    """It is a part of what is stated."""
    assert says(observer, "the model is not available") == {"model-missing-words"}


def test_others_words_say_what_they_say(observer: Observer) -> None:
    """A log line or a fenced block states nothing and denies nothing; it is what a program printed."""
    assert says(observer, "ERROR it is not a quota problem") == {"quota-words"}
    assert says(observer, "I see no error\n```\nno quota exceeded\n```") == {"quota-words"}


def test_a_later_place_may_state_what_the_first_denies(observer: Observer) -> None:
    """Each place is looked at."""
    assert says(observer, "yesterday the quota was not exceeded. Today quota exceeded.") == {"quota-words"}


def test_circumstances_need_not_be_stated(observer: Observer) -> None:
    """Only observations that ask for it are read so."""
    assert any(fact.name == "place.named" for fact in observer.observe("is it because of docker?").facts)
