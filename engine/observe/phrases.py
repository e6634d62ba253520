"""The phrases and patterns of a rule base, looked for in a text.

What lacks the letters of an observation's words cannot bear it out (`openings`); for a long text RE2 takes all
patterns in one pass instead. RE2 takes linear time on any pattern, so neither a rule base nor a pasted text can
make this hang.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..countries import country_in
from ..errors import FactValueError
from ..facts import Fact, Scalar, Source, SourceKind
from ..lazy_pattern import lazy_pattern
from ..values import dataclass
from ..vocabulary import read_value
from .among import Among
from .normalise import plain_quotes
from .openings import Openings, candidates, folded, openings, required_of

if TYPE_CHECKING:
    from ..rulebase.model import FactDecl, FactWrite, Observation

_SHORT = 20_000
"""Letters up to which a text is looked through observation by observation."""
_SPECIAL = lazy_pattern(r"[\\.+*?()|\[\]{}^$]")
_MOST_OCCURRENCES = 20
_MOST_MATCHES = 400
_SENTENCE = 20
"""Letters from which on a phrase is a sentence that a tool prints, not words that a person would choose."""
_EDGES = " \t.,;:!?\"'`()[]{}<>…，。；：！？、"


States = Callable[[int, int, Any], bool]
"""Whether what a pattern finds from one place to another is stated by whoever wrote it (`stated.Statements`)."""


def _anywhere(start: int, end: int, finder: Any) -> bool:
    """Where nothing is known of clauses, words count wherever they stand."""
    del start, end, finder
    return True


@dataclass(frozen=True, slots=True)
class Seen:
    """What the words of a text give by themselves, and what they give if a person states them."""

    facts: tuple[Fact, ...]
    foreign: tuple[tuple[int, int], ...]
    """Where the words of servers and tools stand that give some of the facts."""
    claims: tuple[int, ...]
    """The observations that hold, and count only where a person states their words."""


class PhraseIndex:
    """Every observation of a rule base, ready to be looked for. Building it compiles nothing yet."""

    def __init__(
        self,
        observations: Sequence[Observation],
        facts: Mapping[str, FactDecl],
        index: Openings | None = None,
        needs: Sequence[str] = (),
    ) -> None:
        """``index`` and ``needs``: what `openings` and `required_of` make of the observations."""
        self._observations = observations
        self._facts = facts
        self._needs = needs if len(needs) == len(observations) else required_of(observations)
        self._index = index or openings(self._needs)
        self._all: _Together | None = None
        self._compiled: dict[int, Any] = {}
        self._among: dict[Callable[[Observation], bool], Among] = {}

    def facts(
        self, flat: str, source: Callable[[SourceKind, int], Source], kinds: Mapping[str, SourceKind] | None = None
    ) -> tuple[Fact, ...]:
        """The facts that the words of ``flat`` (see `normalise`) give, in the order of the rule base.

        ``source`` makes the source of a fact from its kind and its offset; ``kinds`` replaces source kinds.
        """
        return tuple(dict.fromkeys(self._found(flat, source, kinds or {}, self._holding(flat), [])))

    def seen(self, flat: str, source: Callable[[SourceKind, int], Source]) -> Seen:
        """What the words of ``flat`` give by themselves."""
        spans: list[tuple[int, int]] = []
        holding = self._holding(flat)
        claims = tuple(index for index in holding if self._observations[index].stated)
        found = self._found(flat, source, {}, [index for index in holding if index not in claims], spans)
        return Seen(tuple(dict.fromkeys(found)), tuple(spans), claims)

    def stated(
        self, claims: Iterable[int], flat: str, source: Callable[[SourceKind, int], Source], states: States
    ) -> tuple[Fact, ...]:
        """The facts of the observations ``claims``, where ``states`` tells that a person states their words."""
        return tuple(dict.fromkeys(self._found(flat, source, {}, claims, [], states)))

    def heard(self, flat: str, states: States) -> frozenset[str]:
        """The observations that give a fact in ``flat``, by id."""
        holding = self._holding(flat)
        return frozenset(self._observations[index].id for index in holding if any(self._values(index, flat, states)))

    def which(self, flats: Sequence[str], speaks: Callable[[Observation], bool]) -> set[int]:
        """Which of many short texts hold the words of an observation that ``speaks``; without a look at ``unless``."""
        among = self._among.get(speaks)
        if among is None:
            speaking = {number: seen for number, seen in enumerate(self._observations) if speaks(seen)}
            patterns = {number: tuple(_wanted(seen)) for number, seen in speaking.items()}
            among = self._among[speaks] = Among(patterns, openings(self._needs[number] for number in speaking))
        if sum(map(len, flats)) > _SHORT:
            return among.which(flats)
        return among.which(flats, candidates("\n".join(flats).casefold(), self._index, self._needs))

    def _found(
        self,
        flat: str,
        source: Callable[[SourceKind, int], Source],
        kinds: Mapping[str, SourceKind],
        holding: Iterable[int],
        spans: list[tuple[int, int]],
        states: States = _anywhere,
    ) -> Iterator[Fact]:
        """The facts; ``spans`` gets the places of the words that are not a person's."""
        for index in holding:
            observation = self._observations[index]
            kind = kinds.get(observation.source, observation.source)
            for name, value, position, end in self._values(index, flat, states):
                if observation.source == "server" or (observation.phrases and end - position >= _SENTENCE):
                    spans.append((position, end))
                yield Fact(name, value, source(kind, position), position)

    def _holding(self, flat: str) -> list[int]:
        """The observations whose words occur, without those that an ``unless`` voids."""
        if len(flat) <= _SHORT:
            plain = flat.casefold()
            return [index for index in candidates(plain, self._index, self._needs) if self._holds(index, flat, plain)]
        if self._all is None:
            self._all = _Together(self._observations)
        return self._all.holding(flat)

    def _holds(self, index: int, flat: str, plain: str) -> bool:
        observation = self._observations[index]
        if observation.pattern is None:
            if not any(folded(phrase) in plain for phrase in observation.phrases):
                return False
        elif self._finder(index).search(flat) is None:
            return False
        return not any(folded(phrase) in plain for phrase in observation.unless)

    def _values(self, index: int, flat: str, states: States) -> Iterator[tuple[str, Scalar, int, int]]:
        observation = self._observations[index]
        writes = [write for write in observation.writes if write.fact in self._facts]
        given: set[tuple[str, Scalar]] = set()
        for number, match in enumerate(self._matches(index, flat)):
            if number == _MOST_MATCHES or len(given) >= _MOST_OCCURRENCES:
                return
            if observation.stated and not states(match.start(), match.end(), self._finder(index)):
                continue
            for write in writes:
                value = self._value(write, match)
                if value is not None and (write.fact, value) not in given:
                    given.add((write.fact, value))
                    yield write.fact, value, match.start(), match.end()
            if not any(write.group for write in writes):
                return

    def _matches(self, index: int, flat: str) -> Iterable[Any]:
        observation = self._observations[index]
        plain = flat.casefold() if observation.pattern is None and not observation.stated else ""
        if len(plain) != len(flat):
            return self._finder(index).finditer(flat)
        places = [(plain.find(phrase), phrase) for phrase in map(folded, observation.phrases)]
        first = min(((at, phrase) for at, phrase in places if at >= 0), key=lambda place: place[0], default=None)
        return () if first is None else (_Place(first[0], first[0] + len(first[1])),)

    def _finder(self, index: int) -> Any:
        """What finds the words of an observation with their place and their groups."""
        found = self._compiled.get(index)
        if found is None:
            observation = self._observations[index]
            if observation.pattern is not None:
                from ..infer.text import compile_pattern  # RE2 loads with the first text, not with the command

                found = compile_pattern(observation.pattern)
            else:
                literals = (re.escape(_single_spaced(phrase)) for phrase in observation.phrases)
                found = re.compile("|".join(literals), re.IGNORECASE)
            self._compiled[index] = found
        return found

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
            return country_in(text, decl.names)
        try:
            return read_value(decl, text)
        except FactValueError:
            return None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a phrase stands, as a match of a pattern tells it."""

    first: int
    last: int

    def start(self) -> int:
        return self.first

    def end(self) -> int:
        return self.last


class _Together:
    """All observations in one pass of RE2: costs more to prepare, and less for each letter of a long text."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        from ..infer.text import PatternSet  # as above

        patterns: list[str] = []
        self._owners: list[tuple[int, bool]] = []
        for index, observation in enumerate(observations):
            for wants, found in ((True, _wanted(observation)), (False, map(_literal, observation.unless))):
                for pattern in found:
                    patterns.append(pattern)
                    self._owners.append((index, wants))
        self._set = PatternSet(patterns)

    def holding(self, flat: str) -> list[int]:
        """The observations whose words occur, without those that an ``unless`` voids."""
        hits = [self._owners[index] for index in self._set.found(flat)]
        voided = {owner for owner, wanted in hits if not wanted}
        return sorted({owner for owner, wanted in hits if wanted} - voided)


def _wanted(observation: Observation) -> Iterable[str]:
    """The patterns of which one is enough."""
    return [observation.pattern] if observation.pattern is not None else map(_literal, observation.phrases)


def _literal(phrase: str) -> str:
    """A phrase as an RE2 pattern, whatever the case. The flat view has single blanks only."""
    return "(?i)" + _SPECIAL.sub(r"\\\g<0>", _single_spaced(phrase))


def _single_spaced(phrase: str) -> str:
    return " ".join(plain_quotes(phrase).split())
