"""Cycles through a negation are found by a walk along the facts that rules conclude."""

from __future__ import annotations

from keymedic.engine.conditions import All, Any_, Condition, Known, Not
from keymedic.engine.conditions import Test as Compared
from keymedic.engine.rulebase.model import Origin, Rule
from keymedic.engine.rulebase.strata import dependencies, negative_cycles


def _is(fact: str) -> Compared:
    return Compared(fact, "equals", (True,))


def _rule(name: str, when: Condition, *heads: str) -> Rule:
    return Rule(name, "", Origin("p", "f", 1), when, dict.fromkeys(heads, True), {}, None, None, "", (), ())


def test_dependencies_know_what_is_negated() -> None:
    """Everything under a ``not`` is negated, under two as well."""
    condition = All((_is("a"), Not(Any_((_is("b"), Not(_is("c"))))), Known("d")))
    assert list(dependencies(condition)) == [("a", False), ("b", True), ("c", True), ("d", False)]


def test_a_chain_of_negations_is_no_cycle() -> None:
    """Negations in layers are what strata are for."""
    rules = [_rule("r1", Not(_is("a")), "b"), _rule("r2", Not(_is("b")), "c"), _rule("r3", _is("c"), "d")]
    assert list(negative_cycles(rules)) == []


def test_a_cycle_is_reported_where_it_is_negated() -> None:
    """The rule with the ``not`` is named, with the shortest cycle."""
    rules = [
        _rule("r1", Not(_is("c")), "a"), _rule("r2", _is("a"), "b", "x"), _rule("r3", _is("b"), "c"),
        _rule("r4", _is("x"), "y"),
    ]  # fmt: skip
    found = list(negative_cycles(rules))
    assert [(rule.id, cycle) for rule, cycle in found] == [("r1", ("a", "c", "b", "a"))]


def test_a_long_chain_takes_no_recursion() -> None:
    """Thousands of rules in a row exhaust no stack."""
    rules = [_rule(f"r{number}", _is(f"f{number}"), f"f{number + 1}") for number in range(3000)]
    rules.append(_rule("last", Not(_is("f3000")), "f0"))
    assert [rule.id for rule, _ in negative_cycles(rules)] == ["last"]
