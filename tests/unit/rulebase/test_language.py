"""Rule bases in other languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from keymedic.engine.rulebase.build import build
from keymedic.engine.rulebase.folders import PackFile, PackFolder, read_folder
from keymedic.engine.rulebase.language import WORDS, in_language
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase


@pytest.fixture(scope="module")
def english() -> RuleBase:
    """The shipped rule base as it is."""
    return load_rule_base()


QUOTES = frozenset({"error.says", "history.curl_answer", "error.http_status"})
"""Questions whose answers quote the server: they are the same in every language."""


def test_chinese_has_every_text_of_the_conversation(english: RuleBase) -> None:
    """What the conversation itself says, each command, each title of a cause, each question with its hint and answers, each reason."""
    chinese = english.translations["zh"]
    wanted = {name for name in english.phrases if name.startswith(("talk.", "command.", "likely.", "session.done."))}
    wanted |= {f"{kind}.{name}" for kind in ("cause", "explanation") for name in english.causes}
    wanted |= {f"prevention.{name}" for name, cause in english.causes.items() if cause.prevention}
    wanted |= {f"fix.{fix.id}" for cause in english.causes.values() for fix in cause.fixes}
    wanted |= set(_questions(english))
    wanted |= {f"because.{name}" for name in english.rules}
    wanted |= {f"ask.{name}" for name, decl in english.facts.items() if decl.ask is not None}
    wanted |= {
        f"label.{name}" for name, decl in english.facts.items() if decl.label and decl.label.upper() != decl.label
    }
    assert sorted(wanted - set(chinese)) == []


def _questions(english: RuleBase) -> Iterator[str]:
    """The texts of questions that have words of a language in them, not names and what a program says alone."""
    for name, decl in english.facts.items():
        if decl.ask is None:
            continue
        if decl.ask.hint:
            yield f"hint.{name}"
        told = dict[str, str]() if decl.type == "boolean" or name in QUOTES else decl.ask.choices
        yield from (f"answer.{name}.{value}" for value, label in told.items() if _is_said(label))


def _is_said(label: str) -> bool:
    """Whether a label has a word of plain English: in small letters, with a blank beside it."""
    return any(word.isalpha() and word.islower() for word in label.split()) and label not in ("n8n", "aider")


def test_titles_questions_answers_and_phrases_are_translated(english: RuleBase) -> None:
    """What a person reads of the rule base is in their language; the rest stays in English."""
    chinese = in_language(english, "zh")
    assert chinese.causes["key-leaked"].title == "密钥泄露，已被谷歌封禁"
    assert chinese.causes["key-leaked"].explanation.startswith("谷歌在公开的地方")
    assert chinese.causes["key-leaked"].fixes[0].title == "新建密钥，换上，再删除旧的"
    ask, before = chinese.facts["key.length_fit"].ask, english.facts["key.length_fit"].ask
    assert ask is not None and before is not None
    assert (ask.prompt, ask.choices["shorter"]) == ("密钥有多长？", "更短")
    words, command = ask.hint.splitlines()
    assert words.startswith("AIza 密钥正好") and before.hint.endswith(command) and command.startswith("$ ")
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


def test_a_text_that_a_later_rule_base_changed_stays_as_it_is(mini_kb: Path) -> None:
    """The translation of what was changed or switched off is left out, without a fault; the rest of it counts."""
    chinese = "cause.key-missing: 没有密钥\nexplanation.key-missing: 没有。\nfix.key-missing/export: 设置变量\n"
    change = "- change: {cause: key-missing}\n  reason: R\n  set: {title: Ours}\n"
    off = "- off: {fix: key-missing/export}\n  reason: R\n"
    first = _pack("first", "phrases/zh.yaml", chinese)
    later = [_pack("second", "changes/x.yaml", change), _pack("third", "changes/x.yaml", off)]
    base, faults = build((read_folder(mini_kb), first, *later))
    assert base is not None, faults
    assert dict(base.translations["zh"]) == {"explanation.key-missing": "没有。"}
    assert in_language(base, "zh").causes["key-missing"].title == "Ours"


def _pack(name: str, file: str, text: str) -> PackFolder:
    head = f"name: {name}\nversion: '1'\nscope: a test\nknowledge_date: 2026-11-01\n"
    files = (
        PackFile("pack.yaml", "pack.yaml", head.encode()),
        PackFile(file.split("/")[0], file, text.encode()),
    )
    return PackFolder(name, files, (), "0" * 64)
