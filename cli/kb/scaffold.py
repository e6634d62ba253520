"""New entries of a rule base as YAML, with comments that say what each part is for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...engine.values import Struct
from ..phrases import Phrases

if TYPE_CHECKING:
    from ...engine.rulebase.model import FactDecl, RuleBase

_BARE = re.compile(r"[A-Za-zÀ-ɏ][\w ./()À-ɏ'-]*[\w.)]|[A-Za-z0-9][\w.-]*")
_WORD = re.compile(r"[\w.-]+")
_RESERVED = frozenset({"null", "~"})


class Filled(Struct):
    """What is known of a new entry: values by name, the report it comes from, and the facts seen in that."""

    values: Mapping[str, list[str]]
    report: str
    facts: Mapping[str, str]

    def one(self, name: str, otherwise: str = "") -> str:
        """The first value of that name."""
        return (self.values.get(name) or [otherwise])[0]

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """Values such as ``a=b``, as pairs."""
        split = (text.partition("=") for text in self.values.get(name, []))
        return [(left.strip(), right.strip()) for left, _, right in split]


def scaffold(
    kind: str, name: str, filled: Filled, rulebase: RuleBase | None, phrases: Phrases, date: str
) -> Iterator[str]:
    """The lines of a new entry. ``date``: the day of checking."""
    match kind:
        case "pack":
            yield from _pack(name, filled, date)
        case "rule":
            yield from _rule(name, filled, rulebase, phrases, date)
        case "cause":
            yield from _cause(name, filled, phrases, date)
        case "fact":
            yield from _fact(name, filled, phrases)
        case _:
            yield from _case(name, filled)


def _pack(name: str, filled: Filled, date: str) -> Iterator[str]:
    yield f"name: {name}"
    yield 'version: "1"'
    yield f"scope: {scalar(filled.one('scope'))}"
    yield f"knowledge_date: {date}"


def _rule(name: str, filled: Filled, rulebase: RuleBase | None, phrases: Phrases, date: str) -> Iterator[str]:
    yield f"- rule: {name}"
    yield f"  title: {scalar(filled.one('title'))}"
    yield f"  # {phrases.say('new.comment.when')}"
    yield "  when:"
    yield "    all:"
    tests = filled.pairs("when")
    yield from (f"      - {fact}: {scalar(value)}" for fact, value in tests)
    yield f"  # {phrases.say('new.comment.evidence')}"
    evidence = [(cause, word or "strong") for cause, word in filled.pairs("evidence")]
    yield f"  evidence: {{{', '.join(f'{cause}: {word}' for cause, word in evidence)}}}"
    yield f"  because: {scalar(filled.one('because'))}"
    yield f"  # {phrases.say('new.comment.grade')}"
    yield f"  sources: [{_source(filled, date)}]"
    yield f"  # {phrases.say('new.comment.cases')}"
    yield "  cases:"
    if filled.report:
        yield from _report(filled.report, "    - ", "      ")
    else:
        yield f"    - given: {{{', '.join(f'{fact}: {in_flow(value)}' for fact, value in tests)}}}"
    leading = evidence[0][0] if evidence else ""
    yield f"      expect: {{cause: {leading}, fires: {name}}}"
    other = _other_value(tests, rulebase)
    if other:
        yield f"    - given: {{{other}}}"
        yield f"      expect: {{silent: {name}}}"


def _cause(name: str, filled: Filled, phrases: Phrases, date: str) -> Iterator[str]:
    yield f"- cause: {name}"
    yield f"  title: {scalar(filled.one('title'))}"
    yield f"  explanation: {scalar(filled.one('explanation'))}"
    yield f"  # {phrases.say('new.comment.prior')}"
    yield f"  prior: {filled.one('prior', 'occasional')}"
    yield "  fixes:"
    yield f"    - fix: {_slug(filled.one('fix'))}"
    yield f"      title: {scalar(filled.one('fix'))}"
    yield "      steps:"
    yield from (f"        - {scalar(step)}" for step in filled.values.get("step", []))
    yield f"      # {phrases.say('new.comment.fix')}"
    yield "      cost: minutes"
    yield "      helps: usually"
    yield f"      # {phrases.say('new.comment.verify')}"
    yield f"      verify: {{text: {in_flow(filled.one('verify'))}}}"
    yield f"  sources: [{_source(filled, date)}]"


def _fact(name: str, filled: Filled, phrases: Phrases) -> Iterator[str]:
    kind = filled.one("type")
    yield f"- fact: {name}"
    yield f"  type: {kind}"
    if kind == "enum":
        yield f"  # {phrases.say('new.comment.values')}"
        yield "  values:"
        yield from (f"    {value}: {scalar(meaning or value)}" for value, meaning in filled.pairs("value"))
    yield f"  description: {scalar(filled.one('description'))}"
    if filled.one("prompt"):
        yield f"  # {phrases.say('new.comment.ask')}"
        yield "  ask:"
        yield f"    prompt: {scalar(filled.one('prompt'))}"
        yield "    cost: seconds"


def _case(name: str, filled: Filled) -> Iterator[str]:
    yield f"- case: {name}"
    if filled.report:
        yield from _report(filled.report, "  ", "  ")
    given = filled.pairs("given")
    if given:
        yield f"  given: {{{', '.join(f'{fact}: {in_flow(value)}' for fact, value in given)}}}"
    expected = ", ".join(f"{key if value else 'cause'}: {value or key}" for key, value in filled.pairs("expect"))
    yield f"  expect: {{{expected}}}"


def _report(report: str, first: str, rest: str) -> Iterator[str]:
    """A report as it was pasted, as a block that keeps its lines."""
    lines = report.splitlines()
    if len(lines) == 1:
        yield f"{first}report: {json.dumps(report, ensure_ascii=False)}"
        return
    yield f"{first}report: |-2" if lines[0].startswith(" ") else f"{first}report: |-"
    yield from (f"{rest}  {line}".rstrip() for line in lines)


def _source(filled: Filled, date: str) -> str:
    where = filled.one("source")
    key = "url" if re.match(r"https?://", where) else "ref"
    return f"{{{key}: {in_flow(where)}, checked: {date}, grade: {filled.one('grade', 'B')}}}"


def _other_value(tests: list[tuple[str, str]], rulebase: RuleBase | None) -> str:
    """A near miss: the same facts, one of them with another value."""
    if rulebase is None:
        return ""
    for fact, value in tests:
        decl = rulebase.facts.get(fact)
        other = _another(decl, value) if decl and not decl.derived else ""
        if other:
            kept = [f"{name}: {in_flow(text)}" for name, text in tests if name != fact]
            return ", ".join([f"{fact}: {other}", *kept])
    return ""


def _another(decl: FactDecl, value: str) -> str:
    if decl.type == "boolean":
        return "no" if value in ("yes", "true") else "yes"
    return next((known for known in decl.values if known != value), "")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-") or "fix"


def scalar(text: str) -> str:
    """A text as YAML: bare where that is read back the same, else in quotation marks."""
    return text if _BARE.fullmatch(text) and text not in _RESERVED else json.dumps(text, ensure_ascii=False)


def in_flow(text: str) -> str:
    """A text as YAML within braces, where a comma or bracket would end it."""
    return text if _WORD.fullmatch(text) and text not in _RESERVED else json.dumps(text, ensure_ascii=False)
