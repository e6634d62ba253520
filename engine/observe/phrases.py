"""The phrases and patterns of a rule base, looked for in one pass over a text.

RE2 finds out which of them occur; only those are run again for their place and their groups. RE2 takes
linear time on any pattern, so neither a rule base nor a pasted text can make this hang.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..countries import country_in
from ..errors import FactValueError
from ..facts import Fact, Scalar, Source, SourceKind
from ..lazy_pattern import lazy_pattern
from ..vocabulary import read_value
from .normalise import plain_quotes

if TYPE_CHECKING:
    from ..infer.text import PatternSet
    from ..rulebase.model import FactDecl, FactWrite, Observation

_SPECIAL = lazy_pattern(r"[\\.+*?()|\[\]{}^$]")
_MOST_OCCURRENCES = 20
_MOST_MATCHES = 400
_EDGES = " \t.,;:!?\"'`()[]{}<>…，。；：！？、"


class PhraseIndex:
    """Every observation of a rule base, ready to be looked for. Building it compiles nothing yet."""

    def __init__(self, observations: Sequence[Observation], facts: Mapping[str, FactDecl]) -> None:
        self._observations = tuple(observations)
        self._facts = facts
        self._patterns: list[str] = []
        self._owners: list[tuple[int, bool]] = []
        for index, observation in enumerate(self._observations):
            for pattern in _patterns(observation):
                self._patterns.append(pattern)
                self._owners.append((index, True))
            for phrase in observation.unless:
                self._patterns.append(_literal(phrase))
                self._owners.append((index, False))
        self._set: PatternSet | None = None
        self._compiled: dict[int, Any] = {}

    def facts(
        self, flat: str, source: Callable[[SourceKind, int], Source], kinds: Mapping[str, SourceKind] | None = None
    ) -> tuple[Fact, ...]:
        """The facts that the words of ``flat`` (see `normalise`) give, in the order of the rule base.

        ``source`` makes the source of a fact from its kind and its offset; ``kinds`` replaces source kinds.
        """
        return tuple(dict.fromkeys(self._found(flat, source, kinds or {})))

    def _found(
        self, flat: str, source: Callable[[SourceKind, int], Source], kinds: Mapping[str, SourceKind]
    ) -> Iterator[Fact]:
        for index in self._holding(flat):
            observation = self._observations[index]
            kind = kinds.get(observation.source, observation.source)
            for name, value, position in self._values(index, flat):
                yield Fact(name, value, source(kind, position), position)

    def _holding(self, flat: str) -> list[int]:
        """The observations whose words occur, without those that an ``unless`` voids."""
        if not self._patterns or not flat:
            return []
        if self._set is None:
            from ..infer.text import PatternSet  # RE2 loads with the first text, not with the command

            self._set = PatternSet(self._patterns)
        hits = [self._owners[index] for index in self._set.found(flat)]
        voided = {owner for owner, wanted in hits if not wanted}
        return sorted({owner for owner, wanted in hits if wanted} - voided)

    def _values(self, index: int, flat: str) -> Iterator[tuple[str, Scalar, int]]:
        observation = self._observations[index]
        writes = [write for write in observation.writes if write.fact in self._facts]
        given: set[tuple[str, Scalar]] = set()
        for number, match in enumerate(self._matches(index, flat)):
            if number == _MOST_MATCHES or len(given) >= _MOST_OCCURRENCES:
                return
            for write in writes:
                value = self._value(write, match)
                if value is not None and (write.fact, value) not in given:
                    given.add((write.fact, value))
                    yield write.fact, value, match.start()
            if not any(write.group for write in writes):
                return

    def _matches(self, index: int, flat: str) -> Iterable[Any]:
        observation = self._observations[index]
        compiled = self._compiled.get(index)
        if compiled is None:
            if observation.pattern is not None:
                from ..infer.text import compile_pattern

                compiled = compile_pattern(observation.pattern)
            else:
                literals = (re.escape(_single_spaced(phrase)) for phrase in observation.phrases)
                compiled = re.compile("|".join(literals), re.IGNORECASE)
            self._compiled[index] = compiled
        return compiled.finditer(flat)

    def _value(self, write: FactWrite, match: Any) -> Scalar | None:
        """What a match says, ``None`` where its text does not fit the fact."""
        if write.group is None:
            return write.value
        captured: str | None = match.groupdict().get(write.group)
        text = (captured or "").strip(_EDGES)
        if write.mapping:
            text = write.mapping.get(" ".join(text.lower().split()), "")
        decl = self._facts[write.fact]
        if not text:
            return None
        if decl.type == "country":
            return country_in(text)
        try:
            return read_value(decl, text)
        except FactValueError:
            return None


def _patterns(observation: Observation) -> Iterator[str]:
    if observation.pattern is not None:
        yield observation.pattern
    for phrase in observation.phrases:
        yield _literal(phrase)


def _literal(phrase: str) -> str:
    """A phrase as an RE2 pattern, whatever the case. The flat view has single blanks only."""
    return "(?i)" + _SPECIAL.sub(r"\\\g<0>", _single_spaced(phrase))


def _single_spaced(phrase: str) -> str:
    return " ".join(plain_quotes(phrase).split())
