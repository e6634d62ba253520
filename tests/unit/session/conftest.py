"""The miniature rule base that these tests hold conversations with."""

from __future__ import annotations

from pathlib import Path

import pytest

from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.build import build
from keymedic.engine.rulebase.folders import read_folder
from keymedic.engine.session import Session

MINI = Path(__file__).parents[2] / "data" / "mini_kb"


@pytest.fixture(scope="session")
def doctor() -> Diagnostician:
    """A diagnostician of tests/data/mini_kb on the plain engine."""
    rulebase, faults = build((read_folder(MINI),))
    assert rulebase is not None, faults
    return Diagnostician(rulebase, "plain")


@pytest.fixture
def session(doctor: Diagnostician) -> Session:
    """An empty conversation."""
    return Session(doctor)
