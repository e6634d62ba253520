"""Which variables a shell's start file sets, read as text: bash, zsh, csh, fish, PowerShell and direnv."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from ..values import Struct, field

_SET: Final = re.compile(
    r"\s*(?:(?P<export>export|setenv|\$env:|(?:typeset|declare)\s+-[A-Za-z]*x[A-Za-z]*)\s*"
    r"|set\s+(?P<fish>(?:-[\w-]+\s+)+))?(?P<name>[A-Za-z_]\w*)(?:\s*=\s*|\s+)(?P<value>.*)",
    re.IGNORECASE,
)
_EXPORTED_LATER: Final = re.compile(r"\s*export\s+(?P<names>[A-Za-z_][\w ]*)\s*(?:#.*)?")
LONGEST_LINE: Final = 1000
"""Letters: no person writes a longer one, and the patterns below are not made for a stranger's."""
MOST_LINES: Final = 200
_MOST_PARTS: Final = 8
_AFTER: Final = re.compile(r"&&|;|\bthen\b")
_FISH_EXPORT: Final = re.compile(r"(?<!\S)-(?:[A-Za-z]*x|-export\b)")
_FISH_STORE: Final = re.compile(r"SETUVAR\s+(?P<flags>(?:--\w+\s+)*)(?P<name>\w+):(?P<value>.*)")
_FISH_ESCAPE: Final = re.compile(r"\\x([0-9a-fA-F]{2})")
_POWERSHELL: Final = re.compile(
    r"\s*\[(?:System\.)?Environment\]::SetEnvironmentVariable\(\s*[\"'](?P<name>\w+)[\"']\s*,\s*(?P<value>[^,)]*).*",
    re.IGNORECASE,
)
_COMPUTED: Final = re.compile(r"[$`%]")


class Setting(Struct):
    """A variable that a file sets, its line (from 1), whether programs get it too, and its value, which is not shown."""

    name: str
    line: int
    exported: bool
    value: str = field(repr=False)

    @property
    def computed(self) -> bool:
        """Whether the value is only known to the shell (``$(pass key)``)."""
        return _COMPUTED.search(self.value) is not None


def read_profile(text: str, names: Sequence[str]) -> tuple[Setting, ...]:
    """The settings of the ``names``; of several of one name the last, which is the one that holds.

    Longer lines than `LONGEST_LINE` are passed over, and of those that name a variable `MOST_LINES` are read.
    """
    numbered = ((number, line) for number, line in enumerate(text.splitlines(), 1) if len(line) <= LONGEST_LINE)
    lines = list(islice((one for one in numbered if any(name in one[1] for name in names)), MOST_LINES))
    exports = (match["names"] for _, line in lines if (match := _EXPORTED_LATER.fullmatch(line)))
    later = {name for some in exports for name in some.split()}
    found: dict[str, Setting] = {}
    for number, line in lines:
        settings = (one for part in _parts(line) for one in _settings(part, number, later))
        first = next((one for one in settings if one.name in names and one.value), None)
        if first is not None:
            found[first.name] = first
    return tuple(found.values())


def _parts(line: str) -> Iterator[str]:
    """The line, and what follows each of its separators (``[ -f key ] && export NAME=value``); nothing of a comment."""
    if not line.lstrip().startswith("#"):
        yield line
        yield from (line[separator.end() :] for separator in islice(_AFTER.finditer(line), _MOST_PARTS))


def _settings(line: str, number: int, later: set[str]) -> Iterator[Setting]:
    if found := _FISH_STORE.fullmatch(line):
        value = _FISH_ESCAPE.sub(lambda code: chr(int(code[1], 16)), found["value"])
        yield Setting(found["name"], number, "--export" in found["flags"], value)
    elif found := _POWERSHELL.fullmatch(line):
        yield Setting(found["name"], number, True, _word(found["value"]))
    elif found := _SET.fullmatch(line):
        fish = _FISH_EXPORT.search(found["fish"] or "") is not None
        exported = bool(found["export"]) or fish or found["name"] in later
        if exported or "=" in line[found.end("name") :][:3]:
            yield Setting(found["name"], number, exported, _word(found["value"]))


def _word(text: str) -> str:
    """The first word as a shell takes it, without its quotation marks."""
    text = text.strip()
    if text[:1] in ("'", '"') and (end := text.find(text[0], 1)) > 0:
        return text[1:end]
    return re.split(r"[\s;]", text, maxsplit=1)[0]
