"""Patterns that ask for nothing but a length: ``^.{60,}`` for the first line, ``(?s)^.{260,}`` for the whole text.

RE2 unrolls such a count into hundreds of states over the bytes of UTF-8. Building that automaton takes longer than all else
that is inferred from a short text; a look at the length takes nothing.
"""

from __future__ import annotations

from ..values import Struct

_WHOLE, _OPENS, _CLOSES = "(?s)", "^.{", ",}"
_TIMES = 1000
"""RE2 refuses to repeat more often."""


class Length(Struct):
    """At least so many letters, in the first line or in the ``whole`` text."""

    letters: int
    whole: bool

    def reached(self, text: str) -> bool:
        """Whether a text is that long."""
        end = -1 if self.whole else text.find("\n")
        return (len(text) if end < 0 else end) >= self.letters


def length_of(pattern: str) -> Length | None:
    """What a pattern asks for, if that is nothing but a length."""
    bare = pattern.removeprefix(_WHOLE)
    if not (bare.startswith(_OPENS) and bare.endswith(_CLOSES)):
        return None
    digits = bare[len(_OPENS) : -len(_CLOSES)]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(_TIMES)) and int(digits) <= _TIMES):
        return None
    return Length(int(digits), bare != pattern)
