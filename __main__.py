"""``python -m keymedic``: the same as the command ``keymedic``."""

from __future__ import annotations

import gc
import os
import sys

_YOUNG_OBJECTS = 200_000
"""New objects between two searches for garbage: one diagnosis makes fewer, and hardly any of them in cycles."""
_WAITED_FOR = ("atexit", "threading")
"""Modules that nothing to be done at the end of a process can do without."""


def start() -> int:
    """Run the command line of this process, and return its exit status, if the process is not ended with it at once."""
    gc.set_threshold(_YOUNG_OBJECTS)  # before the rest is imported: that makes the most objects
    from .cli.kept_modules import find_kept, keep_start

    find_kept(sys.argv[1:])
    from .cli.main import entry

    status = entry()
    keep_start()
    _leave(status)
    gc.freeze()  # the process ends: nothing is gained by searching all it holds for garbage once more
    return status


def _leave(status: int) -> None:
    """End the process, unless something waits for its end: taking down what it holds, piece by piece, takes milliseconds."""
    if sys.flags.inspect or not sys.modules.keys().isdisjoint(_WAITED_FOR):
        return
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return  # Python says so at its own end
    os._exit(status)


if __name__ == "__main__":
    sys.exit(start())
