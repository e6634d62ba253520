"""Programs of patterns are kept beside the bytecode, and are what `re` would have made."""

from __future__ import annotations

import ast
import importlib
import marshal
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from zlib import crc32

import pytest

import keymedic
from keymedic.engine import pattern_store
from keymedic.engine.lazy_pattern import lazy_pattern
from keymedic.engine.pattern_store import PatternStore

ROOT = Path(keymedic.__file__).parent
SOME = ["(?i)K(e)y", r"(?P<name>\w+)=(?P<value>[^\s;]*)", "(?x)[一-鿿]+ | 🔑", ""]


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytecode is written, whatever the environment of the tests says."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def _patterns() -> Iterator[str]:
    for package in ("cli", "engine"):
        root = importlib.import_module(f"keymedic.{package}")
        for found in pkgutil.walk_packages(root.__path__, f"keymedic.{package}."):
            for value in vars(importlib.import_module(found.name)).values():
                yield from _within(value)


def _within(value: Any) -> Iterator[str]:
    """The lazy patterns in a value of a module: itself, in a table, or in the rows of one."""
    if type(value) is type(lazy_pattern("")):
        yield value.pattern
    elif isinstance(value, dict | tuple):
        items: list[Any] = list(cast("dict[Any, Any]", value).values()) if isinstance(value, dict) else [*value]
        for item in items:
            yield from _within(getattr(item, "pattern", item))


def _refuse(*_: object) -> re.Pattern[str]:
    raise AssertionError("compiled, although it was kept")


def _filled(path: Path, patterns: list[str]) -> list[re.Pattern[str]]:
    store = PatternStore(str(path))
    made = [store.compile(source) for source in patterns]
    store.save()
    return made


def test_every_pattern_of_keymedic_comes_back_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Program, flags and groups are the same, and nothing is compiled the second time."""
    patterns = sorted({*_patterns(), *SOME})
    assert len(patterns) > 150
    made = _filled(tmp_path / "p", patterns)
    monkeypatch.setattr(re, "compile", _refuse)
    again = PatternStore(str(tmp_path / "p"))
    for pattern, source in zip(made, patterns, strict=True):
        kept = again.compile(source)
        assert kept == pattern, source  # compares the programs
        assert (kept.groups, kept.groupindex, kept.flags) == (pattern.groups, pattern.groupindex, pattern.flags)


def test_a_damaged_file_changes_nothing(tmp_path: Path) -> None:
    """Wherever a bit is turned over or the end is missing: the patterns are compiled."""
    path = tmp_path / "p"
    made = _filled(path, SOME)
    whole = path.read_bytes()
    damaged = [whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :] for at in range(0, len(whole), 7)]
    for content in [b"", *damaged, *(whole[:length] for length in range(0, len(whole), 97))]:
        _ = path.write_bytes(content)
        store = PatternStore(str(path))
        assert [store.compile(source) for source in SOME] == made


OTHER = pattern_store._program("z", re.compile("z"))  # pyright: ignore[reportPrivateUsage]  # no store would hold it so

UNFIT: list[Any] = [
    ("another Python", {}),
    (pattern_store.MAKER, {"(?i)K(e)y": (34, b"\0\0\0\0", 1, {}, ())}),
    None,
    (pattern_store.MAKER, 5),
    (sys.version, {"(?i)K(e)y": OTHER}),
]


@pytest.mark.parametrize("content", UNFIT)
def test_what_does_not_fit_is_compiled(tmp_path: Path, content: Any) -> None:
    """A file of another interpreter or another keymedic, or one whose programs Python itself refuses."""
    marshalled = marshal.dumps(content)
    path = tmp_path / "p"
    _ = path.write_bytes(crc32(marshalled).to_bytes(4, "big") + marshalled)
    path.chmod(0o600)
    assert PatternStore(str(path)).compile("(?i)K(e)y") == re.compile("(?i)K(e)y")


def test_it_keeps_nothing_where_python_keeps_no_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where there is no place for it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _ = _filled(tmp_path / "p", SOME)
    assert not (tmp_path / "p").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "file").touch()
    _ = _filled(tmp_path / "file" / "p", SOME)
    store = PatternStore("")
    assert store.compile("a").match("a")
    store.save()


def test_it_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other builds left behind is dropped when there is too much of it."""
    monkeypatch.setattr(pattern_store, "MOST_PATTERNS", 5)
    path = tmp_path / "p"
    for number in range(12):
        _ = _filled(path, [f"a{number}"])
        assert len(marshal.loads(path.read_bytes()[4:])[1]) <= 5
    monkeypatch.setattr(re, "compile", _refuse)
    assert PatternStore(str(path)).compile("a11").match("a11")


def test_a_second_process_compiles_none_of_them(tmp_path: Path) -> None:
    """The command itself keeps what it compiled, in the folder that holds its bytecode."""
    environ = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    _ = environ.pop("PYTHONDONTWRITEBYTECODE", None)
    text = "429 RESOURCE_EXHAUSTED: quota exceeded, limit: 0"
    script = (
        "import atexit, sys; made = []\n"  # what uses atexit does not leave at once
        "import keymedic.engine.pattern_store as s\n"
        "c = s._compiled\n"
        "s._compiled = lambda source: made.append(source) or c(source)\n"
        "from keymedic.__main__ import start\n"
        "sys.argv[1:] = ['diagnose', '-']\n"
        "start(); print(len(made), file=sys.stderr)\n"
    )
    counts = [
        int(
            subprocess.run(
                [sys.executable, "-c", script],
                env=environ,
                input=text,
                capture_output=True,
                text=True,
                check=False,
                timeout=300,
            ).stderr
        )
        for _ in range(2)
    ]
    assert counts[0] > 10 and counts[1] == 0
    assert len(list(tmp_path.rglob("*.patterns"))) == 1


def test_no_pattern_is_made_of_what_a_person_wrote() -> None:
    """Only patterns of the code itself are kept: none is made lazily within a function, but for those of a table's rows."""
    rows = {"shapes.py:_server", "shapes.py:_client", "shapes.py:_mention"}
    found: set[str] = set()
    for path in [*(ROOT / "engine").rglob("*.py"), *(ROOT / "cli").rglob("*.py")]:
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
                if any(isinstance(call.func, ast.Name) and call.func.id == "lazy_pattern" for call in calls):
                    found.add(f"{path.name}:{function.name}")
    assert found == rows
