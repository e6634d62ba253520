"""What one process of keymedic needs: long texts, many phrases, batches, memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from startup import LAST, LIMIT, UNCLEAR, milliseconds, traceback

from keymedic.engine.infer.text import PhraseSet
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base

BIN = Path(sys.executable).parent


def median_ms(work: Callable[[], object], times: int = 5) -> float:
    """The median CPU time of one call in milliseconds, after one that only warms up."""
    _ = work()
    found: list[float] = []
    for _ in range(times):
        begun = time.process_time_ns()
        _ = work()
        found.append((time.process_time_ns() - begun) / 1e6)
    return statistics.median(found)


def texts() -> Mapping[int, float]:
    """CPU milliseconds to observe logs of so many letters that end in an error."""
    doctor = Diagnostician(load_rule_base(), "plain")
    line = "2026-11-20 09:14:03 INFO worker-3 served /v1/items/{at} in 12 ms, 200\n"
    logs = {
        size: "".join(line.format(at=at) for at in range(size // len(line))) + LAST
        for size in (125_000, 250_000, 500_000, 1_000_000)
    }
    # In turn: how fast the machine is changes from second to second.
    turns = [
        {size: median_ms(lambda log=log: doctor.gather(log, ()), 1) for size, log in logs.items()} for _ in range(15)
    ]
    return {size: statistics.median(turn[size] for turn in turns) for size in logs}


def phrases() -> Mapping[int, float]:
    """CPU milliseconds to look for so many phrases in 100 kB of text."""
    text = "the quota of this project was exceeded for region europe-west1 and model flash 12345. " * 1_200
    sets = {
        count: PhraseSet([f"phrase {at} of many {at * 7}" for at in range(count)]) for count in (100, 1_000, 10_000)
    }
    return {count: median_ms(lambda found=found: found.found(text)) for count, found in sets.items()}


APART = "import subprocess, sys; [one.wait() for one in [subprocess.Popen(sys.argv[1:], stdout=-3) for _ in range(2)]]"
"""Runs a command twice at the same time."""


def batches(lines: int = 360, rounds: int = 3) -> Mapping[str, tuple[float, float]]:
    """Seconds and CPU seconds for a hundred cases: a process for each case, one process for all, two workers, and what the
    machine allows: two processes that know nothing of each other, with half the cases each."""
    with tempfile.TemporaryDirectory() as folder:
        file, half, single = Path(folder, "cases.jsonl"), Path(folder, "half.jsonl"), Path(folder, "case.txt")
        _ = single.write_text(traceback(LAST))
        reports = [traceback(last) for last in (LAST, LIMIT, UNCLEAR)]
        cases = [{"id": at, "report": reports[at % len(reports)]} for at in range(lines)]
        _ = file.write_text("".join(json.dumps(case) + "\n" for case in cases))
        _ = half.write_text("".join(file.read_text().splitlines(keepends=True)[: lines // 2]))
        command = str(BIN / "keymedic")
        runs = {
            "one process per case": (1, [command, "diagnose", str(single)]),
            "batch --jobs 1": (lines, [command, "batch", "--jobs", "1", str(file)]),
            "batch --jobs 2": (lines, [command, "batch", "--jobs", "2", str(file)]),
            "two batches apart": (lines, [sys.executable, "-c", APART, command, "batch", "--jobs", "1", str(half)]),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for number in range(rounds + 1):
            for name, (cases, words) in runs.items():
                took, busy = milliseconds(words)
                if number:
                    found[name].append((took / cases / 10, busy / cases / 10))
    return {
        name: (statistics.median(t for t, _ in some), statistics.median(b for _, b in some))
        for name, some in found.items()
    }


def growth(most: int = 11_000) -> Mapping[str, float]:
    """MB that each engine's process grows by for each further 1,000 rules, between 1,000 and so many of them."""
    names = ("keymedic, plain", "keymedic, durable", "CLIPS (clipspy)", "zen-engine")
    return {name: (_grown(name, most) - _grown(name, 1_000)) / (most / 1_000 - 1) for name in names}


def _grown(name: str, rules: int) -> float:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom engines import ENGINES\nfrom made_up import cases_of, rules_of\n"
        "rules = rules_of(int(sys.argv[3]))\nrun = ENGINES[sys.argv[2]][2](rules)\nfor case in cases_of(rules, 20): run(case)"
    )
    return _peak([sys.executable, "-c", program, str(Path(__file__).parent), name, str(rules)])


def memory() -> Mapping[str, float]:
    """Peak resident MB of whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        single = Path(folder, "case.txt")
        _ = single.write_text(traceback(LAST))
        return {
            "keymedic diagnose": _peak([str(BIN / "keymedic"), "diagnose", str(single)]),
            "python -c 'import yaml, durable.lang'": _peak([sys.executable, "-c", "import yaml, durable.lang"]),
            "python -c pass": _peak([sys.executable, "-c", "pass"]),
        }


def _peak(command: list[str]) -> float:
    program = (
        "import resource, subprocess, sys\nsubprocess.run(sys.argv[1:], capture_output=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    return float(
        subprocess.run([sys.executable, "-c", program, *command], capture_output=True, text=True, check=True).stdout
    )
