"""Worker processes: order, a worker that dies, readers that go away, input without end."""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Iterator, Mapping

from keymedic.cli.cases import Line
from keymedic.cli.commands.batch_jobs import DIED, Crew

WORKER = """
import json, sys, time
for line in sys.stdin:
    number, case = line.split("\\t", 1)
    case = json.loads(case)
    if case["id"] == "kill": sys.exit(9)
    time.sleep(case.get("wait", 0))
    print(json.dumps({"id": case["id"], "line": int(number), **({"pad": case["pad"]} if "pad" in case else {})}), flush=True)
"""
COMMAND = [sys.executable, "-c", WORKER]


def _lines(*cases: Mapping[str, object]) -> Iterator[tuple[Line, bytes]]:
    for number, case in enumerate(cases, 1):
        yield Line(number, case), json.dumps(case).encode() + b"\n"


def _answers(*cases: Mapping[str, object], workers: int = 3) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []

    def write(text: str) -> bool:
        found.append(json.loads(text))
        return True

    Crew(COMMAND, workers, os.environ).run(_lines(*cases), write)
    return found


def test_answers_come_in_order() -> None:
    """A slow line holds up the answers behind it, and keeps its place; each worker knows the line's number."""
    cases = [{"id": at, "wait": 0.05 if at % 7 == 0 else 0} for at in range(40)]
    assert _answers(*cases) == [{"id": at, "line": at + 1} for at in range(40)]


def test_a_worker_that_dies_costs_one_line() -> None:
    """An error stands in the line's place; the lines before and after it are answered."""
    found = _answers({"id": 1}, {"id": "kill"}, {"id": 2}, {"id": "kill"}, {"id": 3}, workers=2)
    assert [(item["id"], item.get("error")) for item in found] == [
        (1, None), ("kill", DIED), (2, None), ("kill", DIED), (3, None),
    ]  # fmt: skip


def test_long_lines_and_long_answers_wait_for_each_other_nowhere() -> None:
    """Lines and answers that fit into no pipe, short ones between them, and workers that die among them."""
    cases: list[dict[str, object]] = [
        {"id": "kill"} if at % 5 == 4 else {"id": at, "pad": "x" * (300_000 if at % 3 == 0 else 9)} for at in range(40)
    ]
    found = _answers(*cases, workers=2)
    assert [item["id"] for item in found] == [case["id"] for case in cases]
    assert [item.get("pad") for item in found] == [case.get("pad") for case in cases]
    assert sum(item.get("error") == DIED for item in found) == 8


def test_an_endless_input_is_read_no_faster_than_it_is_answered() -> None:
    """Only so many lines are on their way; when nobody reads the answers any more, no more lines are read."""
    taken = itertools.count()
    last = 0
    written: list[str] = []

    def endless() -> Iterator[tuple[Line, bytes]]:
        nonlocal last
        while True:
            last = next(taken)
            yield Line(last, {"id": last}), b'{"id": %d}\n' % last

    def write(text: str) -> bool:
        written.append(text)
        return len(written) < 50

    Crew(COMMAND, 2, os.environ).run(endless(), write)
    assert [json.loads(text)["id"] for text in written] == list(range(50))
    assert last < 100
