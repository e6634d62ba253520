"""What the stand-in can answer: every row of the error catalogue, and what comes from something else than the API."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..unit.kb.catalogue import ROWS, Row
from .bodies import PAGES, event_stream, full_body, interactions_body

GOOD = "GOOD"
LETTERS = 39
PAGE = (
    "<!DOCTYPE html><html><head><title>Guest network</title></head>"
    "<body><h1>Please sign in to use this network</h1></body></html>"
)
MODELS = {"models": [{"name": "models/gemini-flash-latest", "supportedGenerationMethods": ["generateContent"]}]}
REPLY = {"candidates": [{"content": {"role": "model", "parts": [{"text": "Hi"}]}, "finishReason": "MAX_TOKENS"}]}
BEHAVIOURS = ("slow", "endless", "broken", "reset", "empty", "html", "redirect", "huge")
"""Answers that are none of the API's: never, without end, cut off, hung up, empty, a web page, another address, too long."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer."""

    status: int
    text: str
    kind: str = "application/json; charset=UTF-8"
    location: str = ""


def key_for(answer: str) -> str:
    """A made-up standard key that makes the stand-in give this answer; ``GOOD`` is accepted."""
    begin = f"AIzaSyFAKE_{answer.replace('-', '_')}_"
    return (begin + "FAKE" * LETTERS)[:LETTERS]


def answer_of_key(key: str) -> str:
    """The answer that a key asks for: its own where `key_for` made it, else E01; E17 for no key."""
    for name in (GOOD, *NAMES):
        if key == key_for(name):
            return name
    return "E01" if key else "E17"


def reply_to(answer: str, path: str) -> Reply:
    """The answer of that name to a request for a path (without its query)."""
    if path.endswith("/country"):
        return Reply(200, "DE\n", "text/plain")
    if answer.startswith("call-"):
        answer = answer.removeprefix("call-") if "generate" in path.lower() else GOOD
    name, _, form = answer.partition(".")
    if name == GOOD:
        return _good(path)
    if name == "html":
        return Reply(200, PAGE, "text/html")
    if name == "redirect":
        return Reply(302, "", "text/html", "https://login.portal.example/")
    if name == "empty":
        return Reply(200, "")
    if name in PAGES:
        status, text = PAGES[name]
        return Reply(status, text, "text/html; charset=UTF-8")
    row = next((row for row in ROWS if row.id == name), None)
    if row is None:
        return Reply(404, json.dumps({"error": {"code": 404, "message": f"no answer {name}", "status": "NOT_FOUND"}}))
    return _refused(row, form)


def _refused(row: Row, form: str) -> Reply:
    """An answer of the catalogue; ``form`` is how it is sent, empty for Google's usual object."""
    if form == "sse":
        return Reply(200, event_stream(row), "text/event-stream")
    data = interactions_body(row) if form == "interactions" else full_body(row)
    return Reply(row.http, json.dumps([data] if form == "array" else data, indent=2) + "\n")


def _good(path: str) -> Reply:
    if path.endswith("/models"):
        return Reply(200, json.dumps(MODELS))
    if "generateContent" in path:
        return Reply(200, json.dumps(REPLY))
    return Reply(404, json.dumps({"error": {"code": 404, "message": "Not Found", "status": "NOT_FOUND"}}))


NAMES = tuple(
    name
    for row in ROWS
    for name in (row.id, f"call-{row.id}")
) + BEHAVIOURS + tuple(PAGES)  # fmt: skip
"""Every answer by name; ``call-`` before one lets the list of models succeed and only the call fail."""
