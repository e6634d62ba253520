"""Three-valued settlement, stratum by stratum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from keymedic.engine.conditions import All, Any_, Not
from keymedic.engine.facts import Scalar
from keymedic.engine.infer.compile import compile_program
from keymedic.engine.infer.plain import PlainMatcher
from keymedic.engine.infer.settle import Settlement, settle
from keymedic.engine.rulebase.model import FactDecl, Rule

from .kit import case, decl, is_, rule

D, E = is_("d", 1), is_("e", 1)


def _settle(
    rules: Sequence[Rule], facts: Mapping[str, Scalar], *only_derived: FactDecl
) -> tuple[Settlement, dict[str, bool | None]]:
    program = compile_program(rules, {fact.name: fact for fact in only_derived})
    settlement = settle(program, [PlainMatcher(stratum) for stratum in program.strata], case(facts))
    fired = {program.terms[number].rule for number in settlement.fired}
    may = {program.terms[number].rule for number in settlement.may_fire}
    return settlement, {r.id: True if at in fired else None if at in may else False for at, r in enumerate(rules)}


@pytest.mark.parametrize(
    ("facts", "maker", "negated"),
    [({"o": 1}, True, False), ({"o": 2}, False, True), ({}, None, None)],
)
def test_a_derived_value_is_true_false_or_unknown(
    facts: dict[str, Scalar], maker: bool | None, negated: bool | None
) -> None:
    """It is false only when every rule that could conclude it is, and ``not`` holds on false only."""
    rules = [rule("maker", is_("o", 1), {"d": 1}), rule("user", D), rule("negated", Not(D))]
    assert _settle(rules, facts, decl("d", derived=True))[1] == {"maker": maker, "user": maker, "negated": negated}


def test_a_fact_that_could_be_observed_is_not_false_for_want_of_a_rule() -> None:
    """As long as somebody may still tell it, it stays unknown; a different observed value makes it false."""
    rules = [rule("maker", is_("o", 1), {"d": 1}), rule("negated", Not(D))]
    assert _settle(rules, {"o": 2})[1]["negated"] is None
    assert _settle(rules, {"o": 2, "d": 2})[1]["negated"] is True
    assert _settle(rules, {"o": 2, "d": 1})[1]["negated"] is False
    assert _settle(rules, {"o": 1, "d": 2})[1]["negated"] is False


def test_unknown_travels_through_strata() -> None:
    """Negation of an unknown is unknown, however long the chain; knowing the first fact settles all."""
    rules = [
        rule("a", is_("o", 1), {"d": 1}),
        rule("b", Not(D), {"e": 1}),
        rule("c", Not(E)),
    ]
    only = (decl("d", derived=True), decl("e", derived=True))
    assert _settle(rules, {}, *only)[1] == {"a": None, "b": None, "c": None}
    assert _settle(rules, {"o": 2}, *only)[1] == {"a": False, "b": True, "c": False}
    assert _settle(rules, {"o": 1}, *only)[1] == {"a": True, "b": False, "c": True}


def test_rules_that_only_support_each_other_are_false() -> None:
    """A circle without a start concludes nothing; a possible start leaves it unknown, a true one makes it true."""
    rules = [rule("a", D, {"e": 1}), rule("b", Any_((E, is_("o", 1))), {"d": 1}), rule("n", Not(E))]
    only = (decl("d", derived=True), decl("e", derived=True))
    assert _settle(rules, {"o": 2}, *only)[1] == {"a": False, "b": False, "n": True}
    assert _settle(rules, {}, *only)[1] == {"a": None, "b": None, "n": None}
    assert _settle(rules, {"o": 1}, *only)[1] == {"a": True, "b": True, "n": False}


def test_truth_of_a_single_test() -> None:
    """The settlement answers for every test by its number."""
    settlement, _ = _settle([rule("a", All((is_("o", 1), is_("p", 1), is_("q", 1))))], {"o": 1, "p": 2})
    assert [settlement.truth(at) for at in range(3)] == [True, False, None]
    assert settlement.definite <= settlement.possible


def test_another_matcher_may_find_what_is_possible() -> None:
    """What is true comes from the matchers, what may be true from the bounds; with equal ones nothing changes."""
    program = compile_program([rule("a", is_("o", 1)), rule("b", is_("p", 1))], {})
    matchers = [PlainMatcher(stratum) for stratum in program.strata]
    idle = [PlainMatcher(()) for _ in program.strata]
    memory = case({"o": 1})
    whole = settle(program, matchers, memory)
    assert settle(program, matchers, memory, list(matchers)) == whole
    assert settle(program, matchers, memory, idle).fired == whole.fired != frozenset()
    assert settle(program, matchers, memory, idle).may_fire == frozenset()
