"""Lints of where knowledge comes from: nowhere, or too long ago."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..rulebase.model import Citation, RuleBase
from .finds import Find


def lint_sources(base: RuleBase, today: date) -> Iterator[Find]:
    """KM606 and KM607."""
    for cause in base.causes.values():
        if not cause.sources:
            message = f"{cause.id} has no source"
            yield Find("KM606", "causes", cause.id, ("cause",), message, "add sources: where this was read, and when")
        yield from _stale("causes", cause.id, cause.sources, base, today)
    for rule in base.rules.values():
        yield from _stale("rules", rule.id, rule.sources, base, today)


def _stale(kind: str, name: str, sources: Sequence[Citation], base: RuleBase, today: date) -> Iterator[Find]:
    """An entry whose newest source is too old; an older one beside a fresh one harms nobody."""
    ages = [(today - date.fromisoformat(source.checked)).days for source in sources]
    if not ages or min(ages) <= base.weights.stale_days:
        return
    newest = ages.index(min(ages))
    message = f"{name} was last checked {ages[newest]} days ago, which is more than {base.weights.stale_days}"
    yield Find("KM607", kind, name, ("sources", newest, "checked"), message, "check the source and write the new date")
