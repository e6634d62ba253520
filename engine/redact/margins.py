"""What a terminal, a container's log or a quotation puts before the text of a line."""

from __future__ import annotations

from ..lazy_pattern import lazy_pattern
from .places import is_one_word, past

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


MAY_BEGIN_LINE: Final = frozenset(" \t│┃║|>")
"""What a margin begins with, but a container's name and its pipe."""

_MARGIN: Final = lazy_pattern(r"[ \t]{0,400}(?:[\w.-]{1,40} {1,20}\| ?|[│┃║|>] ?)?[ \t]{0,400}")
_BORDERS: Final = ("│", "┃", "║", "|", ">")
_INDENT: Final = 400
_USUAL_INDENT: Final = 40
_NAME_AND_PIPE: Final = 61


def line_start(text: str, place: int) -> int:
    """Where the text of a line begins whose margin begins at a place: most margins are blanks and no more."""
    start = past(text, place, " \t", _USUAL_INDENT)
    if start == place + _USUAL_INDENT:
        start = past(text, place, " \t", _INDENT + 1)
    pipe = text.find("|", start, start + _NAME_AND_PIPE)
    named = pipe >= 0 and is_one_word(text[start:pipe].strip())
    if start <= place + _INDENT and not text.startswith(_BORDERS, start) and not named:
        return start
    margin = _MARGIN.match(text, place)
    return margin.end() if margin else place
