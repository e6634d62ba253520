"""What-if runs as differences from a concluded case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from keymedic.engine.conditions import All, Any_, Not
from keymedic.engine.facts import Scalar
from keymedic.engine.infer.engines import Inference
from keymedic.engine.infer.suppose import WhatIf
from keymedic.engine.rulebase.model import Rule

from .kit import base, case, decl, is_, rule

DECLARED = (decl("d", derived=True),)


def _what_if(rules: Sequence[Rule], facts: Mapping[str, Scalar]) -> WhatIf:
    inference = Inference(base(rules, DECLARED), "plain")
    return inference.what_if(inference.hypothetical(case(facts)))


def _told(what_if: WhatIf, **values: Scalar) -> tuple[set[str], dict[str, set[str]]]:
    difference = what_if.differing({name: (value,) for name, value in values.items()})
    return set(difference.gone), {firing.rule: set(firing.facts) for firing in difference.new}


def test_an_answer_that_changes_nothing_makes_no_difference() -> None:
    """Neither one that no rule looks for nor one for which every rule lacks something else."""
    what_if = _what_if([rule("r", All((is_("o", 1), is_("p", 1))))], {})
    assert _told(what_if, o=1) == _told(what_if, q=1) == (set(), {})


def test_what_begins_and_what_no_longer_stands() -> None:
    """With the facts that it rests on."""
    rules = [rule("a", is_("o", 1)), rule("b", All((is_("o", 2), is_("p", 1)))), rule("c", is_("p", 1))]
    assert _told(_what_if(rules, {"o": 1, "p": 1}), o=2) == ({"a"}, {"b": {"o", "p"}})


def test_a_rule_that_comes_to_rest_on_fewer_facts_is_told_anew() -> None:
    """It is gone as it stood, and new as it stands then."""
    rules = [rule("a", Any_((All((is_("o", 1), is_("p", 1))), is_("q", 1))))]
    assert _told(_what_if(rules, {"o": 1, "p": 1}), q=1) == ({"a"}, {"a": {"q"}})


def test_what_rests_on_a_conclusion_is_told_anew() -> None:
    """Also what rests on its being false."""
    rules = [
        rule("a", is_("o", 1), {"d": 1}),
        rule("b", is_("p", 1), {"d": 1}),
        rule("c", is_("d", 1)),
        rule("n", Not(is_("d", 1))),
    ]
    assert _told(_what_if(rules, {"o": 1}), o=2, p=1) == ({"a", "c"}, {"b": {"p"}, "c": {"p"}})
    assert _told(_what_if(rules, {"o": 2, "p": 2}), p=1) == ({"n"}, {"b": {"p"}, "c": {"p"}})


def test_work_is_counted_once_for_all_values_of_a_fact() -> None:
    """The terms near a fact are found with the first supposition about it."""
    what_if = _what_if([rule(f"r{at}", is_("o", at)) for at in range(9)], {})
    for at in range(9):
        assert _told(what_if, o=at) == (set(), {f"r{at}": {"o"}})
    assert (what_if.runs, what_if.terms) == (9, 9)


def test_what_differs_in_nothing_that_counts_is_the_same_difference() -> None:
    """Values that pass the same of the tests on which anything hangs are told one object; others are not."""
    what_if = _what_if([rule("a", is_("o", 1)), rule("b", All((is_("o", 2), is_("p", 1))))], {"o": 1})
    two, three, one = (what_if.differing({"o": (value,)}) for value in (2, 3, 1))
    assert two is three and two.gone == {"a"}
    assert one is not two


def test_a_far_fact_makes_no_difference() -> None:
    """Whatever its value; one on which something hangs is not far, also where that is only a falsehood."""
    rules = [rule("r", All((is_("o", 1), is_("p", 1)))), rule("c", is_("q", 1), {"d": 1}), rule("n", Not(is_("d", 1)))]
    what_if = _what_if(rules, {"p": 2})
    assert [what_if.far(name) for name in ("o", "p", "unheard-of", "q")] == [True, True, True, False]
