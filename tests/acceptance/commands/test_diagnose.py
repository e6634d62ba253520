from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Options = tuple[str, ...]

LEAKED = b"403 PERMISSION_DENIED. Your API key was reported as leaked. Please use another API key.\n"


def test_a_diagnosed_fault_exits_1(run: Run, small: Options) -> None:
    """A cause that passes the threshold is a fault: status 1, the report on stdout, nothing on stderr."""
    done = run("diagnose", *small, stdin=LEAKED)
    assert done.returncode == 1
    assert done.stdout.decode().startswith("The key was reported as leaked\n")
    assert done.stderr == b""


def test_undecided_exits_4(run: Run, small: Options) -> None:
    """Text that says nothing is undecided."""
    assert run("diagnose", *small, stdin=b"it does not work").returncode == 4


def test_out_of_scope_exits_4(run: Run, small: Options) -> None:
    """A case that is no matter of the Gemini API is named as that."""
    done = run("diagnose", *small, "--format", "json", stdin=b"api.example.com refused the call")
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (4, "out-of-scope")


def test_reads_a_file(run: Run, small: Options, tmp_path: Path) -> None:
    """FILE is read instead of standard input."""
    file = tmp_path / "log with blanks.txt"
    _ = file.write_bytes(LEAKED)
    assert run("diagnose", *small, str(file), stdin=b"").returncode == 1


def test_facts_alone_do_not_read_standard_input(run: Run, small: Options) -> None:
    """With a fact and no FILE, what is piped in stays unread."""
    done = run("diagnose", *small, "--fact", "key.present=no", "--format", "json", stdin=LEAKED)
    data = json.loads(done.stdout)
    assert data["causes"][0]["id"] == "small-missing"
    assert "error.message" not in data["facts"]


def test_facts_and_report_together(run: Run, small: Options) -> None:
    """A dash reads the text beside the facts."""
    done = run("diagnose", *small, "-", "--fact", "location.country=NO", "--format", "json", stdin=LEAKED)
    facts = json.loads(done.stdout)["facts"]
    assert facts["location.country"] == {"value": "NO", "source": {"kind": "given", "detail": "--fact"}}
    assert facts["error.http_status"]["value"] == 403


def test_facts_file(run: Run, small: Options, tmp_path: Path) -> None:
    """A YAML file of facts, its scalars read as text."""
    file = tmp_path / "facts.yaml"
    _ = file.write_text("location.country: NO\nkey.present: no\n")
    done = run("diagnose", *small, "--facts", str(file), "--format", "json")
    assert json.loads(done.stdout)["facts"]["location.country"]["value"] == "NO"


def test_json_keeps_the_contract(run: Run, small: Options) -> None:
    """The fields of schema version 1 are all there, causes best first."""
    done = run("diagnose", *small, "--format", "json", stdin=LEAKED)
    data: dict[str, Any] = json.loads(done.stdout)
    assert data["schema_version"] == 1
    assert {"verdict", "causes", "other_probability", "fixes", "prevention", "questions", "findings", "checks",
            "facts", "engine", "kb"} <= data.keys()  # fmt: skip
    first = data["causes"][0]
    assert {"id", "title", "probability", "explanation", "origin", "evidence"} <= first.keys()
    assert {"rule", "weight", "direction", "facts"} <= first["evidence"][0].keys()
    assert {"id", "cause", "title", "steps", "commands", "verify", "expected_benefit", "origin"} <= data["fixes"][
        0
    ].keys()
    assert {"name", "version", "hash", "knowledge_date"} <= data["kb"].keys()
    chances = [cause["probability"] for cause in data["causes"]]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) + data["other_probability"] == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("engine", ["durable", "plain", "both"])
def test_engines_agree(run: Run, small: Options, engine: str) -> None:
    """Every engine comes to the same conclusion."""
    done = run("diagnose", *small, "--engine", engine, "--format", "json", stdin=LEAKED)
    data = json.loads(done.stdout)
    assert (done.returncode, data["causes"][0]["id"]) == (1, "small-leaked")


