"""Pseudo-terminals that stand in for a real one: a command sees a terminal and keeps its colours and its buffering."""

from __future__ import annotations

import contextlib
import os
import sys

if sys.platform == "win32":
    raise ImportError("Windows has no such terminals")
import fcntl
import termios

_NO_SIZE = bytes(8)


def open_like(terminal: int) -> tuple[int, int] | None:
    """The command's end and our end of a pseudo-terminal with the size and modes of a real one; none when there is none.

    It hands every byte on as it is: what a terminal makes of line feeds is left to the real one.
    """
    try:
        ours, theirs = os.openpty()
    except OSError:
        return None
    with contextlib.suppress(termios.error):
        modes = termios.tcgetattr(terminal)
        modes[1] &= ~termios.OPOST
        termios.tcsetattr(theirs, termios.TCSANOW, modes)
    copy_size(terminal, ours)
    return theirs, ours


def copy_size(terminal: int, ours: int) -> None:
    """Give a pseudo-terminal the size of the real one."""
    with contextlib.suppress(OSError):
        size = fcntl.ioctl(terminal, termios.TIOCGWINSZ, _NO_SIZE)
        _ = fcntl.ioctl(ours, termios.TIOCSWINSZ, size)


def is_in_front() -> bool:
    """Whether the terminal's own signals, such as Ctrl-C, reach this process's group, and so the command's too."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
