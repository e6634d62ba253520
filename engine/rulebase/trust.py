"""Which content of a project's ``.keymedic/`` the person trusted: by hash, as direnv does.

A project is somebody else's text. Its rule base puts commands to copy before a person, so it loads only after that
person looked at this very content; one changed letter, and the question comes anew.
"""

from __future__ import annotations

import enum
import json
import os

from ..own_files import read_own, write_own
from .folders import PackFolder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


MOST_HASHES = 20
"""So many contents of one folder stay trusted: branches come and go."""


class Trust(enum.Enum):
    """What the person said of a content."""

    NONE = "none"
    OUTDATED = "outdated"
    """Another content of the same folder was trusted."""
    GIVEN = "given"


def trust_of(folder: PackFolder, config: str) -> Trust:
    """Whether exactly this content of this folder was trusted; ``config`` is the person's settings folder."""
    hashes = _read(config).get(_name(folder.path), [])
    if not hashes or not folder.digest:
        return Trust.NONE
    return Trust.GIVEN if folder.digest in hashes else Trust.OUTDATED


def trust(folder: PackFolder, config: str) -> None:
    """Remember that this content is trusted; raises ``OSError`` when that cannot be written."""
    known = _read(config)
    name = _name(folder.path)
    others = [digest for digest in known.get(name, []) if digest != folder.digest]
    _write(config, {**known, name: [folder.digest, *others][:MOST_HASHES]})


def forget(path: str | os.PathLike[str], config: str) -> bool:
    """Trust no content of a folder any more; whether any was trusted. Raises ``OSError``."""
    known = _read(config)
    gone = known.pop(_name(path), None)
    if gone:
        _write(config, known)
    return bool(gone)


def _name(path: str | os.PathLike[str]) -> str:
    return os.path.realpath(path)


def _file(config: str) -> str:
    return os.path.join(config, "trusted.json")


def _write(config: str, known: dict[str, list[str]]) -> None:
    write_own(_file(config), json.dumps(known, indent=1).encode("utf-8", "surrogateescape"))


def _read(config: str) -> dict[str, list[str]]:
    """Folder to hashes; nothing where the file is not there or could be another's."""
    try:
        data: Any = json.loads(read_own(_file(config))) if config else {}
        return {str(name): [str(digest) for digest in digests] for name, digests in data.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
