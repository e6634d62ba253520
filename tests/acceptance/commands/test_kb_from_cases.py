"""``keymedic kb new --from-session`` and ``keymedic kb calibrate``."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Options = tuple[str, ...]
LEAKED = "403 Your API key was reported as leaked. Please use another API key."


def saved(folder: Path, *events: Mapping[str, object]) -> str:
    """A session file with these events."""
    file = folder / "session.json"
    _ = file.write_text(json.dumps({"schema_version": 1, "events": list(events)}))
    return str(file)


def test_a_session_becomes_a_case_that_passes(run: Run, tmp_path: Path) -> None:
    """The YAML on stdout is an entry of cases/ that kb test accepts; status 0."""
    file = saved(tmp_path, {"event": "told", "text": LEAKED})
    done = run("kb", "new", "case", "from-a-session", "--from-session", file)
    assert done.returncode == 0, done.stderr
    pack = tmp_path / "pack"
    (pack / "cases").mkdir(parents=True)
    _ = (pack / "pack.yaml").write_text("name: mine\nversion: '1'\nscope: a test\nknowledge_date: 2026-11-24\n")
    _ = (pack / "cases" / "mine.yaml").write_bytes(done.stdout)
    tested = run("kb", "test", str(pack))
    assert (tested.returncode, b"1 passed, 0 failed" in tested.stdout) == (0, True), tested.stdout + tested.stderr


def test_answers_that_imply_others_become_one_given_fact(run: Run, tmp_path: Path) -> None:
    """What an answer implies is not written beside it: the case says what the person said, and passes."""
    events = [
        {"event": "told", "text": "400 API key not valid. Please pass a valid API key."},
        {"event": "answered", "fact": "key.look", "values": ["standard-cut"]},
    ]
    done = run("kb", "new", "case", "cut", "--from-session", saved(tmp_path, *events))
    assert done.returncode == 0, done.stderr
    assert b"given:\n    key.look: standard-cut\n" in done.stdout
    assert b"key.length_fit" not in done.stdout and b"cause: key-truncated" in done.stdout


def test_a_contradiction_with_what_an_answer_implies_is_kept(run: Run, tmp_path: Path) -> None:
    """Both answers are in the case; what was said of the fact itself counts, as in the session."""
    events = [
        {"event": "told", "text": "400 API key not valid. Please pass a valid API key."},
        {"event": "answered", "fact": "key.kind", "values": ["other-vendor"]},
        {"event": "answered", "fact": "key.look", "values": ["standard-cut"]},
    ]
    done = run("kb", "new", "case", "both", "--from-session", saved(tmp_path, *events))
    assert done.returncode == 0, done.stderr
    assert b"key.kind: other-vendor\n    key.look: standard-cut\n" in done.stdout
    told = run("diagnose", "--fact", "key.kind=other-vendor", "--fact", "key.look=standard-cut").stdout
    said = " ".join(told.decode().split())
    assert "Two sources disagree about “kind of key”" in said and "(as given about “a look at the key”)" in said


def test_a_session_that_went_another_way_is_said_to_fail(run: Run, tmp_path: Path) -> None:
    """A fix that helped against the ranking makes a case that does not pass yet: status 1, the case is written."""
    tried = {"event": "fix-tried", "fix": "region-hosting/pin-region", "result": "helped"}
    fixes = run("explain", "region-hosting").stdout.decode()
    file = saved(tmp_path, {"event": "told", "text": LEAKED}, tried)
    done = run("kb", "new", "--from-session", file)
    if done.returncode == 2:
        raise AssertionError(f"name another fix of region-hosting: {fixes}")
    assert done.returncode == 1
    assert b"cause: region-hosting" in done.stdout
    assert b"does not pass yet" in done.stderr


def test_what_is_no_session_is_refused(run: Run, tmp_path: Path) -> None:
    """Other JSON, and no JSON, is an input error: status 2, nothing on stdout."""
    for content in ("[]", "{", '"x"'):
        file = tmp_path / "session.json"
        _ = file.write_text(content)
        done = run("kb", "new", "--from-session", str(file))
        assert (done.returncode, done.stdout) == (2, b"")


def test_calibrate_proposes_and_writes_nothing(run: Run, small: Options, tmp_path: Path) -> None:
    """Seed, losses on all and on held-out cases, and the same proposals on every run; status 0."""
    rows = [{"report": LEAKED, "cause": "small-missing" if number % 4 else "small-leaked"} for number in range(24)]
    file = tmp_path / "cases.jsonl"
    _ = file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    first, again = (run("kb", "calibrate", str(file), "--seed", "3", *small) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert b"seed 3" in first.stdout
    assert b"\n-  " in first.stdout and b"\n+  " in first.stdout
    assert first.stdout == again.stdout


def test_calibrate_wants_cases(run: Run, small: Options, tmp_path: Path) -> None:
    """Too few cases cannot be cross-validated: status 2."""
    file = tmp_path / "cases.jsonl"
    _ = file.write_text(json.dumps({"report": LEAKED, "cause": "small-leaked"}) + "\n")
    assert run("kb", "calibrate", str(file), *small).returncode == 2
