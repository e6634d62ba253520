"""Text styles as single marker characters.

Renderers mark text with Unicode noncharacters (never assigned, zero columns wide); `Output` turns them
into terminal colours or drops them. So a renderer needs no idea of terminals, and no escape sequence
that stood in a pasted text can pass for one of ours.
"""

from __future__ import annotations

from ...engine.lazy_pattern import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


BOLD, DIM, RED, GREEN, YELLOW, CYAN, END = (chr(0xFDD0 + number) for number in range(7))
_CODES = {BOLD: "1", DIM: "2", RED: "31;1", GREEN: "32", YELLOW: "33", CYAN: "36", END: "0"}
_MARKERS = lazy_pattern("[\ufdd0-\ufdef]")
_CONTROL = lazy_pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATES = lazy_pattern("[\ud800-\udfff]")


def styled(marker: str, text: str) -> str:
    """``text`` between a marker and its end; empty text stays empty."""
    return f"{marker}{text}{END}" if text else text


def plain(text: str) -> str:
    """``text`` without style markers."""
    return text if text.isascii() else _MARKERS.sub("", text)


def paint(text: str, colour: bool) -> str:
    """Markers turned into terminal colours, or dropped."""
    if not colour:
        return plain(text)
    return _MARKERS.sub(lambda found: f"\x1b[{_CODES[found[0]]}m" if found[0] in _CODES else "", text)


def harmless(text: str) -> str:
    """``text`` with every control, direction-changing and lone surrogate character written out as an escape.

    Line feeds and tabs stay; a carriage return before a line feed goes.
    """
    text = text.replace("\r\n", "\n")
    if plain(text.replace("\n", "").replace("\t", "")).isprintable():  # nothing of what is written out is printable
        return text
    return _SURROGATES.sub(_escaped, _CONTROL.sub(_escaped, text))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
