"""The entries of a log, and which of them speak of the API.

A log is many voices: what another service's entry complains of is no symptom of the call that failed. So of a log only
the entries count that hold a sentence of Google's, or name Google or a variable for its key; where no sentence of
Google's is in it, their neighbours, too. What a person wrote around the log always counts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..lazy_pattern import lazy_pattern

_STARTS = lazy_pattern(
    r"^[ \t]{0,4}(?:[A-Za-z0-9][\w.-]{0,60}[ \t]{0,20}\| ?)?"
    r"(?:[\[(]?\d{4}[-/.]\d\d[-/.]\d\d[T ,]+\d\d:\d\d|[\[(]?\d\d[-/]\d\d[-/]\d{4},? \d\d:\d\d|[\[(]?\d\d:\d\d:\d\d"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |[IWEF]\d{4} \d\d:\d\d:\d\d"
    r"|\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\b|\{\"(?:level|time|ts|timestamp|msg|severity|message)\")"
)
_LEAST = 8
"""Entries from which on a text is a log; fewer are somebody's excerpt, chosen for what it shows."""
_SHARE = 3
"""A log has an entry in at least every third line."""
NEAR = 2
"""Entries to each side of one that names the API which count, too, where Google says nothing."""
MOST_FIRST = 200
MOST_LAST = 1_000
"""Entries at the beginning and at the end of a log that are read for names: settings stand at the start, the error at the end."""
FREE = -1
"""The entry of a line that belongs to none: before the first one, or after a blank line."""


def entries(lines: Sequence[str]) -> tuple[int, ...]:
    """For each line the number of its entry, or `FREE`; empty for a text that is no log."""
    starts = [_STARTS.match(line) is not None for line in lines]
    if sum(starts) < _LEAST or sum(starts) * _SHARE < sum(map(bool, lines)):
        return ()
    numbers: list[int] = []
    last, current = FREE, FREE
    for line, begins in zip(lines, starts, strict=True):
        if begins:
            last = current = last + 1
        elif not line.strip():
            current = FREE
        numbers.append(current)
    return tuple(numbers)


def window(count: int) -> range | list[int]:
    """Of so many entries those that are read for names."""
    if count <= MOST_FIRST + MOST_LAST:
        return range(count)
    return [*range(MOST_FIRST), *range(count - MOST_LAST, count)]


def spoken(of_lines: Sequence[int], answered: Collection[int], named: Collection[int]) -> list[int]:
    """The indexes of the lines that count: entries ``answered`` hold sentences of Google's, ``named`` name it; all if none does."""
    if not answered and not named:
        return list(range(len(of_lines)))
    near = 0 if answered else NEAR
    counted = {*answered, FREE, *(entry + step for entry in named for step in range(-near, near + 1))}
    return [index for index, entry in enumerate(of_lines) if entry in counted]
