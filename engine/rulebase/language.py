"""A rule base in another language: its phrases, titles of causes and questions, as far as they are translated.

``phrases/zh.yaml`` (or files in ``phrases/zh/``) translates phrases under their own ids, the title of a cause as
``cause.ID``, a question as ``ask.FACT``, its hint as ``hint.FACT`` and its answers as ``answer.FACT.VALUE``; what people
call a fact as ``label.FACT``, and what a value means, where that is not the answer, as ``value.FACT.VALUE``.
Whatever has no translation stays in English.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..values import replace
from .model import Cause, FactDecl, RuleBase

WORDS = ".words."
"""In the id of a phrase that lists words with bars between them."""


def in_language(base: RuleBase, language: str) -> RuleBase:
    """``base`` as people read it who speak ``language`` (``zh``); unchanged where there is no translation."""
    texts = base.translations.get(language)
    if not texts:
        return base
    phrases = {**base.phrases, **{name: _phrase(name, text, base) for name, text in texts.items()}}
    causes = {name: _cause(cause, texts) for name, cause in base.causes.items()}
    facts = {name: _fact(decl, texts) for name, decl in base.facts.items()}
    return replace(base, phrases=phrases, causes=causes, facts=facts)


def _phrase(name: str, text: str, base: RuleBase) -> str:
    """A phrase; lists of words that people may type keep the English ones, too."""
    return f"{text}|{base.phrases[name]}" if WORDS in name and name in base.phrases else text


def _cause(cause: Cause, texts: Mapping[str, str]) -> Cause:
    title = texts.get(f"cause.{cause.id}")
    return replace(cause, title=title) if title else cause


def _fact(decl: FactDecl, texts: Mapping[str, str]) -> FactDecl:
    values = {value: _meaning(decl, value, text, texts) for value, text in decl.values.items()}
    decl = replace(decl, label=texts.get(f"label.{decl.name}", decl.label), values=values)
    if decl.ask is None:
        return decl
    ask = decl.ask
    choices = {value: _answer(decl, value, label, texts) for value, label in ask.choices.items()}
    prompt, hint = texts.get(f"ask.{decl.name}", ask.prompt), texts.get(f"hint.{decl.name}", ask.hint)
    return replace(decl, ask=replace(ask, prompt=prompt, hint=hint, choices=choices))


def _meaning(decl: FactDecl, value: str, text: str, texts: Mapping[str, str]) -> str:
    return texts.get(f"value.{decl.name}.{value}", texts.get(f"answer.{decl.name}.{value}", text))


def _answer(decl: FactDecl, value: str, label: str, texts: Mapping[str, str]) -> str:
    usual = texts.get(f"value.{value}", label) if decl.type == "boolean" else label
    return texts.get(f"answer.{decl.name}.{value}", usual)
