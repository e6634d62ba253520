"""A pasted report to facts: the core ``error.*`` facts from its structure, all others from its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import FactValueError
from ..facts import Fact, Source, SourceKind
from ..lazy_pattern import lazy_pattern
from ..values import Struct
from ..vocabulary import read_value
from .errors_in_text import find_records
from .frames import FrameIndex
from .log_entries import spoken, window
from .normalise import Views, normalise, views
from .own_words import own_words
from .phrases import PhraseIndex
from .questions import Pair, as_statements, asked_fact, pairs, read_answer, truth_of, without_questions
from .stated import Statements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..rulebase.model import Observation, RuleBase
    from .records import ErrorRecord

_REASON_FACT = "error.reason"
_OF_THE_API = frozenset({"report.names_google", "report.variable"})
_EDGES = " \t,;:.-–—()，；：。、"
_LONGEST_CLAUSE = 90
_SHORTEST_MESSAGE = 15
_LONGEST_STATUS_LINE = 80
_MESSAGE_FIELD = lazy_pattern(r"(?i)\bmessage[\"'\]]{0,3} ?(?:=>|[:=>])")


class Observed(Struct):
    """What a text shows: facts in its order, and every error in it, the root one first."""

    facts: tuple[Fact, ...]
    records: tuple[ErrorRecord, ...]


READ_BY_SHAPE = frozenset(
    {"report.text"}
    | {
        f"error.{name}"
        for name in ("message", "service", "code", "close_code", "http_status", "status", "reason", "exception", "bare")
    }
)
"""The facts that the shape of a text gives, whatever the observations of the rule base are."""


class Observer:
    """Reads texts by the vocabulary and the observations of a rule base. Texts arrive redacted."""

    def __init__(self, rulebase: RuleBase) -> None:
        self._facts = rulebase.facts
        self._phrases = PhraseIndex(rulebase.observations, rulebase.facts, rulebase.openings, rulebase.required)
        self._frames = FrameIndex(rulebase)
        self._reasons = frozenset(
            rulebase.facts[_REASON_FACT].values if _REASON_FACT in rulebase.facts else (),
        )
        self._yes = rulebase.phrases.get("talk.words.yes", "").split("|")
        self._no = rulebase.phrases.get("talk.words.no", "").split("|")

    def observe(self, text: str) -> Observed:
        """Every fact and every error that a report shows; any text at all can be observed."""
        asked = pairs(text)
        unsaid = [pair for pair in asked if asked_fact(pair.question, self._facts) or self._truth(pair) is not True]
        said = as_statements(without_questions(text, unsaid), [pair for pair in asked if pair not in unsaid])
        seen = self._of_the_call(views(said))
        records = find_records(seen, self._reasons)

        def source(kind: SourceKind, offset: int) -> Source:
            return Source(kind, f"line {seen.line_of_flat(offset)}")

        found = self._phrases.seen(seen.flat, source)
        statements = self._statements(seen, found.foreign, records)
        stated = self._phrases.stated(found.claims, seen.flat, source, statements)
        answers = (fact for pair in asked for fact in self._answered(pair))
        facts = (*self._core(seen, records), *found.facts, *stated, *self._told(seen, statements), *answers)
        return Observed(tuple(sorted(facts, key=lambda fact: fact.position)), records)

    def heard(self, text: str) -> frozenset[str]:
        """The observations whose words give a fact in a report or an error message, by id."""
        seen = self._of_the_call(views(text))
        found = self._phrases.seen(seen.flat, lambda kind, _: Source(kind))
        statements = self._statements(seen, found.foreign, find_records(seen, self._reasons))
        told = self._frames.said(statements.sentences)
        return self._phrases.heard(seen.flat, statements) | {item.key for item in told}

    def _of_the_call(self, seen: Views) -> Views:
        """Of a log the entries that speak of the API, and what stands around the log; any other text as it is."""
        if not seen.entries:
            return seen
        texts = seen.entry_texts()
        answers = self._phrases.which(texts, _is_an_answer)
        read = window(len(texts))
        names = {read[index] for index in self._phrases.which([texts[index] for index in read], _names_the_api)}
        kept = spoken(seen.entries, answers, names)
        return seen if len(kept) == len(seen.entries) else seen.only(kept)

    def observe_message(self, message: str) -> tuple[Fact, ...]:
        """The facts in the words of an error message that was given as a fact."""

        def source(kind: SourceKind, offset: int) -> Source:
            del offset
            return Source(kind, "error.message")

        return self._phrases.facts(normalise(message), source, {"text": "given"})

    def _statements(
        self, seen: Views, foreign: Iterable[tuple[int, int]], records: Iterable[ErrorRecord]
    ) -> Statements:
        """The clauses of the person's own words, without those of servers and tools."""
        passages = tuple(own_words(seen, (*foreign, *_quoted(seen, records)))) if self._frames else ()
        return Statements(seen.flat, passages, tuple(self._frames.clauses(passages)))

    def _told(self, seen: Views, statements: Statements) -> Iterator[Fact]:
        """What the person says in clauses of their own; the source of a fact quotes its clause."""
        for item in self._frames.said(statements.sentences):
            clause = seen.flat[item.start : item.end].strip(_EDGES)
            shown = clause if len(clause) <= _LONGEST_CLAUSE else clause[:_LONGEST_CLAUSE].rsplit(" ", 1)[0] + " …"
            detail = f'line {seen.line_of_flat(item.start)}: "{shown}"'
            yield Fact(item.fact, item.value, Source("text", detail), item.start)

    def _answered(self, pair: Pair) -> Iterator[Fact]:
        truth, decl = self._truth(pair), asked_fact(pair.question, self._facts)
        if decl is not None:
            value = read_answer(decl, pair.answer, truth)
            if value is not None:
                yield Fact(decl.name, value, Source("answer"), pair.start)
        elif truth is False:
            for fact in self._phrases.facts(normalise(pair.question), lambda kind, _offset: Source(kind)):
                if isinstance(fact.value, bool):
                    yield Fact(fact.name, not fact.value, Source("text", "an answer"), pair.start)

    def _truth(self, pair: Pair) -> bool | None:
        return truth_of(pair.answer, self._yes, self._no)

    def _core(self, seen: Views, records: tuple[ErrorRecord, ...]) -> Iterator[Fact]:
        if seen.flat and "report.text" in self._facts:
            yield Fact("report.text", seen.flat, Source("text", "the report"))
        if not records:
            return
        for name, value, kind, origin in (*_root_values(records), *_bare(records, seen.flat)):
            decl = self._facts.get(name)
            if decl is None or not value:
                continue
            try:
                read = read_value(decl, value)
            except FactValueError:  # a code of another vendor, a reason newer than the vocabulary
                continue
            yield Fact(name, read, Source(kind, f"line {origin.line}"), seen.flat_offset(origin.position))


