"""A rule base's folder -> the bytes of its files, read safely, and a hash over them.

Runs before every diagnosis (the hash decides whether the cache is fresh), so nothing slow is imported here.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..values import dataclass
from .faults import Fault, did_you_mean, quote

MAX_FILE_BYTES = 2_000_000
MAX_FILES = 5_000
MAX_FOLDER_BYTES = 32_000_000
ENTRY_FOLDERS = ("facts", "observe", "rules", "causes", "cases", "tables")
FOLDERS = (*ENTRY_FOLDERS, "phrases")
SINGLE_FILES = ("pack.yaml", "weights.yaml")
_VOCABULARY = ("facts", "tables", "phrases", *SINGLE_FILES)
_SUFFIXES = (".yaml", ".yml")
_MAX_WALK = 50_000
_NAMES = (
    "facts/, observe/, rules/, causes/, cases/, tables/, phrases/ hold the files, beside pack.yaml and weights.yaml"
)


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a folder: its kind (``facts`` … ``phrases``, ``pack.yaml``), name in the folder, and bytes."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PackFolder:
    """The files of one rule base, sorted by name, with the faults met while reading them."""

    path: Path
    files: tuple[PackFile, ...]
    faults: tuple[Fault, ...]
    digest: str
    """SHA-256 over the names and contents of the files, hexadecimal."""
    vocabulary_only: bool = False

    def shown(self, name: str) -> str:
        """The name of one of its files as a person would type it."""
        return (self.path / name).as_posix()


class _TooMuch(Exception):
    """A limit of the folder is passed."""


def read_folder(path: Path, *, vocabulary_only: bool = False) -> PackFolder:
    """Read every YAML file of a rule base; ``vocabulary_only`` leaves observations, rules, causes and cases out.

    Never raises for what the folder holds: a file that cannot be used is a fault.
    """
    if not path.is_dir():
        return PackFolder(path, (), (_fault("KM001", path, "no such folder"),), "")
    files: list[PackFile] = []
    faults: list[Fault] = []
    size = 0
    try:
        for name in sorted(_walk(path, faults)):
            kind = name.partition("/")[0]
            if vocabulary_only and kind not in _VOCABULARY:
                continue
            content = _read(path, name, faults)
            size += len(content)
            _check_limits(len(files) + 1, size)
            files.append(PackFile(kind, name, content))
    except _TooMuch as excess:
        faults.append(_fault("KM003", path, str(excess)))
    return PackFolder(path, tuple(files), tuple(faults), _digest(files), vocabulary_only)


def _check_limits(count: int, size: int) -> None:
    if count > MAX_FILES:
        raise _TooMuch(f"more than {MAX_FILES} files in one rule base")
    if size > MAX_FOLDER_BYTES:
        raise _TooMuch(f"more than {MAX_FOLDER_BYTES // 1_000_000} MB in one rule base")


def _walk(path: Path, faults: list[Fault]) -> Iterator[str]:
    """The names of the files that belong to the rule base; links to folders are not followed."""
    seen = 0
    for folder, subfolders, names in os.walk(path):
        place = Path(folder).relative_to(path).as_posix()
        top = place == "."
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
                hint = did_you_mean(name, SINGLE_FILES) or _NAMES
                faults.append(_fault("KM005", path / name, f"{quote(name)} is no file of a rule base", hint))


def _check_top(path: Path, subfolders: Iterable[str], faults: list[Fault]) -> None:
    """A misspelt folder (``rule/``) would be left out silently; say so."""
    for name in subfolders:
        hint = did_you_mean(name, FOLDERS) if name not in FOLDERS else ""
        if hint:
            faults.append(_fault("KM005", path / name, f"{quote(name)} is no folder of a rule base", hint))


def _read(folder: Path, name: str, faults: list[Fault]) -> bytes:
    file = os.path.join(folder, name)  # as text: paths of so many files take longer to make than the files to read
    try:
        status = os.lstat(file)
        if stat.S_ISLNK(status.st_mode):
            if not Path(file).resolve().is_relative_to(folder.resolve()):
                faults.append(_fault("KM006", Path(file), "the link leads out of the rule base"))
                return b""
            status = os.stat(file)
        if not stat.S_ISREG(status.st_mode):
            faults.append(_fault("KM002", Path(file), "not a regular file"))
            return b""
        with open(file, "rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        faults.append(_fault("KM002", Path(file), f"cannot be read: {error.strerror or type(error).__name__}"))
        return b""
    if len(content) > MAX_FILE_BYTES:
        faults.append(_fault("KM003", Path(file), f"larger than {MAX_FILE_BYTES // 1_000_000} MB", "split the file"))
        return b""
    return content


def _digest(files: Iterable[PackFile]) -> str:
    digest = hashlib.sha256()
    for file in files:
        name = file.name.encode("utf-8", "surrogateescape")
        digest.update(f"{len(name)} {len(file.content)} ".encode("ascii") + name)
        digest.update(file.content)
    return digest.hexdigest()


def _fault(code: str, path: Path, message: str, hint: str = "") -> Fault:
    return Fault(code, path.as_posix(), 1, 1, message, hint)
