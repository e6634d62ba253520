"""CPU µs for one case on every engine, in turns, the answers checked equal."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Mapping, Sequence

from engines import ENGINES, Run
from made_up import MadeUpRule, cases_of, rules_of
from peers import JSON_RULES, MOST_RULES, json_rules, npm_version

SIZES = (50, 200, 1_000, 5_000, 20_000)
CASES = 30
ROUNDS = 3
ALL = (*ENGINES, JSON_RULES)
"""The engines in the order of the table."""


def measure(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> Mapping[int, Mapping[str, float]]:
    """Size to engine to the median microseconds for a case. Prints what it is about; raises for unequal answers."""
    return {size: _measure(size, rounds) for size in sizes}


def _measure(size: int, rounds: int) -> Mapping[str, float]:
    rules = rules_of(size)
    cases = cases_of(rules, CASES)
    runs: dict[str, Run] = {name: make(rules) for name, (_, most, make) in ENGINES.items() if size <= most}
    expected = [next(iter(runs.values()))(case) for case in cases]
    assert any(expected)
    for name, run in runs.items():
        _check(name, [run(case) for case in cases], expected)
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for case in cases:
            for name, run in runs.items():
                begun = time.process_time_ns()
                _ = run(case)
                times[name].append((time.process_time_ns() - begun) / 1000)
    medians = {name: statistics.median(found) for name, found in times.items()}
    if size <= MOST_RULES and npm_version(JSON_RULES):
        medians[JSON_RULES] = _node(rules, cases, expected, rounds)
    print(size, {name: round(value) for name, value in medians.items()}, file=sys.stderr)
    return medians


def _node(
    rules: Sequence[MadeUpRule],
    cases: Sequence[Mapping[str, str]],
    expected: Sequence[frozenset[str]],
    rounds: int,
) -> float:
    answers, microseconds = json_rules(rules, cases, rounds)
    _check(JSON_RULES, answers, expected)
    return microseconds


def _check(name: str, answers: Sequence[frozenset[str]], expected: Sequence[frozenset[str]]) -> None:
    """Raises ``SystemExit`` where an engine answers a case otherwise than the first one; the naive use may."""
    wrong = sum(found != right for found, right in zip(answers, expected, strict=True))
    if wrong and "naively" not in name:
        raise SystemExit(f"{name} answers {wrong} of {len(expected)} cases otherwise")
    if wrong:
        print(f"{name}: {wrong} of {len(expected)} cases wrong", file=sys.stderr)


if __name__ == "__main__":
    _ = measure(tuple(map(int, sys.argv[1:])) or SIZES)
