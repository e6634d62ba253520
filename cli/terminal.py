"""Lines from a terminal, however long.

A terminal's own line editing keeps 4 KiB of a line (1 KiB on macOS) and drops the rest without a word, which an
error that a log wrote as one line easily passes. So lines are put together here: the terminal still echoes and
sends signals, and what is left of its editing (take back a character, a line, end of input) is done by hand.
"""

from __future__ import annotations

import os
import select
import sys

from .layout import display_width

if sys.platform == "win32":
    raise ImportError("Windows has no such terminals")
import termios

_CHUNK = 1 << 16
_PAUSE = 0.15
"""Seconds without further input that tell the end of a paste from a gap in it."""
_CARET = 2
"""Columns that the terminal's echo of a control character takes (``^?``)."""


class Terminal:
    """The terminal behind a file descriptor. Between `open` and `close` it hands over whole lines."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._before = termios.tcgetattr(descriptor)
        characters = self._before[6]
        self._erase = characters[termios.VERASE]
        self._kill = characters[termios.VKILL]
        self._end = characters[termios.VEOF]
        self._line = bytearray()
        self._waiting = bytearray()

    def open(self) -> None:
        """Take over the editing of lines."""
        settings = termios.tcgetattr(self._descriptor)
        settings[3] &= ~termios.ICANON
        settings[6][termios.VMIN], settings[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, settings)

    def close(self) -> None:
        """Give the terminal its settings back."""
        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)

    def readline(self) -> bytes:
        """The next line with its line feed, or what stands before the end of input; empty at the end itself."""
        while True:
            while self._waiting:
                if self._take():
                    line = bytes(self._line)
                    self._line.clear()
                    return line
            chunk = os.read(self._descriptor, _CHUNK)
            if not chunk:  # the terminal is gone
                line = bytes(self._line)
                self._line.clear()
                return line
            self._waiting += chunk

    def more_waits(self) -> bool:
        """Whether more input comes at once, as it does within a paste."""
        return bool(self._waiting) or bool(select.select([self._descriptor], [], [], _PAUSE)[0])

    def _take(self) -> bool:
        """Move characters from what waits to the line; true when the line is complete."""
        for place, number in enumerate(self._waiting):
            character = self._waiting[place : place + 1]
            if number == 0x0A or character == self._end:
                self._line += self._waiting[: place + (number == 0x0A)]
                del self._waiting[: place + 1]
                return True
            if character in (self._erase, self._kill):
                self._line += self._waiting[:place]
                del self._waiting[: place + 1]
                self._take_back(whole=character == self._kill)
                return False
        self._line += self._waiting
        self._waiting.clear()
        return False

    def _take_back(self, *, whole: bool) -> None:
        """Take the last character, or the whole line, off the line and off the screen."""
        text = self._line.decode("utf-8", "replace")
        kept, gone = ("", text) if whole else (text[:-1], text[-1:])
        self._line = bytearray(kept.encode()) if gone else self._line
        columns = _CARET + display_width(gone)
        _ = os.write(self._descriptor, b"\b" * columns + b" " * columns + b"\b" * columns)
