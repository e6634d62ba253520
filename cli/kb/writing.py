"""Files of a rule base or a site that are written: whole or not at all, and never through a link out of their folder."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from ...engine.errors import InputError


def write_below(folder: str | Path, file: str | Path, text: str) -> None:
    """Put a text in the place of a file below ``folder``; where that fails, what was there stays.

    Folders on the way are made. A folder that others filled, such as a cloned project, may hold links: raises
    `InputError` for one that leads out of it, and when the system refuses.
    """
    try:
        os.makedirs(os.path.dirname(file) or ".", exist_ok=True)
        target = inside(folder, file)
        _replace(target, text.encode("utf-8"))
    except OSError as error:
        raise InputError(f"cannot write {file}: {error.strerror}") from error


def inside(folder: str | Path, file: str | Path) -> str:
    """Where a file really is; raises `InputError` when that is not below ``folder``."""
    place, home = os.path.realpath(file), os.path.join(os.path.realpath(folder), "")
    if not place.startswith(home):
        raise InputError(f"{file} is a link that leads out of {folder}")
    return place


def _replace(target: str, content: bytes) -> None:
    beside = f"{target}.{os.urandom(6).hex()}.tmp"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            _ = stream.write(content)
        with contextlib.suppress(FileNotFoundError):
            os.chmod(beside, stat.S_IMODE(os.stat(target).st_mode))
        os.replace(beside, target)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
