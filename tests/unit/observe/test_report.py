"""A report becomes the core facts of its root error and the facts of its words."""

from __future__ import annotations

import json
from typing import cast

import pytest

from keymedic.engine.facts import Fact, Scalar
from keymedic.engine.observe.records import GOOGLE_CODES
from keymedic.engine.observe.report import Observer
from keymedic.engine.rulebase.model import (
    FactDecl,
    FactType,
    FactWrite,
    Observation,
    Origin,
    RuleBase,
    Weights,
)

from .bodies import BODIES, WRAPPINGS, Body

ORIGIN = Origin("test", "facts.yaml", 1)
WEIGHTS = cast("Weights", None)  # observation never weighs
ENUMS = {
    "error.status": GOOGLE_CODES,
    "error.reason": ("API_KEY_INVALID", "CREDENTIALS_MISSING"),
    "error.says": ("key-not-valid",),
}
TYPES: dict[str, FactType] = {
    "report.text": "text",
    "error.message": "text",
    "error.http_status": "integer",
    "error.status": "enum",
    "error.reason": "enum",
    "error.service": "text",
    "error.code": "text",
    "error.close_code": "integer",
    "error.exception": "text",
    "error.says": "enum",
    "error.bare": "boolean",
    "location.country": "country",
}
SAYS = FactWrite("error.says", value="key-not-valid")
OBSERVATIONS = (
    Observation("says", ORIGIN, ("API key not valid",), None, (), "server", (SAYS,)),
    Observation("place", ORIGIN, (), r"I am in (?P<p>\w+)", (), "text", (FactWrite("location.country", group="p"),)),
)


def observer(names: tuple[str, ...] = tuple(TYPES)) -> Observer:
    """An observer with the core vocabulary, or a part of it."""
    facts = {
        name: FactDecl(
            name,
            TYPES[name],
            "",
            ORIGIN,
            values=dict.fromkeys(ENUMS.get(name, ()), ""),
            minimum=100 if name == "error.http_status" else None,
            maximum=599 if name == "error.http_status" else None,
        )
        for name in names
    }
    return Observer(RuleBase((), facts, OBSERVATIONS, {}, {}, {}, WEIGHTS, {}))


def values(text: str) -> dict[str, Scalar]:
    """The facts of a text by name, the report's text left out."""
    return {fact.name: fact.value for fact in observer().observe(text).facts if fact.name != "report.text"}


def named(text: str, name: str) -> Fact:
    """The fact of that name."""
    (fact,) = [fact for fact in observer().observe(text).facts if fact.name == name]
    return fact


def test_the_core_facts_of_a_python_traceback() -> None:
    """The root error fills ``error.*``; words give their facts too."""
    assert values("I am in Germany\n" + WRAPPINGS["python repr"](BODIES["E01"])) == {
        "error.message": "API key not valid. Please pass a valid API key.",
        "error.http_status": 400,
        "error.status": "INVALID_ARGUMENT",
        "error.reason": "API_KEY_INVALID",
        "error.service": "generativelanguage.googleapis.com",
        "error.exception": "google.genai.errors.ClientError",
        "error.says": "key-not-valid",
        "location.country": "DE",
    }


def test_sources_tell_the_server_from_the_client_and_name_the_line() -> None:
    """The answer is the server's word, the class of the exception and the person's story are text."""
    text = "I am in Germany\n\n" + WRAPPINGS["python repr alone"](BODIES["E01"])
    message = named(text, "error.message").source
    assert (message.kind, message.detail) == ("server", "line 3")
    assert named(text, "error.says").source.kind == "server"
    assert (named(text, "location.country").source.kind, named(text, "location.country").source.detail) == (
        "text",
        "line 1",
    )
    assert named("ValueError: no key", "error.message").source.kind == "text"
    assert named("ValueError: no key", "error.exception").source.kind == "text"


def test_a_clients_sentence_is_not_the_servers() -> None:
    """Where the answer's text is lost, the status is the server's and the sentence the client's."""
    text = "AxiosError: Request failed with status code 403"
    assert named(text, "error.http_status").source.kind == "server"
    assert named(text, "error.message").source.kind == "text"
    lost = WRAPPINGS["legacy javascript"](Body(403, "PERMISSION_DENIED", "", service=""))
    assert named(lost, "error.http_status").source.kind == "server"
    assert named(lost, "error.message").source.kind == "text"


def test_only_declared_facts_and_known_values() -> None:
    """A small vocabulary gets its facts only; a reason it does not have is left out."""
    text = WRAPPINGS["curl"](BODIES["E08"])
    assert "error.reason" not in values(text)
    names = {fact.name for fact in observer(("error.http_status",)).observe(text).facts}
    assert names == {"error.http_status"}


def test_no_competing_values_from_other_errors() -> None:
    """Of several errors the root fills the facts; all of them are records."""
    text = "\n\n".join(json.dumps(BODIES[name].data) for name in ("E20", "E04", "E14"))
    observed = observer().observe(text)
    statuses = [fact.value for fact in observed.facts if fact.name == "error.http_status"]
    assert statuses == [400]
    assert [record.http_status for record in observed.records] == [400, 403, 401]


def test_close_codes_and_string_codes() -> None:
    """The Live API's close code and the Interactions API's string code are facts."""
    assert values("websocket closed with code 1008: gone")["error.close_code"] == 1008
    assert values('{"error":{"code":"permission_denied","message":"no"}}')["error.code"] == "permission_denied"


def test_the_text_of_the_report_is_a_fact() -> None:
    """``report.text`` is the paste on one line, as phrases see it."""
    assert named("one\n  two", "report.text").value == "one two"
    assert observer().observe("").facts == ()


def test_a_given_message_is_read_for_its_words_only() -> None:
    """A message given as a fact speaks through the phrases; what is not the server's counts as given."""
    facts = observer().observe_message("API key not valid. I am in France")
    assert [(fact.name, fact.value, fact.source.kind) for fact in facts] == [
        ("error.says", "key-not-valid", "server"),
        ("location.country", "FR", "given"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "openai.PermissionDeniedError: Error code: 403",
        "Error: 400 status code (no body)\n    at APIError.generate (openai/core/error.mjs:44:20)",
        "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://generativelanguage.googleapis.com/",
        "Uncaught Error: Gemini API request failed: 429 Too Many Requests\n    at ask (app.mjs:30:162)",
        '{"name":"ApiError","status":402}',
        "HTTP/2 403",
        "429 Too Many Requests",
    ],
)
def test_a_status_without_a_word_is_bare(text: str) -> None:
    """Where a program shows the number alone, the report says so; the number's standard name is no word of the server."""
    assert values(text)["error.bare"] is True


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_an_answer_with_words_is_not_bare(body: str, wrapping: str) -> None:
    """A sentence, a reason or a code of the server is there in every client's print."""
    assert "error.bare" not in values(WRAPPINGS[wrapping](BODIES[body]))


@pytest.mark.parametrize(
    "text",
    [
        "I get a 403 from Gemini since yesterday, and I changed nothing. What can I do about it, is it my project?",
        "error:\n  code: 403\n  message: Something that no phrase knows\n  status: PERMISSION_DENIED",
        "websocket closed with code 1008: gone",
        "It works.",
    ],
)
def test_what_is_not_bare(text: str) -> None:
    """A number in a person's sentence, a message in a form that is not read, a close code, no error at all."""
    assert "error.bare" not in values(text)
