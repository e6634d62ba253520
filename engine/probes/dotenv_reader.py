"""What the loaders make of a ``.env`` file, and the traps in it: measured with python-dotenv, dotenv, node and bash.

The values are those that python-dotenv's own parser reads; lines and traps are found here.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

from ..redact.keys import DefectCode, describe_key
from ..values import Struct, field
from .python_dotenv import as_python_reads

TrapCode = Literal[
    "utf-16", "not-utf-8", "byte-order-mark", "unbalanced-quote", "smart-quote", "quote", "semicolon", "comma", "colon",
    "set", "no-equals", "line-break", "duplicate", "empty", "carriage-return", "blank-around-equals",
]  # fmt: skip
FAULTS: Final[dict[TrapCode, str]] = {
    "utf-16": "encoding", "not-utf-8": "encoding", "byte-order-mark": "encoding", "unbalanced-quote": "syntax",
    "colon": "syntax", "set": "syntax", "no-equals": "syntax",
}  # fmt: skip
"""The value of ``dotenv.fault`` for a trap that keeps loaders from reading a variable; the others spoil its value."""

NO_VARIABLES: Final[Mapping[str, str]] = MappingProxyType({})
_OF_VALUE: Final[dict[DefectCode, TrapCode]] = {
    "smart-quote": "smart-quote", "quote": "quote", "semicolon": "semicolon", "comma": "comma",
}  # fmt: skip
_LINE: Final = re.compile(
    r"\s*(?P<set>(?i:set\s+|setx\s+|\$env:))?(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"(?P<before>[ \t]*)(?P<sign>[=:]|[ \t]|$)(?P<after>[ \t]*)(?P<value>.*)"
)
_COMMENT: Final = re.compile(r"\s+#.*")
_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Entry(Struct):
    """A variable with its value as the loaders read it, and its line (from 1). The value does not show in the repr."""

    name: str
    line: int
    value: str = field(repr=False)


class Trap(Struct):
    """Something that makes a loader read another value than the one meant; line 0 means the whole file."""

    code: TrapCode
    line: int
    name: str = ""


class DotenvFile(Struct):
    """The watched variables of a file, the last line of each, and the traps that concern them."""

    entries: tuple[Entry, ...]
    traps: tuple[Trap, ...]


def read_dotenv(data: bytes, watched: frozenset[str], environ: Mapping[str, str] = NO_VARIABLES) -> DotenvFile:
    """Read a ``.env`` file as the loaders do, as far as it concerns the ``watched`` variables.

    ``environ`` fills in references such as ``${NAME}``.
    """
    text, traps = _decoded(data)
    entries: dict[str, Entry] = {}
    for number, line in enumerate(text.split("\n"), 1):
        found = _LINE.fullmatch(line.rstrip("\r"))
        if found is None or found["name"] not in watched:
            continue
        if number == 1 and data.startswith(codecs.BOM_UTF8):
            traps.append(Trap("byte-order-mark", 1, found["name"]))
        if line.endswith("\r"):
            traps.append(Trap("carriage-return", number, found["name"]))
        value, own = _value(found, number)
        traps += own
        if value is not None:
            _keep(entries, Entry(found["name"], number, value), traps)
    if any(trap.code == "utf-16" for trap in traps):  # loaders fail on it or find nothing
        return DotenvFile((), tuple(Trap("utf-16", 0, name) for name in sorted(entries)[:1]))
    read = as_python_reads(text, watched, environ) if any(name in text for name in watched) else {}
    return DotenvFile(tuple(entries.values()), tuple(traps)) if read is None else _as_read(read, entries, traps)


def _as_read(read: Mapping[str, str], entries: Mapping[str, Entry], traps: Sequence[Trap]) -> DotenvFile:
    """The entries and traps with the values that python-dotenv has; what it does not see is no entry."""
    lines = {trap.name: trap.line for trap in traps} | {name: entry.line for name, entry in entries.items()}
    broken = {name for name, value in read.items() if "\n" in value.strip()}
    kept = [trap for trap in traps if not (trap.code == "unbalanced-quote" and trap.name in broken)]
    kept += [Trap("line-break", lines.get(name, 0), name) for name in sorted(broken)]
    return DotenvFile(tuple(Entry(name, lines.get(name, 0), value) for name, value in read.items()), tuple(kept))


def _decoded(data: bytes) -> tuple[str, list[Trap]]:
    if data.startswith(_MARKS):
        return data.decode("utf-16", "replace"), [Trap("utf-16", 0)]
    if b"\0" in data[:200]:
        order = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data.decode(order, "replace"), [Trap("utf-16", 0)]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return data.decode("latin-1"), [Trap("not-utf-8", 0)]


def _value(found: re.Match[str], number: int) -> tuple[str | None, list[Trap]]:
    """The value of a line, ``None`` where no loader reads one, and its traps."""
    name, rest = found["name"], found["value"].strip()
    if found["set"]:
        return None, [Trap("set", number, name)]
    if found["sign"] != "=":
        if found["sign"] == ":" or rest.startswith(":"):
            return None, [Trap("colon", number, name)]
        if not rest.startswith("="):
            return None, [Trap("no-equals", number, name)]
        rest = rest[1:].strip()
    traps = (
        [Trap("blank-around-equals", number, name)] if found["before"] or (found["after"] and rest[:1] != "#") else []
    )
    if rest[:1] in ("'", '"'):
        end = rest.find(rest[0], 1)
        if end < 0:
            return None, [*traps, Trap("unbalanced-quote", number, name)]
        tail = rest[end + 1 :].strip()
        value = rest if tail and not tail.startswith("#") else rest[1:end]
    else:
        value = "" if rest.startswith("#") else _COMMENT.sub("", rest)
    return value, traps + list(_of_value(value, number, name))


def _of_value(value: str, number: int, name: str) -> Iterator[Trap]:
    if not value.strip():
        yield Trap("empty", number, name)
        return
    codes = {defect.code for defect in describe_key(value).defects}
    for defect, trap in _OF_VALUE.items():
        if defect in codes:
            yield Trap(trap, number, name)


def _keep(entries: dict[str, Entry], entry: Entry, traps: list[Trap]) -> None:
    before = entries.get(entry.name)
    if before is not None and before.value != entry.value:
        traps.append(Trap("duplicate", entry.line, entry.name))
    entries[entry.name] = entry
