"""One question to a server and what came of it, within limits of time and size. httpx is imported when it is needed."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from ..values import Struct

if TYPE_CHECKING:
    import httpx

MAX_ANSWER_BYTES: Final = 1 << 20
"""An answer of the Gemini API to so small a question is never longer."""

Failure = Literal[
    "dns", "tls", "tls-untrusted", "tls-name", "tls-time", "refused", "connect-timeout", "timeout", "proxy", "reset",
    "too-large", "unsendable",
]  # fmt: skip
Page = Literal["page", "portal", "proxy"]
_VERIFY: Final[dict[int, Failure]] = {
    2: "tls-untrusted", 18: "tls-untrusted", 19: "tls-untrusted", 20: "tls-untrusted", 21: "tls-untrusted",
    9: "tls-time", 10: "tls-time", 62: "tls-name", 64: "tls-name",
}  # fmt: skip
"""OpenSSL's codes (openssl-verification-options): issuer not known or self-signed, out of date, another name."""


class Answer(Struct):
    """The status and text of an answer, or why there is none (``failure``, "" when there is one).

    ``issuer``: who signed the server's certificate, "" without one.
    """

    status: int = 0
    text: str = ""
    failure: Failure | Literal[""] = ""
    issuer: str = ""

    @property
    def data(self) -> Any:
        """The answer's JSON, ``None`` when it is none."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @property
    def page(self) -> Page | Literal[""]:
        """What answered in place of the API: a proxy that wants a password, a ``portal`` that leads elsewhere to sign
        in, or whoever sent a web page; "" when none of them did."""
        if self.status == 407:
            return "proxy"
        if 300 <= self.status < 400 or self.status == 511:  # 511: RFC 6585, network authentication required
            return "portal"
        begin = self.text.lstrip("\ufeff \t\r\n")[:400].lower()
        html = begin.startswith(("<!doctype html", "<html", "<head", "<?xml")) or "<html" in begin
        return "page" if html and self.status < 500 else ""


def exchange(
    client: httpx.Client, method: str, url: str, headers: Mapping[str, str], seconds: float, body: object = None
) -> Answer:
    """Ask once. Every failure of the network is an `Answer`; nothing is repeated and no redirection is followed."""
    import httpx

    end = time.monotonic() + seconds
    content = None if body is None else json.dumps(body).encode()
    try:
        with client.stream(method, url, headers=dict(headers), content=content) as response:
            issuer = _issuer(response)
            data = bytearray()
            for chunk in response.iter_raw():
                data += chunk
                if len(data) > MAX_ANSWER_BYTES:
                    return Answer(response.status_code, failure="too-large")
                if time.monotonic() > end:
                    return Answer(response.status_code, failure="timeout")
            return Answer(response.status_code, data.decode("utf-8", "replace"), issuer=issuer)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        return Answer(failure=failure_of(error))


def failure_of(error: Exception) -> Failure:
    """What kind of failure an exception of httpx tells of."""
    import httpx

    causes = _causes(error)
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "dns"
    if tls := next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None):
        return _VERIFY.get(getattr(tls, "verify_code", 0), "tls")
    if isinstance(error, httpx.TimeoutException):
        return "connect-timeout" if isinstance(error, httpx.ConnectTimeout) else "timeout"
    if isinstance(error, httpx.ProxyError):
        return "proxy"
    if isinstance(error, (httpx.LocalProtocolError, httpx.InvalidURL, UnicodeError, httpx.UnsupportedProtocol)):
        return "unsendable"
    return "refused" if isinstance(error, httpx.ConnectError) else "reset"


def _issuer(response: httpx.Response) -> str:
    """The organisation, or else the name, that signed the certificate of the connection."""
    stream: Any = response.extensions.get("network_stream")
    secured: ssl.SSLObject | None = stream.get_extra_info("ssl_object") if stream is not None else None
    certificate: Any = (secured.getpeercert() if secured is not None else None) or {}
    named: dict[str, str] = {name: value for part in certificate.get("issuer", ()) for name, value in part}
    return named.get("organizationName") or named.get("commonName") or ""


def _causes(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    now: BaseException | None = error
    while now is not None and now not in chain:
        chain.append(now)
        now = now.__cause__ or now.__context__
    return chain
