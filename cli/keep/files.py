"""Private files: written whole or not at all, read with suspicion, open to their owner only."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

_SHARED = 0o077
"""The rights of anybody but the owner."""


def private_folder(folder: Path) -> None:
    """Make a folder of rights 0700, or take them from others where it is there; raises ``OSError``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.stat()
    if sys.platform != "win32":
        if status.st_uid != os.getuid():
            raise PermissionError(1, "the folder belongs to somebody else", str(folder))
        if status.st_mode & _SHARED:
            folder.chmod(0o700)


def write_private(path: Path, content: bytes) -> None:
    """Replace a file by ``content`` of rights 0600, such that at any moment the old or the new one is there, whole.

    A file of the same name with a dot before, the process's number and ``.tmp`` behind may be left over when the process
    is killed; its next call replaces it. Two processes may write one path: the last one wins. Raises ``OSError``.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _write(beside, content)
        os.replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(path.parent)


def _write(path: Path, content: bytes) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as stream:
        _ = stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename last; where folders cannot be synced (Windows, some file systems) the system does it in time."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_plain(path: Path, most: int) -> bytes:
    """The bytes of a plain file, ``most`` at most; no link is followed and no pipe waited for. Raises ``OSError``."""
    with _open_plain(path) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise OSError(27, "too large", str(path))
    return content


def read_tail(path: Path, most: int) -> bytes:
    """Likewise the last ``most`` bytes of a file of any size."""
    with _open_plain(path) as stream:
        size = os.fstat(stream.fileno()).st_size
        _ = stream.seek(max(0, size - most))
        return stream.read(most)


def _open_plain(path: Path) -> BinaryIO:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    stream = os.fdopen(os.open(path, flags), "rb")
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise OSError(22, "not a plain file", str(path))
    return stream
