"""Rule bases that are made to hurt are refused at once, in little memory, with faults and no traceback.

Each runs in a process of its own, under limits of the system: 5 seconds of processor time and 400 MB of address space
beyond what the interpreter itself takes. What is really needed (a second, 200 MB) `bench/hostile.py` measures.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .hostile import HOSTILE, MINI, PACK, Make

CHECK = """
import resource, sys
from keymedic.engine.lint.check import check_and_lint
from keymedic.engine.rulebase.folders import read_folder
from datetime import date
resource.setrlimit(resource.RLIMIT_CPU, (7, 7))
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 400_000_000,) * 2)
faults = check_and_lint([read_folder(path) for path in sys.argv[1:]], date(2026, 11, 24))
for fault in faults:
    print(fault.render())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limits are read and set as Linux has them")
@pytest.mark.parametrize(("make", "code"), [pytest.param(make, code, id=name) for name, make, code in HOSTILE])
def test_a_hostile_rule_base_is_refused_within_limits(tmp_path: Path, make: Make, code: str) -> None:
    """It ends by itself with a fault of the expected kind; nothing is run and no control character is shown."""
    folder = tmp_path / "evil"
    folder.mkdir()
    _ = (folder / "pack.yaml").write_text(PACK)
    make(folder)
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(MINI), str(folder)], capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"[{code}" in done.stdout
    assert done.stdout.replace("\n", "").isprintable()
    assert len(done.stdout) < 100_000
    assert not Path("/tmp/owned").exists()
