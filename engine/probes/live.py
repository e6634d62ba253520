"""The live checks: the list of models, then one smallest call. The key travels in a header, to one host only."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

from ..errors import InputError
from ..facts import Fact, Source
from ..observe.report import Observer
from ..redact import Redactor
from ..values import replace
from .exchange import Answer, Failure, exchange
from .key import sendable
from .notes import Notes, ProbeResult
from .variables import Candidate, table

if TYPE_CHECKING:
    import httpx

    from ..rulebase.model import RuleBase

GOOGLE: Final = "https://generativelanguage.googleapis.com"
_SYMPTOM: Final[dict[Failure, str]] = {
    "dns": "dns", "tls": "tls", "tls-untrusted": "tls", "tls-name": "tls", "tls-time": "tls", "refused": "refused",
    "reset": "refused", "connect-timeout": "timeout", "timeout": "timeout", "proxy": "proxy-page",
}  # fmt: skip
_SHOWN_MESSAGE: Final = 300
_LONGEST_ERROR: Final = 1 << 16
"""Letters of an answer that are read for what they say: an error of the API has some thousand."""
_HELLO: Final = {"contents": [{"parts": [{"text": "Hello"}]}], "generationConfig": {"maxOutputTokens": 1}}


def read_base_url(text: str) -> str:
    """The address of ``--base-url`` without a slash at its end.

    Raises `InputError` for one that is no http(s) address, that has a user name, a query or a fragment in it, and for
    plain http to another machine, where everybody on the way could read the key.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise InputError("--base-url is not a usable address") from None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or "@" in parts.netloc:
        raise InputError("--base-url wants https://HOST[:PORT][/PATH], without user name and query")
    if parts.scheme == "http" and not is_loopback(host):
        raise InputError(f"--base-url: plain http to {host} would show the key to everybody on the way; use https")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_google(host: str) -> bool:
    """Whether a host is one of Google's API."""
    return host == "googleapis.com" or host.endswith(".googleapis.com")


def probe_live(
    key: Candidate | None, rulebase: RuleBase, base_url: str, seconds: float, *, any_key: bool = False
) -> ProbeResult:
    """Ask the Gemini API, or who answers at ``base_url``, twice at most; ``seconds`` is the time for one answer.

    ``any_key``: the host may get a key that is none of Google's; a relay has keys of its own.
    """
    notes = Notes("live", rulebase)
    letters = sendable(key, any_key=any_key) if key else None
    if key is None or letters is None:
        notes.check("not-checked", "no-key" if key is None else "unfit-key")
        return notes.result()
    try:
        import httpx
    except ImportError:
        notes.check("not-checked", "no-client")
        return notes.result()
    address = base_url or GOOGLE
    host = urlsplit(address).hostname or ""
    timeout = httpx.Timeout(seconds, connect=min(5.0, seconds))
    headers = {"accept-encoding": "identity", "user-agent": "keymedic"}
    secure = httpx.create_ssl_context()  # SSL_CERT_FILE counts everywhere, proxies do not for this machine
    with httpx.Client(timeout=timeout, trust_env=not is_loopback(host), headers=headers, verify=secure) as client:
        _Caller(notes, rulebase, client, address, letters, seconds).ask()
    return notes.result()


class _Caller:
    """Asks and notes the answers."""

    def __init__(
        self, notes: Notes, rulebase: RuleBase, client: httpx.Client, address: str, key: str, seconds: float
    ) -> None:
        self._notes = notes
        self._rulebase = rulebase
        self._client = client
        self._address = address
        self._headers = {"x-goog-api-key": key, "content-type": "application/json"}
        self._seconds = seconds

    def ask(self) -> None:
        """The list of models; when it comes, one call."""
        host = urlsplit(self._address).hostname or ""
        answer = self._send("GET", "/v1beta/models?pageSize=1", None)
        if not self._passed(answer, "models", "models", "GET /v1beta/models", host):
            return
        models = table(self._rulebase, "live.model")
        if not models:
            return
        path = f"/v1beta/models/{models[0]}:generateContent"
        answer = self._send("POST", path, _HELLO)
        if self._passed(answer, "call", "candidates", f"POST {path}", host):
            self._notes.fact("history.curl_works", True, f"POST {path}")
            self._notes.fact("case.call_succeeded", True, f"POST {path}")

    def _send(self, method: str, path: str, body: object) -> Answer:
        return exchange(self._client, method, self._address + path, self._headers, self._seconds, body)

    def _passed(self, answer: Answer, check: str, expected: str, asked: str, host: str) -> bool:
        """Note an answer; true when it is the expected one."""
        values: dict[str, object] = {"host": host, "status": answer.status, "seconds": f"{self._seconds:g}"}
        if answer.failure or answer.page:
            failure = answer.failure or ("proxy" if answer.page == "proxy" else answer.page)
            symptom = _SYMPTOM.get(answer.failure) if answer.failure else "proxy-page"
            if symptom:
                self._notes.fact("network.symptom", symptom, asked)
                self._reaches(host, False, asked)
            self._notes.check("failed", f"failure.{failure}", **values)
            return False
        if check == "models":
            self._secured(answer, host)
        if answer.status == 200 and isinstance(answer.data, dict) and expected in cast("dict[str, Any]", answer.data):
            self._reaches(host, True, asked)
            self._notes.check("passed", check, **values)
            return True
        self._refused(answer, asked, values)
        return False

    def _secured(self, answer: Answer, host: str) -> None:
        """Note who signed the certificate: Google, or something on the way that opens the connection."""
        if not answer.issuer:
            return
        if is_google(host) and answer.issuer not in table(self._rulebase, "live.issuers"):
            self._notes.fact("network.route", "proxy", f"the certificate of {host}")
            self._notes.check("warning", "intercepted", host=host, issuer=answer.issuer)
        else:
            self._notes.check("passed", "reached", host=host)

    def _refused(self, answer: Answer, asked: str, values: dict[str, object]) -> None:
        """An error, read by the same observer as a pasted one."""
        begin = f"HTTP/1.1 {answer.status}\n\n{answer.text[:_LONGEST_ERROR]}"
        text = Redactor([self._headers["x-goog-api-key"]]).redact(begin)
        facts = tuple(
            replace(fact, source=Source(fact.source.kind, f"{asked}, {fact.source.detail}"))
            for fact in Observer(self._rulebase).observe(text).facts
            if fact.name != "report.text"
        )
        said = next((str(fact.value) for fact in facts if fact.name == "error.message"), "")
        if answer.data is None and not said:
            self._notes.check("failed", "failure.unreadable", **values)
            return
        self._reaches(str(values["host"]), True, asked)
        self._notes.take(_server(facts))
        self._notes.check("failed", "refused" if said else "refused-bare", message=said[:_SHOWN_MESSAGE], **values)

    def _reaches(self, host: str, value: bool, asked: str) -> None:
        if is_google(host):
            self._notes.fact("network.reaches_google", value, asked)


def _server(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Facts that the words of the answer give: what the probe itself received is the server's."""
    return tuple(replace(fact, source=Source("server", fact.source.detail)) for fact in facts)
