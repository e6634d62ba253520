from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("measures processes as POSIX does", allow_module_level=True)

SCALE = os.environ.get("KEYMEDIC_SCALE", "0.02")


def test_no_input_hangs_fills_the_memory_or_steers_the_terminal() -> None:
    """Each ends in time and memory, with a status of the contract, and nothing of its control characters comes out."""
    script = Path(__file__).with_name("hostile.py")
    done = subprocess.run(
        [sys.executable, str(script), SCALE], capture_output=True, check=True, text=True, timeout=1000
    )
    results = json.loads(done.stdout)
    assert len(results) > 30
    assert {name: result for name, result in results.items() if result["wrong"]} == {}
