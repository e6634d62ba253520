"""A rule base's folder -> the bytes of its files, read safely, and a hash over them.

Runs before every diagnosis (the hash decides whether the cache is fresh), so nothing slow is imported here.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator

from ..digest import digest_of
from ..values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .faults import Fault

StrPath = str | os.PathLike[str]

MAX_FILE_BYTES = 2_000_000
MAX_FILES = 5_000
MAX_FOLDER_BYTES = 12_000_000
ENTRY_FOLDERS = ("facts", "observe", "lexicon", "frames", "rules", "causes", "cases", "tables", "changes")
FOLDERS = (*ENTRY_FOLDERS, "phrases")
SCHEMAS = "schema"
"""The folder of the JSON Schemas that the editors of rule authors use; nothing of it is loaded."""
SINGLE_FILES = ("pack.yaml", "weights.yaml")
_VOCABULARY = ("facts", "tables", "phrases", *SINGLE_FILES)
_SUFFIXES = (".yaml", ".yml")
_MAX_WALK = 50_000
_PIECE = 65_536
"""Bytes to ask for where a file has more than the system said."""
_PLAINLY: int = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""Each platform has some of these; Windows opens files as text without the last."""
_NAMES = (
    "facts/, observe/, lexicon/, frames/, rules/, causes/, cases/, tables/, changes/, phrases/ hold the files,"
    " beside pack.yaml and weights.yaml"
)


class PackFile(Struct):
    """One file of a folder: its kind (``facts`` … ``phrases``, ``pack.yaml``), name in the folder, and bytes."""

    kind: str
    name: str
    content: bytes


class PackFolder(Struct):
    """The files of one rule base, sorted by name, with the faults met while reading them."""

    path: str
    files: tuple[PackFile, ...]
    faults: tuple[Fault, ...]
    digest: str
    """A hash over the names and contents of the files, hexadecimal."""
    vocabulary_only: bool = False

    def shown(self, name: str) -> str:
        """The name of one of its files as a person would type it."""
        return shown(os.path.join(self.path, name))


class Stamp(Struct):
    """How the files of a folder look from outside, and when the newest of them changed (nanoseconds since 1970)."""

    files: str
    newest: int


class _TooMuch(Exception):
    """A limit of the folder is passed."""


def read_folder(path: StrPath, *, vocabulary_only: bool = False, keep: bool = True) -> PackFolder:
    """Read every YAML file of a rule base; ``vocabulary_only`` leaves observations, rules, causes and cases out.

    Without ``keep`` for the hash alone: the folder has no files then. Never raises for what the folder holds: a file that
    cannot be used is a fault.
    """
    path = os.fspath(path)
    if not os.path.isdir(path):
        return PackFolder(path, (), (_fault("KM001", path, "no such folder"),), "")
    files: list[PackFile] = []
    faults: list[Fault] = []

    def parts() -> Iterator[bytes]:
        for file in _files(path, vocabulary_only, faults):
            if keep:
                files.append(file)
            yield file.name.encode("utf-8", "surrogateescape")
            yield file.content

    digest = digest_of(parts())
    return PackFolder(path, tuple(files), tuple(faults), digest, vocabulary_only)


def stamp(path: StrPath, *, vocabulary_only: bool = False) -> Stamp | None:
    """Sizes and times in place of the content that `read_folder` would read; nothing where they do not vouch for it.

    As long as each file has the times that it had, nobody has written to it: not even who sets the time of change back, as
    the time at which that was done (``st_ctime``) stays. Windows tells no such time.
    """
    path = os.fspath(path)
    faults: list[Fault] = []
    parts: list[str] = []
    newest = 0
    if sys.platform == "win32":
        return None
    try:
        for name in sorted(_walk(path, faults)):
            if vocabulary_only and name.partition("/")[0] not in _VOCABULARY:
                continue
            status = os.lstat(os.path.join(path, name))
            if not stat.S_ISREG(status.st_mode):
                return None
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
            parts.append(f"{name} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")
    except (OSError, _TooMuch):
        return None
    return None if faults or not parts else Stamp("\n".join(parts), newest)


def _files(path: str, vocabulary_only: bool, faults: list[Fault]) -> Iterator[PackFile]:
    count = size = 0
    try:
        for name in sorted(_walk(path, faults)):
            kind = name.partition("/")[0]
            if vocabulary_only and kind not in _VOCABULARY:
                continue
            content = _read(path, name, faults)
            count, size = count + 1, size + len(content)
            _check_limits(count, size)
            yield PackFile(kind, name, content)
    except _TooMuch as excess:
        faults.append(_fault("KM003", path, str(excess)))


