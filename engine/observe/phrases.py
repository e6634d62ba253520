"""The phrases and patterns of a rule base, looked for in a text.

What lacks the letters of an observation's words cannot bear it out, nor match the alternatives of its pattern that it
lacks the letters of (`openings`): a pattern of a dozen alternatives takes RE2 a millisecond to compile, and a text has
the words of one of them. For a long text RE2 takes all patterns in one pass instead. It takes linear time on any
pattern, so neither a rule base nor a pasted text can make this hang.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ..errors import FactValueError
from ..facts import Fact, Scalar, Source, SourceKind
from ..values import Struct
from ..vocabulary import read_value
from .among import Among, Together, single_spaced, wanted
from .openings import Alternative, Openings, Possible, candidates, folded, openings, required_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from ..rulebase.model import FactDecl, FactWrite, Observation

_SHORT = 20_000
"""Letters up to which a text is looked through observation by observation."""
_EVERY: Possible = 0, ()
"""Every alternative of a pattern may match."""
_MOST_OCCURRENCES = 20
_MOST_MATCHES = 400
_SENTENCE = 20
"""Letters from which on a phrase is a sentence that a tool prints, not words that a person would choose."""
_EDGES = " \t.,;:!?\"'`()[]{}<>…，。；：！？、"


States: TypeAlias = "Callable[[int, int, Any], bool]"
"""Whether what a pattern finds from one place to another is stated by whoever wrote it (`stated.Statements`)."""


def _anywhere(start: int, end: int, finder: Any) -> bool:
    """Where nothing is known of clauses, words count wherever they stand."""
    del start, end, finder
    return True


class Seen(Struct):
    """What the words of a text give by themselves, and what they give if a person states them."""

    facts: tuple[Fact, ...]
    foreign: tuple[tuple[int, int], ...]
    """Where the words of servers and tools stand that give some of the facts."""
    claims: Mapping[int, Possible]
    """The observations that hold, and count only where a person states their words; of each what may match."""


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
        self._all: Together | None = None
        self._finders = _Finders(observations)
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
        claims = {index: possible for index, possible in holding.items() if self._observations[index].stated}
        others = {index: possible for index, possible in holding.items() if index not in claims}
        found = self._found(flat, source, {}, others, spans)
        return Seen(tuple(dict.fromkeys(found)), tuple(spans), claims)

    def stated(
        self, claims: Mapping[int, Possible], flat: str, source: Callable[[SourceKind, int], Source], states: States
    ) -> tuple[Fact, ...]:
        """The facts of the observations ``claims``, where ``states`` tells that a person states their words."""
        return tuple(dict.fromkeys(self._found(flat, source, {}, claims, [], states)))

    def heard(self, flat: str, states: States) -> frozenset[str]:
        """The observations that give a fact in ``flat``, by id."""
        holding = self._holding(flat).items()
        return frozenset(
            self._observations[at].id for at, possible in holding if any(self._values(at, possible, flat, states))
        )

    def which(self, flats: Sequence[str], speaks: Callable[[Observation], bool]) -> set[int]:
        """Which of many short texts hold the words of an observation that ``speaks``; without a look at ``unless``."""
        among = self._among.get(speaks)
        if among is None:
            speaking = {number: seen for number, seen in enumerate(self._observations) if speaks(seen)}
            patterns = {number: tuple(wanted(seen)) for number, seen in speaking.items()}
            among = self._among[speaks] = Among(patterns, openings(self._needs[number] for number in speaking))
        if sum(map(len, flats)) > _SHORT:
            return among.which(flats)
        return among.which(flats, candidates("\n".join(flats).casefold(), self._index, self._needs))

    def _found(
        self,
        flat: str,
        source: Callable[[SourceKind, int], Source],
        kinds: Mapping[str, SourceKind],
        holding: Mapping[int, Possible],
        spans: list[tuple[int, int]],
        states: States = _anywhere,
    ) -> Iterator[Fact]:
        """The facts; ``spans`` gets the places of the words that are not a person's."""
        for index, possible in holding.items():
            observation = self._observations[index]
            kind = kinds.get(observation.source, observation.source)
            for name, value, position, end in self._values(index, possible, flat, states):
                if observation.source == "server" or (observation.phrases and end - position >= _SENTENCE):
                    spans.append((position, end))
                yield Fact(name, value, source(kind, position), position)

    def _holding(self, flat: str) -> dict[int, Possible]:
        """The observations whose words occur, without those that an ``unless`` voids, each with what of it may match."""
        if len(flat) <= _SHORT:
            plain = flat.casefold()
            found = candidates(plain, self._index, self._needs)
            return {index: possible for index, possible in found.items() if self._holds(index, possible, flat, plain)}
        if self._all is None:
            self._all = Together(self._observations)
        return dict.fromkeys(self._all.holding(flat), _EVERY)

    def _holds(self, index: int, possible: Possible, flat: str, plain: str) -> bool:
        observation = self._observations[index]
        if observation.pattern is None:
            if not any(folded(phrase) in plain for phrase in observation.phrases):
                return False
        elif self._finders.finder(index, possible).search(flat) is None:
            return False
        return not any(folded(phrase) in plain for phrase in observation.unless)

    def _values(
        self, index: int, possible: Possible, flat: str, states: States
    ) -> Iterator[tuple[str, Scalar, int, int]]:
        observation = self._observations[index]
        writes = [write for write in observation.writes if write.fact in self._facts]
        given: set[tuple[str, Scalar]] = set()
        for number, match in enumerate(self._matches(index, possible, flat)):
            if number == _MOST_MATCHES or len(given) >= _MOST_OCCURRENCES:
                return
            if observation.stated and not states(match.start(), match.end(), self._finders.finder(index, possible)):
                continue
            for write in writes:
                value = self._value(write, match)
                if value is not None and (write.fact, value) not in given:
                    given.add((write.fact, value))
                    yield write.fact, value, match.start(), match.end()
            if not any(write.group for write in writes):
                return

    def _matches(self, index: int, possible: Possible, flat: str) -> Iterable[Any]:
        observation = self._observations[index]
        plain = flat.casefold() if observation.pattern is None and not observation.stated else ""
        if len(plain) != len(flat):
            return self._finders.finder(index, possible).finditer(flat)
        places = [(plain.find(phrase), phrase) for phrase in map(folded, observation.phrases)]
        first = min(((at, phrase) for at, phrase in places if at >= 0), key=lambda place: place[0], default=None)
        return () if first is None else (_Place(first[0], first[0] + len(first[1])),)

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
            from ..countries import country_in  # only where a country is told

            return country_in(text, decl.names)
        try:
            return read_value(decl, text)
        except FactValueError:
            return None