def test_markdown(run: Run, small: Options) -> None:
    """The Markdown report masks people besides secrets."""
    done = run("diagnose", *small, "--format", "markdown", "-", "--fact", "error.service=mail ann@some-company.de",
               stdin=LEAKED)  # fmt: skip
    shown = done.stdout.decode()
    assert shown.startswith("## The key was reported as leaked\n")
    assert "ann@some-company.de" not in shown.replace("\u200b", "")


def test_narrow_terminal(run: Run, small: Options) -> None:
    """Forty columns still read well: only commands are wider."""
    shown = run("diagnose", *small, stdin=LEAKED, env={"COLUMNS": "40"}).stdout.decode()
    wide = [line for line in shown.splitlines() if len(line) > 40]
    assert all(line.startswith("        ") for line in wide)


@pytest.mark.parametrize("stdin", [b"", b"  \n\t\n"])
def test_empty_input_exits_2(run: Run, small: Options, stdin: bytes) -> None:
    """Nothing to read is wrong usage that says what to do."""
    done = run("diagnose", *small, stdin=stdin)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"standard input is empty" in done.stderr


def test_no_standard_input_exits_2(environment: dict[str, str]) -> None:
    """A process without any standard input gets a message, not a traceback."""
    done = subprocess.run(
        f"{sys.executable} -m keymedic diagnose - <&-",
        shell=True,
        capture_output=True,
        env=environment,
        check=False,
        timeout=300,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_binary_exits_2(run: Run, small: Options) -> None:
    """Data that is no text is refused with a reason."""
    done = run("diagnose", *small, stdin=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    assert done.returncode == 2
    assert b"PNG" in done.stderr


def test_invalid_utf8_is_read(run: Run, small: Options) -> None:
    """Broken bytes in a log do not hide the error."""
    assert run("diagnose", *small, stdin=b"caf\xe9 \xff\n" + LEAKED).returncode == 1


def test_fifty_megabytes(run: Run, small: Options) -> None:
    """A huge log gives a result from its end, and says that its middle was left out."""
    done = run("diagnose", *small, stdin=b"nothing of interest here\n" * 2_000_000 + LEAKED)
    assert done.returncode == 1
    assert b"standard input" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing.txt",), "cannot read missing.txt: No such file"),
        ((".",), "cannot read .: Is a directory"),
        (("--fact", "no.such=1"), "no.such"),
        (("--fact", "key.presnt=no"), "did you mean key.present"),
        (("--fact", "key.present=perhaps"), "key.present is yes or no"),
        (("--fact", "nonsense"), "NAME=VALUE"),
        (("--facts", "missing.yaml"), "cannot read missing.yaml"),
        (("--format", "xml"), "invalid choice"),
        (("--nonsense",), "nonsense"),
        (("--kb", "nowhere"), "there is no folder nowhere"),
        (("--form", "json"), "--form"),
    ],
)
def test_wrong_usage_exits_2(run: Run, arguments: Options, message: str) -> None:
    """Each mistake has its own clear message; stdout stays empty."""
    done = run("diagnose", *arguments, stdin=LEAKED)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_broken_rule_base_exits_3(run: Run, tmp_path: Path) -> None:
    """Every fault of a rule base is shown with its place."""
    folder = tmp_path / "kb" / "rules"
    folder.mkdir(parents=True)
    _ = (folder.parent / "pack.yaml").write_text("name: bad\nversion: '1'\nscope: x\nknowledge_date: 2026-01-01\n")
    _ = (folder / "r.yaml").write_text("- rule: a.b\n  wen: {key.present: no}\n- rule: c.d\n  when: {no.such: 1}\n")
    done = run("diagnose", "--kb", str(folder.parent), stdin=LEAKED)
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"r.yaml:2:3" in done.stderr
    assert b"r.yaml:3:3" in done.stderr
    assert b"faults" in done.stderr


