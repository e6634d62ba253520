"""The compiled rule base on disk. A cache that cannot be used is as good as none, never an error.

A file is some lines of JSON. The first is a header that says what the rest was made from (a hash over the rule bases'
files, the version of keymedic, the state of its own code, the layout of the data) and has a checksum over all lines but
the rows, whose entries have their own, and the last, the cases, which only ``kb test`` reads. What the lines hold tells `sections`.
"""

from __future__ import annotations

import os
import stat
import sys
from binascii import crc32
from collections.abc import Callable, Iterator, Sequence

from ...version import VERSION
from ..digest import digest_of
from ..lazy import DAMAGED
from ..plain_json import dumps, loads
from .compiled import layout
from .folders import PackFolder, open_plain
from .model import RuleBase
from .packed import OpenFile, Row, RowInFile
from .sections import from_sections, to_sections, with_cases_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from .packed import Slices

FORMAT = 13
MAX_CACHE_BYTES = 64_000_000
LONG_ROW = 64_000
"""Bytes from which on a row is not read as a whole: of most rows a case needs a few entries."""
MOST_FILES = 4
"""Compiled rule bases to keep, one for each set of folders in use: those that were used last."""
_PREFIX, _SUFFIX = "rules-", ".json"
SEEN = ".seen"
"""What the name of the file beside a compiled rule base ends in, that tells how its sources looked (`stamps`)."""
_ENGINE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAKERS = ("", "infer", "observe", "rulebase")
"""The folders of the engine whose code has a part in what a cache holds."""


def cache_folder() -> str:
    """Where compiled rule bases are kept; empty when the environment names no usable place.

    ``KEYMEDIC_CACHE_DIR`` wins (empty: no cache), then the platform's own place for caches.
    """
    wanted = os.environ.get("KEYMEDIC_CACHE_DIR")
    if wanted is not None:
        return wanted
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if os.path.isabs(base):
        return os.path.join(base, "keymedic")
    home = os.path.expanduser("~")
    return os.path.join(home, ".cache", "keymedic") if os.path.isabs(home) else ""


def cache_key(folders: Sequence[PackFolder]) -> str:
    """A hash over everything the compiled form depends on."""
    parts = [*makers(), *(folder.digest for folder in folders)]
    return digest_of(part.encode() for part in parts)


def makers() -> tuple[str, ...]:
    """What makes a compiled form out of the files of rule bases, and how it is laid out."""
    return str(FORMAT), VERSION, layout(), *sorted(_code())


def _code() -> Iterator[str]:
    """Which code makes the compiled form: its files with their sizes and times. Two builds of one version, such as two
    states of a checkout, do not read each other's cache; reading the files would take longer than it saves."""
    for name in MAKERS:
        try:
            with os.scandir(os.path.join(_ENGINE, name)) as found:
                for entry in found:
                    if entry.name.endswith(".py"):
                        status = entry.stat()
                        yield f"{name}/{entry.name} {status.st_size} {status.st_mtime_ns}"
        except OSError:  # code without files: its version has to do
            pass


def load_cached(
    folders: Sequence[PackFolder], rebuilt: Callable[[], RuleBase], *, with_cases: bool = False, key: str = ""
) -> RuleBase | None:
    """The rule base compiled from exactly these files, or nothing; ``key``: theirs, where it is known.

    Its large tables are read entry by entry, later: for an entry that turns out to be damaged ``rebuilt`` is asked.
    """
    try:
        path = cache_path(folders)
        if not path:
            return None
        with open(open_plain(path), "rb") as stream:
            base = _read(stream, key or cache_key(folders), rebuilt, with_cases)
        _note_use(path)
        return base
    except (OSError, StopIteration, *DAMAGED):
        return None


def _read(stream: BinaryIO, key: str, rebuilt: Callable[[], RuleBase], with_cases: bool) -> RuleBase:
    """The rule base in a file of ours; raises ``ValueError`` and the like for any other."""
    size = _size_of_own(stream)
    header = loads(stream.readline(size).decode())
    if (header["keymedic"], header["format"], header["key"]) != (VERSION, FORMAT, key):
        raise ValueError("made from something else")
    lines = _Lines(stream, [length for length in header["lines"] if 0 <= length < size])
    base = from_sections(lines, rebuilt)
    if lines.checksum != header["sum"]:
        raise ValueError("damaged")
    return with_cases_of(base, stream.read(size)) if with_cases else base


