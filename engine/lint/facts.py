"""Lints of the vocabulary: facts that nothing uses, questions that nobody needs."""

from __future__ import annotations

from collections.abc import Iterator

from ..conditions import leaves
from ..observe.report import READ_BY_SHAPE
from ..rulebase.model import RuleBase
from .finds import Find


def lint_facts(base: RuleBase) -> Iterator[Find]:
    """KM609 and KM610, for rule bases beside the shipped one as for that itself."""
    tested = {leaf.fact for rule in base.rules.values() for leaf in leaves(rule.when)}
    tested |= {base.weights.healthy_fact, *(pack.claims for pack in base.packs)}
    tested |= {name for name, decl in base.facts.items() if not decl.tells.isdisjoint(tested)}
    if not base.rules:  # the shipped rules were left out
        return
    for name, decl in base.facts.items():
        if name in tested:
            continue
        if decl.ask is not None:
            message = f"{name} is asked for, and no rule looks at the answer"
            yield Find("KM610", "facts", name, (), message, "write a rule that tests it, or delete ask", key="ask")
        elif name not in READ_BY_SHAPE and not _shown(name, base):
            message = f"no rule looks at {name}"
            yield Find("KM609", "facts", name, ("fact",), message, "write a rule that tests it, or delete it")


def _shown(name: str, base: RuleBase) -> bool:
    """Whether a report says the fact in words of its own."""
    return any(key == f"read.{name}" or key.startswith(f"read.{name}=") for key in base.phrases)
