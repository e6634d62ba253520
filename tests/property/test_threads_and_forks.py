"""One Diagnostician serves several threads, and the children of a process that has used it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base

CASES = Path(__file__).parents[1] / "data" / "evaluation.jsonl"
Answer = tuple[str, list[tuple[str, float]], list[str]]


@pytest.fixture(scope="module")
def doctor() -> Diagnostician:
    """The shipped rule base on durable-rules, where that is there."""
    return Diagnostician(load_rule_base())


@pytest.fixture(scope="module")
def reports() -> list[str]:
    """Reports of many kinds."""
    lines = CASES.read_text(encoding="utf-8").splitlines()[::9]
    return [str(json.loads(line).get("report", "")) for line in lines]


@pytest.fixture(scope="module")
def answer(doctor: Diagnostician) -> Callable[[str], Answer]:
    """What is said of a report: the verdict, the causes with their probabilities, and the questions."""

    def answer_to(report: str) -> Answer:
        found = doctor.diagnose(report)
        return found.verdict, [(c.id, c.probability) for c in found.causes], [q.fact for q in found.questions]

    return answer_to


def test_threads_get_what_one_after_the_other_gets(reports: list[str], answer: Callable[[str], Answer]) -> None:
    """Eight threads that diagnose through one Diagnostician disturb one another in nothing."""
    alone = [answer(report) for report in reports]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(answer, reports * 3)) == alone * 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_goes_on_with_what_its_parent_has_made(
    reports: list[str], answer: Callable[[str], Answer]
) -> None:
    """Children of a process whose engine is at work conclude as it does, and so does it after them."""
    alone = [answer(report) for report in reports[:8]]
    for _ in range(3):
        child = os.fork()
        if child == 0:
            same = False
            try:
                same = [answer(report) for report in reports[:8]] == alone
            finally:
                os._exit(0 if same else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert [answer(report) for report in reports[:8]] == alone
