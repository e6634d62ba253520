"""The compiled rule base on disk, as JSON. A cache that cannot be used is as good as none, never an error.

A file is four lines: a header that says what the rest was made from (a hash over the rule bases' files, the
version of keymedic, the layout of the data, a checksum), the rule base, its observations (tabs between them, each
parsed when it is asked for: a case meets one in ten), and its cases, which only ``kb test`` reads.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from ...version import VERSION
from . import compiled
from .compiled import OBSERVATIONS, cases_to_data, from_trusted_data, layout, to_data, without_cases
from .folders import PackFolder
from .model import RuleBase

FORMAT = 3
MAX_CACHE_BYTES = 64_000_000
MOST_FILES = 4
"""Compiled rule bases to keep, one for each set of folders in use."""


def cache_folder() -> Path | None:
    """Where compiled rule bases are kept; nothing when the environment names no usable place.

    ``KEYMEDIC_CACHE_DIR`` wins (empty: no cache), then the platform's own place for caches.
    """
    wanted = os.environ.get("KEYMEDIC_CACHE_DIR")
    if wanted is not None:
        return Path(wanted) if wanted else None
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "keymedic"
    home = os.path.expanduser("~")
    return Path(home) / ".cache" / "keymedic" if os.path.isabs(home) else None


def cache_key(folders: Sequence[PackFolder]) -> str:
    """A hash over everything the compiled form depends on."""
    parts = [str(FORMAT), VERSION, layout(), *(folder.digest for folder in folders)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def load_cached(folders: Sequence[PackFolder], *, with_cases: bool) -> RuleBase | None:
    """The rule base compiled from exactly these files, or nothing."""
    try:
        path = _path(folders)
        if path is None:
            return None
        header, body, observations, cases = _lines(path)
        if header.decode() != _header(folders, body, observations):
            return None
        data = json.loads(body.decode())
        data[OBSERVATIONS] = observations.split(b"\t") if observations else []
        base = from_trusted_data(data)
        return compiled.with_cases(base, json.loads(cases)) if with_cases else base
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def store_cached(folders: Sequence[PackFolder], base: RuleBase) -> None:
    """Keep ``base`` for the next time, if there is a place for it. Never raises for want of one."""
    path = _path(folders)
    if path is None:
        return
    data = to_data(without_cases(base))
    entries, data[OBSERVATIONS] = data[OBSERVATIONS], []
    body, observations, cases = _json(data), b"\t".join(map(_json, entries)), _json(cases_to_data(base))
    content = b"\n".join((_header(folders, body, observations).encode(), body, observations, cases, b""))
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, content)
        _prune(path)


def _json(data: object) -> bytes:
    """Data on one line; JSON leaves no tab or line feed unescaped."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()


def _prune(newest: Path) -> None:
    """Keep the newest compiled rule bases: a version or a folder that is gone leaves its own behind for ever."""
    others = {other: other.stat().st_mtime_ns for other in newest.parent.glob("rules-*.json*") if other != newest}
    for other in sorted(others, key=lambda other: others[other], reverse=True)[MOST_FILES - 1 :]:
        with contextlib.suppress(OSError):
            other.unlink()


def _path(folders: Sequence[PackFolder]) -> Path | None:
    """One file for each set of folders, so that an edited rule base takes the place of its predecessor."""
    folder = cache_folder()
    names = "\n".join(f"{pack.path.resolve()} {pack.vocabulary_only}" for pack in folders)
    name = hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder / f"rules-{name}.json" if folder else None


def _header(folders: Sequence[PackFolder], *lines: bytes) -> str:
    """What a file of these rule bases begins with; the checksum shows damage, so that the lines can be read piece by piece."""
    checksum = hashlib.sha256()
    for line in lines:
        checksum.update(line + b"\n")
    return json.dumps({"keymedic": VERSION, "format": FORMAT, "key": cache_key(folders), "sum": checksum.hexdigest()})


def _lines(path: Path) -> tuple[bytes, bytes, bytes, bytes]:
    """The four lines of a cache file of our own; ``ValueError`` for any other file."""
    with open(path, "rb", opener=_open_plain) as stream:
        _check_owner(stream)
        content = stream.read(MAX_CACHE_BYTES + 1)
    if len(content) > MAX_CACHE_BYTES:
        raise ValueError("too large")
    header, body, observations, cases, rest = content.split(b"\n")
    if rest:
        raise ValueError("more than four lines")
    return header, body, observations, cases


def _open_plain(path: str, flags: int) -> int:
    """Open without waiting for the other end of a pipe and without following a link."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))


def _check_owner(stream: IO[bytes]) -> None:
    """Rules that somebody else could have written are not ours to believe."""
    status = os.fstat(stream.fileno())
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("not a file")
    if sys.platform != "win32" and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        raise ValueError("open to others")


def _write(path: Path, content: bytes) -> None:
    """Put the whole file in place at once, readable by its owner only."""
    beside = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            _ = stream.write(content)
        os.replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
