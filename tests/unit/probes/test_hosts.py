from __future__ import annotations

import pytest

from keymedic.engine.errors import InputError
from keymedic.engine.probes.dotenv_search import find_dotenv
from keymedic.engine.probes.hosts import agreed, configured_hosts
from keymedic.engine.probes.look import Online, look
from keymedic.engine.rulebase.model import RuleBase

from ...standin.answers import GOOD, key_for
from ...standin.server import serving
from .conftest import MakePlace, checks

RELAY_KEY = "sk-FAKE" + "FAKE0FAKE" * 4


def test_hosts_of_the_environment_and_the_file(make_place: MakePlace, shipped: RuleBase) -> None:
    """The environment wins over the file; Google's own hosts and nonsense are none. No secret shows in the repr."""
    place = make_place(
        GOOGLE_GEMINI_BASE_URL="https://Relay.example/v1?key=FAKESECRET", GEMINI_API_BASE="https://x.googleapis.com"
    )
    _ = (place.project / ".env").write_text(
        "GOOGLE_GEMINI_BASE_URL=https://old.example\nGEMINI_BASE_URL=gateway.example:8443/x\n"
    )
    hosts = configured_hosts(place, find_dotenv(place, shipped, None), shipped)
    assert [(one.host, one.name, one.where) for one in hosts] == [
        ("relay.example", "GOOGLE_GEMINI_BASE_URL", "the environment"), ("gateway.example", "GEMINI_BASE_URL", ".env"),
    ]  # fmt: skip
    assert hosts[1].base_url == "https://gateway.example:8443/x"
    assert "FAKESECRET" not in repr(hosts)
    with pytest.raises(InputError):
        _ = hosts[0].base_url


def test_a_yes_must_name_the_host(make_place: MakePlace, shipped: RuleBase) -> None:
    """The name of another one, or of none that is configured, is no yes; those that are get named."""
    place = make_place(GOOGLE_GEMINI_BASE_URL="https://relay.example")
    hosts = configured_hosts(place, (), shipped)
    assert agreed(" Relay.Example ", hosts).host == "relay.example"
    with pytest.raises(InputError, match=r"relay\.example"):
        _ = agreed("other.example", hosts)
    with pytest.raises(InputError, match="no other host"):
        _ = look(make_place(), shipped, Online(allowed_host="relay.example"))


@pytest.mark.parametrize("key", [key_for(GOOD), RELAY_KEY])
def test_after_the_yes_the_host_is_asked_and_google_is_not(make_place: MakePlace, shipped: RuleBase, key: str) -> None:
    """A relay has keys of its own form; it gets the one that the tools would send it."""
    with serving() as relay:
        place = make_place(GEMINI_API_KEY=key, GOOGLE_GEMINI_BASE_URL=relay.url)
        found = look(place, shipped, Online(allowed_host="127.0.0.1"))
        assert relay.requests[0].headers["x-goog-api-key"] == key
    assert "live.no-key" not in checks(found) and "live.unfit-key" not in checks(found)


def test_a_relay_in_the_clear_never_gets_the_key(make_place: MakePlace, shipped: RuleBase) -> None:
    """Not even after a yes: everybody on the way could read it."""
    place = make_place(GEMINI_API_KEY=key_for(GOOD), GOOGLE_GEMINI_BASE_URL="http://relay.example")
    with pytest.raises(InputError, match="plain http"):
        _ = look(place, shipped, Online(allowed_host="relay.example"))
