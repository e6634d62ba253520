"""The country that calls leave from, asked of a service that the person allowed; the key is never in the question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import getproxies

from .exchange import exchange
from .notes import Notes, ProbeResult

if TYPE_CHECKING:
    import httpx

    from ..rulebase.model import RuleBase

_CODE: Final = re.compile(r"[A-Z]{2}")
_FAMILIES: Final = {"IPv4": "0.0.0.0", "IPv6": "::"}


def probe_country(rulebase: RuleBase, address: str, seconds: float) -> ProbeResult:
    """Ask ``address``, which answers with two letters, over IPv4 and IPv6; through a proxy once."""
    notes = Notes("country", rulebase)
    try:
        found = _ask_all(address, seconds)
    except ImportError:
        notes.check("not-checked", "no-client")
        return notes.result()
    host = urlsplit(address).hostname or ""
    countries = sorted(set(found.values()))
    if not countries:
        notes.check("not-checked", "unknown", host=host)
    elif len(countries) > 1:
        notes.check("warning", "differs", first=found["IPv4"], second=found["IPv6"])
    else:
        notes.fact("location.country", countries[0], host)
        notes.check("passed", "same", country=countries[0])
    return notes.result()


def _ask_all(address: str, seconds: float) -> dict[str, str]:
    """The country by family of addresses; families that do not get through are missing."""
    import httpx

    if {"https", "all"} & set(getproxies()):
        answers = {"": _ask(httpx.Client(timeout=seconds), address, seconds)}
    else:
        answers = {
            family: _ask(
                httpx.Client(timeout=seconds, transport=httpx.HTTPTransport(local_address=own)), address, seconds
            )
            for family, own in _FAMILIES.items()
        }
    return {family: country for family, country in answers.items() if country}


def _ask(client: httpx.Client, address: str, seconds: float) -> str:
    with client:
        answer = exchange(client, "GET", address, {"user-agent": "keymedic", "accept": "text/plain"}, seconds)
    text = answer.text.strip()
    return text if answer.status == 200 and _CODE.fullmatch(text) else ""