def test_a_secret_never_comes_out(run: Run, small: Options, fake_key: str, tmp_path: Path) -> None:
    """A key in the report, a fact, a file name, a usage error or the JSON text is masked everywhere."""
    report = f"key={fake_key}\nhttps://x.example/?key={fake_key}\n".encode() + LEAKED
    facts = tmp_path / "facts.yaml"
    _ = facts.write_text(f"error.message: 'refused {fake_key}'\n{fake_key}: 1\n")
    calls = [
        run("diagnose", *small, "--all", stdin=report),
        run("diagnose", *small, "--all", stdin=report, env={"COLUMNS": "30"}),
        run("diagnose", *small, "--format", "json", stdin=report),
        run("diagnose", *small, "--format", "markdown", stdin=report),
        run("diagnose", *small, "--all", "--fact", f"error.message=bad {fake_key}"),
        run("diagnose", *small, "--fact", f"key.kind={fake_key}"),
        run("diagnose", *small, "--fact", f"{fake_key}=1"),
        run("diagnose", *small, "--facts", str(facts)),
        run("diagnose", f"{fake_key}.txt"),
        run("diagnose", "--format", fake_key),
        run(fake_key),
        run("explain", fake_key),
        run("kb", "show", fake_key),
    ]
    for done in calls:
        written = done.stdout + done.stderr
        assert written
        assert done.returncode in (1, 2, 4)
        for part in (fake_key[10:30], fake_key[-12:]):
            assert part.encode() not in written.replace(b"\n", b"").replace(b" ", b"")


def test_control_sequences_do_not_reach_the_terminal(run: Run, small: Options) -> None:
    """Escape sequences in a paste, a fact or a name come out as text at most."""
    nasty = b"\x1b[2J\x1b]0;title\x07\xc2\x9b31m\xe2\x80\xae"
    calls = [
        run("diagnose", *small, "--all", stdin=nasty + LEAKED),
        run("diagnose", *small, "--format", "json", stdin=nasty + LEAKED),
        run("diagnose", *small, "--all", "--fact", f"error.message={nasty.decode()}"),
        run("diagnose", *small, "--fact", f"{nasty.decode()}=1"),
    ]
    for done in calls:
        written = (done.stdout + done.stderr).decode()
        assert not [character for character in "\x1b\x07\x9b\u202e" if character in written]


def test_text_from_the_command_line_that_is_no_utf8(run: Run, small: Options) -> None:
    """A stray byte in an argument is no crash."""
    assert run("diagnose", *small, "--fact", "error.message=reported as leaked \udcff").returncode in (1, 4)
    assert run("diagnose", "\udcff.txt").returncode == 2


@pytest.mark.parametrize("style", ["text", "json", "markdown"])
def test_old_knowledge_says_so(run: Run, small: Options, style: str) -> None:
    """Every report shows the day the knowledge was checked, and once that is long ago, how long."""
    year = 365 * 86_400
    later = {"SOURCE_DATE_EPOCH": str(1_793_500_000 + year)}  # a year after 2026-11-01
    fresh = run("diagnose", *small, "--format", style, stdin=LEAKED).stdout.decode()
    old = run("diagnose", *small, "--format", style, stdin=LEAKED, env=later).stdout.decode()
    assert "2026-11-01" in fresh or "2026-11-23" in fresh
    assert "days ago" not in fresh
    assert "The knowledge of small was checked on 2026-11-01, 365 days ago" in " ".join(old.split())


@pytest.mark.parametrize("style", ["text", "json", "markdown"])
def test_public_reports_mask_people_in_every_format(run: Run, style: str) -> None:
    """With --public no format tells who somebody is; without it, only Markdown masks, unless told otherwise."""
    report = b"403 for ann@some-company.de at 93.184.216.34, says annika: Your API key was reported as leaked."
    home = {"USER": "annika"}
    fact = ("--fact", "error.service=annika at ann@some-company.de")
    public = run("diagnose", "-", *fact, "--public", "--all", "--format", style, stdin=report, env=home)
    assert public.returncode == 1, public.stderr
    for part in (b"some-company", b"93.184", b"annika"):
        assert part not in public.stdout
    kept = run("diagnose", "-", *fact, "--no-public", "--all", "--format", style, stdin=report, env=home)
    assert b"some-company" in kept.stdout
