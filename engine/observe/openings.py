"""Which observations a text may bear out, by runs of letters that it must contain.

A text has a few thousand different runs of up to eight letters. Each is looked up once, so that a case only reads the
observations whose words may be in it, and RE2 compiles only their patterns; of a pattern of many alternatives, only
those whose words are there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import repeat

from ..lazy import ByScript
from .normalise import plain_quotes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..rulebase.model import Observation

Openings = Mapping[str, Sequence[int]]
Way = Sequence[Collection[str]]
"""What a text must contain; the texts of which one will do."""
Alternative = tuple[int, int]
"""From where to where a pattern has one of its alternatives."""
Possible = tuple[int, Sequence[Alternative]]
"""Where the alternatives of a pattern begin, behind its flags, and those that a text may match."""
ALWAYS = ""
"""The key of what any text may bear out."""
_LETTERS = 8
_LONG_ENOUGH = 6
"""Bytes from which on a run of letters is rare enough: two Chinese characters, or as many Latin letters."""
_PART, _WAY, _NEED, _TEXT = "\x1c", "\x1d", "\x1e", "\x1f"
"""What parts alternatives, ways, needs and texts: reading JSON would take longer than the question."""


def required_of(observations: Iterable[Observation]) -> tuple[str, ...]:
    """What a text must contain to bear each observation out, packed: for each alternative of its pattern where it ends
    and the ways to match it, behind the place where the first one begins; without a way any text may."""
    return tuple(
        _PART.join((str(first), *(_WAY.join((str(end), *map(_packed, ways))) for end, ways in parts)))
        for first, parts in map(_alternatives, observations)
    )


def _packed(way: Way) -> str:
    """A way with its rarest texts first: where these are missing, nobody has to look for the others."""
    return _NEED.join(map(_TEXT.join, sorted(way, key=_merit, reverse=True)))


def _alternatives(observation: Observation) -> tuple[int, Iterable[tuple[int, Iterable[Way]]]]:
    if observation.pattern is not None:
        from ..rulebase.required import alternatives  # only for who builds a rule base

        return alternatives(observation.pattern)
    way: Way = (sorted({folded(phrase)[:_LETTERS] for phrase in observation.phrases}),)
    return 0, ((0, (way,)),)


def folded(text: str) -> str:
    """A phrase as it stands in a case-folded flat view."""
    return " ".join(plain_quotes(text).split()).casefold()


def openings(needs: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Of each way to bear an observation out the rarest texts, to the numbers of the observations."""
    found: dict[str, list[int]] = {}
    for number, packed in enumerate(needs):
        ways = (way for part in packed.split(_PART)[1:] for way in part.split(_WAY)[1:] or [ALWAYS])
        for key in {text for way in ways for text in way.split(_NEED)[0].split(_TEXT)}:
            found.setdefault(key, []).append(number)
    return {key: tuple(found[key]) for key in sorted(found)}


def _merit(texts: Collection[str]) -> tuple[int, int]:
    return min(min(len(text.encode()) for text in texts), _LONG_ENOUGH), -len(texts)


def candidates(text: str, index: Openings, needs: Sequence[str]) -> dict[int, Possible]:
    """The observations that a case-folded text may bear out, ascending, and what of their patterns it may match."""
    index = index.for_text(text) if isinstance(index, ByScript) else index
    runs = _runs(text)
    numbers = {number for run in runs & index.keys() for number in index[run]}
    found = {number: _possible(needs[number], runs) for number in sorted(numbers)}
    return {number: possible for number, possible in found.items() if possible[1]}


def _runs(text: str) -> set[str]:
    """The different runs of up to eight letters; the shorter ones are the beginnings of the longer ones."""
    runs = {text[at : at + _LETTERS] for at in range(len(text))}
    every = {ALWAYS, *runs}
    for size in range(_LETTERS - 1, 0, -1):
        runs = {run[:size] for run in runs}
        every |= runs
    return every


def _possible(packed: str, runs: set[str]) -> Possible:
    first, *parts = packed.split(_PART)
    start = int(first)
    possible: list[Alternative] = []
    for part in parts:
        end, *ways = part.split(_WAY)
        if not ways or any(map(_met, ways, repeat(runs))):
            possible.append((start, int(end)))
        start = int(end) + 1  # behind the bar
    return int(first), possible


def _met(way: str, runs: set[str]) -> bool:
    for texts in way.split(_NEED):
        if runs.isdisjoint(texts.split(_TEXT)):
            return False
    return True
