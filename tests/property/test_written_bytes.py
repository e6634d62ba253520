"""Planted secrets are sought in the bytes that the commands really wrote: to their streams and into files."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from keymedic.cli.keep.history import LONGEST_ENTRY, RedactedHistory
from keymedic.cli.keep.store import Autosave
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.redact import Redactor
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.session import Session

from .planted import DRESSES, FRAMES, LETTERS, PROSE, left, secret

DOCUMENTS = int(os.environ.get("KEYMEDIC_DOCUMENTS", "100"))
SEED = int(os.environ.get("KEYMEDIC_SEED", "1"))
Document = tuple[str, list[str]]
STANDARD = "AI" + "zaFAKE"


def documents(count: int, seed: int = SEED) -> list[Document]:
    """Documents of errors and prose, each with one to three secrets."""
    generator = random.Random(seed)
    return [_document(generator) for _ in range(count)]


def _document(generator: random.Random) -> Document:
    lines, secrets = ["403 PERMISSION_DENIED. Your API key was reported as leaked."], list[str]()
    for _ in range(generator.randint(1, 3)):
        lines += generator.choices(PROSE, k=generator.randint(0, 2))
        plain = secret(generator.getrandbits(40))
        dressed = generator.choice(DRESSES)(plain, generator)
        secrets.append(plain)
        lines.append(generator.choice(FRAMES).format(dressed, dressed))
    return "\n".join(lines), secrets


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache of compiled rules for all commands of this module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYMEDIC_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


def command(*arguments: str, stdin: str = "", folder: Path, env: dict[str, str] | None = None) -> str:
    """Everything that a command writes, on both streams."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("_KEY", "_TOKEN"))}
    own = {"KEYMEDIC_STATE_DIR": str(folder / "state"), "HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "keymedic", *arguments], input=stdin.encode("utf-8", "replace"), cwd=folder,
        env={**kept, **own, "PYTHONUTF8": "1", **(env or {})}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=3000,
    )  # fmt: skip
    assert done.returncode in (0, 1, 2, 3, 4, 5), done.stdout.decode()
    return done.stdout.decode()


def test_many_cases(tmp_path: Path) -> None:
    """Of all documents that go through ``batch``, as reports and as facts, nothing of any secret is written."""
    planted = documents(DOCUMENTS)
    lines = [json.dumps({"id": str(number), "report": text, "facts": {"error.message": text}})
             for number, (text, _) in enumerate(planted)]  # fmt: skip
    written = command("batch", "-", stdin="\n".join(lines), folder=tmp_path).splitlines()
    assert len(written) >= DOCUMENTS
    answers = [line for line in written if line.startswith("{")]
    assert len(answers) == DOCUMENTS
    for line, (text, secrets) in zip(answers, planted, strict=True):
        assert [left(one, line) for one in secrets] == [""] * len(secrets), f"seed {SEED}: {text!r}"


