"""Plain data that remembers where it stood: what `yaml_reader` makes of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .faults import Fault

_LINE_BREAKS = ("\r\n", "\r", "\x85", "\u2028", "\u2029")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file: 1-based line and column, and how many characters to underline."""

    line: int
    column: int
    length: int = 1
    source: SourceText | None = field(default=None, compare=False, repr=False)
    """The file, where that is not the file of the entry that the value belongs to now (see `changes`)."""


@dataclass(frozen=True, slots=True)
class Located:
    """A text, a list or a mapping with its place. ``keys`` holds the places of a mapping's keys."""

    value: str | list[Located] | dict[str, Located]
    mark: Mark
    keys: dict[str, Mark] = field(default_factory=dict)

    @property
    def text(self) -> str | None:
        """The text of a scalar (an empty one stands for null), else nothing."""
        return self.value if isinstance(self.value, str) else None

    @property
    def items(self) -> list[Located]:
        """The items of a list; nothing for anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def fields(self) -> dict[str, Located]:
        """The values of a mapping; nothing for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def size(self) -> int:
        """How many values this holds, itself included."""
        return 1 + sum(child.size for child in (*self.items, *self.fields.values()))

    @property
    def shape(self) -> str:
        """What this is, in words."""
        if isinstance(self.value, str):
            return "text" if self.value else "nothing"
        return "a list" if isinstance(self.value, list) else "a mapping"

    def plain(self) -> Any:
        """The data without its places: nested dictionaries, lists and texts."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value

    def find(self, path: Sequence[str | int]) -> Located:
        """The value at ``path``, or the nearest one above it that exists."""
        node = self
        for step in path:
            below = _step(node, step)
            if below is None:
                return node
            node = below
        return node

    def moved_from(self, source: SourceText) -> Located:
        """A copy whose marks remember that they stand in ``source``: fit for an entry of another file."""
        value = self.value
        if isinstance(value, list):
            value = [child.moved_from(source) for child in value]
        elif isinstance(value, dict):
            value = {key: child.moved_from(source) for key, child in value.items()}
        keys = {key: replace(mark, source=source) for key, mark in self.keys.items()}
        return Located(value, replace(self.mark, source=source), keys)

    def key_mark(self, key: str) -> Mark:
        """Where ``key`` of this mapping stands; the mapping's own place when there is no such key."""
        return self.keys.get(key, self.mark)


def _step(node: Located, step: str | int) -> Located | None:
    if isinstance(step, int):
        return node.items[step] if step < len(node.items) else None
    return node.fields.get(step)


@dataclass(frozen=True)
class SourceText:
    """One file as text; makes faults that carry their source line.

    ``file`` is the name to show; ``pack`` and ``name`` say which rule base it belongs to, and its name in there.
    """

    file: str
    text: str
    pack: str = ""
    name: str = ""

    @cached_property
    def lines(self) -> list[str]:
        """The lines as YAML counts them."""
        text = self.text
        for line_break in _LINE_BREAKS:
            text = text.replace(line_break, "\n")
        return text.split("\n")

    def fault(self, code: str, mark: Mark, message: str, hint: str = "") -> Fault:
        """A fault at ``mark`` of this file, or of the file that the mark remembers."""
        if mark.source is not None and mark.source is not self:
            return mark.source.fault(code, mark, message, hint)
        line = self.lines[mark.line - 1] if 0 < mark.line <= len(self.lines) else ""
        return Fault(code, self.file, mark.line, mark.column, message, hint, line, mark.length)
