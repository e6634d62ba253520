"""What people call facts, their values, and where these come from, in the words of a rule base."""

from __future__ import annotations

from ..facts import Scalar
from ..lazy_pattern import lazy_pattern
from ..phrases import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

_LINE = lazy_pattern(r"(?s)line ([0-9]+)(.*)")


def label(rulebase: RuleBase, name: str) -> str:
    """What people call a fact; its name where the vocabulary says nothing else."""
    decl = rulebase.facts.get(name)
    return decl.label or name if decl is not None else name


def meaning(rulebase: RuleBase, name: str, value: Scalar) -> str:
    """What a value of a fact means, in the words of the vocabulary."""
    if isinstance(value, bool):
        return say(rulebase.phrases, "value.yes" if value else "value.no")
    decl = rulebase.facts.get(name)
    if decl is None or not isinstance(value, str):
        return str(value)
    if decl.type == "country":
        from ..countries import country_name  # only where a country is told

        return country_name(value, rulebase.phrases.get("countries.language", ""))
    return decl.values.get(value) or value


def source_of(rulebase: RuleBase, kind: str, detail: str) -> str:
    """Where a fact comes from: typed by the person, read at a line, looked up, implied or concluded by something."""
    source = rulebase.phrases.get(f"source.{kind}", kind)
    if not detail:
        return source
    if detail in rulebase.facts:
        return say(rulebase.phrases, "source.implied", source=source, fact=label(rulebase, detail))
    if kind == "rule" and detail in rulebase.rules:
        detail = rulebase.rules[detail].title
    elif found := _LINE.fullmatch(detail):
        detail = say(rulebase.phrases, "source.line", number=found[1]) + found[2]
    return say(rulebase.phrases, "source.detail", source=source, detail=detail)
