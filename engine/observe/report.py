"""A pasted report to facts: the core ``error.*`` facts from its structure, all others from its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import FactValueError
from ..facts import Fact, Source, SourceKind
from ..values import dataclass
from ..vocabulary import read_value
from .errors_in_text import find_records
from .normalise import Views, normalise, views
from .phrases import PhraseIndex

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase
    from .records import ErrorRecord

_REASON_FACT = "error.reason"


@dataclass(frozen=True, slots=True)
class Observed:
    """What a text shows: facts in its order, and every error in it, the root one first."""

    facts: tuple[Fact, ...]
    records: tuple[ErrorRecord, ...]


READ_BY_SHAPE = frozenset(
    {"report.text"}
    | {
        f"error.{name}"
        for name in ("message", "service", "code", "close_code", "http_status", "status", "reason", "exception")
    }
)
"""The facts that the shape of a text gives, whatever the observations of the rule base are."""


class Observer:
    """Reads texts by the vocabulary and the observations of a rule base. Texts arrive redacted."""

    def __init__(self, rulebase: RuleBase) -> None:
        self._facts = rulebase.facts
        self._phrases = PhraseIndex(rulebase.observations, rulebase.facts, rulebase.openings)
        self._reasons = frozenset(
            rulebase.facts[_REASON_FACT].values if _REASON_FACT in rulebase.facts else (),
        )

    def observe(self, text: str) -> Observed:
        """Every fact and every error that a report shows; any text at all can be observed."""
        seen = views(text)
        records = find_records(seen, self._reasons)

        def source(kind: SourceKind, offset: int) -> Source:
            return Source(kind, f"line {seen.line_of_flat(offset)}")

        facts = (*self._core(seen, records), *self._phrases.facts(seen.flat, source))
        return Observed(tuple(sorted(facts, key=lambda fact: fact.position)), records)

    def heard(self, text: str) -> frozenset[str]:
        """The observations whose words give a fact in a report or an error message, by id."""
        return self._phrases.heard(views(text).flat)

    def observe_message(self, message: str) -> tuple[Fact, ...]:
        """The facts in the words of an error message that was given as a fact."""

        def source(kind: SourceKind, offset: int) -> Source:
            del offset
            return Source(kind, "error.message")

        return self._phrases.facts(normalise(message), source, {"text": "given"})

    def _core(self, seen: Views, records: tuple[ErrorRecord, ...]) -> Iterator[Fact]:
        if seen.flat and "report.text" in self._facts:
            yield Fact("report.text", seen.flat, Source("text", "the report"))
        if not records:
            return
        for name, value, kind, origin in _root_values(records):
            decl = self._facts.get(name)
            if decl is None or not value:
                continue
            try:
                read = read_value(decl, value)
            except FactValueError:  # a code of another vendor, a reason newer than the vocabulary
                continue
            yield Fact(name, read, Source(kind, f"line {origin.line}"), seen.flat_offset(origin.position))


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
