"""The report of an internal error: complete enough to paste into an issue, without any value of the person's."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path
from types import TracebackType

from ..version import VERSION

_PACKAGE = Path(__file__).resolve().parent.parent


def crash_report(error: BaseException) -> str:
    """Version, Python, platform, and for each error of the chain its class and where it passed through.

    Messages, arguments and local values are left out: they may hold what a person pasted.
    """
    lines = [
        "keymedic failed. This is a fault in keymedic, not in your key or project.",
        "Please report it with these lines; they hold nothing of your input:",
        "",
        f"    keymedic {VERSION}",
        f"    Python {platform.python_version()} ({sys.implementation.name})",
        f"    {platform.system()} {platform.release()} {platform.machine()}",
    ]
    for link in reversed(list(_chain(error))):
        lines += ["", f"    {type(link).__module__}.{type(link).__qualname__}"]
        lines += [f"      {place}" for place in _places(link.__traceback__)]
    return "\n".join(lines)


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _places(trace: TracebackType | None) -> list[str]:
    frames = [(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in traceback.walk_tb(trace)]
    shown = [f"{_short(file)}:{line} in {function}" for file, line, function in frames]
    return shown if len(shown) <= 24 else [*shown[:8], f"... {len(shown) - 24} more ...", *shown[-16:]]


def _short(file: str) -> str:
    path = Path(file)
    try:
        return f"keymedic/{path.resolve().relative_to(_PACKAGE).as_posix()}"
    except (ValueError, OSError):
        return path.name
