"""How long hostile rule bases take to be refused, and how much memory: at most a second and 200 MB are wanted.

    python bench/hostile.py

Each is checked in a process of its own; the time is that of the processor from when the program is loaded, the memory is the whole process's
largest resident set. The rule bases are those of tests/unit/rulebase/hostile.py.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CHECK = """
import sys, time
from datetime import date
from keymedic.engine.lint.check import check_and_lint
from keymedic.engine.rulebase.folders import read_folder
start = time.process_time()
faults = check_and_lint([read_folder(path) for path in sys.argv[1:]], date(2026, 11, 24))
text = "".join(fault.render() for fault in faults)
print(time.process_time() - start)
"""


def hostile() -> Any:
    """The module of the tests that makes them."""
    spec = importlib.util.spec_from_file_location("hostile", ROOT / "tests" / "unit" / "rulebase" / "hostile.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(folder: Path, core: Path) -> tuple[float, float]:
    """Seconds and megabytes that one takes."""
    process = subprocess.Popen([sys.executable, "-c", CHECK, str(core), str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    seconds = float(process.stdout.read())
    _, _, usage = os.wait4(process.pid, 0)
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Print one line for each, the worst last."""
    cases = hostile()
    rows: list[tuple[float, float, str]] = []
    for name, make, _ in cases.HOSTILE:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "evil"
            folder.mkdir()
            _ = (folder / "pack.yaml").write_text(cases.PACK)
            make(folder)
            rows.append((*measure(folder, cases.MINI), name))
    for seconds, megabytes, name in sorted(rows):
        print(f"{seconds:6.2f} s {megabytes:6.0f} MB  {name}")
    print(f"largest: {max(row[0] for row in rows):.2f} s, {max(row[1] for row in rows):.0f} MB")


if __name__ == "__main__":
    main()
