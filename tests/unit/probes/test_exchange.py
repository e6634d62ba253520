from __future__ import annotations

import socket
import ssl

import httpx
import pytest

from keymedic.engine.probes.exchange import Answer, Failure, failure_of

REQUEST = httpx.Request("GET", "https://generativelanguage.googleapis.com/")


@pytest.mark.parametrize(
    ("error", "cause", "failure"),
    [
        (httpx.ConnectError("x"), socket.gaierror(-2, "Name or service not known"), "dns"),
        (httpx.ConnectError("x"), ssl.SSLCertVerificationError("self-signed"), "tls"),
        (httpx.ConnectError("x"), ConnectionRefusedError(), "refused"), (httpx.ConnectTimeout("x"), None, "connect-timeout"),
        (httpx.ReadTimeout("x"), None, "timeout"), (httpx.ProxyError("407"), None, "proxy"),
        (httpx.RemoteProtocolError("x"), None, "reset"), (httpx.ReadError("x"), None, "reset"),
        (httpx.LocalProtocolError("Illegal header value"), None, "unsendable"),
    ],
)  # fmt: skip
def test_failures_are_told_apart(error: Exception, cause: Exception | None, failure: Failure) -> None:
    """Name resolution, TLS, the connection, time, the proxy: what httpx wraps is found again."""
    error.__cause__ = cause
    assert failure_of(error) == failure


@pytest.mark.parametrize(
    ("answer", "page"),
    [
        (Answer(200, "<!DOCTYPE html><p>Sign in"), "page"), (Answer(200, "\n<HTML>"), "page"),
        (Answer(403, "<html>"), "page"), (Answer(502, "<html>Error 502"), ""), (Answer(302, ""), "portal"),
        (Answer(511, "<html>"), "portal"), (Answer(407, "<html>"), "proxy"), (Answer(200, '{"models": []}'), ""),
        (Answer(404, "{}"), ""),
    ],
)  # fmt: skip
def test_a_page_is_no_answer(answer: Answer, page: str) -> None:
    """Login pages, redirections and proxies; a page with a server error may be Google's own."""
    assert answer.page == page


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "nonsense"])
def test_text_that_is_no_json_has_no_data(text: str) -> None:
    """However broken or deep it is."""
    assert Answer(200, text).data is None
