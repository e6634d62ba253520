from __future__ import annotations

import socket

import pytest

from keymedic.engine.probes.country import probe_country
from keymedic.engine.probes.look import Online, look
from keymedic.engine.rulebase.model import RuleBase
from keymedic.engine.values import replace

from ...standin.answers import GOOD, key_for
from ...standin.server import serving
from .conftest import MakePlace, checks, facts


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the developer's."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def test_the_country_is_asked_without_the_key(make_place: MakePlace, shipped: RuleBase) -> None:
    """Only after a yes, and the question says nothing about who asks."""
    with serving() as google, serving() as service:
        tables = {**shipped.tables, "live.country": (f"{service.url}/country",)}
        place, own = make_place(GEMINI_API_KEY=key_for(GOOD)), replace(shipped, tables=tables)
        assert "location.country" not in facts(look(place, own, Online(google.url)))
        assert service.requests == []
        found = look(place, own, Online(google.url, country=True))
        assert "FAKE" not in repr(service.requests)
    assert (facts(found)["location.country"], checks(found) & {"country.same"}) == ({"DE"}, {"country.same"})


@pytest.mark.parametrize("answer", ["html", "empty", "E01", "reset", "slow"])
def test_another_answer_is_no_country(shipped: RuleBase, answer: str) -> None:
    """A page, nothing, an error, a connection that breaks: not checked, and no fact."""
    with serving() as service:
        found = probe_country(shipped, service.answering(answer), 0.3)
    assert (checks(found, "not-checked"), found.facts) == ({"country.unknown"}, ())


def test_a_service_that_is_not_there(shipped: RuleBase) -> None:
    """The same."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        found = probe_country(shipped, f"http://127.0.0.1:{taken.getsockname()[1]}/country", 1)
    assert checks(found, "not-checked") == {"country.unknown"}


def test_two_families_in_two_countries(shipped: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which one Google sees is not known, so there is no fact; both are told."""

    def two(_address: str, _seconds: float) -> dict[str, str]:
        return {"IPv4": "DE", "IPv6": "HK"}

    monkeypatch.setattr("keymedic.engine.probes.country._ask_all", two)
    found = probe_country(shipped, "https://service.example/country", 1)
    assert (checks(found, "warning"), found.facts) == ({"country.differs"}, ())
