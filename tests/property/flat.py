"""Many diagnoses in one process, with the memory before and after.

    python flat.py COUNT

Prints a JSON object: how many, the engine, MiB after the first tenth (but each case once: the caches are full then),
MiB at the end.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base

CASES = Path(__file__).parents[1] / "data" / "evaluation.jsonl"


def main() -> None:
    """Diagnose the labelled cases over and over, each time with other words around them."""
    count = int(sys.argv[1])
    reports = [str(json.loads(line).get("report", "")) for line in CASES.read_text(encoding="utf-8").splitlines()]
    doctor = Diagnostician(load_rule_base())
    begun, engine = 0.0, ""
    for number in range(count):
        if number == max(count // 10, len(reports)):
            begun = resident()
        engine = doctor.diagnose(f"{reports[number % len(reports)]}\nrequest {number}").engine
    print(json.dumps({"diagnoses": count, "engine": engine, "begun": round(begun, 1), "ended": round(resident(), 1)}))


def resident() -> float:
    """MiB of memory that the process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / (1 << 20)


if __name__ == "__main__":
    main()
