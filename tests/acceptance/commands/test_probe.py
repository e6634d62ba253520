"""``keymedic probe`` and ``diagnose --probe --online`` against the stand-in for Google."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from keymedic.cli.main import entry

from ...standin.answers import GOOD, key_for
from ...standin.server import StandIn, serving
from ...unit.kb.catalogue import ROWS, Row
from .conftest import Run

Answered: TypeAlias = "tuple[int, dict[str, Any]]"
Ask = Callable[..., Answered]
PRIVATE = ("GEMINI_", "GOOGLE_", "CLOUDSDK_", "SSL_", "REQUESTS_", "NODE_", "VIRTUAL_ENV")


@pytest.fixture(scope="module")
def running() -> Iterator[StandIn]:
    """One stand-in for all tests here."""
    with serving() as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(running: StandIn) -> StandIn:
    """The stand-in, asked nothing yet."""
    running.requests.clear()
    return running


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> Path:
    """An empty project as the working folder, an empty home, an environment without anything of the developer's."""
    folder, project = tmp_path / "home", tmp_path / "project"
    folder.mkdir()
    project.mkdir()
    for name in list(os.environ):
        if name.startswith(PRIVATE) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", environment["KEYMEDIC_CACHE_DIR"])
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    monkeypatch.chdir(project)
    return folder


@pytest.fixture
def ask(home: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """``ask("probe", …)``: the exit status and the JSON of a command that runs in this process."""
    assert home.is_dir()

    def call(*arguments: str) -> Answered:
        _ = capsys.readouterr()
        status = entry([*arguments, "--format", "json"])
        return status, json.loads(capsys.readouterr().out)

    return call


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_answer_of_google_gets_its_cause(
    ask: Ask, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    """Each body of the catalogue, got by the live check, leads to one of its causes, as it does when pasted."""
    monkeypatch.setenv("GEMINI_API_KEY", key_for(GOOD))
    status, diagnosis = ask("diagnose", "--online", "--base-url", stand_in.answering(row.id), "--engine", "plain")
    assert diagnosis["facts"]["error.message"]["value"].split() == row.message.split()
    first = diagnosis["causes"][0]["id"]
    assert first in row.causes if row.causes else diagnosis["verdict"] == "undecided", (first, diagnosis["verdict"])
    assert status in (1, 4)
    assert any(check["id"] == "live.refused" for check in diagnosis["checks"])


def test_a_call_that_works_is_no_fault(ask: Ask, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Key, network and call are in order, and no error was reported."""
    monkeypatch.setenv("GEMINI_API_KEY", key_for(GOOD))
    status, diagnosis = ask("diagnose", "--probe", "--online", "--base-url", stand_in.url)
    assert (status, diagnosis["verdict"]) == (0, "no-fault-found")


def test_a_call_that_works_does_not_undo_a_report(
    ask: Ask, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where an error was pasted, a working call is a clue: the fault lies elsewhere."""
    monkeypatch.setenv("GEMINI_API_KEY", key_for(GOOD))
    report = tmp_path / "error.txt"
    _ = report.write_text("400 INVALID_ARGUMENT. API key not valid. Please pass a valid API key.")
    _, diagnosis = ask("diagnose", str(report), "--online", "--base-url", stand_in.url)
    assert diagnosis["facts"]["history.curl_works"]["value"] is True
    assert "case.call_succeeded" not in diagnosis["facts"]
    assert diagnosis["verdict"] != "no-fault-found"


def test_probing_sends_nothing(ask: Ask, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --online nobody is asked, wherever the environment points."""
    monkeypatch.setenv("GEMINI_API_KEY", key_for(GOOD))
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", stand_in.url)
    status, seen = ask("probe")
    assert (status, stand_in.requests) == (0, [])
    assert "environment.base-url" in [check["id"] for check in seen["checks"]]


def test_facts_of_the_machine_reach_the_diagnosis(ask: Ask) -> None:
    """A directory called .env is found and explained, with nothing pasted."""
    Path(".env").mkdir()
    status, diagnosis = ask("diagnose", "--probe")
    assert (status, diagnosis["causes"][0]["id"]) == (1, "dotenv-is-directory")
    assert diagnosis["facts"]["dotenv.kind"]["source"] == {"kind": "probe", "detail": ".env"}


def test_only_what_is_asked_for_is_looked_at(ask: Ask, tmp_path: Path) -> None:
    """Without --probe, and with --no-probe, no check is made."""
    Path(".env").mkdir()
    for options in ((), ("--no-probe",)):
        _, diagnosis = ask("diagnose", "--fact", "error.http_status=400", *options)
        assert diagnosis["checks"] == []
        assert "dotenv.kind" not in diagnosis["facts"]
    status, seen = ask("probe", "--project", str(tmp_path))
    assert (status, "dotenv.directory" in [check["id"] for check in seen["checks"]]) == (0, False)


def test_a_check_that_cannot_start_has_a_status_of_its_own(ask: Ask) -> None:
    """--online without a key: 5, and the reason is told."""
    status, seen = ask("probe", "--online")
    assert status == 5
    assert {"id": "live.no-key", "state": "not-checked"}.items() <= seen["checks"][-1].items()


@pytest.mark.parametrize(
    "options",
    [
        ("diagnose", "--base-url", "https://relay.example"), ("diagnose", "--online", "--no-probe"),
        ("probe", "--online", "--base-url", "http://relay.example"), ("probe", "--project", "nowhere"),
        ("probe", "--online", "--base-url", ""),
    ],
)  # fmt: skip
def test_options_that_make_no_sense(home: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]) -> None:
    """Contradictions, a key in the clear, a folder that is not there: status 2 and a sentence, nothing on stdout."""
    assert home.is_dir()
    assert entry(options) == 2
    written = capsys.readouterr()
    assert (written.out, written.err.startswith("keymedic: ")) == ("", True)


@pytest.mark.parametrize("command", [("probe",), ("probe", "--format", "json"), ("diagnose", "--probe", "--all"),
                                     ("diagnose", "--probe", "--format", "json"), ("diagnose", "--probe", "--format", "markdown")])  # fmt: skip
def test_planted_keys_appear_in_no_output(
    run: Run, tmp_path: Path, stand_in: StandIn, command: tuple[str, ...]
) -> None:
    """Environment, .env and profile hold keys; neither stdout nor stderr of any format does."""
    keys = [key_for("E07"), key_for("E12"), key_for("E08")]
    _ = (tmp_path / ".env").write_text(f"GOOGLE_API_KEY={keys[1]};\n")
    _ = (tmp_path / ".zshrc").write_text(f"export GEMINI_API_KEY={keys[2]}\n")
    done = run(*command, "--online", "--base-url", stand_in.url, env={"GEMINI_API_KEY": keys[0], "HOME": str(tmp_path)})
    assert done.returncode == 1
    for key in keys:
        assert key[8:24].encode() not in done.stdout + done.stderr
    assert stand_in.requests[0].headers["x-goog-api-key"] == keys[0]


def test_the_checklist_for_people(run: Run, tmp_path: Path) -> None:
    """A mark, a sentence, and a line that counts; status 1 because something is wrong."""
    _ = (tmp_path / ".env").write_bytes("GEMINI_API_KEY=”x”".encode("utf-16"))
    done = run("probe", env={"HOME": str(tmp_path)})
    text = done.stdout.decode()
    assert done.returncode == 1
    assert "✗ .env is saved as UTF-16" in text
    assert "Nothing was sent anywhere." in text
    assert done.stderr == b""
