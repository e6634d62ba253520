"""Workers of ``keymedic batch --jobs`` made by forking: each has the rule base at hand that its parent has read.

Starting a process anew and reading all again takes as long as ten diagnoses. Forked before any thread is started, on
Linux alone: elsewhere the system's libraries do not bear it.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import BinaryIO, TextIO

MOST_FORKS = 16
_PAUSE = 0.005
"""Seconds between two looks at a process that is to end."""
Work = Callable[[BinaryIO, TextIO], None]


def can_fork() -> bool:
    """Whether workers can be made here."""
    return sys.platform == "linux"


class Forked:
    """A process that was forked, used like one of `subprocess`."""

    def __init__(self, pid: int, stdin: int, stdout: int) -> None:
        self.stdin: BinaryIO = os.fdopen(stdin, "wb")
        self.stdout: BinaryIO = os.fdopen(stdout, "rb")
        self._pid = pid
        self._ended = False

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises ``subprocess.TimeoutExpired``."""
        left = float("inf") if timeout is None else timeout
        while not self._ended:
            pid, _ = os.waitpid(self._pid, os.WNOHANG)
            self._ended = pid != 0
            if self._ended:
                break
            if left <= 0:
                raise subprocess.TimeoutExpired("worker", timeout or 0)
            time.sleep(_PAUSE)
            left -= _PAUSE
        return 0

    def kill(self) -> None:
        """End it at once."""
        if not self._ended:
            os.kill(self._pid, 9)


def forked(count: int, work: Work, encoding: str) -> list[Forked]:
    """So many processes, each of which does ``work`` on what it is sent and ends."""
    made: list[Forked] = []
    for _ in range(count):
        theirs, ours = os.pipe(), os.pipe()
        pid = os.fork()
        if pid == 0:
            for other in made:  # else its input would stay open as long as this process lives
                os.close(other.stdin.fileno())
                os.close(other.stdout.fileno())
            os.close(theirs[1])
            os.close(ours[0])
            _be_worker(work, theirs[0], ours[1], encoding)
        os.close(theirs[0])
        os.close(ours[1])
        made.append(Forked(pid, theirs[1], ours[0]))
    return made


def _be_worker(work: Work, read: int, write: int, encoding: str) -> None:
    """Do the work and end, past everything that the parent would do at its end."""
    status = 1
    try:
        with io.TextIOWrapper(os.fdopen(write, "wb"), encoding=encoding, newline="\n") as answers:
            work(os.fdopen(read, "rb"), answers)
        status = 0
    except KeyboardInterrupt:
        status = 130
    except BaseException:  # noqa: BLE001  # its parent sees that it is gone, and answers for it
        status = 70
    finally:
        os._exit(status)
