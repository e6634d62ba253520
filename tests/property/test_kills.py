from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs fork and SIGKILL", allow_module_level=True)

KILLS = int(os.environ.get("KEYMEDIC_KILLS", "40"))
VICTIM = Path(__file__).with_name("victim.py")


def test_no_moment_to_be_killed_loses_anything(tmp_path: Path) -> None:
    """Whenever a conversation is killed, its file is whole and holds every step whose saving had ended."""
    seed = int.from_bytes(os.urandom(4), "big")
    done = subprocess.run(
        [sys.executable, str(VICTIM), str(tmp_path), str(KILLS), str(seed)],
        capture_output=True,
        check=False,
        text=True,
        timeout=1000,
    )
    assert done.returncode == 0, f"seed {seed}: {done.stderr}"
    counts = json.loads(done.stdout)
    assert (counts["kills"], counts["torn"], counts["lost"]) == (KILLS, 0, 0), f"seed {seed}: {done.stderr}"
    assert counts["saves"] and counts["half-way"]


FULL = """
import resource, sys
from pathlib import Path
from keymedic.cli.keep.store import Autosave, load
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.session import Session

doctor = Diagnostician(load_rule_base(builtin=False, use_cache=False), "plain")
session, told = Session(doctor), []
saves = Autosave(Path(sys.argv[1]), told.append)
session.tell("small")
assert saves.save(session)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
for _ in range(3):
    session.tell("x" * 5000)
    assert not saves.save(session)
assert len(told) == 1 and len(load(saves.path, doctor).log) == 1
assert sorted(path.suffix for path in Path(sys.argv[1]).iterdir()) == [".json", ".lock"]
"""


def test_a_write_that_the_system_refuses_leaves_the_last_good_file(tmp_path: Path) -> None:
    """The system itself ends the write half-way: told once, the conversation goes on, nothing half-written stays."""
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, check=False, text=True, timeout=1000
    )
    assert done.returncode == 0, done.stderr
