"""``keymedic batch``: many cases, one JSON line in, one JSON line out, in order and as they come."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from ...engine.errors import FactValueError, InputError, UnknownNameError
from ..cases import Line, facts_of, read_lines, read_numbered, read_raw, report_of
from ..doctor import diagnostician, open_rule_base
from ..inputs import standard_input
from ..output import Output
from ..render.as_json import compact

if TYPE_CHECKING:
    from ...engine.reason.diagnose import Diagnostician
    from .batch_forks import Forked


def run(args: argparse.Namespace, out: Output) -> int:
    """Write one Diagnosis (or ``{"id", "error"}``) a line; 0 when every line had its turn."""
    jobs = args.jobs or os.cpu_count() or 1
    if jobs > 1:
        return _run_jobs(args, jobs, out)
    rulebase = open_rule_base(args, out)
    with diagnostician(rulebase, args.engine, out) as doctor:
        _answer(read_numbered(standard_input()) if args.worker else read_lines(args.file), doctor, out)
    return 0


def _answer(lines: Iterable[Line], doctor: Diagnostician, out: Output) -> None:
    for line in lines:
        out.write_json(compact(_result(line, doctor, out), out))
        if out.closed:
            break


def _run_jobs(args: argparse.Namespace, jobs: int, out: Output) -> int:
    """The same by worker processes."""
    from .batch_forks import MOST_FORKS, can_fork, forked
    from .batch_jobs import Crew

    rulebase = open_rule_base(args, out)  # its faults, and its compilation, once and not in each worker
    command = [sys.executable, "-m", "keymedic", "batch", "--worker", "--engine", args.engine, "-"]
    command += [word for folder in args.folders for word in ("--kb", os.path.abspath(folder))]
    command += ["--no-builtin-kb"] if args.no_builtin_kb else []
    command += ["--no-found-kb"] if args.no_found_kb else []
    environment = {**os.environ, "PYTHONIOENCODING": "ascii" if out.ascii_json else "utf-8"}

    def write(answer: str) -> bool:
        out.write_json(answer + "\n")
        return not out.closed

    workers: Sequence[Forked] = ()
    if can_fork():
        doctor = diagnostician(rulebase, args.engine, out)

        def work(lines: BinaryIO, answers: TextIO) -> None:
            _answer(read_numbered(lines), doctor, out.with_stdout(answers))

        gc.freeze()  # what workers share stays as it is
        workers = forked(min(jobs, MOST_FORKS), work, environment["PYTHONIOENCODING"])
    Crew(command, jobs, environment, workers).run(read_raw(args.file), write)
    return 0


def _result(line: Line, doctor: Diagnostician, out: Output) -> dict[str, Any]:
    try:
        if line.error:
            raise InputError(line.error)
        report, facts = report_of(line, out.tell), facts_of(line, doctor.rulebase.facts)
        if not facts and not (report or "").strip():
            raise InputError(f"line {line.number} has neither a report nor facts")
        diagnosis = doctor.diagnose(report, facts)
    except (InputError, UnknownNameError, FactValueError) as error:
        return {"id": line.id, "error": str(error)}
    data = diagnosis.to_json()
    return {"schema_version": data.pop("schema_version"), "id": line.id, **data}
