"""Patterns that wait to be compiled are as good as compiled ones."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import keymedic
from keymedic.engine.lazy_pattern import lazy_pattern


def test_it_compiles_when_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, whatever is asked of it first."""
    compiled: list[str] = []
    compile_ = re.compile

    def watched(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return compile_(source, flags)

    monkeypatch.setattr(re, "compile", watched)
    pattern = lazy_pattern("(?i)K(e)y")
    assert compiled == []
    assert pattern.fullmatch("key") and pattern.search("my KEY") and pattern.groups == 1
    assert pattern.sub("*", "key KEY") == "* *"
    assert compiled == ["(?i)K(e)y"]


def test_every_pattern_of_keymedic_compiles() -> None:
    """A pattern that is none would only fail in the case that meets it, so all of them are tried here."""
    count = 0
    for package in ("cli", "engine"):
        root = importlib.import_module(f"keymedic.{package}")
        for found in pkgutil.walk_packages(root.__path__, f"keymedic.{package}."):
            for value in vars(importlib.import_module(found.name)).values():
                if type(value) is type(lazy_pattern("")):
                    assert re.compile(value.pattern, value.flags & ~re.UNICODE).groups == value.groups
                    count += 1
    assert count > 60, keymedic.__file__
