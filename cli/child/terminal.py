"""Lines from a terminal, however long.

A terminal's own line editing keeps 4 KiB of a line (1 KiB on macOS) and drops the rest without a word, which an
error that a log wrote as one line easily passes. So lines are put together here: the terminal still sends signals
and turns the Enter key into a line feed; echo, taking back a character or the line, and the end of input are done
by hand. What is echoed is harmless: control characters show as ``^[``, and keys in a paste are hidden.
"""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from ..render.layout import display_width

if sys.platform == "win32":
    raise ImportError("Windows has no such terminals")
import termios

_CHUNK = 1 << 16
_PAUSE = 0.15
"""Seconds without further input that tell the end of a paste from a gap in it."""
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
_TYPED = 4
"""Bytes that arrive at once when a person types; more is a paste."""
_LONG_WORD = re.compile(rb"[A-Za-z0-9_.=-]{8,}\Z")
_TAB = b"    "


class Terminal:
    """The terminal behind a file descriptor. Between `open` and `close` it hands over whole lines."""

    def __init__(self, descriptor: int, clean: Callable[[str], str]) -> None:
        self._descriptor = descriptor
        self._clean = clean
        self._before = termios.tcgetattr(descriptor)
        characters = self._before[6]
        self._erase, self._kill, end = (characters[at] for at in (termios.VERASE, termios.VKILL, termios.VEOF))
        self._special = re.compile(b"[\n" + b"".join(map(re.escape, (self._erase, self._kill, end))) + b"]")
        self._line = bytearray()
        self._waiting = bytearray()
        self._held = bytearray()

    def open(self) -> None:
        """Take over the editing of lines."""
        settings = termios.tcgetattr(self._descriptor)
        settings[3] &= ~(termios.ICANON | termios.ECHO)
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

    def drop(self) -> None:
        """Forget what was typed so far and what waits."""
        self._line.clear()
        self._waiting.clear()
        self._held.clear()

    def _take(self) -> bool:
        """Move characters from what waits to the line; true when the line is complete."""
        found = self._special.search(self._waiting)
        length, special = (found.start(), bytes(found[0])) if found else (len(self._waiting), b"")
        text = bytes(self._waiting[:length])
        self._line += text
        self._show(text, ended=bool(special))
        del self._waiting[: length + len(special)]
        if special in (self._erase, self._kill):
            self._take_back(whole=special == self._kill)
        if special in (b"", self._erase, self._kill):
            return False
        if special == b"\n":
            self._line += b"\n"
        self._echo(b"\n")
        return True

    def _show(self, text: bytes, *, ended: bool) -> None:
        """Echo without secrets: of a paste, the end of what may be a key waits for the rest of it."""
        self._held += text
        found = None if ended or len(self._held) <= _TYPED else _LONG_WORD.search(self._held)
        ready = bytes(self._held[: found.start()] if found else self._held)
        del self._held[: len(ready)]
        self._echo(shown(self._clean(ready.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")))

    def _take_back(self, *, whole: bool) -> None:
        """Take the last character, or the whole line, off the line and off the screen."""
        text = self._line.decode("utf-8", "replace")
        kept = "" if whole else text[:-1]
        columns = display_width(shown(text[len(kept) :].encode()).decode("utf-8", "replace"))
        self._line = bytearray(kept.encode())
        self._echo(b"\b" * columns + b" " * columns + b"\b" * columns)

    def _echo(self, text: bytes) -> None:
        while text:
            text = text[os.write(self._descriptor, text) :]


def shown(text: bytes) -> bytes:
    """A text as it is echoed: nothing in it can steer the terminal."""
    return _CONTROL.sub(_caret, text).replace(b"\t", _TAB)


def _caret(found: re.Match[bytes]) -> bytes:
    code = found[0][-1] & 0x7F
    return b"^" + bytes([code ^ 0x40])


@contextmanager
def unechoed(descriptor: int) -> Generator[None, None, None]:
    """While the block runs the terminal itself shows nothing of what is typed, and keeps nothing to itself.

    Between two prompts it would show a pasted key, and swallow a Ctrl-D.
    """
    before = termios.tcgetattr(descriptor)
    settings = termios.tcgetattr(descriptor)
    settings[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(descriptor, termios.TCSADRAIN, settings)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