class _Place(Struct):
    """Where a phrase stands, as a match of a pattern tells it."""

    first: int
    last: int

    def start(self) -> int:
        return self.first

    def end(self) -> int:
        return self.last


class _Finder(Struct):
    """``parts``: the alternatives that ``find`` looks for; none: all there are."""

    parts: frozenset[Alternative]
    find: Any


class _Finders:
    """The finders of some observations, each made when a text may need it, and made anew when one needs more of it."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self._observations = observations
        self._made: dict[int, _Finder] = {}

    def finder(self, index: int, possible: Possible) -> Any:
        """What finds the words of an observation with their place and their groups in a text that may match these
        alternatives and no others; a pattern of `re2` or `re`."""
        first, parts = possible
        made = self._made.get(index)
        if made is None or (made.parts and not (parts and made.parts.issuperset(parts))):
            every = frozenset(parts).union(made.parts if made else ()) if parts else frozenset[Alternative]()
            made = self._made[index] = _Finder(every, _compiled(self._observations[index], first, every))
        return made.find


def _compiled(observation: Observation, first: int, parts: frozenset[Alternative]) -> Any:
    pattern = observation.pattern
    if pattern is None:
        import re  # few texts need it: `str.find` tells where most phrases stand

        literals = (re.escape(single_spaced(phrase)) for phrase in observation.phrases)
        return re.compile("|".join(literals), re.IGNORECASE)
    from ..infer.text import compile_pattern  # RE2 loads with the first text, not with the command

    # In their order, without those that match nowhere, they match what the whole pattern matches.
    some = "|".join(pattern[start:end] for start, end in sorted(parts))
    return compile_pattern(pattern[:first] + some if parts else pattern)
