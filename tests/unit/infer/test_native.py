"""The door to the native module."""

from __future__ import annotations

import subprocess
import sys

import pytest

from keymedic.engine.errors import EngineError
from keymedic.engine.infer import native


def test_names_that_the_engine_cannot_tell_apart_are_refused() -> None:
    """Property names are compared by 32-bit FNV-1a only; these two known words collide."""
    assert native.name_hash("costarring") == native.name_hash("liquid")
    with pytest.raises(EngineError, match="liquid"):
        native.check_names(["L1", "costarring", "L2", "liquid"])
    native.check_names(["L1", "L2", "L1"])


def test_the_first_hundred_thousand_literal_names_do_not_collide() -> None:
    """Literal names of any realistic rule base are safe."""
    native.check_names([f"L{at}" for at in range(100_000)])


def test_why_the_module_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the import fails, its own words are the reason."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    native.native_module.cache_clear()
    try:
        assert "durable_rules_engine" in native.durable_available()
    finally:
        monkeypatch.undo()
        native.native_module.cache_clear()


def test_the_plain_engine_does_not_import_the_native_module() -> None:
    """A person who asks for the plain engine gets it without any native code of durable-rules."""
    code = """
import sys
from types import SimpleNamespace
from keymedic.engine.facts import WorkingMemory
from keymedic.engine.infer.engines import Inference
Inference(SimpleNamespace(rules={}, facts={}, program=""), "plain").conclude(WorkingMemory())
sys.exit(any(name.startswith("durable") for name in sys.modules))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=300).returncode == 0
