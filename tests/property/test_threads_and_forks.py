"""One Diagnostician serves several threads, and the children of a process that has used it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs SIGALRM", allow_module_level=True)


def compared(way: str) -> tuple[int, int]:
    """How many answers were compared in a process of its own, and how many were not as they should be."""
    script = Path(__file__).with_name("shared.py")
    done = subprocess.run([sys.executable, str(script), way], capture_output=True, check=True, text=True, timeout=300)
    counts = json.loads(done.stdout)
    return counts["compared"], counts["wrong"]


def test_threads_get_what_one_after_the_other_gets() -> None:
    """Eight threads that diagnose through one Diagnostician disturb one another in nothing."""
    answers, wrong = compared("threads")
    assert (answers > 50, wrong) == (True, 0)


def test_a_forked_child_goes_on_with_what_its_parent_has_made() -> None:
    """Children of a process whose engine is at work conclude as it does, and so does it after them."""
    assert compared("forks") == (32, 0)
