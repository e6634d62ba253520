"""Dumps of bytes, as ``xxd``, ``hexdump -C``, ``od -c`` and ``curl --trace`` print them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ..lazy_pattern import lazy_pattern
from .view import Chunks, View

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


_HEX_LINE: Final = lazy_pattern(
    r"(?m)^[ \t>|#]{0,12}[0-9A-Fa-f]{4,10}:?[ \t]{1,4}"
    r"(?P<body>(?P<bytes>(?:[0-9A-Fa-f]{2}){1,16}(?:[ ]{1,2}(?:[0-9A-Fa-f]{2}){1,8}){0,15})(?![0-9A-Fa-f])[^\n]{0,64})$"
)
_HEX_UNIT: Final = lazy_pattern(r"(?P<code>[0-9A-Fa-f]{2})")
_CHARACTER_LINE: Final = lazy_pattern(
    r"(?m)^[ \t>|#]{0,12}[0-7A-Fa-f]{6,8}[ \t](?P<body>(?P<bytes>(?:[ ]{1,3}(?:\\?[!-~]|[0-7]{3})){1,16})[ \t]{0,80})$"
)
_CHARACTER_UNIT: Final = lazy_pattern(r" (?P<code>(?:[0-7]{3}|\\?[!-~]))(?![!-~])")
_WIDEST: Final = 16
"""Bytes in a line; what follows them in the letters of the text column may look like more."""
_LEAST: Final = 12


def dumped_in(view: View) -> Iterator[View]:
    """Views of what every dump in a view says; a find covers its lines whole, their text column too."""
    yield from _dumps(view, _HEX_LINE, _HEX_UNIT, lambda code: chr(int(code, 16)))
    yield from _dumps(view, _CHARACTER_LINE, _CHARACTER_UNIT, _character)


def _dumps(view: View, line: re.Pattern[str], unit: re.Pattern[str], letter: Callable[[str], str]) -> Iterator[View]:
    chunks, last = Chunks(), -1
    for found in line.finditer(view.text):
        if found.start() != last + 1:
            yield from _dump(view, chunks)
            chunks = Chunks()
        first, last = found.span("body")
        for code in list(unit.finditer(view.text, *found.span("bytes")))[:_WIDEST]:
            chunks.add(letter(code["code"]), first, last - first)
    yield from _dump(view, chunks)


def _dump(view: View, chunks: Chunks) -> Iterator[View]:
    if chunks.length >= _LEAST:
        yield View("".join(chunks.parts), (), chunks, True, view, True)


def _character(code: str) -> str:
    """A letter of ``od -c``; of its escapes only the fact that they are none matters."""
    return chr(int(code, 8) & 0xFF) if len(code) == 3 else "\n" if len(code) == 2 else code
