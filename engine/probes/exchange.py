"""One question to a server and what came of it, within limits of time and size. httpx is imported when it is needed."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from ..values import dataclass

if TYPE_CHECKING:
    import httpx

MAX_ANSWER_BYTES: Final = 1 << 20
"""An answer of the Gemini API to so small a question is never longer."""

Failure = Literal["dns", "tls", "refused", "timeout", "proxy", "reset", "too-large", "unsendable"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and text of an answer, or why there is none (``failure``, "" when there is one)."""

    status: int = 0
    text: str = ""
    failure: Failure | Literal[""] = ""

    @property
    def data(self) -> Any:
        """The answer's JSON, ``None`` when it is none."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @property
    def is_page(self) -> bool:
        """Whether a web page came, or a redirection to one: something between here and the API answered."""
        begin = self.text.lstrip("\ufeff \t\r\n")[:400].lower()
        html = begin.startswith(("<!doctype html", "<html", "<head", "<?xml")) or "<html" in begin
        return (html and self.status < 500) or 300 <= self.status < 400 or self.status == 407


def exchange(
    client: httpx.Client, method: str, url: str, headers: Mapping[str, str], seconds: float, body: object = None
) -> Answer:
    """Ask once. Every failure of the network is an `Answer`; nothing is repeated and no redirection is followed."""
    import httpx

    end = time.monotonic() + seconds
    content = None if body is None else json.dumps(body).encode()
    try:
        with client.stream(method, url, headers=dict(headers), content=content) as response:
            data = bytearray()
            for chunk in response.iter_raw():
                data += chunk
                if len(data) > MAX_ANSWER_BYTES:
                    return Answer(response.status_code, failure="too-large")
                if time.monotonic() > end:
                    return Answer(response.status_code, failure="timeout")
            return Answer(response.status_code, data.decode("utf-8", "replace"))
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        return Answer(failure=failure_of(error))


def failure_of(error: Exception) -> Failure:
    """What kind of failure an exception of httpx tells of."""
    import httpx

    causes = _causes(error)
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "dns"
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "tls"
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    if isinstance(error, httpx.ProxyError):
        return "proxy"
    if isinstance(error, (httpx.LocalProtocolError, httpx.InvalidURL, UnicodeError, httpx.UnsupportedProtocol)):
        return "unsendable"
    return "refused" if isinstance(error, httpx.ConnectError) else "reset"


def _causes(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    now: BaseException | None = error
    while now is not None and now not in chain:
        chain.append(now)
        now = now.__cause__ or now.__context__
    return chain