class _Lines:
    """The lines of a file, read one after the other; ``checksum`` of those read so far, rows aside."""

    def __init__(self, stream: BinaryIO, lengths: Sequence[int]) -> None:
        self._stream = stream
        self._lengths = iter(lengths)
        # Windows has no way to read at a place, and keeps whoever wants to from replacing an open file.
        self._file = OpenFile(os.dup(stream.fileno())) if hasattr(os, "pread") else None
        self.checksum: int = 0

    def line(self) -> bytes:
        line = self._read(next(self._lengths))
        self.checksum = crc32(line, self.checksum)
        return line

    def row(self) -> Slices:
        length = next(self._lengths)
        if self._file is None or length < LONG_ROW:
            return self._read(length)
        row = RowInFile(self._file, self._stream.tell(), length)
        self._stream.seek(length, os.SEEK_CUR)
        _ = self._read(0)
        return row

    def _read(self, length: int) -> bytes:
        """The next bytes, up to the end of their line."""
        line = self._stream.read(length)
        if len(line) != length or self._stream.read(1) != b"\n":
            raise ValueError("cut off")
        return line


def store_cached(folders: Sequence[PackFolder], base: RuleBase) -> None:
    """Keep ``base`` for the next time, if there is a place for it. Never raises for want of one."""
    path = cache_path(folders)
    if not path:
        return
    *lines, cases = to_sections(base)
    content = b"\n".join((_header(folders, lines), *lines, cases, b""))
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True, mode=0o700)
        _write(path, content)
        _prune(path)
    except OSError:
        pass


def _prune(newest: str) -> None:
    """Keep the compiled rule bases used last: a version or a folder that is gone leaves its own behind for ever."""
    with os.scandir(os.path.dirname(newest)) as found:
        others = [
            (entry.stat().st_mtime_ns, entry.path)
            for entry in found
            if entry.path != newest
            and entry.name.startswith(_PREFIX)
            and _SUFFIX in entry.name
            and not entry.name.endswith(SEEN)
        ]
    for _, other in sorted(others, reverse=True)[MOST_FILES - 1 :]:
        _remove(other)
        _remove(other + SEEN)


def _note_use(path: str) -> None:
    """Its time says when it was used last; where that cannot be set, when it was written."""
    try:
        os.utime(path)
    except OSError:
        pass


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass


def cache_path(folders: Sequence[PackFolder]) -> str:
    """One file for each set of folders, so that an edited rule base takes the place of its predecessor; empty: no cache."""
    folder = cache_folder()
    names = (f"{os.path.realpath(pack.path)} {pack.vocabulary_only}" for pack in folders)
    name = digest_of(name.encode("utf-8", "surrogateescape") for name in names)[:16]
    return os.path.join(folder, f"{_PREFIX}{name}{_SUFFIX}") if folder else ""


def _header(folders: Sequence[PackFolder], lines: Sequence[bytes]) -> bytes:
    """What a file of these rule bases begins with; the checksum shows damage, so that the lines can be read piece by piece."""
    checksum = 0
    for line in lines:
        checksum = checksum if isinstance(line, Row) else crc32(line, checksum)
    lengths = [len(line) for line in lines]
    header = {"keymedic": VERSION, "format": FORMAT, "key": cache_key(folders), "lines": lengths, "sum": checksum}
    return dumps(header).encode()


def _size_of_own(stream: BinaryIO) -> int:
    """How large a file is; raises ``ValueError`` where somebody else could have written it: such rules are not ours to
    believe."""
    status = os.fstat(stream.fileno())
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("not a file")
    if sys.platform != "win32" and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        raise ValueError("open to others")
    if status.st_size > MAX_CACHE_BYTES:
        raise ValueError("too large")
    return status.st_size


def _write(path: str, content: bytes) -> None:
    """Put the whole file in place at once, readable by its owner only."""
    beside = f"{path}.{os.urandom(8).hex()}"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            _ = stream.write(content)
        os.replace(beside, path)
    except OSError:
        _remove(beside)
        raise