def _check_limits(count: int, size: int) -> None:
    if count > MAX_FILES:
        raise _TooMuch(f"more than {MAX_FILES} files in one rule base")
    if size > MAX_FOLDER_BYTES:
        raise _TooMuch(f"more than {MAX_FOLDER_BYTES // 1_000_000} MB in one rule base")


def _walk(path: str, faults: list[Fault]) -> Iterator[str]:
    """The names of the files that belong to the rule base; links to folders are not followed."""
    seen = 0
    for folder, subfolders, names in os.walk(path):
        place = shown(folder[len(path) + 1 :])
        top = not place
        if top:
            _check_top(path, subfolders, faults)
            subfolders[:] = [name for name in subfolders if name in FOLDERS]
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        seen += len(names) + len(subfolders)
        if seen > _MAX_WALK:
            raise _TooMuch(f"more than {_MAX_WALK} files and folders in one rule base")
        for name in names:
            if name.startswith(".") or not name.endswith(_SUFFIXES):
                continue
            if not top or name in SINGLE_FILES:
                yield name if top else f"{place}/{name}"
            else:
                from .faults import did_you_mean, quote  # faults are rare

                hint = _elsewhere(name) or did_you_mean(name, SINGLE_FILES) or _NAMES
                faults.append(
                    _fault("KM005", os.path.join(path, name), f"{quote(name)} is no file of a rule base", hint)
                )


def _elsewhere(name: str) -> str:
    """Where a file that is named after a folder belongs."""
    stem = name.rpartition(".")[0]
    return f"move it into {stem}/" if stem in FOLDERS else ""


def _check_top(path: str, subfolders: Iterable[str], faults: list[Fault]) -> None:
    """A misspelt folder (``rule/``) would be left out silently; say so."""
    for name in subfolders:
        if name in (*FOLDERS, SCHEMAS):
            continue
        from .faults import did_you_mean, quote

        hint = did_you_mean(name, FOLDERS)
        if hint:
            faults.append(_fault("KM005", os.path.join(path, name), f"{quote(name)} is no folder of a rule base", hint))


def _read(folder: str, name: str, faults: list[Fault]) -> bytes:
    file = os.path.join(folder, name)
    try:
        place = file
        if os.path.islink(file):
            place = os.path.realpath(file)
            if not place.startswith(os.path.join(os.path.realpath(folder), "")):
                faults.append(_fault("KM006", file, "the link leads out of the rule base"))
                return b""
        content = read_at_most(place, MAX_FILE_BYTES + 1)
    except OSError as error:
        faults.append(_fault("KM002", file, f"cannot be read: {error.strerror or type(error).__name__}"))
        return b""
    if content is None:
        faults.append(_fault("KM002", file, "not a regular file"))
        return b""
    if len(content) > MAX_FILE_BYTES:
        faults.append(_fault("KM003", file, f"larger than {MAX_FILE_BYTES // 1_000_000} MB", "split the file"))
        return b""
    return content


def read_at_most(path: str, most: int) -> bytes | None:
    """The first bytes of a file; nothing for what is none, such as a pipe or a device. Raises ``OSError``.

    It is looked at after it was opened, so that nothing else can take its place in between.
    Streams of the standard library take several times as long for files as small as these, and room for ``most``.
    """
    descriptor = open_plain(path)
    try:
        status = os.fstat(descriptor)
        return _pieces(descriptor, most, status.st_size) if stat.S_ISREG(status.st_mode) else None
    finally:
        os.close(descriptor)


def open_plain(path: str) -> int:
    """Open a file for reading without following a link and without waiting for the other end of a pipe. Raises ``OSError``."""
    return os.open(path, _PLAINLY)


def _pieces(descriptor: int, most: int, size: int) -> bytes:
    """The first bytes of an open file; ``size``: what the system says it has."""
    parts: list[bytes] = []
    left, wanted = most, min(most, size + 1)
    while left > 0 and (part := os.read(descriptor, wanted)):
        parts.append(part)
        left -= len(part)
        wanted = min(left, max(wanted - len(part), _PIECE))
    return b"".join(parts) if len(parts) != 1 else parts[0]


def shown(path: str) -> str:
    """A path with slashes, as people write it."""
    return path.replace(os.sep, "/")


def _fault(code: str, path: str, message: str, hint: str = "") -> Fault:
    from .faults import Fault

    return Fault(code, shown(path), 1, 1, message, hint)
