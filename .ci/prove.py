"""Try to break keymedic at length, and write what came of it to docs/reliability.md.

    python .ci/prove.py [NAME …] [--size SHARE]

Each row of the table is a script or a test of ``tests/`` with larger numbers than ``make test`` gives it; ``--size 0.1``
tries a tenth. With names only those rows are run, and the others stay as they are.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
MOST_GROWTH = 12.0
"""MiB; as in tests/property/test_flat.py."""
PROPERTY = "tests/property"


@dataclass(frozen=True)
class Row:
    """A row of the table: ``run`` tries it (at a share of its size) and gives what was tried, failures, and figures."""

    what: str
    run: Callable[[float], tuple[str, int, str]]
    command: str


def main() -> int:
    """Run the rows and write the page; 1 when anything failed."""
    parser = argparse.ArgumentParser()
    _ = parser.add_argument("names", nargs="*", metavar="NAME")
    _ = parser.add_argument("--size", type=float, default=1.0)
    options = parser.parse_args()
    failed = 0
    for name in options.names or ROWS:
        row = ROWS[name]
        print(f"{name} …", file=sys.stderr, flush=True)
        tried, failures, figures = row.run(options.size)
        failed += failures
        day = datetime.now(timezone.utc).date().isoformat()
        line = f"| {row.what} | {tried} | {failures} | {figures}{'; ' if figures else ''}{day} | `{row.command}` |"
        _ = PAGE.write_text(_with_line(PAGE.read_text(encoding="utf-8"), row.what, line), encoding="utf-8")
    return 1 if failed else 0


def _with_line(page: str, what: str, line: str) -> str:
    """The page with the row of that name replaced, or added at the end of the table."""
    known = re.compile(rf"^\| {re.escape(what)} \|.*$", re.MULTILINE)
    if known.search(page):
        return known.sub(lambda _: line, page)
    return page.replace("<!-- end of table -->", f"{line}\n<!-- end of table -->")


def _kills(size: float) -> tuple[str, int, str]:
    kills = max(20, int(1000 * size))
    with tempfile.TemporaryDirectory() as folder:
        counts = json.loads(_output(f"{PROPERTY}/victim.py", folder, str(kills), "1"))
    figures = f"{counts['saves']:,} saves, {counts['half-way']} kills in the middle of one"
    return f"{counts['kills']:,} kills", counts["torn"] + counts["lost"], figures


def _hostile(size: float) -> tuple[str, int, str]:
    results = json.loads(_output(f"{PROPERTY}/hostile.py", str(size)))
    slowest = max(results, key=lambda name: results[name]["seconds"])
    largest = max(results, key=lambda name: results[name]["MiB"])
    wrong = sum(bool(result["wrong"]) for result in results.values())
    figures = f"slowest {results[slowest]['seconds']} s ({slowest}), largest {results[largest]['MiB']} MiB ({largest})"
    return f"{len(results)} inputs", wrong, figures


def _memory(size: float) -> tuple[str, int, str]:
    measured = json.loads(_output(f"{PROPERTY}/flat.py", str(max(1000, int(100_000 * size)))))
    growth = measured["ended"] - measured["begun"]
    figures = f"{measured['begun']} MiB after a tenth, {measured['ended']} MiB at the end ({measured['engine']})"
    return f"{measured['diagnoses']:,} diagnoses", int(growth > MOST_GROWTH), figures


def _engines(size: float) -> tuple[str, int, str]:
    counts = json.loads(_output("-m", "tests.property.differ", str(max(3000, int(1_200_000 * size)))))
    figures = (
        f"{counts['bases']:,} rule bases, {counts['cases']:,} cases, {counts['fired']:,} rules fired, "
        f"{counts['open']:,} left open; seed {counts['seed']}"
    )
    return f"{counts['comparisons']:,} comparisons", len(counts["wrong"]), figures


def _guided(size: float) -> tuple[str, int, str]:
    """Needs atheris, as `make fuzz` installs it."""
    names = sorted(path.stem for path in (ROOT / "tests" / "fuzz" / "corpus").glob("*.jsonl"))
    seconds = str(max(10, int(3600 * size)))
    results = [json.loads(_output("tests/fuzz/fuzz.py", name, seconds, ".fuzz")) for name in names]
    places = ", ".join(f"{one['target']} {one['inputs']:,} ({one['reached']:,} places of code)" for one in results)
    return f"{sum(one['inputs'] for one in results):,} inputs", sum(len(one["crashes"]) for one in results), places


def _output(*words: str) -> str:
    return subprocess.run([sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout


def _tests(
    path: str, unit: str, variable: str = "", most: int = 0, per: int = 1
) -> Callable[[float], tuple[str, int, str]]:
    """Tests whose number of trials a variable of the environment sets; ``per``: tests that each try so many."""

    def run(size: float) -> tuple[str, int, str]:
        number = max(10, int(most * size))
        environ = os.environ | ({variable: str(number)} if variable else {})
        words = [sys.executable, "-m", "pytest", "-q", "--timeout", "14400", "-p", "no:cacheprovider", *path.split()]
        done = subprocess.run(words, cwd=ROOT, env=environ, stdout=subprocess.PIPE, check=False, text=True)
        counts = {word: int(count) for count, word in re.findall(r"(\d+) (passed|failed|error)", done.stdout)}
        failures = counts.get("failed", 0) + counts.get("error", 0)
        if failures or not counts:
            print(done.stdout, file=sys.stderr)
        tried = number * per if variable else counts.get("passed", 0)
        return f"{tried:,} {unit}", failures if counts else 1, f"{counts.get('passed', 0)} tests"

    return run


ROWS: dict[str, Row] = {
    "kills": Row(
        "a conversation killed (`kill -9`) at a random moment: nothing torn, nothing lost that was saved",
        _kills, "python tests/property/victim.py FOLDER 1000 1",
    ),
    "hostile": Row(
        "inputs that mean to hang, to fill the memory or to steer the terminal (below 60 s of processor time and 1 GiB each)",
        _hostile, "python tests/property/hostile.py 1",
    ),
    "secrets": Row(
        "documents with planted secrets in random dress, sought in the bytes really written",
        _tests(f"{PROPERTY}/test_written_bytes.py", "documents", "KEYMEDIC_DOCUMENTS", 3000),
        "KEYMEDIC_DOCUMENTS=3000 pytest tests/property/test_written_bytes.py",
    ),
    "fuzz": Row(
        "damaged inputs for the observer and the readers of rule bases, facts and conversations",
        _tests(f"{PROPERTY}/test_fuzz.py", "inputs", "KEYMEDIC_FUZZ", 25_000, 4),
        "KEYMEDIC_FUZZ=25000 pytest tests/property/test_fuzz.py",
    ),
    "engines": Row(
        "random rule bases × cases × orders of facts: durable-rules, the plain matcher and a naive evaluator conclude alike",
        _engines, "python -m tests.property.differ 1200000",
    ),
    "coverage": Row(
        "inputs made by a fuzzer that is guided by coverage, for the same readers and the redactor",
        _guided, "python tests/fuzz/fuzz.py TARGET 3600 FOLDER",
    ),
    "memory": Row(
        "diagnoses in one process: the memory stays flat",
        _memory, "python tests/property/flat.py 100000",
    ),
    "server": Row(
        "answers of a server that means harm, to the live checks",
        _tests("tests/unit/probes/test_hostile_server.py", "answers"),
        "pytest tests/unit/probes/test_hostile_server.py",
    ),
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
