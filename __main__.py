"""``python -m keymedic``: the same as the command ``keymedic``."""

from __future__ import annotations

import gc
import sys

_YOUNG_OBJECTS = 200_000
"""New objects between two searches for garbage: one diagnosis makes fewer, and hardly any of them in cycles."""


def start() -> int:
    """Run the command line of this process, and return its exit status."""
    gc.set_threshold(_YOUNG_OBJECTS)  # before the rest is imported: that makes the most objects
    from .cli.main import entry
    from .engine.lazy_pattern import keep_patterns

    status = entry()
    keep_patterns()
    gc.freeze()  # the process ends: nothing is gained by searching all it holds for garbage once more
    return status


if __name__ == "__main__":
    sys.exit(start())
