from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Options = tuple[str, ...]
LEAKED = "403 Your API key was reported as leaked. Please use another API key."
ROWS: tuple[dict[str, Any], ...] = (
    {"id": "1", "report": LEAKED, "cause": "small-leaked", "also_acceptable": [], "certainty": "confirmed"},
    {"id": "2", "report": LEAKED, "cause": "small-missing", "also_acceptable": [], "certainty": "likely"},
    {"id": "3", "report": LEAKED, "cause": "x", "also_acceptable": ["small-leaked"], "certainty": "confirmed"},
    {"id": "4", "report": "it fails", "cause": "undetermined", "recoverable": False, "certainty": "forced"},
    {"id": "5", "report": "it fails", "cause": "small-leaked", "asks": [{"question": "What?", "answer": LEAKED}]},
)
STDIN = "".join(json.dumps(row) + "\n" for row in ROWS).encode()


def test_counts_beside_percentages(run: Run, small: Options) -> None:
    """The table shows how many of how many beside each per cent; status 0."""
    done = run("eval", "-", *small, stdin=STDIN)
    shown = " ".join(done.stdout.decode().split())
    assert done.returncode == 0
    assert "First answer right" in shown
    assert "3 of 5 (60 %)" in shown or "4 of 5 (80 %)" in shown
    assert "confirmed: first answer right 2 of 2 (100 %)" in shown
    assert "Held back where the text was lost 1 of 1 (100 %)" in shown


def test_json(run: Run, small: Options) -> None:
    """The numbers are there for programs: shares with part and whole, bins, the wrong ones."""
    data = json.loads(run("eval", "-", "--format", "json", *small, stdin=STDIN).stdout)
    assert data["cases"] == 5
    assert data["certainty"]["likely"]["first"] == {"part": 0, "whole": 1, "ratio": 0.0}
    assert data["wrong_confident"]["part"] == 1
    assert data["wrong_confident_cases"][0]["id"] == "2"
    assert 0 < data["calibration_error"] < 1
    assert sum(part["count"] for part in data["calibration_bins"]) == 4


def test_answers_are_added_to_the_report(run: Run, small: Options) -> None:
    """With --answers a case is diagnosed with what its thread answered."""
    row = json.dumps(ROWS[4]).encode()
    without = json.loads(run("eval", "-", "--format", "json", *small, stdin=row).stdout)
    answered = json.loads(run("eval", "-", "--answers", "--format", "json", *small, stdin=row).stdout)
    assert without["verdicts"] == {"undecided": 1}
    assert answered["verdicts"] == {"diagnosed": 1}
    assert answered["first"]["part"] == 1


def test_verbose_lists_the_wrong_ones(run: Run, small: Options) -> None:
    """With -v each wrong answer shows its id, what was expected, what came, and how sure it was."""
    assert "2: expected small-missing, got small-leaked" in run("eval", "-", "-v", *small, stdin=STDIN).stdout.decode()
    assert "expected" not in run("eval", "-", *small, stdin=STDIN).stdout.decode()


def test_a_line_that_cannot_be_scored_is_named(run: Run, small: Options) -> None:
    """Lines that are no labelled case are named on stderr and told by the status; the others count."""
    done = run("eval", "-", "--format", "json", *small, stdin=STDIN + b"{}\n{broken\n")
    assert done.returncode == 2
    assert b"line 6 has no cause" in done.stderr
    assert b"line 7 is not JSON" in done.stderr
    data = json.loads(done.stdout)
    assert (data["cases"], len(data["errors"])) == (5, 2)


def test_verbose_draws_the_reliability(run: Run, small: Options) -> None:
    """Each bin is a bar of how often it was so, with a stroke where it should end."""
    shown = run("eval", "-", "--verbose", *small, stdin=STDIN).stdout.decode()
    bars = [line for line in shown.splitlines() if line.strip().startswith(("#", ".", "|"))]
    assert bars
    assert all("|" in line and "said" in line for line in bars)
