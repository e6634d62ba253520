from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

if not Path("/proc/self/statm").exists():
    pytest.skip("needs Linux to tell the memory", allow_module_level=True)

DIAGNOSES = os.environ.get("KEYMEDIC_DIAGNOSES", "1000")
MOST_GROWTH = 8.0
"""MiB between full caches and the end."""


def test_memory_stays_flat() -> None:
    """Diagnosis after diagnosis in one process, nothing piles up, neither in Python nor in the native engine."""
    script = Path(__file__).with_name("flat.py")
    done = subprocess.run(
        [sys.executable, str(script), DIAGNOSES], capture_output=True, check=True, text=True, timeout=1000
    )
    measured = json.loads(done.stdout)
    assert measured["ended"] - measured["begun"] < MOST_GROWTH, measured
