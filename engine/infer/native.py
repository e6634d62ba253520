"""The one door to durable-rules: its C module, and the limits inside which that is sound.

Only ``durable_rules_engine`` is used, never ``durable.lang`` or ``durable.engine``: their Host starts threads
and crashes with several sessions. Beyond the limits below the C code hangs, overruns its heap or answers
wrongly without an error, so everything is counted in Python before it is called (docs/adr/0002).
"""

from __future__ import annotations

import functools
import os
import sys

from ..errors import EngineError
from ..typed import cast
from ..values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class NativeModule(Protocol):
        """The six calls of the C module that keymedic makes."""

        def create_ruleset(self, name: str, definition: str, /) -> int:
            """Compile rules (JSON); the handle stays valid until `delete_ruleset`."""
            ...

        def delete_ruleset(self, handle: int, /) -> None:
            """Free a ruleset."""
            ...

        def assert_fact(self, handle: int, message: str, /) -> tuple[int, int]:
            """Hand over a message (JSON); (0 when some rule stored it, the session's number)."""
            ...

        def start_action_for_state(self, handle: int, session: int, /) -> tuple[str, str, int] | None:
            """The first activation: (state, activation as JSON, session)."""
            ...

        def complete_and_start_action(self, handle: int, session: int, /) -> str | None:
            """Finish the current activation; the next one as JSON."""
            ...

        def delete_state(self, handle: int, name: str, /) -> None:
            """Free a session."""
            ...


class Limits(Struct):
    """The most that one ruleset may hold. Measured for 2.0.28; the true limit stands behind each."""

    rules: int = 8
    """Engine: 4,096 (error 106). Every session pays for each rule of its ruleset; with so few, a case pays only for
    rules near those that its facts touch, at any size of the rule base (measured from 3 to 50: docs/performance.md)."""
    first_tests: int = 400
    """Distinct first tests. Engine: 511; the 513th never returns from create_ruleset."""
    rules_per_test: int = 200
    """Rules that end in the same test. Engine: 255; more overrun the heap."""
    conditions: int = 12
    """Conditions of one rule. Engine: 16 (error 304, and only when a message arrives)."""
    properties: int = 240
    """Literals in one message. Engine: 252 (error 302)."""
    pending: int = 60
    """Tests one message may leave pending at once. Engine: 64 (error 303, depends on the data)."""


SAFE_LIMITS = Limits()


@functools.cache
def native_module() -> NativeModule:
    """The C module, imported on first use. Raises ``ImportError`` where it is not installed or cannot load."""
    name = "durable_rules_engine"  # by `__import__`, as nothing else needs `importlib`
    if sys.version_info < (3, 13) or not hasattr(sys, "setdlopenflags"):
        return cast("NativeModule", __import__(name))
    # 2.0.28 refers to PyEval_CallObject, which 3.13 removed, in callbacks that are never set: lazy binding
    # lets the module load.
    flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_LAZY)
    try:
        return cast("NativeModule", __import__(name))
    finally:
        sys.setdlopenflags(flags)


def durable_available() -> str:
    """Why durable-rules cannot be used here; empty when it can."""
    try:
        _ = native_module()
    except ImportError as error:
        return str(error)
    return ""


@functools.cache
def name_hash(name: str) -> int:
    """32-bit FNV-1a: by this alone the engine tells property names apart."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def check_names(names: list[str]) -> None:
    """Raise `EngineError` if two names look alike to the engine."""
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(name_hash(name), name)
        if other != name:
            raise EngineError(f"durable-rules cannot tell the names {other} and {name} apart")
