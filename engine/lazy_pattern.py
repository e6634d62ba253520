"""Patterns that are compiled when they are first used, not when their module is imported.

keymedic holds hundreds of patterns, and one case meets few of them: compiling all takes longer than a diagnosis.
"""

from __future__ import annotations

import sys
from functools import cache

from .typed import cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any

    from .pattern_store import PatternStore


class _Lazy:
    """Stands for a compiled pattern. What was asked for once is an attribute from then on, at no further cost."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            self._compiled = _store().compile(self._source)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


@cache
def _store() -> PatternStore:
    from .pattern_store import STORE  # not for who uses no pattern

    return STORE


def lazy_pattern(source: str) -> re.Pattern[str]:
    """``re.compile``, put off until the pattern is used. Raises ``re.error`` only then.

    Flags stand in the pattern, ``(?i)`` before all else: a module needs no `re` to say them, and a diagnosis does without it.
    For patterns of keymedic's own code only: what they compile to is kept, so nothing that a person wrote may stand in one.
    """
    return cast("re.Pattern[str]", _Lazy(source))


def keep_patterns() -> None:
    """Keep what this process had to compile for the next one. Never raises."""
    if (store := sys.modules.get(f"{__package__}.pattern_store")) is not None:
        store.STORE.save()
