"""What looking ahead to the next question costs, as the rule base grows: the shipped one, and ever more made-up rules."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from startup import LAST, LIMIT, UNCLEAR, traceback

from keymedic.engine.conditions import All, Test
from keymedic.engine.reason.diagnose import Diagnostician, Examined
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import Ask, FactDecl, Origin, Rule, RuleBase
from keymedic.engine.values import replace

SIZES = (200, 1_000, 5_000, 20_000)
VAGUE = (
    "it does not work", "API key not valid", "I get a 403", "User location is not supported for the API use.", "429",
    "The model is overloaded", "my key stopped working yesterday", "permission denied", "cannot log in", "billing",
)  # fmt: skip
_ORIGIN = Origin("bench", "bench.yaml", 1)


@dataclass(frozen=True)
class Ahead:
    """CPU milliseconds: ``infer`` to infer and weigh a case, ``diagnose`` to diagnose it without a question, ``ask`` to
    look ahead to all answers of all questions."""

    infer: float
    diagnose: float
    ask: float
    questions: int


def measure(sizes: Sequence[int] = SIZES) -> dict[int, Ahead]:
    """By the number of rules beside the shipped ones."""
    return {size: _of(Diagnostician(_grown(load_rule_base(), size), "plain")) for size in sizes}


def choosing(times: int = 5) -> tuple[float, float, float]:
    """Choosing the next question with the shipped rule base: median and 95th percentile in CPU ms over undecided reports,
    and the median of a whole diagnosis of them."""
    doctor = Diagnostician(load_rule_base(), "plain")
    asked: list[float] = []
    whole: list[float] = []
    for report in (*VAGUE, *map(traceback, (LAST, LIMIT, UNCLEAR))):
        facts, observed = doctor.gather(report, ())
        examined = doctor.examine(facts, observed)
        if examined.diagnosis.verdict != "undecided":
            continue
        asked += [_asked(doctor, examined) for _ in range(times)]
        whole += [_ms(lambda report=report: doctor.diagnose(report)) for _ in range(times)]
    return statistics.median(asked), sorted(asked)[int(0.95 * (len(asked) - 1))], statistics.median(whole)


def _of(doctor: Diagnostician) -> Ahead:
    text = traceback(UNCLEAR)
    facts, observed = doctor.gather(text, ())
    examined = doctor.examine(facts, observed)
    memory = doctor.settle(facts)

    def infer() -> object:
        return doctor._scales.weigh(doctor._inference.conclude(memory).fired)  # pyright: ignore[reportPrivateUsage]  # a part of it

    # The command puts collections off; here a full one, which goes through all rules, would fall into one figure or the other.
    _ = gc.collect()
    gc.freeze()
    # In turn, and the difference within each turn: how fast the machine is changes from second to second.
    turns = [(_asked(doctor, examined), _ms(lambda: doctor.diagnose(text))) for _ in range(9)]
    rest = statistics.median(whole - ask for ask, whole in turns)
    ask = statistics.median(ask for ask, _ in turns)
    return Ahead(_median(infer), rest, ask, len(examined.diagnosis.questions))


def _asked(doctor: Diagnostician, examined: Examined) -> float:
    """Milliseconds for choosing the questions of a case of which nothing is known yet but what follows."""
    conclusions = doctor._inference.conclude(examined.memory)  # pyright: ignore[reportPrivateUsage]
    parts = examined.memory, conclusions, examined.weighing, examined.progress
    return _ms(lambda: doctor._questions(*parts))  # pyright: ignore[reportPrivateUsage]


def _median(work: Callable[[], object]) -> float:
    _ = work()
    return statistics.median(_ms(work) for _ in range(5))


def _ms(work: Callable[[], object]) -> float:
    begun = time.process_time_ns()
    _ = work()
    return (time.process_time_ns() - begun) / 1e6


def _grown(base: RuleBase, more: int) -> RuleBase:
    """The rule base with so many further rules, over one further fact to ask for in ten rules."""
    random = Random(more)
    causes = sorted(base.causes)
    names = [f"made.up{at}" for at in range(max(1, more // 10))]
    ask = Ask("?", "", next(iter(base.weights.costs)), {"yes": "yes", "no": "no"})
    facts = {name: FactDecl(name, "boolean", "", _ORIGIN, ask=ask) for name in names}
    known = sorted(name for name, decl in base.facts.items() if decl.type == "boolean" and not decl.derived)
    words = sorted(base.weights.evidence)

    def rule(at: int) -> Rule:
        tests = (
            Test(random.choice(known), "equals", (True,)),
            Test(random.choice(names), "equals", (random.random() < 0.5,)),
        )
        evidence = {random.choice(causes): random.choice(words)}
        return Rule(f"made-up-{at}", "", _ORIGIN, All(tests), {}, evidence, None, None, "", (), ())

    rules = {**dict(base.rules.items()), **{f"made-up-{at}": rule(at) for at in range(more)}}
    return replace(base, facts={**dict(base.facts.items()), **facts}, rules=rules, program="")


if __name__ == "__main__":
    for size, found in measure(tuple(map(int, sys.argv[1:])) or SIZES).items():
        print(size, found, f"{found.ask / found.diagnose:.1f} diagnoses, {found.ask / found.infer:.0f} inferences")
    print(choosing())
