"""Random rule bases, cases and orders of facts, on which durable-rules, the plain matcher and a naive evaluator must agree.

    python -m tests.property.differ COMPARISONS [SEED]

A comparison is one rule base × one case × one order of its facts. Each rule base has a random generator of its own,
named ``SEED/NUMBER``, so that one that fails can be looked at alone. Prints a JSON object: the seed, how many rule bases,
cases and comparisons there were, rule bases that cannot be compiled (cycles through a negation), rules fired and left
open, values derived, and the names of the rule bases on which something disagreed.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from random import Random

from keymedic.engine.errors import EngineError
from keymedic.engine.facts import WorkingMemory
from keymedic.engine.infer.compile import ProgramError
from keymedic.engine.infer.conclusions import Conclusions
from keymedic.engine.infer.engines import Inference
from keymedic.engine.rulebase.model import Rule

from ..unit.infer.kit import base, case
from .kleene import Kleene, atom
from .random_rules import ONLY_DERIVED, random_case, random_rules, vocabulary

CASES = 4
ORDERS = 3
MOST_RULES = 64


def main() -> None:
    """Compare until the wanted number is reached."""
    wanted = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int.from_bytes(os.urandom(4), "big")
    print(f"seed {seed}", file=sys.stderr, flush=True)
    counts, wrong, number = Counter[str](), list[str](), 0
    while counts["comparisons"] < wanted:
        name, number = f"{seed}/{number}", number + 1
        try:
            wrong += [name] if not _agrees(Random(name), counts) else []
        except EngineError as error:
            print(f"{name}: {error}", file=sys.stderr)
            wrong.append(name)
    print(json.dumps({"seed": seed, **counts, "wrong": wrong}))


def _agrees(random: Random, counts: Counter[str]) -> bool:
    """Whether all three agree on one random rule base, in every case and order."""
    rules = _rules(random)
    try:
        inference = Inference(base(rules, vocabulary()), "both", notice=_fail)
    except ProgramError:
        counts["refused"] += 1
        return True
    counts["bases"] += 1
    try:
        return all(_agrees_on_case(random, rules, inference, counts) for _ in range(CASES))
    finally:
        inference.close()


def _rules(random: Random) -> list[Rule]:
    """Mostly small rule bases, in which everything meets everything; now and then one of several rulesets."""
    most = MOST_RULES if random.random() < 0.1 else 16
    return random_rules(random, knowledge=random.random() < 0.7, most=most)


def _agrees_on_case(random: Random, rules: list[Rule], inference: Inference, counts: Counter[str]) -> bool:
    """Whether every order of the facts gives what the naive evaluator says."""
    facts = random_case(random)
    meaning = Kleene(rules, facts, ONLY_DERIVED)
    fired = [rule.id for rule in rules if meaning.truth(rule.when)]
    counts["cases"] += 1
    counts["fired"] += len(fired)
    counts["derived"] += len(meaning.true)
    first: Conclusions | None = None
    for _ in range(ORDERS):
        memory = _shuffled(random, case(facts))
        found = inference.conclude(memory)
        inference.compare(memory)
        counts["comparisons"] += 1
        if first is None:
            first = found
            counts["open"] += len(found.open)
            agree = {item.rule: item.unknown for item in found.open} == meaning.open_facts()
        else:
            agree = found == first
        agree = agree and [firing.rule for firing in found.fired] == fired
        if not agree or {atom(fact.name, fact.value) for fact in found.derived} != meaning.true:
            return False
    return True


def _shuffled(random: Random, memory: WorkingMemory) -> WorkingMemory:
    facts = list(memory.facts.items())
    random.shuffle(facts)
    return WorkingMemory(dict(facts))


def _fail(message: str) -> None:
    """The engine says that it cannot conclude by itself: no comparison at all."""
    raise EngineError(message)


if __name__ == "__main__":
    main()
