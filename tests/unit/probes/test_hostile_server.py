"""A server that means harm: whatever it answers, the live checks end in time and memory, and the key goes to it alone."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from keymedic.engine.probes.exchange import MAX_ANSWER_BYTES
from keymedic.engine.probes.live import probe_live
from keymedic.engine.probes.look import Limits, Online, look
from keymedic.engine.probes.notes import ProbeResult
from keymedic.engine.probes.place import Place
from keymedic.engine.probes.variables import Candidate
from keymedic.engine.rulebase.model import RuleBase

from ...standin.answers import GOOD, key_for

Behaviour = Callable[[socket.socket], None]
KEY = key_for(GOOD)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def hostile(behave: Behaviour) -> Generator[tuple[str, list[bytes]], None, None]:
    """A server that reads a request and then misbehaves; its address and the requests that it got."""
    requests: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    def talk(connection: socket.socket) -> None:
        with connection:
            try:
                requests.append(connection.recv(1 << 16))
                behave(connection)
            except OSError:
                pass  # the client hung up, as it should

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", requests
    finally:
        listener.close()


def answer(*parts: bytes) -> Behaviour:
    """One answer, then the end."""
    return lambda connection: connection.sendall(b"".join(parts))


def forever(first: bytes, part: bytes, pause: float = 0.0) -> Behaviour:
    """An answer that never ends."""

    def send(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(part)
            time.sleep(pause)

    return send


def ask(url: str, shipped: RuleBase) -> ProbeResult:
    """The live checks with a second for each answer."""
    return probe_live(Candidate("GEMINI_API_KEY", "the environment", KEY), shipped, url, 1.0)


def outcomes(found: ProbeResult) -> dict[str, str]:
    """Each check with its state."""
    return {check.id: check.state for check in found.checks}


ENDING: dict[str, tuple[Behaviour, str]] = {
    "endless body": (forever(HEAD + b"\r\n", b"x" * 65_536), "too-large"),
    "endless chunks": (forever(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"8000\r\n" + b"x" * 32_768 + b"\r\n"), "too-large"),
    "a body in drips": (forever(HEAD + b"\r\n", b"x", 0.05), "timeout"),
    "a body that never comes": (lambda c: (c.sendall(HEAD + b"Content-Length: 5\r\n\r\n"), time.sleep(9))[1], "timeout"),
    "no answer": (lambda c: time.sleep(9), "timeout"),
    "huge headers": (answer(HEAD, *(b"X-%d: %s\r\n" % (n, b"y" * 8000) for n in range(1000)), b"\r\n{}"), "reset"),
    "an endless header": (forever(HEAD + b"X-Long: ", b"y" * 65_536), "reset"),
    "cut off": (answer(HEAD, b"Content-Length: 50\r\n\r\n{}"), "reset"),
    "a negative length": (answer(HEAD, b"Content-Length: -1\r\n\r\n{}"), "reset"),
    "two lengths": (answer(HEAD, b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}"), "reset"),
    "no HTTP": (answer(b"\x00\xff" * 99), "reset"),
    "nothing": (answer(b""), "reset"),
    "bad gzip": (answer(HEAD, b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x00\x00"), "unreadable"),
    "a gzip bomb": (answer(HEAD, b"Content-Encoding: gzip\r\n\r\n", gzip.compress(bytes(200_000_000), 1)[:900_000]), "unreadable"),
    "deep JSON": (answer(HEAD, b"\r\n", b"[" * 500_000), "unreadable"),
    "a long number": (answer(HEAD, b"\r\n", b"9" * 1_000_000), "unreadable"),
    "JSON with many keys": (answer(HEAD, b"\r\n{", b",".join(b'"%d":1' % n for n in range(60_000)), b"}"), "refused-bare"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDING)
def test_no_answer_costs_more_than_its_limits(shipped: RuleBase, name: str) -> None:
    """Each is told by its name, after one request, in little memory; none passes for an answer of the API."""
    behave, outcome = ENDING[name]
    with hostile(behave) as (url, requests):
        tracemalloc.start()
        found = ask(url, shipped)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    told = {check: state for check, state in outcomes(found).items() if not check.endswith("not-checked")}
    assert set(told.values()) == {"failed"}
    assert any(check.endswith(outcome) for check in told), told
    assert len(requests) == 1
    assert peak < 40 * MAX_ANSWER_BYTES


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "{elsewhere}/x", "//{elsewhere}/x", "http://169.254.169.254/", "gopher://x", "\x7f", "/"],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirections_are_not_followed(shipped: RuleBase, target: str, status: int) -> None:
    """Neither to files nor to other hosts, which get nothing, least of all the key."""
    with hostile(answer(HEAD, b"\r\n{}")) as (elsewhere, others):
        location = target.replace("{elsewhere}", elsewhere).encode()
        with hostile(answer(b"HTTP/1.1 %d Moved\r\nLocation: %s\r\n\r\n" % (status, location))) as (url, requests):
            found = ask(url, shipped)
    assert (len(requests), others) == (1, [])
    assert set(outcomes(found).values()) == {"failed"}


def test_a_key_that_the_server_sends_back_is_not_shown(shipped: RuleBase) -> None:
    """Echoed plainly, in pieces of JSON, with control sequences: neither facts nor checks hold it."""
    body = b'{"error": {"code": 400, "message": "\\u001b[2JConsumer \'api_key:%s\' suspended", "status": "%s"}}'
    with hostile(answer(b"HTTP/1.1 400 Bad\r\n\r\n", body % (KEY.encode(), KEY.encode()))) as (url, _):
        found = ask(url, shipped)
    assert KEY not in repr(found)
    assert set(outcomes(found).values()) == {"failed"}


@pytest.mark.parametrize(
    "behave",
    [forever(b"", b"H", 0.1), forever(HEAD, b"X: y\r\n", 0.1), forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01)],
    ids=["status line in drips", "headers in drips", "endless 100 Continue"],
)
def test_all_checks_together_have_a_limit(shipped: RuleBase, tmp_path: Path, behave: Behaviour) -> None:
    """What keeps each single read alive for ever ends with the time of all live checks: not checked, and said so."""
    with hostile(behave) as (url, _):
        place = Place({"GEMINI_API_KEY": KEY}, tmp_path, tmp_path)
        found = look(place, shipped, Online(url), Limits(answer=1.0, live=1.5))
    assert {state for check, state in outcomes(found).items() if check.startswith("live")} <= {"not-checked", "failed"}
