"""Which observations a text may bear out, by how their words begin.

A text has a few thousand different runs of up to five letters. Each is looked up once, so that a case only reads the
observations whose words may be in it, and RE2 compiles only their patterns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from .normalise import plain_quotes

if TYPE_CHECKING:
    from ..rulebase.model import Observation

Openings = Mapping[str, Sequence[int]]
ALWAYS = ""
"""The key of what any text may bear out."""
_LETTERS = 5


def words(observation: Observation) -> tuple[str, ...]:
    """Case-folded texts of which a text contains one if the observation holds in it; none: it may hold anywhere."""
    if observation.pattern is not None:
        return observation.anchors
    return tuple(folded(phrase) for phrase in observation.phrases)


def folded(text: str) -> str:
    """A phrase as it stands in a case-folded flat view."""
    return " ".join(plain_quotes(text).split()).casefold()


def openings(observations: Iterable[Observation]) -> dict[str, tuple[int, ...]]:
    """The first letters of each word, to the numbers of the observations that have it."""
    found: dict[str, list[int]] = {}
    for number, observation in enumerate(observations):
        for key in {word[:_LETTERS] for word in words(observation)} or {ALWAYS}:
            found.setdefault(key, []).append(number)
    return {key: tuple(found[key]) for key in sorted(found)}


def candidates(text: str, index: Openings) -> list[int]:
    """The observations that a case-folded text may bear out, ascending."""
    runs = {ALWAYS}
    for size in range(1, _LETTERS + 1):
        runs.update(text[at : at + size] for at in range(len(text) - size + 1))
    return sorted({number for run in runs & index.keys() for number in index[run]})
