"""A mark that a file is in use, which the operating system takes away when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path


class Lock:
    """A file that one process at a time can hold. Where the file system knows no locks, everybody is told they hold it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1

    def take(self) -> bool:
        """Take the lock; false when another holds it. Raises ``OSError`` when the file cannot be opened."""
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(self._path, flags, 0o600)
        if not _try(handle):
            os.close(handle)
            return False
        self._handle = handle
        return True

    def write(self, mark: bytes) -> None:
        """Leave a word in the file for who takes the lock next. Raises ``OSError``."""
        os.ftruncate(self._handle, 0)
        _ = os.lseek(self._handle, 0, os.SEEK_SET)
        _ = os.write(self._handle, mark)

    def release(self) -> None:
        """Give the lock back."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def in_use(path: Path) -> bool:
    """Whether a process holds the lock; a lock file that is not there, or not readable, is held by nobody."""
    lock = Lock(path)
    if not path.exists():
        return False
    try:
        if not lock.take():
            return True
    except OSError:
        return False
    lock.release()
    return False


def _try(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks on this file system
        return True
    return True
