"""Rule bases in other languages."""

from __future__ import annotations

import pytest

from keymedic.engine.rulebase.language import WORDS, in_language
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase


@pytest.fixture(scope="module")
def english() -> RuleBase:
    """The shipped rule base as it is."""
    return load_rule_base()


def test_chinese_has_every_text_of_the_conversation(english: RuleBase) -> None:
    """What the conversation itself says, each command, each title of a cause, each question."""
    chinese = english.translations["zh"]
    wanted = {name for name in english.phrases if name.startswith(("talk.", "command.", "likely.", "session.done."))}
    wanted |= {f"cause.{name}" for name in english.causes}
    wanted |= {f"ask.{name}" for name, decl in english.facts.items() if decl.ask is not None}
    wanted |= {
        f"label.{name}" for name, decl in english.facts.items() if decl.label and decl.label.upper() != decl.label
    }
    assert sorted(wanted - set(chinese)) == []


def test_titles_questions_answers_and_phrases_are_translated(english: RuleBase) -> None:
    """What a person reads of the rule base is in their language; the rest stays in English."""
    chinese = in_language(english, "zh")
    assert chinese.causes["key-leaked"].title == "密钥泄露，已被谷歌封禁"
    assert chinese.causes["key-leaked"].explanation == english.causes["key-leaked"].explanation
    ask, before = chinese.facts["key.length_fit"].ask, english.facts["key.length_fit"].ask
    assert ask is not None and before is not None
    assert (ask.prompt, ask.choices["shorter"], ask.hint) == ("密钥有多长？", "更短", before.hint)
    length = chinese.facts["key.length_fit"]
    assert (length.label, length.values["shorter"]) == ("密钥长度", "更短")
    boolean = chinese.facts["billing.enabled"].ask
    assert boolean is not None and dict(boolean.choices) == {"yes": "是", "no": "否"}
    assert chinese.phrases["talk.choice.hint"] == "怎么查？"
    assert chinese.phrases["footer.line"] == english.phrases["footer.line"]


def test_the_english_words_go_on_working(english: RuleBase) -> None:
    """Who reads Chinese may type "no idea" all the same."""
    chinese = in_language(english, "zh")
    for name, text in english.phrases.items():
        if WORDS in name:
            assert set(text.split("|")) <= set(chinese.phrases[name].split("|"))


def test_a_language_without_texts_is_english(english: RuleBase) -> None:
    """Not an error."""
    assert in_language(english, "xx") is english
