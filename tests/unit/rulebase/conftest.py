"""What the tests of the rule-base loader share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from keymedic.engine.rulebase.build import build
from keymedic.engine.rulebase.faults import Fault
from keymedic.engine.rulebase.folders import PackFile, PackFolder, read_folder
from keymedic.engine.rulebase.model import RuleBase

MINI_KB = Path(__file__).parents[2] / "data" / "mini_kb"
PACK = "name: extra\nversion: '1'\nscope: a test\nknowledge_date: 2026-11-01\n"
Built = tuple[RuleBase | None, tuple[Fault, ...]]
BuildExtra = Callable[..., Built]


@pytest.fixture(scope="session")
def mini_kb() -> Path:
    """The folder of the miniature rule base."""
    return MINI_KB


@pytest.fixture(scope="session")
def build_extra() -> BuildExtra:
    """Builds the miniature rule base with a second one on top, given as file names and texts."""
    mini = read_folder(MINI_KB)

    def run(**texts: str) -> Built:
        named = {"pack.yaml": PACK} | {name.replace("__", "/") + ".yaml": text for name, text in texts.items()}
        files = tuple(PackFile(name.split("/")[0], name, text.encode()) for name, text in named.items())
        return build((mini, PackFolder("extra", files, (), "0" * 64)))

    return run
