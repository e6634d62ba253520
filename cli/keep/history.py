"""What was typed before, for the arrow keys and the history search: redacted before anything remembers it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from prompt_toolkit.history import History

from .files import private_folder, read_tail, write_private

MAX_HISTORY_BYTES = 1_000_000
MOST_LINES = 1_000
"""Entries to keep of a file that has grown too large."""
LONGEST_ENTRY = 2_000
"""Longer entries are pastes: the conversation has them, and nobody wants them back at an arrow key."""


class RedactedHistory(History):
    """A history in a file of rights 0600, a JSON text a line; without a ``path`` in memory only.

    ``clean`` takes the secrets out of an entry. Trouble with the file is told once to ``on_trouble``.
    """

    def __init__(self, path: Path | None, clean: Callable[[str], str], on_trouble: Callable[[OSError], None]) -> None:
        super().__init__()
        self._path = path
        self._clean = clean
        self._on_trouble = on_trouble
        self._troubled = False

    def append_string(self, string: str) -> None:
        """Remember an entry, without its secrets, unless it is as long as a paste."""
        if len(string) <= LONGEST_ENTRY:
            super().append_string(self._clean(string))

    def load_history_strings(self) -> Iterable[str]:
        """The entries of the file, newest first; lines that are none are passed over."""
        if self._path is None or not self._path.exists():
            return []
        try:
            entries = _entries(self._tail(self._path))
        except OSError as error:
            self._trouble(error)
            return []
        return [self._clean(entry) for entry in reversed(entries)]

    def store_string(self, string: str) -> None:
        """Add an entry to the file."""
        if self._path is None:
            return
        try:
            private_folder(self._path.parent)
            _append(self._path, _line(self._clean(string)))
        except OSError as error:
            self._trouble(error)

    def _tail(self, path: Path) -> bytes:
        content = read_tail(path, MAX_HISTORY_BYTES)
        if len(content) == MAX_HISTORY_BYTES:
            content = b"".join(content[MAX_HISTORY_BYTES // 2 :].splitlines(keepends=True)[1:][-MOST_LINES:])
            write_private(path, content)
        return content

    def _trouble(self, error: OSError) -> None:
        if not self._troubled:
            self._troubled = True
            self._on_trouble(error)


def _line(entry: str) -> bytes:
    return json.dumps(entry).encode("ascii") + b"\n"


def _append(path: Path, line: bytes) -> None:
    """One write, so that two conversations at once do not mix their lines."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, 0o600)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)
        _ = os.write(handle, line)
    finally:
        os.close(handle)


def _entries(content: bytes) -> list[str]:
    entries: list[str] = []
    for line in content.splitlines():
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, str) and entry:
            entries.append(entry)
    return entries
