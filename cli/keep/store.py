"""Conversations on disk: saved after every step, found again, never lost to a crash, a full disk or a damaged file.

Each conversation has a file of its own, ``session-TIME-PROCESS-RANDOM.json``, beside a lock that its process holds,
so that two of them never write one file and only what nobody uses is taken up again.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...engine.errors import InputError
from .files import private_folder, read_plain, write_private
from .locks import Lock, in_use

if TYPE_CHECKING:
    from ...engine.reason.diagnose import Diagnostician
    from ...engine.session import Session
    from ...engine.session.log import Event

_CONCLUDING = b"concluding"
"""Stands in the lock while conclusions are drawn from what was saved."""
MAX_SESSION_BYTES = 64_000_000
MOST_SESSIONS = 20
"""Conversations to keep; the oldest are removed when a new one is saved first. As many damaged files are kept."""
_LONGEST_NUMBER = 18


def state_folder() -> Path | None:
    """Where conversations are kept; nothing when the environment names no usable place.

    ``KEYMEDIC_STATE_DIR`` wins (empty: nothing is kept), then the platform's own place for the state of programs.
    """
    wanted = os.environ.get("KEYMEDIC_STATE_DIR")
    if wanted is not None:
        return Path(wanted) if wanted else None
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME", "")
    if base and os.path.isabs(base):
        return Path(base) / "keymedic"
    home = os.path.expanduser("~")
    place = "Library/Application Support" if sys.platform == "darwin" else ".local/state"
    return Path(home) / place / "keymedic" if os.path.isabs(home) else None


def _silent(_error: OSError) -> None:
    """Say nothing."""


class Autosave:
    """The file of one conversation; without a ``folder`` nothing is kept.

    ``on_trouble`` hears once why nothing can be saved, and again only after it worked in between: a full disk or a
    read-only home must not stop the conversation, nor be told after every step.
    """

    def __init__(self, folder: Path | None, on_trouble: Callable[[OSError], None] = _silent) -> None:
        name = f"session-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{os.getpid()}-{os.urandom(3).hex()}.json"
        self.path = folder / name if folder else None
        self._on_trouble = on_trouble
        self._lock: Lock | None = None
        self._known: dict[Event, dict[str, Any]] = {}
        self._saved: tuple[Event, ...] = ()
        self._troubled = False
        self._concluding = False

    def save(self, session: Session, *, concluding: bool = False) -> bool:
        """Save everything said so far; true when it is safe on the disk. Never raises for want of a place.

        ``concluding``: conclusions are drawn next, and it is saved again once that is done.
        """
        if self.path is None or not session.log:
            return False
        if self._saved == session.log:
            self._mark(concluding=concluding)
            return True
        try:
            self._write(self.path, session)
            self._mark(concluding=concluding)
        except OSError as error:
            if not self._troubled:
                self._troubled = True
                self._on_trouble(error)
            return False
        self._saved, self._troubled = session.log, False
        return True

    def close(self) -> None:
        """Let others take the conversation up; its file stays."""
        if self._lock:
            self._lock.release()
            self._lock = None

    def _mark(self, *, concluding: bool) -> None:
        """Note whether conclusions are being drawn: should they end the process, the next one is to know."""
        if self._lock is not None and self._concluding != concluding:
            with contextlib.suppress(OSError):
                self._lock.write(_CONCLUDING if concluding else b"")
                self._concluding = concluding

    def _write(self, path: Path, session: Session) -> None:
        if self._lock is None:
            private_folder(path.parent)
            lock = Lock(_lock_of(path))
            _ = lock.take()
            self._lock = lock
            _prune(path.parent)
        write_private(path, session_bytes(session, self._known))


def session_bytes(session: Session, known: dict[Event, dict[str, Any]] | None = None) -> bytes:
    """A conversation as it is saved, in ASCII; raises ``OSError`` when it has grown too large to be read again."""
    from ...engine.session.codec import MOST_EVENTS, to_data

    if len(session.log) > MOST_EVENTS:
        raise OSError(27, "the conversation is too long")
    content = json.dumps(to_data(session, known), separators=(",", ":")).encode("ascii") + b"\n"
    if len(content) > MAX_SESSION_BYTES:
        raise OSError(27, "the conversation is too large")
    return content


def load(path: Path, doctor: Diagnostician | None = None) -> Session:
    """The conversation saved in a file; raises `InputError` when it cannot be read, or is none."""
    from ...engine.session.codec import from_data

    try:
        content = read_plain(path, MAX_SESSION_BYTES)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a usable file name"
        raise InputError(f"cannot read {path}: {reason}") from error
    try:
        data = json.loads(content.decode("utf-8"), parse_int=_number)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is damaged: it is not JSON") from error
    return from_data(data, doctor)


def _number(digits: str) -> int:
    """A whole number; one with more digits than any that is saved costs a long time to read and is nothing."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else -1


def latest(folder: Path | None) -> Path | None:
    """The conversation saved last, of those that no living process holds."""
    return next((path for path in _newest_first(folder) if not in_use(_lock_of(path))), None) if folder else None


def resume(
    folder: Path | None,
    doctor: Diagnostician | None,
    on_broken: Callable[[Path, InputError], None],
    careful: Callable[[], Diagnostician] | None = None,
) -> tuple[Path, Session] | None:
    """The conversation saved last that can be read. A damaged one is kept under the name that ``on_broken`` hears.

    ``careful`` makes who diagnoses one that ended while conclusions were drawn from it, as by a fault of the native engine.
    """
    while path := latest(folder):
        try:
            return path, load(path, careful() if careful is not None and _cut_off(path) else doctor)
        except InputError as error:
            aside = _set_aside(path)
            on_broken(aside, error)
            if aside == path:  # it cannot be moved: looking on would find it for ever
                return None
    return None


def _cut_off(path: Path) -> bool:
    """Whether the process that held a conversation ended while it drew conclusions."""
    try:
        return read_plain(_lock_of(path), len(_CONCLUDING)) == _CONCLUDING
    except (OSError, ValueError):
        return False


def _set_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.{os.urandom(3).hex()}.broken")
    try:
        os.rename(path, aside)
    except OSError:
        return path
    return aside


def _lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def _newest_first(folder: Path, pattern: str = "session-*.json") -> list[Path]:
    times: dict[Path, int] = {}
    for path in folder.glob(pattern):
        with contextlib.suppress(OSError):
            times[path] = path.lstat().st_mtime_ns
    return sorted(times, key=lambda path: (times[path], path.name), reverse=True)


def _prune(folder: Path) -> None:
    """Remove the oldest conversations, and what killed processes left behind."""
    gone = [path for path in _newest_first(folder)[MOST_SESSIONS - 1 :] if not in_use(_lock_of(path))]
    gone += _newest_first(folder, "session-*.broken")[MOST_SESSIONS:]
    for path in gone:
        _remove(path)
    for lock in _newest_first(folder, ".session-*.json.lock")[2 * MOST_SESSIONS :]:
        session = lock.with_name(lock.name[1 : -len(".lock")])
        if not session.exists() and not in_use(lock):
            _remove(lock)
            for left in folder.glob(f".{session.name}.*.tmp"):
                _remove(left)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
