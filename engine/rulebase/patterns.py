"""RE2 patterns and ``{placeholders}`` of a rule base, checked before anything uses them."""

from __future__ import annotations

from collections.abc import Collection
from string import Formatter
from typing import Any

import re2  # pyright: ignore[reportMissingTypeStubs] - the bindings carry no types

MAX_PATTERN = 5_000
_re2: Any = re2


class PatternError(ValueError):
    """A text that is no usable RE2 pattern; the message says why."""


def pattern_groups(pattern: str) -> Collection[str]:
    """The named groups of a pattern; raises `PatternError` when RE2 cannot compile it."""
    if len(pattern) > MAX_PATTERN:
        raise PatternError(f"a pattern has at most {MAX_PATTERN} characters")
    options = _re2.Options()
    options.log_errors = False
    try:
        compiled = _re2.compile(pattern, options)
    except _re2.error as error:
        raise PatternError(_reason(error)) from None
    return frozenset(compiled.groupindex)


def matches_nothing_at_all(pattern: str) -> bool:
    """Whether a valid pattern matches the empty text, and so every text."""
    return _re2.search(pattern, "") is not None


def placeholder_problem(text: str) -> str:
    """Why ``text`` cannot be filled by name (``str.format``), or nothing when it can."""
    try:
        fields = list(Formatter().parse(text))
    except ValueError as error:
        return f"{error}; write {{{{ and }}}} for braces"
    for _, name, spec, conversion in fields:
        if name is not None and not name.isidentifier():
            return f"{{{name}}} is no name"
        if spec or conversion:
            return f"{{{name}}} must stand alone, without format or conversion"
    return ""


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else "not a pattern"
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
