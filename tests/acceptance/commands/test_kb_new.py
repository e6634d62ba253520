"""`kb new` writes entries that have no fault, from options, from a report, and from answers on a terminal."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from ...processes import closed

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
RULE = (
    "--title", "Our proxy: the old one", "--evidence", "region-hosting=strong", "--because", "It says so.", "--source",
    "https://wiki.example/proxy",
)  # fmt: skip


@pytest.fixture
def pack(run: Run, tmp_path: Path) -> Path:
    """A new rule base."""
    assert run("kb", "new", "pack", "mine", "--scope", "Our network, all of it").returncode == 0
    return tmp_path / "mine"


def test_each_kind_is_sound_as_written(run: Run, pack: Path) -> None:
    """Pack, cause, fact, rule and case pass the check and their own tests."""
    assert run(
        "kb", "new", "cause", "mine-gate", "--in", "mine", "--title", "Closed: the gate", "--explanation", "It is {closed}.",
        "--fix", "Open the gate!", "--step", "Ask: the guard", "--step", "Wait.", "--verify", "yes", "--source", "a, b [c]",
    ).returncode == 0  # fmt: skip
    made = run("kb", "new", "fact", "mine.gate", "--in", "mine", "--type", "enum", "--value", "open=it: is open",
               "--value", "shut", "--description", "The gate.", "--prompt", "Is the gate open?")  # fmt: skip
    assert made.returncode == 0, made.stderr
    made = run("kb", "new", "rule", "mine.gate", "--in", "mine", "--when", "mine.gate=shut", *RULE[:2],
               "--evidence", "mine-gate=decisive", *RULE[4:])  # fmt: skip
    assert made.returncode == 0, made.stderr
    made = run("kb", "new", "case", "mine.shut", "--in", "mine", "--given", "mine.gate=shut", "--expect", "mine-gate")
    assert made.returncode == 0, made.stderr
    checked = run("kb", "check", "mine", "--strict")
    assert checked.returncode == 0, checked.stdout
    assert run("kb", "test", "mine").stdout == b"3 cases on durable+plain: 3 passed, 0 failed.\n"
    text = (pack / "rules" / "mine.yaml").read_text()
    assert "# One in which it fires, and a near miss" in text


def test_a_rule_starts_from_a_report(run: Run, pack: Path, fake_key: str) -> None:
    """What is seen in the report becomes the condition, the report the first case; a key in it is never written."""
    report = f"key={fake_key}\nUser location is not supported for the API use.\n  I am in Germany.\n"
    done = run("kb", "new", "rule", "mine.place", "--in", "mine", "--report", "-", *RULE, stdin=report.encode())
    assert done.returncode == 0, done.stderr
    text = (pack / "rules" / "mine.yaml").read_text()
    assert fake_key not in text
    assert "- error.says: location-unsupported" in text and "- location.country: DE" in text
    assert "    - report: |-\n" in text and "          I am in Germany.\n" in text
    assert run("kb", "check", "mine").returncode == 0


def test_what_is_missing_is_named(run: Run, pack: Path) -> None:
    """Without a terminal the missing options are listed, and nothing is written; a folder must be a rule base."""
    done = run("kb", "new", "rule", "mine.x", "--in", "mine", "--title", "T")
    assert done.returncode == 2
    assert b"--when, --evidence, --because, --source" in done.stderr
    assert not (pack / "rules").exists()
    assert b"kb new pack nowhere" in run("kb", "new", "fact", "a.b", "--in", "nowhere").stderr
    assert run("kb", "new", "pack", "mine", "--scope", "S").returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a POSIX terminal")
def test_on_a_terminal_it_asks(pack: Path, environment: dict[str, str]) -> None:
    """Each missing part is asked for in words; lists end with an empty line."""
    command = ["-m", "keymedic", "kb", "new", "rule", "mine.asked", "--in", "mine"]
    child: pexpect.spawn[str] = pexpect.spawn(
        sys.executable, command, cwd=str(pack.parent), env=environment, encoding="utf-8", timeout=60
    )
    for question, answer in (
        ("Title", "Asked"), ("Tests that", "network.route=proxy"), ("", ""), ("Causes", "region-hosting"), ("", ""),
        ("Why", "Because."), ("Where", "the team"),
    ):  # fmt: skip
        _ = child.expect(question) if question else None
        child.sendline(answer)
    child.expect("wrote mine/rules/mine.yaml")
    child.expect(pexpect.EOF)
    assert closed(child, 60) == 0
    assert "evidence: {region-hosting: strong}" in (pack / "rules" / "mine.yaml").read_text()
