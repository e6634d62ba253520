"""Many text tests in one pass: literal phrases whatever the case, and RE2 patterns.

Only RE2 is used on text of a case: it takes linear time on any pattern, so that neither a rule base nor a
pasted text can make a diagnosis hang.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2

_SET_MEMORY = 64 << 20
"""Bytes one RE2 set may use for its automaton."""


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
        self._patterns = tuple(patterns)
        self._singles = [compile_pattern(pattern) for pattern in self._patterns[:1]]
        self._set = _build_set(self._patterns) if len(self._patterns) > 1 else None

    def found(self, text: str) -> frozenset[int]:
        """The indices of the patterns that match anywhere in ``text``."""
        text = encodable(text)
        if self._set is not None:
            hits = self._set.Match(text)
            # The set's own last pattern matches every text. Without it the automaton ran out of memory,
            # which RE2 reports as "nothing matched".
            if hits is not None and len(self._patterns) in hits:
                return frozenset(hits) - {len(self._patterns)}
        if len(self._singles) < len(self._patterns):
            self._singles = [compile_pattern(pattern) for pattern in self._patterns]
        return frozenset(index for index, single in enumerate(self._singles) if single.search(text))


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
        raise ValueError(f"RE2 cannot hold {len(patterns)} patterns at once: {error}") from error
    return together
