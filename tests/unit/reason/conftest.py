"""The miniature rule base that these tests reason with."""

from __future__ import annotations

from pathlib import Path

import pytest

from keymedic.engine.rulebase.build import build
from keymedic.engine.rulebase.folders import read_folder
from keymedic.engine.rulebase.model import RuleBase

MINI = Path(__file__).parents[2] / "data" / "mini_kb"


@pytest.fixture(scope="session")
def mini() -> RuleBase:
    """tests/data/mini_kb alone."""
    rulebase, faults = build((read_folder(MINI),))
    assert rulebase is not None, faults
    return rulebase
