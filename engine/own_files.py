"""Small files of keymedic's own, such as what it remembered: read with suspicion, written whole, open to their owner only."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping

from ..version import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

MAKER = f"keymedic {VERSION}, Python {sys.version}"
"""Whose file it is, where one that another version or another interpreter left behind is of no use."""
MOST_BYTES = 4_000_000


def own_folder(environ: Mapping[str, str], name: str, on_windows: str, elsewhere: str, below_home: str) -> str:
    """A folder of keymedic's own, or an empty text when the environment names no usable place.

    ``name`` is the variable that wins (set and empty: none); ``on_windows`` and ``elsewhere`` are the platform's own variables;
    ``below_home`` is the place without them.
    """
    if name in environ:
        return environ[name]
    base = environ.get(on_windows if sys.platform == "win32" else elsewhere, "")
    if base and os.path.isabs(base):
        return os.path.join(base, "keymedic")
    home = environ.get("HOME") or os.path.expanduser("~")
    return os.path.join(home, below_home, "keymedic") if os.path.isabs(home) else ""


def beside_bytecode(spec: ModuleSpec | None, ending: str) -> str:
    """A file beside the bytecode of a module; empty where Python keeps none, or where it is not the known one that runs."""
    cached = spec.cached if spec is not None and sys.implementation.name == "cpython" else None
    return f"{cached.removesuffix('.pyc')}.{ending}" if cached else ""


def may_be_kept(path: str) -> bool:
    """Whether a file beside bytecode would be written: where it would not, nothing needs to be made for it.

    Python has made the folder by then, unless it may not.
    """
    return bool(path) and not sys.dont_write_bytecode and os.access(os.path.dirname(path), os.W_OK)


def read_own(path: str) -> bytes:
    """The content of a file that nobody else could have written; raises ``OSError`` or ``ValueError``."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("not a file")
        if sys.platform != "win32" and (status.st_uid != os.getuid() or status.st_mode & 0o022):
            raise ValueError("open to others")
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError("too large")
    return content


def write_own(path: str, content: bytes) -> None:
    """Put a whole file in place at once, and its folder before it; raises ``OSError``."""
    os.makedirs(os.path.dirname(path), exist_ok=True, mode=0o700)
    beside = f"{path}.{os.urandom(6).hex()}"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(handle, "wb") as stream:
            _ = stream.write(content)
        os.replace(beside, path)
    except OSError:
        try:
            os.unlink(beside)
        except OSError:
            pass
        raise
