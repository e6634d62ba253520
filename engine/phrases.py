"""Filling the sentences of ``kb/phrases/`` with values.

A plain replacement of ``{name}`` and not ``str.format``, which would let a rule base reach into Python objects.
"""

from __future__ import annotations

from collections.abc import Mapping

from .errors import InstallationError
from .lazy_pattern import lazy_pattern

PLACE = lazy_pattern(r"\{([a-z][a-z0-9_]*)\}")
"""A place in a sentence; its first group is the name."""


def say(phrases: Mapping[str, str], name: str, /, **values: object) -> str:
    """The sentence ``name`` with its places filled; raises `InstallationError` when it is missing."""
    text = phrases.get(name)
    if text is None:
        raise InstallationError(f"the phrase {name!r} is missing from the knowledge base")
    return fill(text, values)


def fill(text: str, values: Mapping[str, object]) -> str:
    """``text`` with every ``{name}`` of ``values`` replaced, all in one pass; other places stay as they are."""
    return PLACE.sub(lambda found: str(values.get(found[1], found[0])), text)
