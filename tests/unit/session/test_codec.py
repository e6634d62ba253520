"""Saved sessions: there and back, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from keymedic.engine.errors import InputError
from keymedic.engine.facts import Fact, Source
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.session import Session
from keymedic.engine.session.codec import from_data, to_data

KEY = "AIza" + "SyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0"


def events(*items: Any) -> dict[str, Any]:
    """A saved session of these events."""
    return {"schema_version": 1, "events": list(items)}


def test_there_and_back(session: Session) -> None:
    """A session with every sort of event comes back with the same log and Diagnosis, without the key."""
    session.tell(f"I am in China with {KEY}.")
    session.answer("dotenv.kind", "file", "directory")
    session.answer("error.http_status", "403")
    session.correct("key.present", "no")
    session.looked([Fact("network.route", "proxy", Source("probe", "the environment"), 3)])
    session.dont_know("network.route")
    session.withdraw("location.country")
    session.fix_result("key-missing/export", "not-helped")
    _ = session.undo(), session.redo(), session.undo()
    text = json.dumps(to_data(session))
    again = from_data(json.loads(text), session.doctor)
    assert KEY not in text
    assert again.log == session.log
    assert again.diagnosis == session.diagnosis
    assert again.diagnosis.facts["key.kind"].value == "standard"


def test_unknown_fields_are_ignored(doctor: Diagnostician) -> None:
    """A file of a later edition with further fields can still be read."""
    data = events({"event": "told", "text": "no API key", "mood": "bad"}) | {"future": [1]}
    assert from_data(data, doctor).diagnosis == doctor.diagnose("no API key")


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "session",
        {},
        {"schema_version": 2, "events": []},
        {"schema_version": True, "events": []},
        {"schema_version": 1},
        {"schema_version": 1, "events": {}},
        events(None),
        events([]),
        events({}),
        events({"event": ["told"]}),
        events({"event": "told"}),
        events({"event": "told", "text": 5}),
        events({"event": "told", "text": "x", "keys": "y"}),
        events({"event": "told", "text": "x", "keys": ["y"]}),
        events({"event": "told", "text": "x", "keys": [{"value": "stone"}]}),
        events({"event": "told", "text": "x", "keys": [{"value": "auth", "position": "far"}]}),
        events({"event": "answered", "fact": "key.kind"}),
        events({"event": "answered", "fact": "key.kind", "values": []}),
        events({"event": "answered", "fact": "key.kind", "values": [1]}),
        events({"event": "answered", "fact": "key.kind", "values": ["stone"]}),
        events({"event": "answered", "fact": "no.such", "values": ["yes"]}),
        events({"event": "answered", "fact": "region.refused", "values": ["yes"]}),
        events({"event": "looked"}),
        events({"event": "looked", "facts": ["key.present"]}),
        events({"event": "looked", "facts": [{"fact": "key.present", "value": "no"}]}),
        events({"event": "looked", "facts": [{"fact": "key.present", "value": "no", "kind": "answer", "detail": ""}]}),
        events(
            {"event": "looked", "facts": [{"fact": "key.present", "value": "maybe", "kind": "probe", "detail": ""}]}
        ),
        events({"event": "unsure", "fact": "no.such"}),
        events({"event": "withdrew", "fact": None}),
        events({"event": "fix-tried", "fix": "no/such", "result": "helped"}),
        events({"event": "fix-tried", "fix": "key-missing/export", "result": "maybe"}),
        events(*[{"event": "undid"}] * 10_001),
    ],
)
def test_what_is_no_session_is_refused(data: object, doctor: Diagnostician) -> None:
    """Anything else raises an input error and nothing worse."""
    with pytest.raises(InputError):
        _ = from_data(data, doctor)
