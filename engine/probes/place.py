"""Where a probe looks, and the one way in which it opens files: never blocking, never without a limit."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from ..values import Struct

MAX_FILE_BYTES: Final = 1 << 20
"""A settings file that is larger than this is none."""
MAX_FOLDERS: Final = 64
"""So many folders are looked into on the way up from the project."""

Sort = Literal["absent", "file", "directory", "other", "unreadable", "too-large"]


class Place(Struct):
    """The environment, the project's folder and the home folder that the probes look at."""

    environ: Mapping[str, str]
    project: Path
    home: Path
    pid: int | None = None
    """The process whose environment it is; ``None`` for this one."""

    def upwards(self) -> Iterator[Path]:
        """The project's folder and those above it, at most `MAX_FOLDERS`."""
        for _, folder in zip(range(MAX_FOLDERS), (self.project, *self.project.parents), strict=False):
            yield folder

    @property
    def origin(self) -> str:
        """What to call the environment."""
        return "the environment" if self.pid is None else f"the environment of process {self.pid}"

    def shown(self, path: Path) -> str:
        """A path as people write it: relative to the project, or with ``~`` for the home folder."""
        for base, prefix in ((self.project, ""), (self.home, "~/")):
            if path.is_relative_to(base):
                return prefix + path.relative_to(base).as_posix()
        return path.as_posix()


class Seen(Struct):
    """What is at a path: its sort, its bytes when it is a file, else the operating system's reason."""

    sort: Sort
    data: bytes = b""
    reason: str = ""


def look_at(path: Path, limit: int = MAX_FILE_BYTES) -> Seen:
    """What is at ``path``, following links. Pipes and devices are not opened; no more than ``limit`` bytes are read."""
    try:
        sort = _sort(os.stat(path).st_mode)
        return _read(path, limit) if sort == "file" else Seen(sort)
    except (FileNotFoundError, NotADirectoryError):
        return Seen("absent")
    except (OSError, ValueError) as error:  # ValueError: a path that no file can have
        return Seen("unreadable", reason=getattr(error, "strerror", None) or type(error).__name__)


def names_in(folder: Path, limit: int = 4096) -> tuple[str, ...]:
    """The names in a folder, sorted, at most ``limit`` read; none when it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return tuple(sorted(entry.name for entry, _ in zip(entries, range(limit), strict=False)))
    except (OSError, ValueError):
        return ()


def _sort(mode: int) -> Literal["file", "directory", "other"]:
    if stat.S_ISDIR(mode):
        return "directory"
    return "file" if stat.S_ISREG(mode) else "other"


def _read(path: Path, limit: int) -> Seen:
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        sort = _sort(os.fstat(stream.fileno()).st_mode)
        if sort != "file":  # it was exchanged since the first look
            return Seen(sort)
        data = stream.read(limit + 1)
    return Seen("too-large") if len(data) > limit else Seen("file", data)
