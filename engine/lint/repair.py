"""Safe repairs: faults of which it is plain what was meant, and the text with that put right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from ..rulebase.faults import Fault
from ..values import Struct

LIKENESS = 0.8
"""From which likeness on (0 to 1, `difflib`) the word that was probably meant is put in: ``key.presnt``, not ``kind`` for ``find``."""
_SUGGESTED = re.compile(r'did you mean "([^"]+)"\?')
_CONTROL = "KM210"


class Repair(Struct):
    """Characters of one line and what to write instead. ``line`` and ``column`` are 1-based and count characters."""

    file: str
    line: int
    column: int
    old: str
    new: str


def repairs(faults: Iterable[Fault]) -> list[Repair]:
    """What can be repaired without asking."""
    found = (_repair(fault) for fault in faults)
    return list(dict.fromkeys(repair for repair in found if repair))


def _repair(fault: Fault) -> Repair | None:
    start = fault.column - 1
    old = fault.source_line[start : start + fault.length]
    if fault.code == _CONTROL and fault.message.startswith("control character U+") and old:
        return Repair(fault.file, fault.line, fault.column, old[:1], "")
    suggested = _SUGGESTED.search(fault.hint)
    bare = old.strip("'\"")
    if not suggested or not bare or f'"{bare}"' not in fault.message and f"'{bare}'" not in fault.message:
        return None
    new = suggested[1]
    if SequenceMatcher(None, bare.lower(), new.lower()).ratio() < LIKENESS:
        return None
    return Repair(fault.file, fault.line, fault.column, old, old.replace(bare, new))


def repaired(text: str, changes: Sequence[Repair]) -> str:
    """The text of a file with its repairs made; one that no longer fits is left out."""
    lines = text.split("\n")
    for change in sorted(changes, key=lambda item: (item.line, item.column), reverse=True):
        if change.line > len(lines):
            continue
        line, start = lines[change.line - 1], change.column - 1
        if line[start : start + len(change.old)] == change.old:
            lines[change.line - 1] = line[:start] + change.new + line[start + len(change.old) :]
    return "\n".join(lines)
