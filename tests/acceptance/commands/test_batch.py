from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Options = tuple[str, ...]
LEAKED = "403 Your API key was reported as leaked. Please use another API key."


def lines(*cases: Any) -> bytes:
    """Cases as JSON lines; texts stand as they are."""
    return "".join((case if isinstance(case, str) else json.dumps(case)) + "\n" for case in cases).encode()


def results(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    """The JSON lines that came out."""
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_one_diagnosis_a_line_in_order(run: Run, small: Options, tmp_path: Path) -> None:
    """Each case gives one line with its id, whatever other fields it has; status 0."""
    file = tmp_path / "cases.jsonl"
    _ = file.write_bytes(lines({"id": "b", "report": LEAKED, "extra": 1}, {"id": "a", "facts": {"key.present": False}}))
    done = run("batch", str(file), *small)
    assert done.returncode == 0
    assert [(item["id"], item["causes"][0]["id"]) for item in results(done)] == [
        ("b", "small-leaked"),
        ("a", "small-missing"),
    ]
    assert results(done)[0]["schema_version"] == 1


def test_a_line_is_diagnosed_as_alone(run: Run, small: Options) -> None:
    """The same case gives the same Diagnosis in a batch, before and after others, and alone."""
    case = {"id": "x", "report": LEAKED}
    first, _, last = results(
        run("batch", "-", *small, stdin=lines(case, {"id": "y", "facts": {"key.present": "no"}}, case))
    )
    alone = json.loads(run("diagnose", *small, "--format", "json", stdin=LEAKED.encode()).stdout)
    del first["id"], last["id"]
    assert first == last == alone


def test_an_unreadable_line_gives_an_error_in_its_place(run: Run, small: Options) -> None:
    """Broken JSON, wrong shapes, unknown facts and empty cases are named; the others go on; status 0."""
    stdin = lines(
        "{broken", "[1]", {"id": 7}, {"id": "r", "report": 5}, {"id": "f", "facts": {"no.such": 1}},
        {"id": "l", "facts": [1]}, {"id": "v", "facts": {"key.present": "perhaps"}}, "[" * 100_000,
        {"id": "good", "report": LEAKED},
    )  # fmt: skip
    done = run("batch", "-", *small, stdin=stdin + b'{"id": "\xff"}\n')
    assert done.returncode == 0
    found = results(done)
    assert [item["id"] for item in found] == [None, None, 7, "r", "f", "l", "v", None, "good", None]
    assert ["error" in item for item in found] == [True] * 8 + [False, True]
    assert found[4]["error"] == "no fact is called 'no.such'" or "no.such" in found[4]["error"]


def test_blank_lines_and_a_bom_are_no_cases(run: Run, small: Options) -> None:
    """Blank lines are skipped, a byte order mark is no fault."""
    done = run("batch", "-", *small, stdin=b"\xef\xbb\xbf" + lines({"id": "a", "report": LEAKED}, "", "   "))
    assert [item["id"] for item in results(done)] == ["a"]


def test_no_case_at_all_exits_2(run: Run, small: Options) -> None:
    """Empty input is wrong usage, as everywhere."""
    assert run("batch", "-", *small, stdin=b"").returncode == 2
    assert run("batch", "missing.jsonl", *small).returncode == 2
    assert run("batch").returncode == 2


def test_lone_surrogates_come_back_escaped(run: Run, small: Options) -> None:
    """An id that no encoding can hold comes back as it was, in an output that is valid UTF-8."""
    done = run("batch", "-", *small, stdin=b'{"id": "a\\ud800", "report": "\\ud800 ' + LEAKED.encode() + b'"}\n')
    (found,) = results(done)
    assert found["id"] == "a\ud800"
    assert found["causes"][0]["id"] == "small-leaked"


def test_streams(environment: dict[str, str], small: Options) -> None:
    """A line is answered before the next one is sent."""
    with subprocess.Popen(
        [sys.executable, "-m", "keymedic", "batch", "-", *small],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        for name in ("one", "two"):
            _ = process.stdin.write(lines({"id": name, "report": LEAKED}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
        assert process.wait(60) == 0


def test_secrets_are_masked_and_json_stays_whole(run: Run, small: Options, fake_key: str) -> None:
    """A key beside quotes, line feeds and backslashes is masked without tearing the JSON text."""
    case = {
        "id": fake_key,
        "report": f'{LEAKED} key="{fake_key}"\n\\{fake_key}\\n',
        "facts": {"error.service": fake_key},
    }
    done = run("batch", "-", *small, stdin=lines(case))
    assert len(results(done)) == 1
    assert fake_key[10:30].encode() not in done.stdout + done.stderr


def test_a_report_that_is_too_long_is_named(run: Run, small: Options) -> None:
    """What lies beyond the limits is left out, and the line is told on stderr; the case is diagnosed all the same."""
    done = run(
        "batch", "-", *small, stdin=lines({"id": "a", "report": LEAKED}, {"id": "b", "report": "x\n" * 50_000 + LEAKED})
    )
    assert [item["causes"][0]["id"] for item in results(done)] == ["small-leaked", "small-leaked"]
    assert done.stderr.decode().splitlines() == ["keymedic: line 2: the text was too long: its middle was left out"]


def test_halves_of_characters_are_read(run: Run) -> None:
    """A report and a fact with a lone surrogate, as JSON can spell one, are diagnosed like any other, by the shipped rules."""
    case = {"id": "\ud800", "report": f"\udfff {LEAKED} \ud800", "facts": {"error.service": "x\ud800"}}
    done = run("batch", "-", stdin=lines(case))
    assert (done.returncode, results(done)[0]["verdict"]) == (0, "diagnosed")


def test_workers_answer_as_one_process_does(run: Run, small: Options) -> None:
    """With ``--jobs`` the same lines come out in the same order, faults and numbers of lines included."""
    stdin = lines(
        {"id": "a", "report": LEAKED}, "", "{broken", {"id": 7}, {"id": "f", "facts": {"no.such": 1}},
        *({"id": at, "report": f"{LEAKED} {at}"} for at in range(9)), {"id": "\ud800", "facts": {"key.present": False}},
    )  # fmt: skip
    alone = run("batch", "-", *small, stdin=stdin)
    shared = run("batch", "--jobs", "3", "-", *small, stdin=stdin)
    assert shared.returncode == alone.returncode == 0
    assert shared.stdout == alone.stdout
    assert run("batch", "--jobs", "2", "-", *small, stdin=b"").returncode == 2
    assert run("batch", "--jobs", "-1", "-", *small, stdin=stdin).returncode == 2
