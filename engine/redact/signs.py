"""What stands in a text for something else or for nothing: escapes, entities, colours, line breaks, a redactor's marks.

Each sign is known by the letter that it begins with. Where one letter more tells that there is none, or what it is, no
pattern is compiled for it: that takes as long as reading a page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from ..lazy_pattern import lazy_pattern
from .margins import line_start
from .marks import SEALED, mark_end, may_have_marks
from .places import HEXADECIMAL, beyond_ascii, letters, places_of, table_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


Sign = tuple[str, int, int]
"""What kind of sign it is, where it begins, and where it ends."""
_Found = tuple[str, int] | None
"""Kind and end of a sign, if there is one."""

_UNREADABLE: Final = "\ufffd"
_INVISIBLE: Final = r"\x00-\x07\x0e-\x1a\x1c-\x1f\x7f"
_INVISIBLE_BEYOND: Final = (
    "\x80-\x84", "\x86-\x9f", "\u00ad", "\u0300-\u036f", "\u061c", "\u115f\u1160", "\u17b4\u17b5", "\u180b-\u180f", "\u200b-\u200f",
    "\u202a-\u202e", "\u2060-\u206f", "\u2800", "\u3164", "\ufe00-\ufe0f", "\ufeff", "\uffa0", "\ufff0-\ufffb",
    "\U000e0000-\U000e0fff", SEALED,
)  # fmt: skip
"""What nobody sees, and accents without a letter of their own; in ASCII and beyond."""
_BREAKS_BEYOND: Final = ("\x85", "\u2028\u2029")
_WIDE: Final = ("\uff01-\uff5e", "\u2010-\u2015", "\u2212", "\U0001d400-\U0001d7ff")
_BEYOND: Final = tuple(sorted((*_INVISIBLE_BEYOND, *_BREAKS_BEYOND, *_WIDE)))
_FIRST_BEYOND: Final = tuple(part[0] for part in _BEYOND)

ENTITIES: Final = {
    "amp": "&", "quot": '"', "apos": "'", "lt": "<", "gt": ">", "lowbar": "_", "UnderBar": "_", "hyphen": "-", "dash": "-",
    "period": ".", "sol": "/", "equals": "=", "plus": "+", "colon": ":", "comma": ",", "num": "#", "nbsp": " ",
}  # fmt: skip
_LONGEST_ENTITY: Final = len("&ZeroWidthSpace;")
_MOST_BACKSLASHES: Final = 8
_QUOTED: Final = frozenset("\"'/`_.*~#=+-")
"""What a backslash before it leaves as it is."""
_CODED: Final = frozenset("uUx01e")
"""What a code begins with behind its backslash."""
_LINE_BREAKS: Final = frozenset("\r\v\f\x85\u2028\u2029")

_COLOUR: Final = r"\[?[0-?]{0,32}[ -/]{0,4}(?:(?<=\[)|(?<=[0-9;?]))[@-~]"
_PERCENT: Final = lazy_pattern(
    r"(?P<drop>%(?:25)*[eE]2%(?:25)*80%(?:25)*(?:8[b-fB-F]|[aA][a-eA-E])|%(?:25)*[eE][fF]%(?:25)*[bB][bB]%(?:25)*[bB][fF]"
    r"|%(?:25)*[cC]2%(?:25)*[aA][dD])|(?P<percent>%(?:25){0,8}[0-9A-Fa-f]{2})"
)
_CODE: Final = lazy_pattern(
    rf"(?P<drop>\\{{1,8}}(?:u001[bB]|x1[bB]|033|e(?=\[)){_COLOUR}"
    r"|\\{1,8}u(?:00[aA][dD]|200[b-fB-F]|20(?:2[a-eA-E]|6[0-9a-fA-F])|[fF][eE][fF]{2}))"
    r"|(?P<escape>\\{1,8}(?:u00[0-7][0-9A-Fa-f]|U000000[0-7][0-9A-Fa-f]|u\{0{0,4}[0-7][0-9A-Fa-f]\}|x[0-7][0-9A-Fa-f]))"
    r"|(?P<octal>\\{1,8}[01][0-7]{2})"
)
_ENTITY: Final = lazy_pattern(
    rf"(?P<drop>&(?:shy|zwnj|zwj|ZeroWidthSpace);)"
    rf"|(?P<entity>&(?:{'|'.join(ENTITIES)}|#0{{0,5}}\d{{2,3}}|#[xX]0{{0,4}}[0-9a-fA-F]{{2}});)"
)
_TAG: Final = lazy_pattern(r"<wbr\s?/?>")
_SEQUENCE: Final = lazy_pattern(
    r"[\x1b\x9d\x90\x9f][\]PX^_]?(?<=[\]PX^_\x9d\x90\x9f])[^\x07\x1b\x90\x9c\x9d\x9f\n]{0,2000}(?:\x07|\x1b\\|\x9c)"
    rf"|[\x1b\x9b]{_COLOUR}|\x1b[()][A-Z0-9]"
)
_UNSEEN: Final = lazy_pattern(rf"[{_INVISIBLE}\x1b{''.join(_INVISIBLE_BEYOND)}]+")
_UNSEEN_INSIDE: Final = lazy_pattern(rf"[{_INVISIBLE}\x1b{''.join(_INVISIBLE_BEYOND[:-1])}]+")

_CONTROLS: Final = "".join(chr(code) for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n")
_PLAIN: Final = "\\%&" + _CONTROLS
_MARKS_AND_TAGS: Final = "[<"
_BEGIN: Final = "x"
_BEGINS_PLAIN: Final = table_of({_BEGIN: _PLAIN})
_BEGINS_MARKED: Final = table_of({_BEGIN: _PLAIN + _MARKS_AND_TAGS})
_BEGINS: Final = lazy_pattern(rf"[\\%&\[<{_CONTROLS}{''.join(_BEYOND)}]")
"""The letters that a sign other than a plain line break can begin with: in ASCII without marks and tags; in ASCII; all."""


def signs(source: str, *, inside: bool = False) -> Iterator[Sign]:
    """Every sign of a text in order, but plain line breaks. ``inside``: the text is that of a view, sealed marks stay."""
    at = 0
    for begin in _begins_in(source):
        if begin >= at and (found := _sign_at(source, begin, inside)):
            kind, at = found
            yield kind, begin, at


def line_breaks(source: str) -> list[tuple[int, int]] | None:
    """The signs that are line breaks, each with the margin behind it; None for a text with signs other than these and marks.

    A quick look: nearly all texts that are read have no others.
    """
    if _is_beyond(source) or "<wbr" in source:
        return None
    found, at = list[tuple[int, int]](), 0
    for begin in places_of(_BEGIN.encode(), letters(source).translate(_BEGINS_PLAIN)):
        if begin >= at and (sign := _sign_at(source, begin, inside=False)):
            kind, at = sign
            if kind != "line":
                return None
            found.append((begin, at))
    return found


def _is_beyond(source: str) -> bool:
    """Whether letters beyond ASCII are in a text that begin a sign; most of them begin none, and their pattern is a large one."""
    if source.isascii():
        return False
    for letter in beyond_ascii(source):
        found = bisect_right(_FIRST_BEYOND, letter)
        if found and letter <= _BEYOND[found - 1][-1]:
            return True
    return False


def _begins_in(source: str) -> Iterator[int]:
    """The places where a sign may begin."""
    if _is_beyond(source):
        return (begin.start() for begin in _BEGINS.finditer(source))
    table = _BEGINS_MARKED if "<wbr" in source or may_have_marks(source) else _BEGINS_PLAIN
    return places_of(_BEGIN.encode(), letters(source).translate(table))


def _is_wide(letter: str) -> bool:
    return any(part[0] <= letter <= part[-1] for part in _WIDE)


def _sign_at(source: str, at: int, inside: bool) -> _Found:
    """The sign that begins there, if any."""
    first = source[at]
    if reader := _READERS.get(first):
        return reader(source, at)
    if first in _LINE_BREAKS:
        return "line", line_start(source, at + (2 if source.startswith("\r\n", at) else 1))
    if _is_wide(first):
        return "wide", at + 1
    unseen = _UNSEEN_INSIDE if inside else _UNSEEN
    found = (_SEQUENCE.match(source, at) if first in "\x1b\x9b\x9d\x90\x9f" else None) or unseen.match(source, at)
    return ("drop", found.end()) if found else None


def _mark(source: str, at: int) -> _Found:
    end = mark_end(source, at)
    return ("mark", end) if end else None


def _percent(source: str, at: int) -> _Found:
    """A code in percent; each has a hexadecimal digit first."""
    found = _PERCENT.match(source, at) if source[at + 1 : at + 2] in _HEXADECIMAL else None
    return (found.lastgroup or "", found.end()) if found else None


def _escape(source: str, at: int) -> _Found:
    """Whatever begins with backslashes: the letter behind them tells which of them it may be."""
    end = _behind_backslashes(source, at)
    letter = source[end : end + 1]
    if letter in _QUOTED:
        return "quote", end + 1
    if letter == "r" and source.startswith("n", again := _behind_backslashes(source, end + 1)) and again > end + 1:
        return "line", line_start(source, again + 1)
    if letter == "r" or letter == "n":
        return "line", line_start(source, end + 1)
    found = _CODE.match(source, at) if letter in _CODED else None
    return (found.lastgroup or "", found.end()) if found else None


def _behind_backslashes(source: str, at: int) -> int:
    """Behind so many of them as a sign may have; no sign has further ones there."""
    some = source[at : at + _MOST_BACKSLASHES]
    return at + len(some) - len(some.lstrip("\\"))


def _entity(source: str, at: int) -> _Found:
    found = _ENTITY.match(source, at) if source.find(";", at, at + _LONGEST_ENTITY) >= 0 else None
    return (found.lastgroup or "", found.end()) if found else None


def _tag(source: str, at: int) -> _Found:
    found = _TAG.match(source, at) if source.startswith("<wbr", at) else None
    return ("drop", found.end()) if found else None


def _back(_source: str, at: int) -> _Found:
    return "back", at + 1


_HEXADECIMAL: Final = frozenset(HEXADECIMAL)
_READERS: Final[dict[str, Callable[[str, int], _Found]]] = {
    "[": _mark, "%": _percent, "\\": _escape, "&": _entity, "<": _tag, "\b": _back,
}  # fmt: skip


def letter_of(kind: str, sign: str) -> str:
    """The letter that a sign stands for; empty when it stands for nothing."""
    if kind == "mark":
        return SEALED
    if kind in ("drop", "back"):
        return ""
    if kind == "line":
        return "\n"
    if kind == "quote":
        return sign[-1]
    if kind == "wide":
        import unicodedata  # few texts have any

        return unicodedata.normalize("NFKC", sign) if sign >= "\uff01" else "-"
    if kind == "entity":
        name = sign[1:-1]
        return ENTITIES.get(name) or _plain(int(f"0{name[1:]}", 16) if name[1] in "xX" else int(name[1:]))
    return _plain(int(sign[-3:], 8) if kind == "octal" else int(sign.rstrip("}")[-2:], 16))


def _plain(code: int) -> str:
    """A decoded character: line ends as a line break, other blanks as such, what is not ASCII as unreadable."""
    if code in (0x0A, 0x0D):
        return "\n"
    return chr(code) if code == 0x09 or 0x20 <= code < 0x7F else _UNREADABLE
