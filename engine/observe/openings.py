"""Which observations a text may bear out, by runs of letters that it must contain.

A text has a few thousand different runs of up to eight letters. Each is looked up once, so that a case only reads the
observations whose words may be in it, and RE2 compiles only their patterns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..lazy import ByScript
from .normalise import plain_quotes

if TYPE_CHECKING:
    from ..rulebase.model import Observation

Openings = Mapping[str, Sequence[int]]
Ways = Sequence[Sequence[Collection[str]]]
"""Ways to bear an observation out; what a text must contain for each; the texts of which one will do."""
ALWAYS = ""
"""The key of what any text may bear out."""
_LETTERS = 8
_LONG_ENOUGH = 6
"""Bytes from which on a run of letters is rare enough: two Chinese characters, or as many Latin letters."""
_WAY, _NEED, _TEXT = "\x1d", "\x1e", "\x1f"
"""What parts ways, needs and texts: reading JSON would take longer than the question."""


def required_of(observations: Iterable[Observation]) -> tuple[str, ...]:
    """What a text must contain to bear each observation out, packed; empty: any text may."""
    return tuple(_WAY.join(_NEED.join(map(_TEXT.join, way)) for way in _ways(seen)) for seen in observations)


def _ways(observation: Observation) -> Ways:
    if observation.pattern is not None:
        from ..rulebase.required import required  # only for who builds a rule base

        return required(observation.pattern)
    return ((sorted({folded(phrase)[:_LETTERS] for phrase in observation.phrases}),),)


def folded(text: str) -> str:
    """A phrase as it stands in a case-folded flat view."""
    return " ".join(plain_quotes(text).split()).casefold()


def openings(needs: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Of each way to bear an observation out the rarest texts, to the numbers of the observations."""
    found: dict[str, list[int]] = {}
    for number, packed in enumerate(needs):
        for key in {text for way in packed.split(_WAY) for text in max(_needs(way), key=_merit)}:
            found.setdefault(key, []).append(number)
    return {key: tuple(found[key]) for key in sorted(found)}


def _needs(way: str) -> list[list[str]]:
    return [texts.split(_TEXT) for texts in way.split(_NEED)]


def _merit(texts: Collection[str]) -> tuple[int, int]:
    return min(min(len(text.encode()) for text in texts), _LONG_ENOUGH), -len(texts)


def candidates(text: str, index: Openings, needs: Sequence[str]) -> list[int]:
    """The observations that a case-folded text may bear out, ascending."""
    index = index.for_text(text) if isinstance(index, ByScript) else index
    runs = {ALWAYS}
    for size in range(1, _LETTERS + 1):
        runs.update([text[at : at + size] for at in range(len(text) - size + 1)])
    numbers = {number for run in runs & index.keys() for number in index[run]}
    return sorted(number for number in numbers if _met(needs[number], runs))


def _met(packed: str, runs: set[str]) -> bool:
    return any(not any(runs.isdisjoint(texts) for texts in _needs(way)) for way in packed.split(_WAY))
