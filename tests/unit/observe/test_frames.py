"""Frames over clauses, with the shipped lexicon and small frames of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from keymedic.engine.facts import Fact
from keymedic.engine.observe.report import Observer
from keymedic.engine.rulebase.load import BUILTIN, load_rule_base

PACK = "{name: small, version: '1', scope: tests, knowledge_date: 2026-11-24}\n"
FRAMES = """
- frame: small.billing
  says: [billing, enabled]
  within: 6
  facts: {billing.enabled: yes}
  denied: {billing.enabled: no}
  heard: [billing is enabled]
  heard_denied: [billing is not enabled]
- frame: small.age
  says: [created, minutes-ago]
  ordered: yes
  without: [project]
  facts: {key.age: minutes}
  heard: [created just now]
- frame: small.status
  says: [number]
  alone: yes
  number: [400, 404]
  anyhow: yes
  facts: {error.http_status: {from: number}}
  heard: ["so it says: 403"]
- frame: small.place
  says: [server, country]
  over: sentence
  within: 9
  facts: {location.country: {from: country}}
  heard: [the server is in Austria]
"""


@pytest.fixture(scope="module")
def observer(tmp_path_factory: pytest.TempPathFactory) -> Observer:
    """The shipped vocabulary and lexicon, and the frames above instead of the shipped observations."""
    folder: Path = tmp_path_factory.mktemp("small")
    _ = (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    for name in ("frames", "lexicon"):
        (folder / name).mkdir()
    _ = (folder / "frames" / "all.yaml").write_text(FRAMES, encoding="utf-8")
    for file in Path(BUILTIN, "lexicon").iterdir():
        _ = (folder / "lexicon" / file.name).write_bytes(file.read_bytes())
    return Observer(load_rule_base([folder], builtin=False, use_cache=False))


def facts(observer: Observer, text: str) -> Mapping[str, object]:
    """The facts that the words of a text give."""
    return {fact.name: fact.value for fact in observer.observe(text).facts if not fact.name.startswith("report.")}


def test_a_negation_turns_a_frame_into_its_denial(observer: Observer) -> None:
    """In any language, before or behind, and not from another clause."""
    assert facts(observer, "billing is enabled") == {"billing.enabled": True}
    for text in (
        "billing is not enabled",
        "Billing ist nicht aktiviert",
        "결제 사용 설정을 하지 않았어요",
        "没有开通结算",
    ):
        assert facts(observer, text) == {"billing.enabled": False}
    assert facts(observer, "no idea why, but billing is enabled") == {"billing.enabled": True}


def test_a_denial_without_facts_of_its_own_says_nothing(observer: Observer) -> None:
    """Not to have made a key just now tells nothing of its age."""
    assert facts(observer, "I made it just now") == {"key.age": "minutes"}
    assert facts(observer, "I have not made it just now") == {}


def test_order_and_forbidden_terms(observer: Observer) -> None:
    """A frame with an order holds in that order only, and never beside a term that voids it."""
    assert facts(observer, "just now it was made") == {}
    assert facts(observer, "I created the project just now") == {}


def test_questions_and_suppositions_say_nothing(observer: Observer) -> None:
    """A report may ask what it does not know."""
    assert facts(observer, "is billing enabled?") == {}
    assert facts(observer, "maybe billing is enabled") == {}


def test_a_frame_that_stands_alone(observer: Observer) -> None:
    """A number in a clause of its own is a status; the same number beside a noun is not."""
    assert facts(observer, "I call it, 403") == {"error.http_status": 403}
    assert facts(observer, "I have 403 users there") == {}


def test_a_frame_over_a_sentence_spans_its_clauses(observer: Observer) -> None:
    """But not two sentences."""
    assert facts(observer, "my server, which is new, stands in Austria") == {"location.country": "AT"}
    assert facts(observer, "I have a server. I like Austria.") == {}


def test_words_too_far_apart_do_not_belong_together(observer: Observer) -> None:
    """The reach of a frame is counted in words."""
    assert facts(observer, "billing for all of the many departments that we have here is enabled") == {}


def test_the_source_of_a_fact_quotes_its_clause(observer: Observer) -> None:
    """So that "how do you know?" can be answered with the person's own words."""
    (fact,) = (
        f
        for f in observer.observe("Hello,\nsince today billing is enabled, thanks").facts
        if f.name == "billing.enabled"
    )
    assert fact == Fact("billing.enabled", True, fact.source, fact.position)
    assert fact.source.kind == "text"
    assert fact.source.detail == 'line 2: "since today billing is enabled"'


def test_what_was_heard_is_told_by_frame(observer: Observer) -> None:
    """A denied frame has a key of its own."""
    assert "small.billing" in observer.heard("billing is enabled")
    assert "small.billing: denied" in observer.heard("billing is not enabled")


def test_a_text_of_nothing_but_such_words_ends_soon(observer: Observer) -> None:
    """However many ways there are to fill the slots."""
    assert facts(observer, "billing enabled " * 3000)["billing.enabled"] is True
