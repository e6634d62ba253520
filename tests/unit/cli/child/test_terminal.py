from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

import termios

from keymedic.cli.child.terminal import Terminal, shown

Ends = tuple[int, Terminal]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """The person's end of a terminal, and the open terminal."""
    person, program = os.openpty()
    terminal = Terminal(program, str)
    terminal.open()
    yield person, terminal
    terminal.close()
    os.close(person)
    os.close(program)


def test_lines_come_one_by_one(ends: Ends) -> None:
    """What arrives at once is handed over line by line; then nothing waits."""
    person, terminal = ends
    _ = os.write(person, b"one\n\ntwo\n")
    assert [terminal.readline(), terminal.more_waits(), terminal.readline(), terminal.readline()] == [
        b"one\n", True, b"\n", b"two\n",
    ]  # fmt: skip
    assert not terminal.more_waits()


def test_the_end_of_input_hands_over_what_is_there_and_then_nothing(ends: Ends) -> None:
    """Ctrl-D within a line ends the line, Ctrl-D at its start is the end."""
    person, terminal = ends
    _ = os.write(person, b"half\x04\x04")
    assert (terminal.readline(), terminal.readline()) == (b"half", b"")


def test_the_terminal_is_left_as_it_was() -> None:
    """Open and close leave no trace in the settings."""
    person, program = os.openpty()
    before = termios.tcgetattr(program)
    terminal = Terminal(program, str)
    terminal.open()
    assert termios.tcgetattr(program) != before
    terminal.close()
    assert termios.tcgetattr(program) == before
    os.close(person)
    os.close(program)


@pytest.mark.parametrize(
    ("typed", "echo"),
    [(b"\x1b[2Jx", b"^[[2Jx"), (b"a\tb\n", b"a    b\n"), (b"\x07\x00", b"^G^@"), ("ключ".encode(), "ключ".encode()),
     (b"\xc2\x9b31m", b"^[31m")],
)  # fmt: skip
def test_the_echo_cannot_steer_the_terminal(typed: bytes, echo: bytes) -> None:
    """Escape sequences and other control characters are shown, not sent."""
    assert shown(typed) == echo
