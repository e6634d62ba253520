"""The reasoning core neither reads nor writes: no clock, file, network, process or terminal."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import keymedic

ENGINE = Path(keymedic.__file__).parent / "engine"
WORLD = {
    "asyncio", "getpass", "glob", "http", "httpx", "io", "logging", "os", "pathlib", "platform", "random",
    "requests", "shutil", "socket", "ssl", "subprocess", "tempfile", "time", "urllib", "uuid", "yaml",
}  # fmt: skip
CALLS = {"open", "print", "input", "exec", "eval", "__import__"}
CLOCK = {"now", "today", "utcnow"}
PURE = sorted(path for folder in ("infer", "reason", "explain", "session") for path in (ENGINE / folder).glob("*.py"))


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_nothing_of_the_world_is_imported_or_called(path: Path) -> None:
    """Modules of the outside world are not imported, and nothing is opened, printed or executed."""
    if path.name == "native.py":
        pytest.skip("the way to the native engine, whose library wants its output kept away")
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            found.add(node.func.id)
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in ("date", "datetime")
        ):
            found |= {node.attr} & CLOCK
    assert not found & (WORLD | CALLS | CLOCK)
