"""A person at a terminal: types and pastes into a real pseudo-terminal, and reads what its screen shows."""

from __future__ import annotations

import re
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence

import pexpect
import pyte

from ...processes import closed

PATIENCE = 120.0
"""Seconds that a person waits for what should appear. Nothing passes because it was fast."""
ENTER, ALT_ENTER, CTRL_C, CTRL_D, CTRL_R, TAB = "\r", "\x1b\r", "\x03", "\x04", "\x12", "\t"
UP, DOWN = "\x1b[A", "\x1b[B"
_FAINT, _GREY = b"\x1b[2m", b"\x1b[90m"
"""pyte knows no faint text: it is taken for grey."""
_PASTE = "\x1b[200~{}\x1b[201~"


class _Terminal(pyte.HistoryScreen):
    """A screen that answers what a program asks of its terminal, and remembers what has scrolled away."""

    def __init__(self, columns: int, rows: int, person: Person) -> None:
        super().__init__(columns, rows, history=5_000, ratio=0.5)
        self._person = person

    def write_process_input(self, data: str) -> None:
        """The answer to a request, such as where the cursor is."""
        self._person.type(data)


class Person:
    """Runs ``keymedic``, or what stands for it, on a terminal of its own."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        folder: str,
        *,
        columns: int = 80,
        rows: int = 40,
        program: Sequence[str] = (sys.executable, "-m", "keymedic"),
    ) -> None:
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            program[0], [*program[1:], *arguments], env=dict(environment), cwd=folder, timeout=PATIENCE,
            dimensions=(rows, columns), preexec_fn=_minds_ctrl_c,
        )  # fmt: skip
        self.child.delaybeforesend = None
        self.written = b""
        self._terminal = _Terminal(columns, rows, self)
        self._stream = pyte.ByteStream(self._terminal)

    def type(self, text: str) -> None:
        """Press keys."""
        _ = self.child.send(text.encode())

    def say(self, line: str) -> None:
        """Type a line and press Enter."""
        self.type(line)
        self.type(ENTER)

    def paste(self, text: str) -> None:
        """Paste as terminals do that tell programs of it."""
        self.type(_PASTE.format(text.replace("\n", "\r")))

    def lines(self) -> list[str]:
        """The lines of the screen, as they are now."""
        return [line.rstrip() for line in self._terminal.display]

    def cells(self) -> list[list[pyte.screens.Char]]:
        """The characters of the screen with their colours, line by line."""
        rows = (self._terminal.buffer[row] for row in range(self._terminal.lines))
        return [[row[column] for column in range(self._terminal.columns)] for row in rows]

    def everything(self) -> str:
        """The whole screen with all that has scrolled away, on one line with single blanks."""
        gone = ("".join(line[column].data for column in sorted(line)) for line in self._terminal.history.top)
        return _flat([*gone, *self.lines()])

    def sees(self, text: str) -> bool:
        """Whether the screen shows a text now, wherever its lines break."""
        return _flat([text]) in _flat(self.lines())

    def waits_for(self, *texts: str) -> None:
        """Read until the screen shows all texts; fails with the screen when they do not come."""
        self.waits_until(lambda: all(map(self.sees, texts)), f"for {texts}")

    def waits_until(self, holds: Callable[[], bool], what: str = "") -> None:
        """Read until something holds; fails with the screen when it does not come true."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if not self._read() or time.monotonic() > end:
                raise AssertionError(f"waited in vain {what}; the screen:\n" + "\n".join(self.lines()))

    def ends(self) -> int | None:
        """Wait for the end; the exit status."""
        end = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < end, "it does not end; the screen:\n" + "\n".join(self.lines())
        return closed(self.child, PATIENCE)

    def _read(self) -> bool:
        try:
            data = self.child.read_nonblocking(65_536, timeout=0.2)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.written += data
        self._stream.feed(data.replace(_FAINT, _GREY))
        return True


def _minds_ctrl_c() -> None:
    """Whoever runs the tests in the background of a script has Ctrl-C ignored, and so would the program."""
    _ = signal.signal(signal.SIGINT, signal.SIG_DFL)


def _flat(lines: Sequence[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(lines)).strip()
