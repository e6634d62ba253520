"""The lint on certainty of speech: what rests on no good source must sound like it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from .documents import SourceDoc
from .entries import Entry
from .scope import Path, Scope

SOUND = ("A", "B")
"""The grades of sources that carry a plain statement."""


def check_hedged(entry: Entry[Any], path: Path, text: str, sources: Collection[SourceDoc], scope: Scope) -> None:
    """A fault at ``path`` where ``text`` has sources, all graded C or U, and none of the hedges of ``weights.yaml``."""
    hedges = scope.weights.hedges if scope.weights else ()
    if not hedges or not sources or any(source.grade in SOUND for source in sources):
        return
    words = "|".join(map(re.escape, hedges))
    if not re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE):
        shown = ", ".join(hedges)
        message = "no source is graded A or B: the text must not sound certain"
        scope.faults.append(entry.fault("KM503", path, message, f"say it with one of: {shown}"))
