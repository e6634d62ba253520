"""Small builders for tests of the inference engine: vocabulary, rules, rule bases, cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from keymedic.engine.conditions import Condition, Test
from keymedic.engine.facts import Fact, Scalar, Source, WorkingMemory, settle
from keymedic.engine.rulebase.model import FactDecl, Origin, Rule, RuleBase, Weights

HERE = Origin("kit", "kit.yaml", 1)
NO_WEIGHTS = cast(Weights, object())
"""Inference never looks at weights; an access to any would fail."""


def is_(fact: str, *operands: Scalar) -> Test:
    """The test that a fact equals one of the operands."""
    return Test(fact, "equals" if len(operands) == 1 else "one_of", operands)


def rule(name: str, when: Condition, then: Mapping[str, Scalar] | None = None) -> Rule:
    """A rule with nothing but a condition and conclusions."""
    return Rule(name, name, HERE, when, then or {}, {}, None, None, "", (), ())


def decl(name: str, derived: bool = False, many: bool = False) -> FactDecl:
    """A fact of the vocabulary."""
    return FactDecl(name, "text", "", HERE, many=many, derived=derived)


def base(rules: Iterable[Rule], facts: Iterable[FactDecl] = ()) -> RuleBase:
    """A rule base of these rules; undeclared facts are ordinary ones."""
    by_id = {rule.id: rule for rule in rules}
    return RuleBase((), {fact.name: fact for fact in facts}, (), by_id, {}, {}, NO_WEIGHTS, {})


def case(values: Mapping[str, Scalar | tuple[Scalar, ...]]) -> WorkingMemory:
    """A case in which facts have these values; a tuple stands for several values."""
    facts = [
        Fact(name, single, Source("given"))
        for name, value in values.items()
        for single in (value if isinstance(value, tuple) else (value,))
    ]
    return settle(facts, frozenset(name for name, value in values.items() if isinstance(value, tuple)), {})
