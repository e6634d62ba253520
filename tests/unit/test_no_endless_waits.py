"""No test can wait for ever: what runs beside it is given seconds, and is killed after them."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]
PROCESS = {"run", "check_output", "check_call", "call"}
WAITS = {"communicate", "wait", "join"}
SCRIPTS = {"hostile.py", "shared.py", "victim.py"}
"""Run in processes of their own, within a time; they end what they started after a time, too."""
SERVER = "__main__.py"
"""`make fake-gemini` is there until a person ends it."""


def waits_for_ever(call: ast.Call, file: str) -> bool:
    """Whether a call waits for another process, or a thread, without a limit."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name, of = call.func.attr, call.func.value
    module = of.id if isinstance(of, ast.Name) else ""
    limited = any(word.arg == "timeout" or word.arg is None for word in call.keywords)
    if module == "os":
        return name in ("waitpid", "wait4", "fork") and file not in SCRIPTS
    if module == "subprocess":
        return name in PROCESS and not limited
    return name in WAITS and not call.args and not limited and file != SERVER


def test_every_wait_has_a_limit() -> None:
    """Each call that waits for a process or a thread says for how long."""
    found = [
        f"{file.relative_to(TESTS)}:{node.lineno}"
        for file in sorted(TESTS.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.Call) and waits_for_ever(node, file.name)
    ]
    assert found == []
