from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from keymedic.engine.errors import InputError
from keymedic.engine.probes.live import probe_live, read_base_url
from keymedic.engine.probes.notes import ProbeResult
from keymedic.engine.probes.variables import Candidate
from keymedic.engine.rulebase.model import RuleBase

from ...standin.answers import GOOD, key_for
from ...standin.server import StandIn, serving
from .conftest import checks, facts


@pytest.fixture(scope="module")
def running() -> Iterator[StandIn]:
    """One stand-in for all tests here."""
    with serving() as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(running: StandIn) -> StandIn:
    """The stand-in, asked nothing yet."""
    running.requests.clear()
    return running


def ask(shipped: RuleBase, base_url: str, key: str | None = None, seconds: float = 5) -> ProbeResult:
    """The live checks with a key of the environment (the good one by default)."""
    candidate = Candidate("GEMINI_API_KEY", "the environment", key_for(GOOD) if key is None else key)
    return probe_live(candidate, shipped, base_url, seconds)


def test_a_good_key_passes_both_checks(stand_in: StandIn, shipped: RuleBase) -> None:
    """The list of models first, then one call: a list alone proves nothing."""
    found = ask(shipped, stand_in.url)
    assert checks(found, "passed") == checks(found) == {"live.models", "live.call"}
    assert facts(found) == {"history.curl_works": {True}, "case.call_succeeded": {True}}
    assert [request.method for request in stand_in.requests] == ["GET", "POST"]


def test_the_key_travels_in_its_header_only(stand_in: StandIn, shipped: RuleBase) -> None:
    """No address, no other header, no body holds it."""
    _ = ask(shipped, stand_in.url)
    for request in stand_in.requests:
        assert request.headers.pop("x-goog-api-key") == key_for(GOOD)
        assert "authorization" not in request.headers
        assert "FAKE" not in request.path + str(request.headers)


def test_an_error_is_read_like_a_pasted_one(stand_in: StandIn, shipped: RuleBase) -> None:
    """Status, reason and sentence become facts of the server's; nothing more is asked."""
    found = ask(shipped, stand_in.url, key_for("E01"))
    known = facts(found)
    assert (known["error.http_status"], known["error.reason"]) == ({400}, {"API_KEY_INVALID"})
    assert known["error.message"] == {"API key not valid. Please pass a valid API key."}
    assert {fact.source.kind for fact in found.facts} == {"server"}
    assert checks(found) == {"live.refused"}
    assert len(stand_in.requests) == 1


def test_a_call_may_fail_where_the_list_succeeds(stand_in: StandIn, shipped: RuleBase) -> None:
    """Denied projects can still list models."""
    found = ask(shipped, stand_in.url, key_for("call-E13"))
    assert (checks(found, "passed"), checks(found, "failed")) == ({"live.models"}, {"live.refused"})
    assert facts(found)["error.http_status"] == {403}


def test_an_error_in_an_array_is_read(stand_in: StandIn, shipped: RuleBase) -> None:
    """Streams and the OpenAI-compatible endpoint answer with a list."""
    assert facts(ask(shipped, stand_in.answering("E04.array")))["error.http_status"] == {403}


@pytest.mark.parametrize(
    ("answer", "check", "symptom"),
    [
        ("html", "page", "proxy-page"), ("redirect", "portal", "proxy-page"), ("broken", "reset", "refused"),
        ("reset", "reset", "refused"), ("slow", "timeout", "timeout"), ("endless", "timeout", "timeout"),
        ("empty", "unreadable", None), ("huge", "too-large", None),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_told_apart(
    stand_in: StandIn, shipped: RuleBase, answer: str, check: str, symptom: str | None
) -> None:
    """Each has its check and, where the network is to blame, its symptom; no second request follows."""
    found = ask(shipped, stand_in.answering(answer), seconds=0.5)
    assert checks(found) == {f"live.failure.{check}"}
    assert facts(found) == ({"network.symptom": {symptom}} if symptom else {})
    assert len(stand_in.requests) == 1


def test_a_port_where_nobody_listens(shipped: RuleBase) -> None:
    """The connection is refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        found = ask(shipped, f"http://127.0.0.1:{taken.getsockname()[1]}")
    assert checks(found) == {"live.failure.refused"}


def test_a_connection_that_is_not_secure(stand_in: StandIn, shipped: RuleBase) -> None:
    """Something that speaks no TLS answers an https address."""
    found = ask(shipped, stand_in.url.replace("http:", "https:"))
    assert (checks(found), facts(found)) == ({"live.failure.tls"}, {"network.symptom": {"tls"}})


@pytest.mark.parametrize("key", ["sk-proj-FAKEFAKEFAKEFAKEFAKEFAKE", "YOUR_API_KEY", f"{key_for(GOOD)[:9]}\nx"])
def test_what_is_no_key_of_googles_is_not_sent(stand_in: StandIn, shipped: RuleBase, key: str) -> None:
    """Another vendor's key never leaves the machine."""
    assert checks(ask(shipped, stand_in.url, key), "not-checked") == {"live.unfit-key"}
    assert stand_in.requests == []


def test_without_a_key_nothing_is_asked(shipped: RuleBase) -> None:
    """The check could not start."""
    assert checks(probe_live(None, shipped, "", 1), "not-checked") == {"live.no-key"}


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    stand_in: StandIn, shipped: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request to the loopback goes there, whatever proxies are configured."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert checks(ask(shipped, stand_in.url), "passed") == {"live.models", "live.call"}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://relay.example", "https://relay.example"), ("https://relay.example:8443/x/", "https://relay.example:8443/x"),
        ("http://localhost:8611/", "http://localhost:8611"), ("http://[::1]:80", "http://[::1]:80"),
    ],
)  # fmt: skip
def test_a_usable_base_url(text: str, address: str) -> None:
    """Host, port and path are kept."""
    assert read_base_url(text) == address


@pytest.mark.parametrize(
    "text",
    ["", "relay.example", "ftp://relay.example", "http://relay.example", "https://me:FAKE@relay.example",
     "https://relay.example/?key=FAKE", "https://", "https://[", "https://relay.example:99999"],
)  # fmt: skip
def test_an_unusable_base_url_is_refused(text: str) -> None:
    """No scheme, plain http to another machine, user names and queries; the message repeats no secret."""
    with pytest.raises(InputError) as refused:
        _ = read_base_url(text)
    assert "FAKE" not in str(refused.value)