def _is_an_answer(observation: Observation) -> bool:
    return observation.source == "server"


def _names_the_api(observation: Observation) -> bool:
    return any(write.fact in _OF_THE_API for write in observation.writes)


def _quoted(seen: Views, records: Iterable[ErrorRecord]) -> Iterator[tuple[int, int]]:
    """Where the sentences stand that servers said, as the structure of their answers shows."""
    for record in records:
        message = " ".join(record.message.split()) if record.quoted and (record.status or record.reason) else ""
        at = seen.flat.find(message) if len(message) >= _SHORTEST_MESSAGE else -1
        while at >= 0:
            yield at, at + len(message)
            at = seen.flat.find(message, at + len(message))


def _root_values(records: tuple[ErrorRecord, ...]) -> Iterator[tuple[str, str, SourceKind, ErrorRecord]]:
    """The texts of the core facts, by the root record; what it lacks comes from records that say nothing else."""
    root = records[0]
    kind: SourceKind = "server" if root.server else "text"
    yield "error.message", root.message, "server" if root.quoted else "text", root
    yield "error.service", root.service, kind, root
    yield "error.code", root.code, kind, root
    yield "error.close_code", str(root.close_code or ""), kind, root
    for name in ("http_status", "status", "reason"):
        bearer = next((record for record in _bearers(records) if getattr(record, name)), root)
        text = str(getattr(bearer, name) or "")
        yield f"error.{name}", text, "server" if bearer.server else "text", bearer
    thrown = next((record for record in records if record.exception), root)
    yield "error.exception", thrown.exception, "text", thrown


def _bare(records: tuple[ErrorRecord, ...], text: str) -> Iterator[tuple[str, str, SourceKind, ErrorRecord]]:
    """Whether a program printed the status of an answer, and neither a word nor a code of whoever sent it.

    A number that somebody names in a sentence is not what a program printed: a class name, or little else, must be there.
    """
    told = any(record.quoted or record.reason or record.code or record.close_code for record in records)
    if told or _MESSAGE_FIELD.search(text):
        return
    printed = len(text) <= _LONGEST_STATUS_LINE or any(record.exception for record in records)
    bearer = next((record for record in records if record.http_status and (record.server or printed)), None)
    if bearer is not None:
        yield "error.bare", "yes", "text", bearer


def _bearers(records: tuple[ErrorRecord, ...]) -> Iterator[ErrorRecord]:
    root = records[0]
    yield root
    for record in records[1:]:
        clash = any(
            getattr(root, name) and getattr(record, name) and getattr(root, name) != getattr(record, name)
            for name in ("http_status", "status", "reason")
        )
        if not record.message and not clash:
            yield record
