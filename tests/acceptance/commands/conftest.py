"""Runs the real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Completed: TypeAlias = "subprocess.CompletedProcess[bytes]"
Run = Callable[..., Completed]

TODAY = "1795430000"
"""2026-11-23, in seconds since 1970: outputs do not change as the knowledge grows old."""
SMALL_KB = Path(__file__).parents[2] / "data" / "small_kb"


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the command: a cache of its own, no key of the developer's, no colour settings."""
    private = ("GEMINI_API_KEY", "GOOGLE_API_KEY", "NO_COLOR", "COLUMNS", "PYTHONIOENCODING", "LC_ALL")
    kept = {name: value for name, value in os.environ.items() if name not in private}
    return {
        **kept,
        "KEYMEDIC_CACHE_DIR": str(tmp_path_factory.mktemp("cache")),
        "KEYMEDIC_CONFIG_DIR": str(tmp_path_factory.mktemp("config")),
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": TODAY,
    }


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """``run("diagnose", "-", stdin=b"…")``: the finished process, output as bytes."""

    def call(*arguments: str, stdin: bytes | None = b"", env: dict[str, str] | None = None) -> Completed:
        return subprocess.run(
            [sys.executable, "-m", "keymedic", *arguments],
            input=stdin, capture_output=True, env={**environment, **(env or {})}, cwd=tmp_path, timeout=120, check=False,
        )  # fmt: skip

    return call


@pytest.fixture
def small() -> tuple[str, ...]:
    """The options that load the small rule base of the tests alone."""
    return ("--kb", str(SMALL_KB), "--no-builtin-kb")


@pytest.fixture
def fake_key() -> str:
    """A text in the form of a key whose own letters say that it is made up."""
    return "AIzaSyFAKE" + "FAKE0FAKE" * 3 + "FA"
