"""Sessions as plain JSON data, and back: the log is kept, everything else is worked out again.

``schema_version`` 1; fields that are not known are ignored. Data from anywhere is read with suspicion: whatever does
not fit the vocabulary of the loaded rule base raises `InputError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from ..errors import FactValueError, InputError, UnknownNameError
from ..facts import Fact, Scalar, Source, SourceKind, as_text
from ..reason.credentials import READ_FROM_KEYS
from ..reason.progress import FIX_RESULTS, fixes_by_id
from ..vocabulary import read_facts
from .log import Answered, Event, FixTried, Looked, Redid, Told, Undid, Unsure, Withdrew
from .session import Session

if TYPE_CHECKING:
    from ..reason.diagnose import Diagnostician

SCHEMA_VERSION = 1
MOST_EVENTS = 10_000
_LARGEST = 10**9
_SEEN_BY: tuple[SourceKind, ...] = ("probe", "server", "text")
"""Who can have seen what a look found: the probes themselves, or the server whose answer they read."""


def to_data(session: Session, known: dict[Event, dict[str, Any]] | None = None) -> dict[str, Any]:
    """The session as dictionaries, lists and scalars, without secrets. Nothing is diagnosed for it.

    ``known`` remembers the events that were turned into data before, so that a long session need not be redacted
    whole each time it is saved.
    """
    from ..reason.parts import kb_info

    kb = kb_info(session.doctor.rulebase)
    known = {} if known is None else known
    for event in session.log:
        if event not in known:
            known[event] = _event_data(event, session.doctor)
    return {
        "schema_version": SCHEMA_VERSION,
        "kb": {"name": kb.name, "version": kb.version, "hash": kb.hash},
        "events": [known[event] for event in session.log],
    }


def from_data(data: object, doctor: Diagnostician | None = None) -> Session:
    """The session again; raises `InputError` for anything that is not one, or names what the rule base lacks."""
    session = Session(doctor)
    if not isinstance(data, Mapping):
        raise InputError("a saved session is a JSON object")
    body = cast("Mapping[object, object]", data)
    if body.get("schema_version") != SCHEMA_VERSION or isinstance(body.get("schema_version"), bool):
        raise InputError(f"a saved session has schema_version {SCHEMA_VERSION}")
    events = body.get("events")
    if not isinstance(events, list):
        raise InputError("a saved session has a list of events")
    items = cast("list[object]", events)
    if len(items) > MOST_EVENTS:
        raise InputError(f"a saved session has at most {MOST_EVENTS} events")
    return Session(session.doctor, (_event(item, number, session.doctor) for number, item in enumerate(items, 1)))


def _event_data(event: Event, doctor: Diagnostician) -> dict[str, Any]:
    match event:
        case Told(text, keys):
            told: dict[str, Any] = {"event": "told", "text": doctor.redact(text)}
            return told | ({"keys": [_key_data(key) for key in keys]} if keys else {})
        case Looked(facts):
            return {"event": "looked", "facts": [_seen_data(fact, doctor) for fact in facts]}
        case Answered(fact, values, corrects):
            texts = [doctor.redact(as_text(value)) for value in values]
            return {"event": "answered", "fact": fact, "values": texts} | ({"corrects": True} if corrects else {})
        case Unsure(fact):
            return {"event": "unsure", "fact": fact}
        case Withdrew(fact):
            return {"event": "withdrew", "fact": fact}
        case FixTried(fix, result):
            return {"event": "fix-tried", "fix": fix, "result": result}
        case Undid():
            return {"event": "undid"}
        case Redid():
            return {"event": "redid"}


def _key_data(fact: Fact) -> dict[str, Any]:
    return {"value": as_text(fact.value), "detail": fact.source.detail, "position": fact.position}


def _seen_data(fact: Fact, doctor: Diagnostician) -> dict[str, Any]:
    source = {"kind": fact.source.kind, "detail": doctor.redact(fact.source.detail)}
    return {"fact": fact.name, "value": doctor.redact(as_text(fact.value)), **source, "position": fact.position}


def _event(item: object, number: int, doctor: Diagnostician) -> Event:
    entry = _Entry(item, number, doctor)
    try:
        return entry.event()
    except (UnknownNameError, FactValueError) as error:
        raise InputError(f"event {number} of the saved session: {error}") from error


class _Entry:
    """One event as data."""

    def __init__(self, item: object, number: int, doctor: Diagnostician) -> None:
        self._number = number
        self._doctor = doctor
        self._rulebase = doctor.rulebase
        if not isinstance(item, Mapping):
            raise self._wrong("is not a JSON object")
        self._item = cast("Mapping[object, object]", item)

    def event(self) -> Event:
        match self._item.get("event"):
            case "told":
                keys = tuple(map(self._key, self._list("keys"))) if "keys" in self._item else ()
                return Told(self._doctor.redact(self._string("text")), keys)
            case "looked":
                return Looked(tuple(map(self._seen, self._list("facts"))))
            case "answered":
                return Answered(self._string("fact"), self._values(), self._item.get("corrects") is True)
            case "unsure":
                return Unsure(self._fact())
            case "withdrew":
                return Withdrew(self._fact())
            case "fix-tried":
                return self._fix_tried()
            case "undid":
                return Undid()
            case "redid":
                return Redid()
            case _:
                raise self._wrong("is of no known kind")

    def _fix_tried(self) -> FixTried:
        fix, wanted = self._string("fix"), self._string("result")
        if fix not in fixes_by_id(self._rulebase):
            raise self._wrong("names a fix that the rule base does not have")
        for result in FIX_RESULTS:
            if result == wanted:
                return FixTried(fix, result)
        raise self._wrong("has no known result")

    def _key(self, item: object) -> Fact:
        if not isinstance(item, Mapping):
            raise self._wrong("has a key that is not a JSON object")
        key = cast("Mapping[object, object]", item)
        value, detail, position = key.get("value"), key.get("detail", ""), key.get("position", 0)
        if not (isinstance(value, str) and isinstance(detail, str) and isinstance(position, int)):
            raise self._wrong("has a key of the wrong shape")
        (fact,) = read_facts([(READ_FROM_KEYS, value)], self._rulebase.facts, Source("text", self._redact(detail)))
        return Fact(fact.name, fact.value, fact.source, max(0, min(int(position), _LARGEST)))

    def _seen(self, item: object) -> Fact:
        entry = _Entry(item, self._number, self._doctor)
        kind, position = entry._string("kind"), entry._item.get("position", 0)
        if kind not in _SEEN_BY or not isinstance(position, int):
            raise self._wrong("has something seen of the wrong shape")
        source = Source(kind, self._redact(entry._string("detail")))
        pairs = [(entry._string("fact"), self._redact(entry._string("value")))]
        (fact,) = read_facts(pairs, self._rulebase.facts, source)
        return Fact(fact.name, fact.value, source, max(0, min(int(position), _LARGEST)))

    def _values(self) -> tuple[Scalar, ...]:
        texts = self._list("values")
        if not texts or not all(isinstance(text, str) for text in texts):
            raise self._wrong("needs values as text")
        pairs = [(self._string("fact"), self._redact(str(text))) for text in texts]
        return tuple(fact.value for fact in read_facts(pairs, self._rulebase.facts, Source("answer")))

    def _fact(self) -> str:
        name = self._string("fact")
        if name not in self._rulebase.facts:
            raise self._wrong("names a fact that the rule base does not have")
        return name

    def _string(self, field: str) -> str:
        value = self._item.get(field)
        if not isinstance(value, str):
            raise self._wrong(f"needs {field} as text")
        return value

    def _list(self, field: str) -> list[object]:
        value = self._item.get(field)
        if not isinstance(value, list):
            raise self._wrong(f"needs {field} as a list")
        return cast("list[object]", value)

    def _redact(self, text: str) -> str:
        return self._doctor.redact(text)

    def _wrong(self, what: str) -> InputError:
        return InputError(f"event {self._number} of the saved session {what}")