@pytest.mark.parametrize(
    "options",
    [("--all",), ("--format", "json"), ("--format", "markdown", "--all"), ("--public", "--all"), ("--engine", "both")],
    ids=" ".join,
)
def test_every_format(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Screen, JSON, Markdown, public reports: of the text, of a fact and of a file's name nothing is left."""
    for number, (text, secrets) in enumerate(documents(2, SEED + len(options[0]))):
        written = command(
            "diagnose",
            "-",
            "--fact",
            f"error.message={text.replace(chr(0), '')}",
            *options,
            stdin=text,
            folder=tmp_path,
        )
        written += command("diagnose", *options, secrets[0], folder=tmp_path)
        assert [left(one, written) for one in secrets] == [""] * len(secrets), f"{number}: {text!r}"


def ways_in(key: str) -> list[tuple[list[str], str]]:
    """Commands that meet a key where none belongs, each with its standard input."""
    lines = [
        f'{{"id": "{key}", "report": ',
        f'{{"id": "a", "facts": {{"key.kind": "{key}"}}}}',
        f'[1, "{key}"]',
        f"no JSON {key}",
    ]
    return [
        (["diagnose", f"{key}.txt"], ""), (["diagnose", f"--{key}"], ""), (["diagnose", "-", "--format", key], "x"), ([key], ""),
        (["diagnose", "--fact", key], ""), (["diagnose", "--fact", f"key.kind={key}"], ""), (["explain", key], ""),
        (["diagnose", "--fact", f"{key}=1"], ""), (["diagnose", "--fact", f"error.http_status={key}"], ""),
        (["diagnose", "--facts", f"/{key}/facts.yaml"], ""), (["diagnose", "--facts", "broken.yaml"], ""),
        (["diagnose", "-", "--kb", f"/none/{key}"], "x"), (["run", "--", f"./{key}", "--key", key], ""),
        (["batch", "-"], "\n".join(lines)), (["eval", "cases.jsonl", "--format", "json"], ""), (["kb", "check", "kb"], ""),
        (["kb", "show", key], ""), (["diagnose", "-", "--online", "--base-url", f"http://127.0.0.1:9/{key}?key={key}"], "403"),
    ]  # fmt: skip


def test_every_way_in(tmp_path: Path) -> None:
    """Whatever a key is given as, by mistake or by malice, no message about it shows the key."""
    key = STANDARD + "".join(random.Random(SEED).choices(LETTERS, k=31))
    _ = (tmp_path / "broken.yaml").write_text(f"error.message: [{key}\n  {key}: x: y\n")
    _ = (tmp_path / "cases.jsonl").write_text(json.dumps({"id": key, "report": f"leaked {key}", "cause": key}) + "\n")
    (tmp_path / "kb" / "rules").mkdir(parents=True)
    _ = (tmp_path / "kb" / "pack.yaml").write_text(f"name: x\nversion: 1\nscope: {key}\nknowledge: {key}\n")
    _ = (tmp_path / "kb" / "rules" / "a.yaml").write_text(f"- rule: {key}\n  whn: {key}\n  title: {key}\n")
    for words, stdin in ways_in(key):
        written = command(*words, stdin=stdin, folder=tmp_path)
        assert left(key, written) == "", words


def test_values_without_any_form(tmp_path: Path) -> None:
    """Values of credential variables, of the environment and of a .env file, are written nowhere, whatever the dress."""
    generator = random.Random(SEED)
    values = ["".join(generator.choice(LETTERS + "!#.~") for _ in range(length)) for length in (16, 24, 40)]
    _ = (tmp_path / ".env").write_text(f"GEMINI_API_KEY={values[0]}\n")
    env = {"DB_PASSWORD": values[1], "MY_TOKEN": values[2]}
    for first in range(0, len(DRESSES), 4):
        dressed = [dress(value, generator) for dress in DRESSES[first : first + 4] for value in values]
        text = "\n".join(f"the call with {one} fails with 403" for one in dressed)
        written = command("diagnose", "-", "--probe", "--all", stdin=text, env=env, folder=tmp_path)
        written += command("probe", "--format", "json", env=env, folder=tmp_path)
        assert [left(value, written) for value in values] == ["", "", ""], text


def test_files_of_a_conversation(tmp_path: Path) -> None:
    """Neither the saved conversation nor the history has anything of a secret, in texts or in answers."""
    doctor = Diagnostician(load_rule_base(builtin=False, use_cache=False), "plain")
    planted = documents(max(20, DOCUMENTS // 5), SEED + 1)
    session, history = Session(doctor), RedactedHistory(tmp_path / "history", Redactor().redact, lambda _error: None)
    for text, secrets in planted:
        session.tell(text)
        session.answer("error.message", f"it says {secrets[0]}")
        history.append_string(text[:LONGEST_ENTRY])
    assert Autosave(tmp_path).save(session)
    (saved,) = tmp_path.glob("session-*.json")
    events = json.loads(saved.read_text())["events"]
    assert len(events) == 2 * len(planted)
    for (text, secrets), told, answered in zip(planted, events[::2], events[1::2], strict=True):
        shown = json.dumps(told) + json.dumps(answered)
        assert [left(one, shown) for one in secrets] == [""] * len(secrets), text
    lines = (tmp_path / "history").read_text().splitlines()
    for (text, secrets), line in zip(planted, lines, strict=True):
        assert [left(one, line) for one in secrets] == [""] * len(secrets), text
