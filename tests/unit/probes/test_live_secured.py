"""What goes wrong with certificates, told apart against real servers that speak TLS."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from keymedic.engine.probes.exchange import Answer
from keymedic.engine.probes.live import _Caller, probe_live  # pyright: ignore[reportPrivateUsage]
from keymedic.engine.probes.notes import Notes, ProbeResult
from keymedic.engine.probes.variables import Candidate
from keymedic.engine.rulebase.model import RuleBase

from ...standin.answers import GOOD, key_for
from .conftest import checks, facts

_ = pytest.importorskip("cryptography")

from ...standin.secured import NOW, Authority, authority, serving_securely

Ask = Callable[..., ProbeResult]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority such as a company has."""
    return authority(tmp_path_factory.mktemp("certificates"), "Example Company")


@pytest.fixture
def ask(ours: Authority, shipped: RuleBase, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """``ask(certificate, trusted=True)``: the live checks against a server with that certificate."""

    def call(certificate: Path, *, trusted: bool) -> ProbeResult:
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(ours.file))
        else:
            monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        key = Candidate("GEMINI_API_KEY", "the environment", key_for(GOOD))
        with serving_securely(certificate) as stand_in:
            found = probe_live(key, shipped, stand_in.url, 5)
            assert len(stand_in.requests) == (2 if checks(found, "passed") else 0)
        return found

    return call


def test_a_certificate_that_is_trusted(ask: Ask, ours: Authority) -> None:
    """Name, connection and certificate are in order, and then the call is made."""
    assert checks(ask(ours.serving(), trusted=True)) == {"live.reached", "live.models", "live.call"}


def test_a_connection_that_something_opens(ask: Ask, ours: Authority) -> None:
    """The authority is not known to this machine: the key is not sent, and the likely reasons are named."""
    found = ask(ours.serving(), trusted=False)
    assert (checks(found), facts(found)) == ({"live.failure.tls-untrusted"}, {"network.symptom": {"tls"}})


def test_a_certificate_of_another_name(ask: Ask, ours: Authority) -> None:
    """A login page of the network shows its own."""
    assert checks(ask(ours.serving(host="portal.example"), trusted=True)) == {"live.failure.tls-name"}


def test_a_certificate_that_is_out_of_date(ask: Ask, ours: Authority) -> None:
    """Or the clock is wrong."""
    assert checks(ask(ours.serving(end=NOW - timedelta(days=2)), trusted=True)) == {"live.failure.tls-time"}


@pytest.mark.parametrize(
    ("host", "issuer", "check"),
    [
        ("generativelanguage.googleapis.com", "Google Trust Services", {"live.reached"}),
        ("generativelanguage.googleapis.com", "Example Company", {"live.intercepted"}),
        ("relay.example", "Example Company", {"live.reached"}), ("relay.example", "", set[str]()),
    ],
)  # fmt: skip
def test_an_authority_of_the_company_that_this_machine_trusts(
    shipped: RuleBase, host: str, issuer: str, check: set[str]
) -> None:
    """Google's hosts have certificates from Google; another signer opens the connection, though this machine trusts it."""
    import httpx

    notes = Notes("live", shipped)
    with httpx.Client() as client:
        _Caller(notes, shipped, client, f"https://{host}", "x", 1)._secured(Answer(200, issuer=issuer), host)  # pyright: ignore[reportPrivateUsage]
    found = notes.result()
    assert checks(found) == check
    assert facts(found) == ({"network.route": {"proxy"}} if "live.intercepted" in check else {})
