"""Running a command as if keymedic were not there: its input, output, signals and environment are the caller's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from types import FrameType

from ...engine.errors import InputError
from ...engine.values import Struct
from .pump import Streams

_FORWARDED = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2")
    if hasattr(signal, name)
)
_OF_THE_TERMINAL = frozenset({signal.SIGINT, getattr(signal, "SIGQUIT", signal.SIGINT)})
"""What a terminal sends to everyone in its foreground: the command has it already."""


class Ended(Struct):
    """How a command ended: ``status`` as ``subprocess`` has it (below 0: by that signal), the end of its output, and the
    signals that came meanwhile."""

    status: int
    output: bytes
    signals: tuple[int, ...]

    @property
    def interrupted(self) -> bool:
        """Whether the person stopped it."""
        return signal.SIGINT in self.signals or self.status == -signal.SIGINT


def run_command(words: Sequence[str]) -> Ended:
    """Run a command to its end; raises `InputError` when it cannot be started."""
    streams = Streams()
    process: subprocess.Popen[bytes] | None = None
    received: list[int] = []

    def forward(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        if process is not None and not (number in _OF_THE_TERMINAL and _in_front()):
            process.send_signal(number)

    def resize(_number: int, _frame: FrameType | None) -> None:
        _resize(streams, process)

    with _handlers(forward, resize):
        process = _start(words, streams)
        streams.start()
        status = process.wait()
        output = streams.finish()
    return Ended(status, output, tuple(received))


def end_likewise(number: int) -> None:
    """End this process by a signal that was meant for it, so that whoever sent it sees that it worked."""
    _ = signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _start(words: Sequence[str], streams: Streams) -> subprocess.Popen[bytes]:
    program = words[0]
    try:
        found = (shutil.which(program) or program) if os.name == "nt" else program
        return subprocess.Popen([found, *words[1:]], stdout=streams.stdout, stderr=streams.stderr)
    except FileNotFoundError as error:
        streams.abandon()
        raise InputError(_not_found(program)) from error
    except PermissionError as error:
        streams.abandon()
        raise InputError(f"{program} may not be executed; to run a script, name its interpreter first") from error
    except (OSError, ValueError) as error:
        streams.abandon()
        reason = error.strerror if isinstance(error, OSError) else "a name with a NUL in it"
        raise InputError(f"{program} cannot be started: {reason}") from error


def _not_found(program: str) -> str:
    if os.path.exists(program) and os.path.dirname(program):
        return f"{program} is there, but the interpreter that its first line names is not"
    return f"there is no command {program}"


@contextmanager
def _handlers(
    forward: Callable[[int, FrameType | None], None], resize: Callable[[int, FrameType | None], None]
) -> Generator[None, None, None]:
    """Hand signals on while the command runs; those that are ignored stay ignored."""
    before = {number: signal.getsignal(number) for number in _FORWARDED}
    caught = {number for number, handler in before.items() if handler is not signal.SIG_IGN}
    for number in caught:
        _ = signal.signal(number, forward)
    if hasattr(signal, "SIGWINCH"):
        before[signal.SIGWINCH] = signal.signal(signal.SIGWINCH, resize)
    try:
        yield
    finally:
        for number, handler in before.items():
            _ = signal.signal(number, handler)


def _resize(streams: Streams, process: subprocess.Popen[bytes] | None) -> None:
    """Hand a new window size on, and tell the command again: it may have looked too early."""
    if sys.platform == "win32":
        return
    from . import pseudo

    for terminal in streams.terminals:
        pseudo.copy_size(1 if os.isatty(1) else 2, terminal)
    if process is not None and streams.terminals:
        process.send_signal(signal.SIGWINCH)


def _in_front() -> bool:
    if sys.platform == "win32":
        return True
    from . import pseudo

    return pseudo.is_in_front()
