"""Variables that send calls another way than with a key to the Gemini API, by each tool's own idea of what is true."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from .place import Place, look_at
from .variables import named_tools, table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase
    from .notes import Notes

_GEMINI_CLI: Final = "gemini-cli"


def switched_on(value: str, tool: str | None, rulebase: RuleBase) -> bool:
    """Whether a switch to Vertex AI counts as on: each tool has its own idea of what is true."""
    text = value.strip().lower()
    if tool and tool in table(rulebase, "variables.vertex.unless-false"):
        return text != "false"
    usual = table(rulebase, "variables.vertex.true.usual")
    return text in ((tool and table(rulebase, f"variables.vertex.true.{tool}")) or usual)


def note_vertex(notes: Notes, place: Place, rulebase: RuleBase, tool: str | None) -> None:
    """The switch to Vertex AI. The first variable that is there beats the others."""
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
            differ = named_tools(others, rulebase)
            notes.check("warning", "vertex-mixed-on" if on else "vertex-mixed-off", name=name, tools=differ)
        else:
            notes.check("failed" if on else "passed", "vertex-on" if on else "vertex-off", name=name)
        return


def note_login(notes: Notes, place: Place, rulebase: RuleBase, tool: str | None) -> None:
    """Gemini CLI's switches: to the login with Google, and to another header for the key."""
    for name in table(rulebase, "variables.login"):
        if place.environ.get(name, "").strip().lower() == "true":
            notes.check("failed" if tool == _GEMINI_CLI else "warning", "login", name=name)
            if tool == _GEMINI_CLI:
                notes.fact("client.login", "google-login", f"the variable {name}")
    for name in table(rulebase, "variables.bearer"):
        if place.environ.get(name, "").strip().lower() == "bearer":
            notes.check("warning", "bearer", name=name)
            if tool == _GEMINI_CLI:
                notes.fact("key.transport", "bearer", f"the variable {name}")


def note_cloud(notes: Notes, place: Place) -> None:
    """Google Cloud's project and credentials: whether they are there, not what is in them."""
    environ = place.environ
    notes.fact("env.cloud_project", bool(environ.get("GOOGLE_CLOUD_PROJECT")), "the variable GOOGLE_CLOUD_PROJECT")
    file = environ.get("GOOGLE_APPLICATION_CREDENTIALS")
    if file:
        there = look_at(place.project / file).sort == "file"
        notes.fact("env.adc", True, "the variable GOOGLE_APPLICATION_CREDENTIALS")
        notes.check("passed" if there else "warning", "adc-file" if there else "adc-file-missing")
        return
    settings = environ.get("CLOUDSDK_CONFIG")
    folder = Path(settings) if settings else place.home / ".config" / "gcloud"
    login = look_at(folder / "application_default_credentials.json").sort == "file"
    notes.fact("env.adc", login, "the login of gcloud")
    if login:
        notes.check("passed", "adc-login")
