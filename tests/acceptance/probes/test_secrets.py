"""Keys planted everywhere that probes look: not one appears in what is written, whatever the format, nor in a log."""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from keymedic.cli.main import entry

from ...standin.answers import GOOD, key_for
from ...standin.server import serving

PRIVATE = ("GEMINI_", "GOOGLE_", "CLOUDSDK_", "SSL_", "REQUESTS_", "NODE_", "VIRTUAL_ENV")
KEYS = {
    name: f"AIzaSyFAKE{name}".ljust(39, "9")
    for name in ("DOTENV", "PROFILE", "FISH", "DIRENV", "SETTINGS", "COMPOSE", "HISTORY", "TRACKED")
}
OWN = key_for(GOOD)
COMMANDS = (
    ("probe",), ("probe", "--format", "json"), ("diagnose", "--probe", "--all"),
    ("diagnose", "--probe", "--all", "--format", "json"), ("diagnose", "--probe", "--all", "--format", "markdown"),
)  # fmt: skip


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One compiled rule base for all of these tests."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str) -> Iterator[Path]:
    """A home and a project with a key in every place."""
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", cache)
    home, project = tmp_path / "home", tmp_path / "project"
    for folder in (home / ".gemini", project / ".vscode"):
        folder.mkdir(parents=True)
    for name in list(os.environ):
        if name.startswith(PRIVATE) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("GEMINI_API_KEY", OWN)
    monkeypatch.setenv("GOOGLE_GENAI_API_KEY", f"{KEYS['PROFILE']};")
    monkeypatch.chdir(project)
    _ = (project / "old.py").write_text(f"key = '{KEYS['HISTORY']}'\n")
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", f"with {KEYS['HISTORY']}")
    _ = (project / "old.py").write_text(f"key = '{KEYS['TRACKED']}'\n")
    _ = (project / ".env").write_text(
        f"GEMINI_API_KEY={KEYS['DOTENV']};\nGOOGLE_GEMINI_BASE_URL=https://{KEYS['DOTENV']}.example\n"
    )
    _ = (home / ".zshrc").write_text(f"export GEMINI_API_KEY={KEYS['PROFILE']}\n")
    (home / ".config" / "fish").mkdir(parents=True)
    _ = (home / ".config" / "fish" / "fish_variables").write_text(f"SETUVAR --export GOOGLE_API_KEY:{KEYS['FISH']}\n")
    _ = (project / ".envrc").write_text(f"export GEMINI_API_KEY={KEYS['DIRENV']}\n")
    _ = (home / ".gemini" / "settings.json").write_text(f'{{"apiKey": "{KEYS["SETTINGS"]}"}}')
    _ = (project / "compose.yaml").write_text(f"environment:\n  - GEMINI_API_KEY='{KEYS['COMPOSE']}'\n")
    yield project


def git(folder: Path, *arguments: str) -> None:
    """git with a name of its own."""
    names = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.com")
    _ = subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True, timeout=300)


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_planted_key_is_written_or_logged(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, command: tuple[str, ...]
) -> None:
    """Standard output, standard error, and all that httpx and others log when everything is logged."""
    caplog.set_level(logging.DEBUG)
    with serving() as stand_in:
        status = entry([*command, "--online", "--base-url", stand_in.url])
        assert stand_in.requests[0].headers["x-goog-api-key"] == OWN
    written = capsys.readouterr()
    logged = "\n".join(f"{record.name} {record.getMessage()} {record.args!r}" for record in caplog.records)
    assert status in (0, 1, 4)
    assert "httpx" in logged, "nothing was logged"
    for text in (written.out, written.err, logged):
        for key in (OWN, *KEYS.values()):
            assert key[6:22] not in text and key[6:22].lower() not in text.lower()


@pytest.mark.usefixtures("planted")
def test_every_planted_key_was_seen(capsys: pytest.CaptureFixture[str]) -> None:
    """The test above proves something: each place was looked at and is named."""
    _ = entry(["probe", "--format", "json"])
    text = capsys.readouterr().out
    for place in (
        ".env",
        "~/.zshrc",
        "~/.config/fish/fish_variables",
        ".envrc, line 1",
        "~/.gemini/settings.json",
        "compose.yaml",
        "old.py",
        "a commit message",
    ):
        assert place in text
