"""Random rule bases and cases: durable-rules, the plain matcher and a naive evaluator must agree."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from random import Random

import pytest

from keymedic.engine.facts import Scalar, WorkingMemory
from keymedic.engine.infer.compile import ProgramError
from keymedic.engine.infer.conclusions import Conclusions
from keymedic.engine.infer.durable import DurableMatcher
from keymedic.engine.infer.engines import Inference
from keymedic.engine.infer.native import Limits, durable_available
from keymedic.engine.infer.plain import PlainMatcher
from keymedic.engine.infer.program import Term
from keymedic.engine.infer.stratum import Stratum
from keymedic.engine.infer.truth import Truth
from keymedic.engine.rulebase.model import Rule

from ..unit.infer.kit import base, case
from .kleene import Kleene, atom
from .random_rules import ONLY_DERIVED, random_case, random_rules, random_values, vocabulary

EXAMPLES = int(os.environ.get("KEYMEDIC_EXAMPLES", "300"))
CASES_PER_BASE = 4
needs_durable = pytest.mark.skipif(bool(durable_available()), reason=f"durable-rules: {durable_available()}")

Case = Mapping[str, tuple[Scalar, ...]]


def _bases(seed: int, knowledge: bool = True) -> Iterator[tuple[Random, list[Rule]]]:
    """Enough random rule bases for the wanted number of examples."""
    random = Random(seed)
    for _ in range(max(1, EXAMPLES // CASES_PER_BASE)):
        yield random, random_rules(random, knowledge)


def _inference(rules: list[Rule]) -> Inference | None:
    """Both engines over the rules; ``None`` for a cycle through a negation or too many alternatives."""
    try:
        return Inference(base(rules, vocabulary()), "both", notice=pytest.fail)
    except ProgramError:
        return None


def _values(conclusions: Conclusions) -> set[tuple[str, str, Scalar]]:
    return {atom(fact.name, fact.value) for fact in conclusions.derived}


def _tree_agrees(truth: Truth, meaning: Kleene) -> bool:
    return truth.value == meaning.truth(truth.condition) and all(_tree_agrees(part, meaning) for part in truth.parts)


@needs_durable
def test_engines_agree_with_the_naive_evaluator() -> None:
    """Fired rules, derived facts, open rules with their unknown facts, and every part of every condition agree."""
    compared = 0
    for random, rules in _bases(1):
        inference = _inference(rules)
        if inference is None:
            continue
        for _ in range(CASES_PER_BASE):
            facts = random_case(random)
            memory, meaning = case(facts), Kleene(rules, facts, ONLY_DERIVED)
            found = inference.conclude(memory)
            inference.compare(memory)
            assert [firing.rule for firing in found.fired] == [r.id for r in rules if meaning.truth(r.when)]
            assert _values(found) == meaning.true
            assert {item.rule: item.unknown for item in found.open} == meaning.open_facts()
            assert found.unknown == frozenset[str]().union(*(item.unknown for item in found.open))
            assert all(item.unknown for item in found.open)
            assert _tree_agrees(inference.explain(memory, random.choice(rules).id), meaning)
            compared += 1
        inference.close()
    assert compared > EXAMPLES * 0.5


@needs_durable
def test_order_does_not_matter_and_taking_back_is_recomputing() -> None:
    """The same facts in another order, also after other cases in between, give the same conclusions."""
    for random, rules in _bases(2):
        inference = _inference(rules)
        if inference is None:
            continue
        facts, other = random_case(random), random_case(random)
        first = inference.conclude(case(facts))
        _ = inference.conclude(case(facts | other))
        assert inference.conclude(WorkingMemory(dict(reversed(list(case(facts).facts.items()))))) == first
        inference.close()


def test_knowing_more_never_takes_a_settled_answer_back() -> None:
    """Once true or false, a rule stays so when an unknown fact becomes known (rules that test ignorance aside)."""
    for random, rules in _bases(3, knowledge=False):
        inference = _inference(rules)
        if inference is None:
            continue
        facts = random_case(random)
        unknown = [name for name in ("o0", "o1", "m0", "t0", "d3", "d4") if name not in facts]
        if unknown:
            before = inference.hypothetical(case(facts))
            name = random.choice(unknown)
            after = inference.hypothetical(case({**facts, name: random_values(random, name)}))
            fired, still_open = {f.rule for f in before.fired}, {o.rule for o in before.open}
            assert fired <= {f.rule for f in after.fired} <= fired | still_open
            assert {o.rule for o in after.open} <= still_open


def test_the_facts_of_a_firing_suffice() -> None:
    """With nothing known but the facts that a firing names, its rule still fires."""
    for random, rules in _bases(4):
        inference = _inference(rules)
        if inference is None:
            continue
        facts = random_case(random)
        for firing in inference.hypothetical(case(facts)).fired:
            assert firing.facts <= set(facts)
            fewer = case({name: facts[name] for name in firing.facts})
            assert firing.rule in {again.rule for again in inference.hypothetical(fewer).fired}


def test_supposing_is_concluding() -> None:
    """What a what-if run fires, and the facts it names, are those of the whole case with these facts changed."""
    compared = 0
    for random, rules in _bases(7):
        inference = _inference(rules)
        if inference is None:
            continue
        facts = random_case(random)
        before = inference.hypothetical(case(facts))
        what_if = inference.what_if(before)
        names = ("o0", "o1", "m0", "t0", "d3", "d4", *random.choices(("o2", "o3", "t1"), k=2))
        for chosen in [*({name} for name in names), *(set(random.sample(names, 3)) for _ in range(6))]:
            values = {name: random_values(random, name) for name in sorted(chosen)}
            expected = {f.rule: f.facts for f in inference.hypothetical(case({**facts, **values})).fired}
            difference = what_if.differing(values)
            kept = {f.rule: f.facts for f in before.fired if f.rule not in difference.gone}
            new = {f.rule: f.facts for f in difference.new}
            assert kept.keys().isdisjoint(new) and {**kept, **new} == expected
            compared += 1
    assert compared > EXAMPLES


@needs_durable
def test_partitioning_changes_nothing() -> None:
    """Tiny rulesets, many of them, chain across each other and still close to the same fixpoint."""
    random = Random(5)
    for _ in range(max(1, EXAMPLES // 10)):
        count = random.randint(1, 40)
        bodies = [frozenset(random.sample(range(24), random.choice((0, 1, 1, 2, 3, 5)))) for _ in range(count)]
        heads = [frozenset(random.sample(range(12), random.choice((0, 1, 1, 2)))) for _ in range(count)]
        terms = [Term(at, at, bodies[at], heads[at]) for at in range(count)]
        durable = DurableMatcher(
            Stratum.of(terms), Limits(rules=random.choice((2, 3, 8)), first_tests=random.choice((12, 40)))
        )
        plain = PlainMatcher(terms)
        for _ in range(4):
            literals = random.sample(range(30), random.randint(0, 12))
            assert durable.close(literals) == plain.close(literals)
        durable.free()


@needs_durable
@pytest.mark.skipif(sys.platform != "linux", reason="reads the resident size in Linux's unit")
def test_memory_stays_flat() -> None:
    """Thousands of diagnoses on one engine, and engines built and closed, do not grow the process."""
    resource = pytest.importorskip("resource")
    random = Random(6)
    rules = next(rules for rules in iter(lambda: random_rules(random, True), None) if _inference(rules) is not None)
    cases = [case(random_case(random)) for _ in range(20)]

    def work(rounds: int) -> int:
        for _ in range(rounds):
            inference = Inference(base(rules, vocabulary()), "durable", notice=pytest.fail)
            for memory in cases * 5:
                _ = inference.conclude(memory)
            inference.close()
        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    settled = work(5)
    assert work(20) - settled < 8 * 1024
