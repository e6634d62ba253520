"""One Diagnostician that serves several threads, or the forked children of its process.

    python shared.py threads|forks

Prints a JSON object: how many answers were compared, and how many differ from those that were given one after the other.
A process of its own: one that hangs can be killed, and no thread of a test runner is there when it forks.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base

CASES = Path(__file__).parents[1] / "data" / "evaluation.jsonl"
PATIENCE = 120
"""Seconds after which the system ends a process that hangs, by SIGALRM."""
THREADS, CHILDREN = 8, 3
Answer = tuple[str, list[tuple[str, float]], list[str]]


def main() -> None:
    """Ask in both ways, and compare."""
    lines = CASES.read_text(encoding="utf-8").splitlines()[::9]
    reports = [str(json.loads(line).get("report", "")) for line in lines]
    doctor = Diagnostician(load_rule_base())
    _ = signal.alarm(PATIENCE)
    compared, wrong = {"threads": _threads, "forks": _forks}[sys.argv[1]](doctor, reports)
    print(json.dumps({"compared": compared, "wrong": wrong}))


def _answer(doctor: Diagnostician, report: str) -> Answer:
    """What is said of a report: the verdict, the causes with their probabilities, and the questions."""
    found = doctor.diagnose(report)
    return found.verdict, [(c.id, c.probability) for c in found.causes], [q.fact for q in found.questions]


def _threads(doctor: Diagnostician, reports: list[str]) -> tuple[int, int]:
    alone = [_answer(doctor, report) for report in reports]
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(partial(_answer, doctor), reports * 3))
    return len(found), sum(one != other for one, other in zip(found, alone * 3, strict=True))


def _forks(doctor: Diagnostician, reports: list[str]) -> tuple[int, int]:
    few = reports[:8]
    alone = [_answer(doctor, report) for report in few]
    wrong = sum(not _child_agrees(doctor, few, alone) for _ in range(CHILDREN))
    wrong += [_answer(doctor, report) for report in few] != alone
    return len(few) * (CHILDREN + 1), wrong


def _child_agrees(doctor: Diagnostician, reports: list[str], alone: list[Answer]) -> bool:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _ = signal.alarm(PATIENCE)
            status = int([_answer(doctor, report) for report in reports] != alone)
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


if __name__ == "__main__":
    main()
