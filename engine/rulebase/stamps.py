"""What the files of rule bases looked like from outside when they were hashed last, so that they are not hashed every time.

Beside a compiled rule base lies a small file that says: with these sizes and times (and this code of keymedic) its key
was that. The key itself is always made from what the files hold.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from ..digest import digest_of
from ..lazy import DAMAGED
from ..own_files import read_own, write_own
from ..plain_json import dumps, loads
from .cache import SEEN, cache_path, makers
from .folders import PackFolder, stamp

SETTLED = 3_000_000_000
"""Nanoseconds after which a change gives a file another time than the one before it had: file systems count time in steps,
FAT in steps of two seconds."""


class Stamps:
    """How the files of rule bases look now; ``places`` that were read already count by what they hold."""

    def __init__(self, places: Sequence[PackFolder]) -> None:
        path = cache_path(places)
        self._file = path and path + SEEN
        self._now = _looks(places) if path else ""

    def key(self) -> str:
        """The key that the files had when they looked like this; empty when nobody knows."""
        if not self._now:
            return ""
        try:
            seen, key = loads(read_own(self._file).decode())
        except (OSError, *DAMAGED):
            return ""
        return key if seen == self._now and isinstance(key, str) else ""

    def note(self, key: str) -> None:
        """Remember the key of the files. Never raises for want of a place."""
        try:
            if self._now:
                write_own(self._file, dumps([self._now, key]).encode())
        except OSError:
            pass


def _looks(places: Sequence[PackFolder]) -> str:
    """A hash over what tells one state from another; empty where nothing does, or not yet."""
    parts = list(makers())
    for place in places:
        if place.digest:
            parts.append(place.digest)
            continue
        look = stamp(place.path, vocabulary_only=place.vocabulary_only)
        if look is None or look.newest > time.time_ns() - SETTLED:
            return ""
        parts += [place.path, look.files]
    return digest_of(part.encode("utf-8", "surrogateescape") for part in parts)
