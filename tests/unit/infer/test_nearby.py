"""What of a settled case may change with some facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from keymedic.engine.conditions import All, Any_, Not
from keymedic.engine.facts import Scalar
from keymedic.engine.infer.compile import compile_program
from keymedic.engine.infer.compiled_program import Program
from keymedic.engine.infer.nearby import Ground, Nearby, Shift
from keymedic.engine.infer.net import Net
from keymedic.engine.rulebase.model import Rule

from .kit import case, decl, is_, rule

DECLARED = {fact.name: fact for fact in (decl("d", derived=True), decl("e", derived=True))}


class Supposing:
    """One case of some rules, with what is near some facts."""

    def __init__(self, rules: Sequence[Rule], facts: Mapping[str, Scalar], *names: str) -> None:
        self.program: Program = compile_program(rules, DECLARED)
        net = Net(self.program)
        self.nearby: Nearby = Nearby(Ground(self.program, net, net.settle(case(facts))), names)

    def shift(self, **values: Scalar) -> Shift:
        """What these values change."""
        return self.nearby.after(self.program.table.passed({name: (value,) for name, value in values.items()}))

    def rules(self, terms: frozenset[int]) -> set[str]:
        """The rules of terms."""
        return {self.program.names[self.program.rule_of[term]] for term in terms}


def test_a_fact_of_terms_that_lack_something_else_is_far() -> None:
    """Nothing is closed for it; it is near as soon as the rest is there."""
    rules = [rule("r", All((is_("o", 1), is_("p", 1))))]
    assert Supposing(rules, {}, "o").nearby.far
    assert Supposing(rules, {"p": 2}, "o").nearby.far
    assert not Supposing(rules, {"p": 1}, "o").nearby.far
    assert not Supposing(rules, {}, "o", "p").nearby.far


def test_each_value_begins_and_ends_what_it_decides() -> None:
    """Of a fact that is known, too: what its value made fire ceases to."""
    rules = [rule("one", is_("o", 1)), rule("two", is_("o", 2)), rule("not-one", Not(is_("o", 1)))]
    supposing = Supposing(rules, {"o": 1}, "o")
    two = supposing.shift(o=2)
    assert supposing.rules(frozenset(two.begun)) == {"two", "not-one"}
    assert supposing.rules(frozenset(two.ceased)) == {"one"}
    same = supposing.shift(o=1)
    assert not same.begun and not same.ceased


def test_what_is_concluded_is_followed() -> None:
    """Through chains, and through what then is no longer false."""
    rules = [
        rule("a", is_("o", 1), {"d": 1}),
        rule("b", All((is_("d", 1), is_("p", 1))), {"e": 1}),
        rule("c", is_("e", 1)),
        rule("n", All((Not(is_("d", 1)), is_("p", 1)))),
    ]
    supposing = Supposing(rules, {"p": 1}, "o")
    one, two = supposing.shift(o=1), supposing.shift(o=2)
    assert supposing.rules(frozenset(one.begun)) == {"a", "b", "c"}
    assert supposing.rules(frozenset(two.begun)) == {"n"}


def test_what_another_fact_concludes_stands() -> None:
    """A conclusion that hangs on the fact by one rule and on what is known by another holds whatever is supposed."""
    rules = [rule("a", is_("o", 1), {"d": 1}), rule("b", is_("p", 1), {"d": 1}), rule("c", is_("d", 1))]
    supposing = Supposing(rules, {"p": 1, "o": 1}, "o")
    shift = supposing.shift(o=2)
    assert supposing.rules(frozenset(shift.ceased)) == {"a"} and not shift.begun


def test_looks_are_counted() -> None:
    """Only terms that hold a literal of the fact, and of what hangs on it, are looked at."""
    rules = [rule("r", is_("o", 1)), *[rule(f"r{at}", Any_((is_("p", at), is_("q", at)))) for at in range(50)]]
    assert Supposing(rules, {}, "o").nearby.touched == 1


def test_tests_are_heeded_on_which_something_hangs() -> None:
    """Those of terms that lack nothing else, and those on which a falsehood rests."""
    rules = [
        rule("a", is_("o", 1)),
        rule("b", All((is_("o", 2), is_("p", 1)))),
        rule("c", All((is_("o", 3), is_("p", 1))), {"d": 1}),
        rule("n", Not(is_("d", 1))),
    ]
    supposing = Supposing(rules, {}, "o")
    number = supposing.program.table.number
    assert supposing.nearby.heeded == {number(is_("o", 1)), number(is_("o", 3))}
    assert Supposing(rules, {"p": 1}, "o").nearby.heeded == {number(is_("o", at)) for at in (1, 2, 3)}
