"""Finding an entry of the loaded rule bases by its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..engine.conditions import Test, leaves
from ..engine.errors import UnknownNameError

if TYPE_CHECKING:
    from ..engine.facts import Scalar
    from ..engine.rulebase.model import Cause, FactDecl, Fix, Frame, Observation, Rule, RuleBase, Term

_CODES = ("_status", "_code")
"""How the names of whole-number facts that hold codes end."""

_SHORTEST_WORD = 5
"""A shorter code would be found in the middle of other words."""


def find_fix(name: str, rulebase: RuleBase) -> tuple[Cause, Fix] | None:
    """A fix (``cause/fix``) with its cause."""
    return next(((cause, fix) for cause in rulebase.causes.values() for fix in cause.fixes if fix.id == name), None)


def find_entry(
    name: str, rulebase: RuleBase
) -> Cause | Fix | Rule | FactDecl | Observation | Frame | Term | tuple[Scalar, ...]:
    """Any entry called ``name``; raises `UnknownNameError` with the nearest names."""
    fix = find_fix(name, rulebase)
    found = (
        rulebase.causes.get(name)
        or (fix[1] if fix else None)
        or rulebase.rules.get(name)
        or rulebase.facts.get(name)
        or next((item for item in rulebase.observations if item.id == name), None)
        or next((item for item in (*rulebase.frames, *rulebase.terms) if item.id == name), None)
        or rulebase.tables.get(name)
    )
    if found is None:
        raise unknown(name, rulebase)
    return found


def unknown(name: str, rulebase: RuleBase) -> UnknownNameError:
    """The error for a name that nothing carries."""
    from ..engine.vocabulary import did_you_mean

    shown = name if len(name) <= 60 else name[:60] + "…"
    return UnknownNameError(f"nothing is called {shown!r}{did_you_mean(name, sorted(set(_names(rulebase))))}")


def _names(rulebase: RuleBase) -> Iterator[str]:
    yield from rulebase.causes
    yield from rulebase.rules
    yield from rulebase.facts
    yield from rulebase.tables
    yield from (item.id for item in (*rulebase.observations, *rulebase.frames, *rulebase.terms))
    yield from (fix.id for cause in rulebase.causes.values() for fix in cause.fixes)
    yield from (value for decl in rulebase.facts.values() for value in decl.values)


def code_facts(code: str, rulebase: RuleBase) -> dict[str, Scalar]:
    """The facts that can hold an error code, each with the value: enum values whatever the case, numbers in range."""
    found: dict[str, Scalar] = {}
    for name, decl in rulebase.facts.items():
        if decl.type == "enum":
            value = next((value for value in decl.values if value.lower() == code.lower()), None)
            if value is not None:
                found[name] = value
        elif decl.type == "integer" and code.isascii() and code.isdigit() and name.endswith(_CODES):
            number = int(code[:9])
            if (decl.minimum or 0) <= number <= (decl.maximum if decl.maximum is not None else number):
                found[name] = number
    return found


def facts_in_words(code: str, rulebase: RuleBase) -> dict[str, Scalar]:
    """What observations conclude when they meet a code such as ``API_KEY_INVALID`` in a text."""
    found: dict[str, Scalar] = {}
    if len(code) < _SHORTEST_WORD or code.isdigit():
        return found
    for item in rulebase.observations:
        if any(code.lower() in words.lower() for words in (*item.phrases, item.pattern or "")):
            for write in item.writes:
                if write.value is not None and rulebase.facts[write.fact].type == "enum":
                    _ = found.setdefault(write.fact, write.value)
    return found


def rules_testing(fact: str, rulebase: RuleBase, value: Scalar | None = None) -> list[Rule]:
    """The rules that look at a fact; with a value, those that ask for it or, in a text, name it."""
    return [rule for rule in rulebase.rules.values() if any(
        leaf.fact == fact and (value is None or (isinstance(leaf, Test) and value in leaf.operands))
        for leaf in leaves(rule.when)
    )]  # fmt: skip


def concluding(fact: str, rulebase: RuleBase) -> list[Rule]:
    """The rules that conclude a fact."""
    return [rule for rule in rulebase.rules.values() if fact in rule.then]
