"""The variables of this process: keys, switches to Vertex AI, project, credentials, base URLs, proxies, certificates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from .notes import Notes, ProbeResult
from .place import Place, look_at
from .variables import Candidate, foreign_host, key_order, key_variables, table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

_API_HOST: Final = "generativelanguage.googleapis.com"
_WHERE: Final = "the environment"


def keys_in_environment(place: Place, rulebase: RuleBase) -> tuple[Candidate, ...]:
    """Every key variable that is set in this process, also to nothing."""
    names = key_variables(rulebase)
    return tuple(Candidate(name, _WHERE, place.environ[name]) for name in names if name in place.environ)


def probe_environment(place: Place, rulebase: RuleBase, tool: str | None) -> ProbeResult:
    """What the environment says; ``tool`` is the one that makes the call, when it is clear."""
    notes = Notes("environment", rulebase)
    _keys(notes, keys_in_environment(place, rulebase), tool, rulebase)
    _vertex(notes, place, rulebase, tool)
    _cloud(notes, place)
    _base_urls(notes, place, rulebase)
    _proxy(notes, place)
    _certificates(notes, place, rulebase)
    return notes.result()


def _keys(notes: Notes, found: tuple[Candidate, ...], tool: str | None, rulebase: RuleBase) -> None:
    order = key_order(rulebase, tool)
    values = {candidate.name: candidate.value for candidate in found}
    for name in key_variables(rulebase):
        state = "unset" if name not in values else "set" if values[name].strip() else "empty"
        notes.fact(f"env.{name}", state, f"the variable {name}")
        if state == "empty":
            notes.check("failed", "key-empty", name=name)
    filled = [name for name in values if values[name].strip()]
    read = [name for name in order if name in filled]
    if read:
        notes.check("passed", "key-set", name=read[0])
    elif filled and tool is None:
        notes.check("warning", "key-unusual", name=filled[0], order=", ".join(order))
    elif filled:
        notes.check("failed", "key-unread", name=filled[0], order=", ".join(order))
    else:
        notes.check("warning", "key-unset", order=", ".join(order))
    _both(notes, values, order)


def _both(notes: Notes, values: dict[str, str], order: tuple[str, ...]) -> None:
    gemini, google = (values.get(name, "").strip() for name in ("GEMINI_API_KEY", "GOOGLE_API_KEY"))
    both = bool(gemini and google)
    detail = "the variables GEMINI_API_KEY and GOOGLE_API_KEY"
    notes.fact("env.both_set", both, detail)
    notes.fact("env.keys_differ", both and gemini != google, detail)
    if both and gemini != google:
        winner = next((name for name in order if values.get(name, "").strip()), order[0])
        notes.check("failed", "keys-differ", winner=winner)


def switched_on(value: str, tool: str | None, rulebase: RuleBase) -> bool:
    """Whether a switch to Vertex AI counts as on: each tool has its own idea of what is true."""
    text = value.strip().lower()
    if tool and tool in table(rulebase, "variables.vertex.unless-false"):
        return text != "false"
    usual = table(rulebase, "variables.vertex.true.usual")
    return text in ((tool and table(rulebase, f"variables.vertex.true.{tool}")) or usual)


def _vertex(notes: Notes, place: Place, rulebase: RuleBase, tool: str | None) -> None:
    for name in table(rulebase, "variables.vertex"):
        if name not in place.environ:
            continue
        value = place.environ[name]
        on = switched_on(value, tool, rulebase)
        notes.fact("env.vertex_switch", on, f"the variable {name}")
        others = [
            other for other in ("google-genai", "js-genai", "langchain", "llamaindex")
            if not tool and switched_on(value, other, rulebase) != on
        ]  # fmt: skip
        if others:
            notes.check("warning", "vertex-unclear", name=name, tools=", ".join(others))
        else:
            notes.check("failed" if on else "passed", "vertex-on" if on else "vertex-off", name=name)
        return  # the first beats the second


def _cloud(notes: Notes, place: Place) -> None:
    environ = place.environ
    notes.fact("env.cloud_project", bool(environ.get("GOOGLE_CLOUD_PROJECT")), "the variable GOOGLE_CLOUD_PROJECT")
    file = environ.get("GOOGLE_APPLICATION_CREDENTIALS")
    if file:
        there = look_at(_below(place, file)).sort == "file"
        notes.fact("env.adc", True, "the variable GOOGLE_APPLICATION_CREDENTIALS")
        notes.check("passed" if there else "warning", "adc-file" if there else "adc-file-missing")
        return
    settings = environ.get("CLOUDSDK_CONFIG")
    folder = Path(settings) if settings else place.home / ".config" / "gcloud"
    login = look_at(folder / "application_default_credentials.json").sort == "file"
    notes.fact("env.adc", login, "the login of gcloud")
    if login:
        notes.check("passed", "adc-login")


def _below(place: Place, file: str) -> Path:
    return place.project / Path(file)


def _base_urls(notes: Notes, place: Place, rulebase: RuleBase) -> None:
    for name in table(rulebase, "variables.base-url"):
        host = foreign_host(place.environ.get(name, ""))
        if host:
            notes.fact("env.base_url", True, f"the variable {name}")
            notes.check("warning", "base-url", name=name, host=host)


def _proxy(notes: Notes, place: Place) -> None:
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


def _certificates(notes: Notes, place: Place, rulebase: RuleBase) -> None:
    for name in table(rulebase, "variables.certificates"):
        file = place.environ.get(name)
        if file and look_at(_below(place, file), limit=16 << 20).sort != "file":
            notes.check("failed", "certificates-missing", name=name)
