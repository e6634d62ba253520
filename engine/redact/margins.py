"""What a terminal, a container's log or a quotation puts before the text of a line."""

from __future__ import annotations

from ..lazy_pattern import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


MAY_BEGIN_LINE: Final = frozenset(" \t│┃║|>")
"""What a margin begins with, but a container's name and its pipe."""

_MARGIN: Final = lazy_pattern(r"[ \t]{0,400}(?:[\w.-]{1,40} {1,20}\| ?|[│┃║|>] ?)?[ \t]{0,400}")
_BORDERS: Final = ("│", "┃", "║", "|", ">")
_INDENT: Final = 400
_NAME_AND_PIPE: Final = 61


def line_start(text: str, place: int) -> int:
    """Where the text of a line begins whose margin begins at a place: most margins are blanks and no more."""
    line = text[place : place + _INDENT + _NAME_AND_PIPE]
    rest = line.lstrip(" \t")
    indent = len(line) - len(rest)
    name, pipe, _ = rest[:_NAME_AND_PIPE].partition("|")
    if indent <= _INDENT and not rest.startswith(_BORDERS) and not (pipe and len(name.split()) == 1):
        return place + indent
    margin = _MARGIN.match(text, place)
    return margin.end() if margin else place
