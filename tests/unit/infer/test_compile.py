"""Rules to a program."""

from __future__ import annotations

import pytest

from keymedic.engine.conditions import All, Any_, Condition, Known, Not
from keymedic.engine.conditions import Test as Leaf
from keymedic.engine.infer.compile import ProgramError, compile_program
from keymedic.engine.infer.literals import positive

from .kit import is_, rule


def test_a_conclusion_makes_every_test_true_that_it_satisfies() -> None:
    """The head of a term holds the tests that the concluded value passes, whatever their operator."""
    program = compile_program(
        [
            rule("maker", is_("o", 1), {"d": "quota-429"}),
            rule("user", All((Leaf("d", "contains", ("QUOTA",)), is_("d", "x"), Leaf("d", "matches", ("[0-9]$",))))),
        ],
        {},
    )
    number = program.table.number
    hit = {positive(number(Leaf("d", "contains", ("QUOTA",)))), positive(number(Leaf("d", "matches", ("[0-9]$",))))}
    assert program.terms[program.terms_of(0)[0]].head == hit
    assert program.concluders == {number: (0,) for number in (1, 3)}


def test_negated_conclusions_come_in_an_earlier_stratum() -> None:
    """The test is settled after the last stratum that can make it true."""
    program = compile_program(
        [rule("late", Not(is_("d", 1))), rule("a", is_("o", 1), {"d": 1}), rule("b", Not(is_("e", 1)), {"d": 1}),
         rule("c", is_("o", 2), {"e": 1})],
        {},
    )  # fmt: skip
    assert [[term.rule for term in stratum] for stratum in program.strata] == [[1, 3], [2], [0]]
    number = program.table.number
    assert program.settled_after == ((number(is_("e", 1)),), (number(is_("d", 1)),), ())


def test_negation_of_another_value_of_the_same_fact_is_no_cycle() -> None:
    """Strata go by value: concluding one value where another was not concluded is fine."""
    program = compile_program([rule("a", is_("o", 1), {"d": 1}), rule("b", Not(is_("d", 1)), {"d": 2})], {})
    assert [len(stratum) for stratum in program.strata] == [1, 1]


def test_a_cycle_through_a_negation_names_the_rules() -> None:
    """The message shows the way round, and the fault belongs to a rule of the cycle."""
    rules = [rule("a", Not(is_("e", 1)), {"d": 1}), rule("b", is_("d", 1), {"e": 1}), rule("c", is_("o", 1))]
    with pytest.raises(ProgramError, match="negation: (a -> b -> a|b -> a -> b)") as caught:
        _ = compile_program(rules, {})
    assert caught.value.rule in ("a", "b")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (All(tuple(Any_((is_(f"x{at}", 1), is_(f"y{at}", 1))) for at in range(7))), "split the rule"),
        (Known("d"), "which rules conclude"),
        (Not(Leaf("o", "matches", ("(?<=a)b",))), "not an RE2 pattern"),
    ],
)
def test_rules_that_cannot_be_compiled(condition: Condition, message: str) -> None:
    """The error carries the rule's id."""
    with pytest.raises(ProgramError, match=message) as caught:
        _ = compile_program([rule("good", is_("o", 1), {"d": 1}), rule("bad", condition)], {})
    assert caught.value.rule == "bad"


def test_no_rules() -> None:
    """A rule base without rules compiles to nothing."""
    assert compile_program([], {}).strata == ()


def test_the_key_of_a_term_leads_its_body() -> None:
    """It is what the fewest terms of the stratum need, of several the first; the rest is in order."""
    program = compile_program(
        [rule("a", is_("o", 1)), rule("b", All((is_("o", 1), is_("p", 1), is_("q", 1)))), rule("c", All(()))], {}
    )
    one, two, three = (positive(program.table.number(is_(name, 1))) for name in "opq")
    assert program.bodies == [[one], [two, one, three], []]
