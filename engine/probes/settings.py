"""Settings files of tools, editors and containers: keys and sign-in methods in them, read as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..redact.keys import describe_key
from ..redact.scan import fingerprint
from .notes import Notes, ProbeResult
from .place import Place, look_at
from .variables import Candidate, key_variables, table

if TYPE_CHECKING:
    from pathlib import Path

    from ..rulebase.model import RuleBase

_KEY: Final = re.compile(r"(?<![\w-])(?:AIza[\w-]{30,60}|AQ\.[\w-]{20,400})(?![\w-])", re.ASCII)
_LOGIN: Final = re.compile(r'"selectedType"\s*:\s*"(?P<login>[a-z-]{1,40})"')
_LOGINS: Final = {"oauth-personal": "google-login", "gemini-api-key": "api-key", "vertex-ai": "vertex"}
_GEMINI_CLI: Final = "gemini-cli"
_NO_DOTENV: Final = re.compile(r'"ignoreLocalEnv"\s*:\s*true')
_SHOWN: Final = 6


def probe_settings(place: Place, key: Candidate | None, rulebase: RuleBase, tool: str | None) -> ProbeResult:
    """Look through the settings files that are there; ``key`` is the one in use."""
    notes = Notes("settings", rulebase)
    own = describe_key(key.value).fingerprint if key else ""
    for path in _paths(place, rulebase):
        seen = look_at(path)
        if seen.sort == "file":
            text = seen.data.decode("utf-8", "replace")
            _file(notes, text, place.shown(path), own, rulebase, tool)
            _gemini_cli(notes, text, place.shown(path), key, tool)
        elif seen.sort != "absent":
            notes.check("not-checked", "unread", file=place.shown(path), reason=seen.reason or seen.sort)
    result = notes.result()
    if not result.checks:
        notes.check("passed", "nothing")
    return notes.result()


def _paths(place: Place, rulebase: RuleBase) -> Iterator[Path]:
    yield from (place.project / name for name in table(rulebase, "files.settings.project"))
    yield from (place.home / name for name in table(rulebase, "files.settings.home"))


def _file(notes: Notes, text: str, where: str, own: str, rulebase: RuleBase, tool: str | None) -> None:
    compose = where.rpartition("/")[2] in table(rulebase, "files.compose")
    for number, mark in _keys(text):
        notes.fact("env.set_in", "compose" if compose else "settings", where)
        same = "own" if mark == own else "other" if own else "only"
        notes.check("passed" if same == "own" else "warning", f"key-{same}", file=where, line=number, mark=mark)
        if same == "other" and _belongs(where, tool, rulebase):
            notes.fact("env.other_key", "saved", where)
    if compose:
        for name, number in _kept_quotes(text, rulebase):
            notes.fact("key.form", "spoilt", f"{name} in {where}, line {number}")
            notes.check("failed", "compose-quotes", file=where, line=number, name=name)


def _gemini_cli(notes: Notes, text: str, where: str, key: Candidate | None, tool: str | None) -> None:
    """How Gemini CLI signs in, and whether it reads the project's ``.env``."""
    if ".gemini" not in where:
        return
    login = _LOGINS.get(found["login"], "") if (found := _LOGIN.search(text)) else ""
    if login:
        notes.check("passed" if login == "api-key" else "warning", f"login.{login}", file=where)
        if tool == _GEMINI_CLI:
            notes.fact("client.login", login, where)
    if _NO_DOTENV.search(text):
        notes.check("warning", "no-dotenv", file=where)
        if tool == _GEMINI_CLI and key is not None and key.where.startswith(".env,"):
            notes.fact("dotenv.loaded", False, where)


def _belongs(where: str, tool: str | None, rulebase: RuleBase) -> bool:
    """Whether a settings file is one of the tool's own."""
    pairs = (line.partition(" ") for line in table(rulebase, "files.settings.tools"))
    return any(tool == name and part in where for part, _, name in pairs)


def _keys(text: str) -> Iterator[tuple[int, str]]:
    """Line and fingerprint of every key of Google's in a text, each key once."""
    seen: set[str] = set()
    for found in _KEY.finditer(text):
        mark = fingerprint(found[0])
        if len(seen) < _SHOWN and mark not in seen and describe_key(found[0]).kind in ("standard", "auth"):
            seen.add(mark)
            yield text.count("\n", 0, found.start()) + 1, mark


def _kept_quotes(text: str, rulebase: RuleBase) -> Iterator[tuple[str, int]]:
    """Variables whose quotation marks a Compose list keeps: ``- NAME='value'``."""
    names = "|".join(map(re.escape, key_variables(rulebase)))
    for found in re.finditer(rf"(?m)^[ \t]*-[ \t]*(?P<name>{names})=[\"']", text) if names else ():
        yield found["name"], text.count("\n", 0, found.start("name")) + 1
