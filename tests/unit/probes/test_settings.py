from __future__ import annotations

import os
from pathlib import Path

import pytest

from keymedic.engine.probes.settings import probe_settings
from keymedic.engine.probes.variables import Candidate
from keymedic.engine.rulebase.model import RuleBase

from .conftest import KEY, OTHER_KEY, MakePlace, checks, facts

OWN = Candidate("GEMINI_API_KEY", "the environment", KEY)


def write(path: Path, text: str) -> None:
    """A file with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _ = path.write_text(text)


def test_no_settings_no_trouble(make_place: MakePlace, shipped: RuleBase) -> None:
    """Nothing is there, or nothing in it is a key."""
    place = make_place()
    assert checks(probe_settings(place, OWN, shipped, None)) == {"settings.nothing"}
    write(place.home / ".gemini" / "settings.json", '{"ui": {"theme": "AIzaSyXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"}}')
    found = probe_settings(place, OWN, shipped, None)
    assert (checks(found, "passed"), found.facts) == ({"settings.nothing"}, ())


@pytest.mark.parametrize("key", [(OWN, "own", "passed"), (None, "only", "warning")], ids=["own", "only"])
def test_a_key_in_a_settings_file(
    make_place: MakePlace, shipped: RuleBase, key: tuple[Candidate | None, str, str]
) -> None:
    """Whether it is the one in use is told; the file and line, never the letters."""
    place = make_place()
    write(place.home / ".config" / "Code" / "User" / "settings.json", f'{{\n  // mine\n  "env": "{KEY}"}}')
    found = probe_settings(place, key[0], shipped, None)
    assert checks(found, key[2]) == {f"settings.key-{key[1]}"}
    assert "~/.config/Code/User/settings.json, line 3" in found.checks[0].text
    assert facts(found) == {"env.set_in": {"settings"}}
    assert KEY[8:20] not in repr(found)


def test_another_key_than_the_one_in_use(make_place: MakePlace, shipped: RuleBase) -> None:
    """The old key that a tool goes on to use."""
    place = make_place()
    write(place.project / ".vscode" / "launch.json", f'{{"env": {{"GEMINI_API_KEY": "{OTHER_KEY}"}}}}')
    assert checks(probe_settings(place, OWN, shipped, None), "warning") == {"settings.key-other"}


@pytest.mark.parametrize(
    ("line", "kept"),
    [("- GEMINI_API_KEY='x'", True), ('- GEMINI_API_KEY="x"', True), ('- "GEMINI_API_KEY=x"', False),
     ("GEMINI_API_KEY: 'x'", False), ("- OTHER='x'", False)],
)  # fmt: skip
def test_quotes_that_a_compose_list_keeps(make_place: MakePlace, shipped: RuleBase, line: str, kept: bool) -> None:
    """In a list they become part of the key, in a mapping they do not."""
    place = make_place()
    write(place.project / "compose.yaml", f"services:\n  app:\n    environment:\n      {line}\n")
    assert ("settings.compose-quotes" in checks(probe_settings(place, OWN, shipped, None), "failed")) is kept


def test_a_key_in_a_compose_file(make_place: MakePlace, shipped: RuleBase) -> None:
    """It is set for the container, not for the shell."""
    place = make_place()
    write(place.project / "docker-compose.yml", f"environment:\n  GEMINI_API_KEY: {KEY}\n")
    assert facts(probe_settings(place, OWN, shipped, None)) == {"env.set_in": {"compose"}}


@pytest.mark.parametrize(
    ("login", "fact", "state"),
    [
        ("oauth-personal", "google-login", "warning"),
        ("gemini-api-key", "api-key", "passed"),
        ("vertex-ai", "vertex", "warning"),
    ],
)
def test_how_gemini_cli_signs_in(make_place: MakePlace, shipped: RuleBase, login: str, fact: str, state: str) -> None:
    """Told always; a fact for the diagnosis only where Gemini CLI makes the call."""
    place = make_place()
    write(place.home / ".gemini" / "settings.json", f'{{"security": {{"auth": {{"selectedType": "{login}"}}}}}}')
    found = probe_settings(place, OWN, shipped, None)
    assert (checks(found, state), found.facts) == ({f"settings.login.{fact}"}, ())
    assert facts(probe_settings(place, OWN, shipped, "gemini-cli")) == {"client.login": {fact}}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_is_no_file_is_not_opened(make_place: MakePlace, shipped: RuleBase) -> None:
    """A pipe, a directory, and a file far too large: not checked."""
    place = make_place()
    os.mkfifo(place.project / "compose.yaml")
    (place.project / "compose.yml").mkdir()
    (place.project / ".aider.conf.yml").touch()
    os.truncate(place.project / ".aider.conf.yml", 1 << 33)
    assert [check.state for check in probe_settings(place, OWN, shipped, None).checks] == ["not-checked"] * 3
