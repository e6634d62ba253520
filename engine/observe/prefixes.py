"""What tools write in front of each line: timestamps, container names, quote marks, boxes, line numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..lazy_pattern import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


_BOX_LINE = lazy_pattern(r"[│┃║▌▏▎┆╎▐❘⎿└├╰╭]")
_BOX_LEFT = lazy_pattern(r"^[ \t]*(?:[│┃║▌▏▎┆╎▐❘╽╿]+ ?|[╭╰┌└├╔╚┏┗╠⎿][─━═┄╌┈]* ?)+")
_BOX_RIGHT = lazy_pattern(r"[ \t]*(?:[│┃║▌▐❘]|[─━═┄╌┈]{2,}[╮╯┐┘┤╗╝┓┛╣]?|[╮╯┐┘┤╗╝┓┛╣])[ \t]*$")
_RULER = lazy_pattern(r"[─━═┄╌┈]{3,}")
_TIME = (
    r"(?:[\[(]?(?:\d{4}[-/.]\d\d[-/.]\d\d[T ,]+\d\d:\d\d(?::\d\d)?|\d\d[-/]\d\d[-/]\d{4},? \d\d:\d\d(?::\d\d)?|\d\d:\d\d:\d\d)"
    r"(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?(?: ?[AP]M)?[\])]?)"
)
_KINDS = {
    "quote": lazy_pattern(r"^(?:[ \t]{0,3}>(?!>) ?)+"),
    "time": lazy_pattern(rf"^[ \t]*{_TIME}[ \t]*(?:[|:-][ \t])?"),
    "syslog": lazy_pattern(r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,64} [\w./-]{1,64}(?:\[\d+\])?: "),
    "logcat": lazy_pattern(
        r"^(?:\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} {1,6}\d{1,8} {1,6}\d{1,8} )?[VDIWEF](?:/| )[\w.$-]{1,40} {0,20}(?:\( {0,6}\d{1,8}\))?: "
    ),
    "stream": lazy_pattern(r"^(?:stdout|stderr) [FP] "),
    "pod": lazy_pattern(r"^\[[a-z][\w.-]{0,80}(?:/[\w.-]{1,80}){1,2}\] "),
    "container": lazy_pattern(r"^[A-Za-z0-9][\w.-]{0,60}[ \t]*\| ?"),
    "number": lazy_pattern(r"^[ \t]*\d{1,6}[ \t]*[|│] ?"),
}
_SIGNS: dict[str, Sequence[str]] = {
    "quote": ">", "time": ":", "syslog": ":", "logcat": ":",
    "stream": ("stdout ", "stderr "), "pod": "[", "container": "|", "number": "|│",
}  # fmt: skip
"""What each kind contains: most texts have few of them."""
_NAMED = frozenset({"container"})
_ROUNDS = 3


def strip_prefixes(lines: Sequence[str]) -> list[str]:
    """The lines without what stands in front of at least two of them; box drawing goes from any line."""
    stripped = [line if line.isascii() or not _BOX_LINE.search(line) else _unbox(line) for line in lines]
    for _ in range(_ROUNDS):
        before = stripped
        whole = "\n".join(stripped)
        for kind, pattern in _KINDS.items():
            if any(sign in whole for sign in _SIGNS[kind]):
                stripped = _strip_kind(kind, pattern, stripped)
        if stripped == before:
            break
    return stripped


def _unbox(line: str) -> str:
    return _RULER.sub(" ", _BOX_RIGHT.sub("", _BOX_LEFT.sub("", line, count=1), count=1))


def _strip_kind(kind: str, pattern: re.Pattern[str], lines: list[str]) -> list[str]:
    matches = [pattern.match(line) for line in lines]
    found = Counter(_key(kind, match) for match in matches if match)
    repeated = {key for key, count in found.items() if count > 1}
    if not repeated:
        return lines
    return [
        line[match.end() :] if match and _key(kind, match) in repeated else line
        for line, match in zip(lines, matches, strict=True)
    ]


def _key(kind: str, match: re.Match[str]) -> str:
    return match[0].rstrip() if kind in _NAMED else kind
