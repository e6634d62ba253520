"""A project and a home of their own, and the shipped knowledge, for every test of a probe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from keymedic.engine.probes.notes import ProbeResult
from keymedic.engine.probes.place import Place
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase

KEY = "AIzaSyFAKE" + "FAKE0FAKE" * 3 + "FA"
"""A made-up standard key of the right length."""
OTHER_KEY = "AIzaSyFAKE" + "OTHER0FAKE" * 2 + "FAKE0FAKE"
MakePlace: TypeAlias = Callable[..., Place]


@pytest.fixture(scope="session")
def shipped() -> RuleBase:
    """The shipped rule base."""
    return load_rule_base()


@pytest.fixture
def make_place(tmp_path: Path) -> MakePlace:
    """``make_place(NAME="value")``: an empty project and home, with this environment."""

    def make(**environ: str) -> Place:
        for name in ("project", "home"):
            (tmp_path / name).mkdir(exist_ok=True)
        return Place(environ, tmp_path / "project", tmp_path / "home")

    return make


def facts(result: ProbeResult) -> dict[str, set[object]]:
    """Every fact of a result with its values."""
    found: dict[str, set[object]] = {}
    for fact in result.facts:
        found.setdefault(fact.name, set()).add(fact.value)
    return found


def checks(result: ProbeResult, *states: str) -> set[str]:
    """The ids of the checks in these states; of all without one."""
    return {check.id for check in result.checks if not states or check.state in states}
