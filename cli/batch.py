"""``keymedic batch``: many cases, one JSON line in, one JSON line out, in order and as they come."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ..engine.errors import FactValueError, InputError, UnknownNameError
from .cases import Line, facts_of, read_lines, report_of
from .doctor import diagnostician, open_rule_base
from .output import Output
from .render_json import compact

if TYPE_CHECKING:
    from ..engine.reason.diagnose import Diagnostician


def run(args: argparse.Namespace, out: Output) -> int:
    """Write one Diagnosis (or ``{"id", "error"}``) a line; 0 when every line had its turn."""
    rulebase = open_rule_base(args)
    with diagnostician(rulebase, args.engine, out) as doctor:
        for line in read_lines(args.file):
            out.write_json(compact(_result(line, doctor, out), out))
            if out.closed:
                break
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
