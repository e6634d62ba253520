"""What an engine hands back: firings with their support, open rules, derived facts, explanations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from keymedic.engine.conditions import All, Any_, Known, Not
from keymedic.engine.errors import UnknownNameError
from keymedic.engine.facts import Fact, Scalar, Source
from keymedic.engine.infer import conclusions as values
from keymedic.engine.infer.engines import Inference
from keymedic.engine.rulebase.model import FactDecl, Rule

from .kit import base, case, decl, is_, rule

ONLY_D = (decl("d", derived=True), decl("e", derived=True))


def _conclude(
    rules: Sequence[Rule], facts: Mapping[str, Scalar], declared: Sequence[FactDecl] = ONLY_D
) -> values.Conclusions:
    return Inference(base(rules, declared), "plain").conclude(case(facts))


def test_a_firing_shows_its_tests_with_what_they_saw() -> None:
    """Wanted truth and values, also for a negated test and for ignorance; an unknown fact is not among the facts."""
    condition = All((is_("o", 1), Not(is_("p", 1)), Known("q", False)))
    firing = _conclude([rule("r", condition)], {"o": 1, "p": 2}).fired[0]
    assert firing == values.Firing(
        "r",
        frozenset(("o", "p")),
        (
            values.TestOutcome(is_("o", 1), True, (1,)),
            values.TestOutcome(is_("p", 1), False, (2,)),
            values.TestOutcome(Known("q", False), True, ()),
        ),
        (),
    )


def test_of_several_ways_the_one_with_fewest_facts_counts() -> None:
    """Then the first in the rule; a rule fires once however many of its terms do."""
    condition = Any_((All((is_("o", 1), is_("p", 1))), is_("q", 1), is_("r", 1)))
    fired = _conclude([rule("r", condition)], {"o": 1, "p": 1, "q": 1, "r": 1}).fired
    assert [firing.facts for firing in fired] == [{"q"}]
    fired = _conclude([rule("r", condition)], {"o": 1, "p": 1, "r": 1}).fired
    assert [firing.facts for firing in fired] == [{"r"}]


def test_facts_behind_derived_facts_count() -> None:
    """A chain rests on what its first rule saw; ``via`` names the rule directly behind."""
    rules = [
        rule("c", is_("e", 1)),
        rule("b", All((is_("d", 1), is_("p", 1))), {"e": 1}),
        rule("a", is_("o", 1), {"d": 1}),
    ]
    found = {firing.rule: (firing.facts, firing.via) for firing in _conclude(rules, {"o": 1, "p": 1}).fired}
    assert found == {"a": ({"o"}, ()), "b": ({"o", "p"}, ("a",)), "c": ({"o", "p"}, ("b",))}


def test_the_falsehood_of_a_derived_fact_rests_on_what_blocks_its_rules() -> None:
    """Every rule that could have concluded it names a fact that keeps it from firing, through chains too."""
    rules = [
        rule("a", All((is_("o", 1), is_("p", 1))), {"d": 1}),
        rule("b", is_("e", 1), {"d": 1}),
        rule("c", is_("q", 1), {"e": 1}),
        rule("n", Not(is_("d", 1))),
    ]
    fired = _conclude(rules, {"o": 1, "p": 2, "q": 2}).fired
    assert [(firing.rule, firing.facts) for firing in fired] == [("n", {"p", "q"})]


def test_support_never_goes_in_a_circle() -> None:
    """Rules that conclude each other's premises rest on the fact that started them."""
    rules = [rule("a", is_("d", 1), {"e": 1}), rule("b", Any_((is_("e", 1), is_("o", 1))), {"d": 1})]
    found = {firing.rule: (firing.facts, firing.via) for firing in _conclude(rules, {"o": 1}).fired}
    assert found == {"a": ({"o"}, ("b",)), "b": ({"o"}, ())}


def test_derived_facts_name_their_rule() -> None:
    """Each derived value once, from the first rule of the rule base; types stay apart."""
    rules = [
        rule("z", is_("o", 1), {"d": 1, "e": "x"}),
        rule("a", is_("o", 1), {"d": 1}),
        rule("b", Known("o"), {"d": True}),
    ]
    assert _conclude(rules, {"o": 1}).derived == (
        Fact("d", True, Source("rule", "b")),
        Fact("d", 1, Source("rule", "z")),
        Fact("e", "x", Source("rule", "z")),
    )


def test_open_rules_name_the_facts_they_hang_on() -> None:
    """Through derived facts that are open themselves; a fact that could be told itself counts as well."""
    rules = [
        rule("a", All((is_("o", 1), is_("p", 1))), {"d": 1, "f": 1}),
        rule("b", Not(is_("d", 1))),
        rule("c", is_("f", 1)),
        rule("done", is_("p", 1)),
        rule("never", All((is_("p", 2), is_("x", 1)))),
    ]
    found = {item.rule: item.unknown for item in _conclude(rules, {"p": 1}).open}
    assert found == {"a": {"o"}, "b": {"o"}, "c": {"o", "f"}}


def test_a_needless_alternative_does_not_count() -> None:
    """Where one alternative is met already, the facts of the other decide nothing."""
    condition = All((Any_((is_("o", 1), is_("p", 1))), is_("q", 1)))
    assert _conclude([rule("r", condition)], {"o": 1}).open == (values.OpenRule("r", frozenset(("q",))),)


def test_an_open_circle_ends() -> None:
    """Open rules that hang on each other share what they hang on."""
    rules = [rule("a", is_("d", 1), {"e": 1}), rule("b", Any_((is_("e", 1), is_("o", 1))), {"d": 1})]
    assert {item.rule: item.unknown for item in _conclude(rules, {}).open} == {"a": {"o"}, "b": {"o"}}


def test_explaining_a_rule_shows_every_part() -> None:
    """The tree mirrors the condition, with the truth of each part and the values seen, derived ones included."""
    condition = All((Any_((is_("o", 1), is_("d", 1))), Not(is_("p", 1)), is_("q", 1)))
    inference = Inference(base([rule("a", is_("q", 1), {"d": 1}), rule("r", condition)], ONLY_D), "plain")
    tree = inference.explain(case({"o": 2, "q": 1}), "r")
    assert tree.value is None
    assert [part.value for part in tree.parts] == [True, None, True]
    assert [(part.value, part.seen) for part in tree.parts[0].parts] == [(False, (2,)), (True, (1,))]
    assert [(part.value, part.seen) for part in tree.parts[1].parts] == [(None, ())]


def test_explaining_an_unknown_rule() -> None:
    """A name that no rule carries is the user's slip, not a crash."""
    with pytest.raises(UnknownNameError, match="nosuch"):
        _ = Inference(base([]), "plain").explain(case({}), "nosuch")
