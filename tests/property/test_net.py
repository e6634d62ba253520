"""Settling a case as a difference from the case of which nothing is known is settling it from the ground up."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from random import Random

from keymedic.engine.facts import Scalar
from keymedic.engine.infer.compile import ProgramError, compile_program
from keymedic.engine.infer.compiled_program import Program
from keymedic.engine.infer.conclusions import Conclusions
from keymedic.engine.infer.literals import leaf_of, negative
from keymedic.engine.infer.nearby import Ground, Nearby
from keymedic.engine.infer.net import Net, Settled
from keymedic.engine.infer.plain import PlainMatcher
from keymedic.engine.infer.settle import Settlement, settle
from keymedic.engine.infer.suppose import WhatIf

from ..unit.infer.kit import case
from .random_rules import random_case, random_rules, random_values, vocabulary

EXAMPLES = int(os.environ.get("KEYMEDIC_EXAMPLES", "300"))
NAMES = ("o0", "o1", "o2", "o3", "m0", "t0", "t1", "d3", "d4")


def _program(random: Random) -> Program:
    """The next random rules that can be compiled."""
    while True:
        with suppress(ProgramError):
            return compile_program(random_rules(random, True), {fact.name: fact for fact in vocabulary()})


def _agree(program: Program, found: Settled, whole: Settlement) -> bool:
    """The same terms fire, and what negations rest on is as false, or as possible."""
    negated = {literal for term in program.terms for literal in term.body if literal % 2}
    concluded = {negative(leaf) for leaf in program.concluders} & negated
    return (
        found.fired == whole.fired
        and all((literal in found.definite.holds) == (literal in whole.definite) for literal in concluded)
        and all((2 * leaf_of(literal) in found.possible.holds) == (2 * leaf_of(literal) in whole.possible) for literal in concluded)
    )  # fmt: skip


def test_a_difference_is_the_whole() -> None:
    """Whatever the rules (negations, chains, circles, tests of knowledge) and the facts; the net keeps nothing of a case."""
    random = Random(11)
    compared = 0
    while compared < EXAMPLES:
        program = _program(random)
        net, plain = Net(program), [PlainMatcher(stratum) for stratum in program.strata]
        for _ in range(4):
            memory = case(random_case(random))
            assert _agree(program, net.settle(memory), settle(program, plain, memory))
            compared += 1


def test_supposing_is_settling() -> None:
    """What is found nearby some facts, known or not, tells for whatever values what the changed case would settle as."""
    random = Random(12)
    compared = far = 0
    while compared < EXAMPLES:
        program = _program(random)
        net, plain = Net(program), [PlainMatcher(stratum) for stratum in program.strata]
        facts = random_case(random)
        start = net.settle(case(facts))
        ground = Ground(program, net, start)
        for names in (random.sample(NAMES, number) for number in (1, 1, 2, 3)):
            nearby = Nearby(ground, names)
            for _ in range(3):
                values = {name: random_values(random, name) for name in names}
                whole = settle(program, plain, case({**facts, **values}))
                assert _fired(start.fired, nearby, program, values) == whole.fired
                compared += 1
                far += nearby.far
    assert far


def test_a_difference_is_what_fires_anew() -> None:
    """What firings are told to be gone and new makes those of the case the firings of the changed one, with the facts that
    they rest on, whatever was supposed before."""
    random = Random(13)
    compared = again = 0
    while compared < EXAMPLES:
        program = _program(random)
        net, facts = Net(program), random_case(random)
        before = Conclusions(program, net.settle(case(facts)), case(facts), "plain")
        what_if, told = WhatIf(program, net, before), set[int]()
        for names in (random.sample(NAMES, number) for number in (1, 1, 2, 3)):
            for _ in range(5):
                values = {name: random_values(random, name) for name in names}
                difference = what_if.differing(values)
                memory = case({**facts, **values})
                after = Conclusions(program, net.settle(memory), memory, "plain")
                stays = {firing.rule: firing.facts for firing in before.fired if firing.rule not in difference.gone}
                new = {firing.rule: firing.facts for firing in difference.new}
                assert stays | new == {firing.rule: firing.facts for firing in after.fired}
                assert stays.keys().isdisjoint(new)
                compared += 1
                again += id(difference) in told
                told.add(id(difference))
    assert again > compared / 10


def _fired(
    before: frozenset[int], nearby: Nearby, program: Program, values: Mapping[str, Sequence[Scalar]]
) -> frozenset[int]:
    """What fires with these values."""
    if nearby.far:
        return before
    shift = nearby.after(program.table.passed(values))
    assert shift.begun.isdisjoint(before) and shift.ceased <= before
    return (before | shift.begun) - shift.ceased
