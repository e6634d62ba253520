"""The parts that do not need Windows; the real registry was not tried."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import ClassVar

import pytest

from keymedic.engine.probes.profiles import probe_profiles
from keymedic.engine.probes.windows import registered_variables
from keymedic.engine.rulebase.model import RuleBase

from .conftest import KEY, OTHER_KEY, MakePlace, checks, facts


class Registry:
    """Looks like winreg: the user's store has two values, the system's cannot be opened."""

    HKEY_CURRENT_USER = "user"
    HKEY_LOCAL_MACHINE = "system"
    VALUES: ClassVar = {"GEMINI_API_KEY": (KEY, 1), "GOOGLE_API_KEY": (7, 4)}

    @staticmethod
    @contextmanager
    def OpenKey(hive: str, path: str) -> Generator[dict[str, tuple[object, int]], None, None]:
        """As winreg.OpenKey."""
        if hive == "system":
            raise PermissionError(path)
        yield dict(Registry.VALUES)

    @staticmethod
    def QueryValueEx(store: dict[str, tuple[object, int]], name: str) -> tuple[object, int]:
        """As winreg.QueryValueEx."""
        if name not in store:
            raise FileNotFoundError(name)
        return store[name]


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry for this test."""
    monkeypatch.setitem(sys.modules, "winreg", Registry)  # type: ignore[arg-type]


@pytest.mark.usefixtures("registry")
def test_variables_of_windows() -> None:
    """Texts are read; other types, missing values and a store that is locked are passed over."""
    names = ("GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_API_KEY")
    assert list(registered_variables(names)) == [("GEMINI_API_KEY", "Windows' user variables", KEY)]


@pytest.mark.skipif(sys.platform == "win32", reason="there it has variables")
def test_no_registry_no_variables() -> None:
    """Nothing on other systems."""
    assert list(registered_variables(("GEMINI_API_KEY",))) == []


@pytest.mark.usefixtures("registry")
def test_a_variable_set_with_setx_is_not_seen_in_this_window(make_place: MakePlace, shipped: RuleBase) -> None:
    """It is there for windows opened later: the fact that the person needs."""
    found = probe_profiles(make_place(), shipped)
    assert checks(found) == {"profiles.unseen-system"}
    assert facts(found) == {"env.set_in": {"system"}, "env.seen_by_process": {False}}
    assert checks(probe_profiles(make_place(GEMINI_API_KEY=KEY), shipped)) == {"profiles.seen"}
    assert checks(probe_profiles(make_place(GEMINI_API_KEY=OTHER_KEY), shipped)) == {"profiles.differs"}
