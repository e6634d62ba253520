"""What a terminal, a container's log or a quotation puts before the text of a line."""

from __future__ import annotations

from typing import Final

from ..lazy_pattern import lazy_pattern

MAY_BEGIN_LINE: Final = frozenset(" \t│┃║|>")
"""What a margin begins with, but a container's name and its pipe."""

_MARGIN: Final = lazy_pattern(r"[ \t]{0,400}(?:[\w.-]{1,40} {1,20}\| ?|[│┃║|>] ?)?[ \t]{0,400}")
_BORDERS: Final = ("│", "┃", "║", ">")
_INDENT: Final = 400
_PIPE_WITHIN: Final = 461
"""So far from its beginning a margin may have its pipe."""


def line_start(text: str, place: int) -> int:
    """Where the text of a line begins whose margin begins at a place."""
    if text.find("|", place, place + _PIPE_WITHIN) < 0:  # then a margin is blanks, or has a border behind its blanks
        line = text[place : place + _INDENT + 1]
        indent = len(line) - len(line.lstrip(" \t"))
        if indent <= _INDENT and not line.startswith(_BORDERS, indent):
            return place + indent
    margin = _MARGIN.match(text, place)
    return margin.end() if margin else place
