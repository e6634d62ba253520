"""Many text tests in one pass: literal phrases whatever the case, and RE2 patterns.

Only RE2 is used on text of a case: it takes linear time on any pattern, so that neither a rule base nor a
pasted text can make a diagnosis hang.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import re2

from .lengths import length_of

_SET_MEMORY = 64 << 20
"""Bytes one RE2 set may use for its automaton."""


_SET_LETTERS = 20_000
"""Letters of patterns that share an automaton."""


class _TooLargeError(ValueError):
    """Patterns that are RE2 one by one, but too much for one automaton."""


def fold(text: str) -> str:
    """Text as literal phrases see it: full case folding (``ß`` is ``ss``)."""
    return text.casefold()


def compile_pattern(pattern: str) -> re2.Pattern:
    """One RE2 pattern. Raises ``ValueError`` where it is not RE2."""
    try:
        return re2.compile(encodable(pattern), _options())
    except re2.error as error:
        raise ValueError(f"not an RE2 pattern: {pattern!r}: {error}") from error


def encodable(text: str) -> str:
    """The text with lone surrogates, which UTF-8 cannot carry, replaced by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


class PatternSet:
    """RE2 patterns that are searched for together. Raises ``ValueError`` where one is not RE2."""

    def __init__(self, patterns: Sequence[str]) -> None:
        lengths = map(length_of, patterns)
        self._lengths = {at: length for at, length in enumerate(lengths) if length is not None}
        self._places = [at for at in range(len(patterns)) if at not in self._lengths]
        searched = [patterns[at] for at in self._places]
        self._groups = [group for chunk in _chunks(searched) for group in _groups(chunk)]

    def found(self, text: str) -> frozenset[int]:
        """The indices of the patterns that match anywhere in ``text``."""
        text = encodable(text)
        found = [at for at, length in self._lengths.items() if length.reached(text)]
        first = 0
        for group in self._groups:
            found.extend(self._places[first + index] for index in group.found(text))
            first += len(group.patterns)
        return frozenset(found)


class _Group:
    """So many patterns as one RE2 automaton can hold."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns: tuple[str, ...] = tuple(patterns)
        self._set = _build_set(self.patterns) if len(self.patterns) > 1 else None
        self._singles: list[re2.Pattern] = [] if self._set else [*map(compile_pattern, self.patterns)]

    def found(self, text: str) -> Iterable[int]:
        """The indices of the patterns that match; ``text`` must be encodable."""
        if self._set is not None:
            hits = self._set.Match(text)
            # The set's own last pattern matches every text. Without it the automaton ran out of memory,
            # which RE2 reports as "nothing matched".
            if hits is not None and len(self.patterns) in hits:
                return (index for index in hits if index != len(self.patterns))
        if len(self._singles) < len(self.patterns):
            self._singles = [compile_pattern(pattern) for pattern in self.patterns]
        return (index for index, single in enumerate(self._singles) if single.search(text))


def _chunks(patterns: Sequence[str]) -> Iterator[Sequence[str]]:
    """The patterns in order, in portions whose automata stay small while they read a long text."""
    first = size = 0
    for at, pattern in enumerate(patterns):
        size += len(pattern)
        if size > _SET_LETTERS and at > first:
            yield patterns[first:at]
            first, size = at, len(pattern)
    if first < len(patterns):
        yield patterns[first:]


def _groups(patterns: Sequence[str]) -> list[_Group]:
    """One group, or two and so on where RE2 cannot hold the patterns at once."""
    try:
        return [_Group(patterns)]
    except _TooLargeError:
        half = len(patterns) // 2
        return [*_groups(patterns[:half]), *_groups(patterns[half:])]


class PhraseSet:
    """Literal phrases that are looked for together, whatever the case."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = [fold(phrase) for phrase in phrases]
        escaped = [re2.escape(encodable(phrase)) for phrase in self._phrases]
        self._patterns = PatternSet(escaped) if len(escaped) > 1 else None

    def found(self, text: str) -> frozenset[int]:
        """The indices of the phrases that ``text`` contains."""
        folded = fold(text)
        if self._patterns is not None:
            return self._patterns.found(folded)
        return frozenset(index for index, phrase in enumerate(self._phrases) if phrase in folded)


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _SET_MEMORY
    return options


def _build_set(patterns: Sequence[str]) -> re2.Set:
    together = re2.Set.SearchSet(_options())
    try:
        for pattern in patterns:
            _ = together.Add(encodable(pattern))
        _ = together.Add("")
        together.Compile()
    except re2.error as error:
        for pattern in patterns:
            _ = compile_pattern(pattern)
        raise _TooLargeError(f"RE2 cannot hold {len(patterns)} patterns at once: {error}") from error
    return together
