"""Forked workers: they answer, end with their input, and one that dies is replaced."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from typing import BinaryIO, TextIO

import pytest

from keymedic.cli.cases import Line
from keymedic.cli.commands.batch_forks import can_fork, forked
from keymedic.cli.commands.batch_jobs import DIED, Crew

from .test_batch_jobs import COMMAND

pytestmark = pytest.mark.skipif(not can_fork(), reason="workers are processes of their own here")


def _work(lines: BinaryIO, answers: TextIO) -> None:
    for line in lines:
        case = json.loads(line.split(b"\t", 1)[1])
        if case["id"] == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        _ = answers.write(json.dumps({"id": case["id"], "pid": os.getpid()}) + "\n")
        answers.flush()


def _lines(*ids: object) -> Iterator[tuple[Line, bytes]]:
    for number, name in enumerate(ids, 1):
        yield Line(number, {"id": name}), json.dumps({"id": name}).encode() + b"\n"


def test_forked_workers_share_the_lines_out() -> None:
    """In order, by processes other than this one, which are gone afterwards."""
    found: list[dict[str, object]] = []

    def write(text: str) -> bool:
        found.append(json.loads(text))
        return True

    workers = forked(2, _work, "utf-8")
    Crew(COMMAND, 2, os.environ, workers).run(_lines(*range(40)), write)
    assert [item["id"] for item in found] == list(range(40))
    assert os.getpid() not in {item["pid"] for item in found}
    assert [worker.wait(0) for worker in workers] == [0, 0]


def test_one_that_dies_costs_one_line() -> None:
    """A new process of the command takes its place."""
    found: list[dict[str, object]] = []

    def write(text: str) -> bool:
        found.append(json.loads(text))
        return True

    Crew(COMMAND, 2, os.environ, forked(2, _work, "utf-8")).run(_lines(1, "kill", 2, 3), write)
    assert [(item["id"], item.get("error")) for item in found] == [(1, None), ("kill", DIED), (2, None), (3, None)]
