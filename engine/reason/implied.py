"""What one answer says of several facts at once: ``implies`` of the vocabulary, written out.

A look at the key shows its kind, its length and what stands around it; asked one by one that is three questions. What
is implied has the source of what implies it, and gives way to what was said of the fact itself by the like of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..facts import Fact, Scalar, Source, as_text
from ..vocabulary import read_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..rulebase.model import FactDecl, RuleBase

_LAST = 10**9
"""The position of what is implied: behind everything that was said outright."""


def with_implied(facts: Iterable[Fact], rulebase: RuleBase) -> list[Fact]:
    """The facts and what they imply."""
    found = list(facts)
    return [*found, *implied(found, rulebase)]


def implied(facts: Iterable[Fact], rulebase: RuleBase) -> list[Fact]:
    """What facts imply."""
    implying, found = rulebase.implying, list[Fact]()
    for fact in facts:
        if fact.name in implying:
            source = Source(fact.source.kind, fact.name)
            for name, text in implied_by(rulebase.facts[fact.name], fact.value).items():
                found.append(Fact(name, read_value(rulebase.facts[name], text), source, _LAST))
    return found


def implied_by(decl: FactDecl, value: Scalar) -> Mapping[str, str]:
    """What a value of a fact says of others, as text."""
    return decl.implies.get(as_text(value), {})
