"""RE2 patterns and ``{placeholders}`` of a rule base, checked before anything uses them."""

from __future__ import annotations

import re
from collections.abc import Collection

import re2

from ..phrases import PLACE
from .faults import quote

MAX_PATTERN = 5_000
_BRACES = re.compile(r"\{[^{}]*\}?|\}")


_NO_LOOK = "RE2 has no look-ahead, look-behind or back-reference: match the text itself, and take a group of it"


class PatternError(ValueError):
    """A text that is no usable RE2 pattern; the message says why, ``hint`` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def pattern_groups(pattern: str) -> Collection[str]:
    """The named groups of a pattern; raises `PatternError` when RE2 cannot compile it."""
    if len(pattern) > MAX_PATTERN:
        raise PatternError(f"a pattern has at most {MAX_PATTERN} characters")
    try:
        compiled = re2.compile(pattern, _silent())
    except re2.error as error:
        reason = _reason(error).removesuffix(f": {pattern}")
        hint = _NO_LOOK if any(word in reason for word in ("perl operator", "invalid escape")) else ""
        raise PatternError(reason, hint) from None
    return frozenset(compiled.groupindex)


def matches_nothing_at_all(pattern: str) -> bool:
    """Whether a valid pattern matches the empty text, and so every text."""
    return re2.compile(pattern, _silent()).search("") is not None


def placeholder_problem(text: str) -> str:
    """What a text has in braces that is no ``{name}``, in words, or nothing when all braces are places."""
    odd = _BRACES.search(PLACE.sub("", text))
    if odd is None:
        return ""
    return f"{quote(odd[0])} is no place to fill: braces hold a lower-case name and nothing else"


def _silent() -> re2.Options:
    """Without this RE2 writes to stderr by itself."""
    options = re2.Options()
    options.log_errors = False
    return options


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else "not a pattern"
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
