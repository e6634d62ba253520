"""Another process as it was started: its variables and folders, from Linux's /proc."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from ..errors import ProbeError
from .place import Place, look_at

_PROC: Final = Path("/proc")
_MAX_ENVIRONMENT: Final = 4 << 20


def place_of_process(pid: int, project: Path | None, home: Path) -> Place:
    """What process ``pid`` has, with its working folder as the project unless ``project`` is given.

    Linux keeps the variables that a process began with; what it changed later is not seen. ``home`` stands in where
    they name none. Raises `ProbeError` when there is no such process, it belongs to somebody else, or this is not Linux.
    """
    folder = _PROC / str(pid)
    seen = look_at(folder / "environ", _MAX_ENVIRONMENT)
    if seen.sort == "absent":
        missing = (
            f"there is no process {pid}" if _PROC.is_dir() else "only Linux shows the variables of another process"
        )
        raise ProbeError(f"--pid: {missing}")
    if seen.sort != "file":
        raise ProbeError(f"--pid: the variables of process {pid} cannot be read: {seen.reason or seen.sort}")
    environ = _variables(seen.data)
    root = _root(folder)
    own_home = environ.get("HOME", "")
    return Place(
        environ, project or _working_folder(folder, root), root / own_home[1:] if own_home[:1] == "/" else home, pid
    )


def _variables(data: bytes) -> dict[str, str]:
    pairs = (os.fsdecode(entry).partition("=") for entry in data.split(b"\0"))
    return {name: value for name, sign, value in pairs if name and sign}


def _root(folder: Path) -> Path:
    """Where the process's files begin: a container's are reached through /proc."""
    inside = folder / "root"
    try:
        return Path("/") if os.path.samefile(inside, "/") else inside
    except OSError:
        return Path("/")


def _working_folder(folder: Path, root: Path) -> Path:
    try:
        return root / os.readlink(folder / "cwd")[1:]
    except OSError as error:
        raise ProbeError(
            f"--pid: the working folder cannot be read ({error.strerror}); name one with --project"
        ) from None
