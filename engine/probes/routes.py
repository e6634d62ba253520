"""Variables that lead calls through something else or to somebody else: base URLs, proxies, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .place import Place, look_at
from .variables import foreign_host, host_of, table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase
    from .notes import Notes

_API_HOST: Final = "generativelanguage.googleapis.com"
_LARGEST_BUNDLE: Final = 16 << 20


def note_base_urls(notes: Notes, place: Place, rulebase: RuleBase) -> None:
    """Base URLs that are not Google's."""
    for name in table(rulebase, "variables.base-url"):
        host = foreign_host(place.environ.get(name, ""))
        if host:
            notes.fact("env.base_url", True, f"the variable {name}")
            notes.check("warning", "base-url", name=name, host=host)


def note_openai(notes: Notes, place: Place, rulebase: RuleBase) -> None:
    """OpenAI's SDK sent to Google: its key variable is another one, and what it sends beside the key may be refused."""
    if not openai_at_google(place, rulebase):
        return
    notes.fact("endpoint.kind", "openai-compat", "OpenAI's base URL")
    key = table(rulebase, "variables.openai.key")[0]
    notes.check("passed" if place.environ.get(key, "").strip() else "failed", "openai-key", name=key)
    for name in table(rulebase, "variables.openai.extra"):
        if place.environ.get(name, "").strip():
            notes.check("warning", "openai-extra", name=name)


def openai_at_google(place: Place, rulebase: RuleBase) -> bool:
    """Whether OpenAI's SDK is told to call Google."""
    names = table(rulebase, "variables.openai.base-url")
    return any(host_of(place.environ.get(name, "")) == _API_HOST for name in names)


def note_proxy(notes: Notes, place: Place) -> None:
    """A proxy for Google's host."""
    names = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    name = next((name for name in names if place.environ.get(name)), None)
    if name is None or _bypassed(place.environ.get("no_proxy") or place.environ.get("NO_PROXY") or ""):
        return
    notes.fact("network.route", "proxy", f"the variable {name}")
    notes.check("warning", "proxy", name=name)


def _bypassed(no_proxy: str) -> bool:
    for entry in no_proxy.lower().split(","):
        name = entry.strip().lstrip("*.")
        if entry.strip() == "*" or (name and (name == _API_HOST or _API_HOST.endswith(f".{name}"))):
            return True
    return False


def note_certificates(notes: Notes, place: Place, rulebase: RuleBase) -> None:
    """Certificates that clients are told to trust and that are not there."""
    for name in table(rulebase, "variables.certificates"):
        file = place.environ.get(name)
        if file and look_at(place.project / file, limit=_LARGEST_BUNDLE).sort not in _wanted(name):
            notes.check("failed", "certificates-missing", name=name)


def _wanted(name: str) -> tuple[str, ...]:
    return ("file", "directory") if name in ("SSL_CERT_DIR", "REQUESTS_CA_BUNDLE") else ("file",)
