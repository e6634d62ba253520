"""Many patterns or many texts at once: all are read in one pass of RE2.

`Together` says which observations a long text bears out, `Among` which of many short texts, such as the entries of a
log, some patterns match: each is one line, and RE2 says first which patterns are in any of them at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from ..lazy_pattern import lazy_pattern
from .normalise import plain_quotes

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re2

    from ..infer.text import PatternSet
    from ..rulebase.model import Observation

_BY_LINE = "(?m)"
"""So that the beginning and the end of a pattern's text are those of a line."""
_OF_WHOLE_TEXT = (r"\A", r"\z", r"\C")
"""What has another meaning in one text of many lines."""
_SPECIAL = lazy_pattern(r"[\\.+*?()|\[\]{}^$]")


class Among:
    """Some RE2 patterns, those of each owner under its number. Building it compiles nothing yet."""

    def __init__(self, patterns: Mapping[int, Collection[str]], words: Collection[str] = ()) -> None:
        """``words``: of these, case-folded, each text has one that a pattern matches; none, or an empty one: it need not."""
        self._words = words if all(words) else ()
        self._worded: re2.Pattern | None = None
        self._patterns: Sequence[tuple[int, str]] = [(owner, one) for owner, some in patterns.items() for one in some]
        self._set: PatternSet | None = None
        self._compiled: dict[str, re2.Pattern] = {}

    def which(self, texts: Sequence[str], owners: Collection[int] | None = None) -> set[int]:
        """The numbers of the texts that a pattern matches; ``owners``: no other's pattern can match any of them."""
        from ..infer.text import encodable  # RE2 loads with the first text, not with the command

        lines = [encodable(text) for text in texts]
        numbers: Sequence[int] = range(len(lines))
        if owners is None and self._words:
            numbers = self._with_words(lines)
            lines = [lines[number] for number in numbers]
        whole = "\n".join(lines)
        if owners is None:
            patterns: Iterable[str] = self._in(whole)
        else:
            patterns = [pattern for owner, pattern in self._patterns if owner in owners]
        starts = _starts(lines)
        return {numbers[number] for pattern in patterns for number in self._lines_of(pattern, whole, lines, starts)}

    def _with_words(self, lines: Sequence[str]) -> list[int]:
        """The lines that have one of the words: a short look at all, so that the patterns need be tried on few."""
        import re2

        if self._worded is None:
            self._worded = re2.compile("|".join(map(re2.escape, self._words)))
        folded = [line.casefold() for line in lines]
        starts = _starts(folded)
        return sorted({bisect_right(starts, found.start()) - 1 for found in self._worded.finditer("\n".join(folded))})

    def _in(self, whole: str) -> list[str]:
        """The patterns that match anywhere in a text, or may."""
        from ..infer.text import PatternSet

        if self._set is None:
            self._set = PatternSet([_BY_LINE + pattern for _, pattern in self._patterns])
        apart = {
            at for at, (_, pattern) in enumerate(self._patterns) if any(sign in pattern for sign in _OF_WHOLE_TEXT)
        }
        return [self._patterns[at][1] for at in sorted(apart | self._set.found(whole))]

    def _lines_of(self, pattern: str, whole: str, lines: Sequence[str], starts: Sequence[int]) -> Iterator[int]:
        """The lines that a pattern matches. What it matches across several need not be in any of them."""
        finder = self._finder(pattern)
        if any(sign in pattern for sign in _OF_WHOLE_TEXT):
            yield from (number for number, line in enumerate(lines) if finder.search(line))
            return
        for match in finder.finditer(whole):
            first, last = (bisect_right(starts, at) - 1 for at in (match.start(), match.end()))
            if first == last:
                yield first
            else:
                yield from (
                    number for number in range(first, min(last + 1, len(lines))) if finder.search(lines[number])
                )

    def _finder(self, pattern: str) -> re2.Pattern:
        from ..infer.text import compile_pattern

        found = self._compiled.get(pattern)
        if found is None:
            found = self._compiled[pattern] = compile_pattern(_BY_LINE + pattern)
        return found


def _starts(lines: Sequence[str]) -> list[int]:
    """Where each line begins in all of them put together, and where they end."""
    return [0, *accumulate(len(line) + 1 for line in lines)]


class Together:
    """All observations in one pass of RE2: costs more to prepare, and less for each letter of a long text."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        from ..infer.text import PatternSet  # RE2 loads with the first text, not with the command

        patterns: list[str] = []
        self._owners: list[tuple[int, bool]] = []
        for index, observation in enumerate(observations):
            for wants, found in ((True, wanted(observation)), (False, map(_literal, observation.unless))):
                for pattern in found:
                    patterns.append(pattern)
                    self._owners.append((index, wants))
        self._set = PatternSet(patterns)

    def holding(self, flat: str) -> list[int]:
        """The observations whose words occur, without those that an ``unless`` voids."""
        hits = [self._owners[index] for index in self._set.found(flat)]
        voided = {owner for owner, wanted in hits if not wanted}
        return sorted({owner for owner, wanted in hits if wanted} - voided)


def wanted(observation: Observation) -> Iterable[str]:
    """The patterns of which one is enough."""
    return [observation.pattern] if observation.pattern is not None else map(_literal, observation.phrases)


def _literal(phrase: str) -> str:
    """A phrase as an RE2 pattern, whatever the case. The flat view has single blanks only."""
    return "(?i)" + _SPECIAL.sub(r"\\\g<0>", single_spaced(phrase))


def single_spaced(phrase: str) -> str:
    """A phrase as the flat view has it: with plain quotes and single blanks."""
    return " ".join(plain_quotes(phrase).split())
