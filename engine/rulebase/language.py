"""A rule base in another language: its phrases, causes with their ways out, and questions, as far as they are translated.

``phrases/zh.yaml`` (or files in ``phrases/zh/``) translates phrases under their own ids, and

- of a cause its title (``cause.ID``), explanation (``explanation.ID``) and prevention (``prevention.ID``, a line each);
- of a fix its title (``fix.CAUSE/FIX``), steps (``steps.CAUSE/FIX``, a line each), risk (``risk.…``), and how to verify it
  (``verify.…``, ``expect.…``); commands are the same in every language;
- of a rule its title (``rule.ID``), and its reason (``because.ID``);
- of a fact its question (``ask.FACT``), the words of its hint (``hint.FACT``), its answers (``answer.FACT.VALUE``), what people
  call it (``label.FACT``), and what a value means, where that is not the answer (``value.FACT.VALUE``).

Whatever has no translation stays in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from ..lazy import LazyMapping
from ..values import replace
from .model import Cause, FactDecl, Fix, Rule, RuleBase

V = TypeVar("V")

WORDS = ".words."
"""In the id of a phrase that lists words with bars between them."""
OF_CAUSES = ("cause", "explanation", "prevention")
OF_FIXES = ("fix", "steps", "risk", "verify", "expect")
OF_RULES = ("rule", "because")
OF_FACTS = ("ask", "hint", "label")
OF_VALUES = ("answer", "value")
_COMMAND = "$ "


def in_language(base: RuleBase, language: str) -> RuleBase:
    """``base`` as people read it who speak ``language`` (``zh``); unchanged where there is no translation."""
    texts = base.translations.get(language)
    if not texts:
        return base
    phrases = {**base.phrases, **{name: _phrase(name, text, base) for name, text in texts.items()}}
    return replace(
        base,
        phrases=phrases,
        causes=_lazily(base.causes, lambda name: _cause(base.causes[name], texts)),
        rules=_lazily(base.rules, lambda name: _rule(base.rules[name], texts)),
        facts=_lazily(base.facts, lambda name: _fact(base.facts[name], texts)),
    )


def _lazily(names: Iterable[str], make: Callable[[str], V]) -> LazyMapping[V]:
    return LazyMapping({name: name for name in names}, make)


def lines_of(kind: str, of: Cause | Fix) -> int:
    """How many lines a translation has that has a line for each text of a list; 0 for any other text."""
    if isinstance(of, Cause):
        return len(of.prevention) if kind == "prevention" else 0
    return len(of.steps) if kind == "steps" else 0


def _phrase(name: str, text: str, base: RuleBase) -> str:
    """A phrase; lists of words that people may type keep the English ones, too."""
    return f"{text}|{base.phrases[name]}" if WORDS in name and name in base.phrases else text


def _cause(cause: Cause, texts: Mapping[str, str]) -> Cause:
    return replace(
        cause,
        title=texts.get(f"cause.{cause.id}", cause.title),
        explanation=texts.get(f"explanation.{cause.id}", cause.explanation),
        prevention=_each(texts, f"prevention.{cause.id}", cause.prevention),
        fixes=tuple(_fix(fix, texts) for fix in cause.fixes),
    )


def _rule(rule: Rule, texts: Mapping[str, str]) -> Rule:
    title, because = texts.get(f"rule.{rule.id}"), texts.get(f"because.{rule.id}")
    if title is None and because is None:
        return rule
    return replace(rule, title=title or rule.title, because=because or rule.because)


def _fix(fix: Fix, texts: Mapping[str, str]) -> Fix:
    verify = replace(
        fix.verify,
        text=texts.get(f"verify.{fix.id}", fix.verify.text),
        expect=texts.get(f"expect.{fix.id}", fix.verify.expect),
    )
    return replace(
        fix,
        title=texts.get(f"fix.{fix.id}", fix.title),
        steps=_each(texts, f"steps.{fix.id}", fix.steps),
        risk=texts.get(f"risk.{fix.id}", fix.risk),
        verify=verify,
    )


def _each(texts: Mapping[str, str], name: str, english: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(texts[name].splitlines()) if name in texts else english


def _fact(decl: FactDecl, texts: Mapping[str, str]) -> FactDecl:
    values = {value: _meaning(decl, value, text, texts) for value, text in decl.values.items()}
    decl = replace(decl, label=texts.get(f"label.{decl.name}", decl.label), values=values)
    if decl.ask is None:
        return decl
    ask = decl.ask
    choices = {value: _answer(decl, value, label, texts) for value, label in ask.choices.items()}
    prompt, hint = texts.get(f"ask.{decl.name}", ask.prompt), _hint(decl.name, ask.hint, texts)
    return replace(decl, ask=replace(ask, prompt=prompt, hint=hint, choices=choices))


def _hint(name: str, english: str, texts: Mapping[str, str]) -> str:
    """The words of a hint, with its commands as they are."""
    if f"hint.{name}" not in texts:
        return english
    commands = (line for line in english.splitlines() if line.startswith(_COMMAND))
    return "\n".join([texts[f"hint.{name}"], *commands])


def _meaning(decl: FactDecl, value: str, text: str, texts: Mapping[str, str]) -> str:
    return texts.get(f"value.{decl.name}.{value}", texts.get(f"answer.{decl.name}.{value}", text))


def _answer(decl: FactDecl, value: str, label: str, texts: Mapping[str, str]) -> str:
    usual = texts.get(f"value.{value}", label) if decl.type == "boolean" else label
    return texts.get(f"answer.{decl.name}.{value}", usual)
