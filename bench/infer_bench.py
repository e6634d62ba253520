"""How long inference takes for one case, by engine and size of the rule base.

    make bench      (or: python bench/infer_bench.py [rules …])

The rule bases are made up, of the shape real ones have: an enumeration, a text test and a few alternatives in each rule,
one in five builds on a derived fact, one in twenty negates one. All engines see the same cases in turns; reported are
medians in microseconds for a case with ten known facts. ``what-if`` changes one fact of a case, as asking does.
No figure here is a test: a busy machine would make it fail for no reason.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from random import Random
from types import SimpleNamespace
from typing import cast

from keymedic.engine.conditions import All, Any_, Condition, Not, Test
from keymedic.engine.facts import Fact, Scalar, Source, WorkingMemory, settle
from keymedic.engine.infer.engines import Inference
from keymedic.engine.infer.native import durable_available
from keymedic.engine.rulebase.model import Origin, Rule, RuleBase

SIZES = (50, 200, 1000, 5000)
CASES = 30
VALUES = ("a", "b", "c", "d", "e", "f")
WORDS = ("quota", "region", "billing", "key", "model", "token", "limit", "proxy", "header", "region blocked")
ORIGIN = Origin("bench", "bench.yaml", 1)


def rule_base(size: int, random: Random) -> RuleBase:
    """A made-up rule base of ``size`` rules."""
    names = [f"fact.n{at}" for at in range(max(20, size // 8))]

    def leaf() -> Condition:
        if random.random() < 0.2:
            return Test("error.message", "contains", (f"{random.choice(WORDS)} {random.randint(0, size // 10)}",))
        return Test(random.choice(names), "equals", (random.choice(VALUES),))

    def rule(at: int) -> Rule:
        parts: list[Condition] = [leaf(), Any_((leaf(), leaf()))]
        if at > 5 and at % 5 == 0:
            derived = Test(f"derived.n{random.randrange(at // 5)}", "equals", (True,))
            parts.append(Not(derived) if at % 20 == 0 else derived)
        then: dict[str, Scalar] = {f"derived.n{at // 5}": True} if at % 5 == 4 else {}
        return Rule(f"r{at}", "", ORIGIN, All(tuple(parts)), then, {}, None, None, "", (), ())

    rules = {f"r{at}": rule(at) for at in range(size)}
    return cast(RuleBase, SimpleNamespace(rules=rules, facts={}))


def random_case(size: int, random: Random) -> dict[str, Scalar]:
    """Nine facts and a text of about 4 KB."""
    names = [f"fact.n{at}" for at in range(max(20, size // 8))]
    text = " ".join(f"{random.choice(WORDS)} {random.randint(0, size // 10)}" for _ in range(400))
    facts: dict[str, Scalar] = {name: random.choice(VALUES) for name in random.sample(names, 9)}
    return facts | {"error.message": text}


def memory(facts: dict[str, Scalar]) -> WorkingMemory:
    """The facts as a settled case."""
    return settle([Fact(name, value, Source("given")) for name, value in facts.items()], frozenset(), {})


def timed(work: Callable[[], object]) -> float:
    """Microseconds that one call takes."""
    begun = time.perf_counter_ns()
    _ = work()
    return (time.perf_counter_ns() - begun) / 1000


def measure(size: int) -> dict[str, float]:
    """Medians for one size."""
    random = Random(size)
    base = rule_base(size, random)
    cases = [random_case(size, random) for _ in range(CASES)]
    found: dict[str, list[float]] = {"compile": [timed(lambda: Inference(base, "plain"))]}
    plain, durable = Inference(base, "plain"), Inference(base, "durable")
    _ = durable.conclude(memory(cases[0]))
    for facts in cases:
        case, changed = memory(facts), memory(facts | {"fact.n0": "a"})
        found.setdefault("plain", []).append(timed(lambda case=case: plain.conclude(case)))
        found.setdefault("what-if", []).append(timed(lambda case=changed: plain.hypothetical(case)))
        found.setdefault("durable", []).append(timed(lambda case=case: durable.conclude(case)))
    durable.close()
    return {name: statistics.median(times) for name, times in found.items()}


def main() -> None:
    """Print one line for each size."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    if reason := durable_available():
        print(f"durable-rules cannot be used here ({reason}): its column repeats the plain matcher")
    print("inference, median µs per case")
    print(f"{'rules':>8}{'compile':>10}{'plain':>10}{'what-if':>10}{'durable':>10}")
    for size in sizes:
        times = measure(size)
        print(f"{size:>8}" + "".join(f"{times[name]:>10.0f}" for name in ("compile", "plain", "what-if", "durable")))


if __name__ == "__main__":
    main()
