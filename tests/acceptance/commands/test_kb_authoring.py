"""kb diff, kb docs and kb test --mutate, as people who write rules use them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
SMALL_KB = Path(__file__).parents[2] / "data" / "small_kb"
CASES = "- case: elsewhere\n  report: api.example.com refused the call\n  expect: {fires: small.elsewhere, verdict: out-of-scope}\n"


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A copy of the small rule base in which a rule says less, and a case more."""
    copy = Path(shutil.copytree(SMALL_KB, tmp_path / "edited"))
    rules = copy / "rules" / "rules.yaml"
    _ = rules.write_text(
        rules.read_text().replace("evidence: {small-missing: decisive}", "evidence: {small-missing: weak}")
    )
    return copy


def test_diff_shows_entries_and_cases(run: Run, edited: Path) -> None:
    """What was edited, and which answers change; the status tells only when it is asked to."""
    done = run("kb", "diff", str(SMALL_KB), str(edited), "--no-builtin-kb")
    shown = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert (
        "~ rule small.missing  [small:rules/rules.yaml:12]\n    evidence.small-missing:\n      decisive -> weak\n"
        in shown
    )
    assert (
        "Cases that get another answer" in shown
        and "small-missing >99 %, diagnosed -> small-missing 30 %, undecided" in shown
    )
    assert shown.endswith("1 entry changed; 2 of 3 cases come out differently.\n")
    assert run("kb", "diff", "--exit-code", str(SMALL_KB), str(edited), "--no-builtin-kb").returncode == 1
    same = run("kb", "diff", "--exit-code", str(SMALL_KB), str(SMALL_KB), "--no-builtin-kb")
    assert same.returncode == 0 and same.stdout.startswith(b"No entry differs")


def test_diff_of_one_rule_base_is_what_it_adds(run: Run, tmp_path: Path) -> None:
    """Without a second one: what changes when it comes beside the shipped one; cases can be brought along; JSON has it all."""
    file = tmp_path / "more.jsonl"
    _ = file.write_text('{"id": "mine", "report": "api.example.com refused the call"}\n')
    done = run("kb", "diff", str(SMALL_KB), "--no-builtin-kb", "--cases", str(file), "--format", "json")
    found = json.loads(done.stdout)
    assert {(entry["kind"], entry["id"]) for entry in found["entries"]} >= {
        ("rule", "small.leaked"),
        ("cause", "small-leaked"),
    }
    assert {entry["change"] for entry in found["entries"]} == {"added"}
    assert next(case for case in found["cases"] if case["case"] == "mine")["rules_new"] == ["small.elsewhere"]
    assert run("kb", "diff", "nowhere").returncode == 2
    (tmp_path / "broken").mkdir()
    assert run("kb", "diff", str(tmp_path / "broken")).returncode == 3


def test_docs_writes_a_site_and_only_into_its_own_folder(run: Run, small: tuple[str, ...], tmp_path: Path) -> None:
    """Pages, search and style in one folder; pages of what is gone go; a folder of other things is left alone."""
    done = run("kb", "docs", "--out", "site", *small)
    assert done.returncode == 0 and done.stdout.endswith(b"Open site/index.html in a browser.\n")
    site = tmp_path / "site"
    assert (site / "causes" / "small-leaked.html").is_file() and (site / "search-index.js").is_file()
    stale = site / "causes" / "long-gone.html"
    _ = stale.write_text("old")
    assert run("kb", "docs", "--out", "site", *small).returncode == 0
    assert not stale.exists()
    (tmp_path / "other").mkdir()
    _ = (tmp_path / "other" / "thesis.txt").write_text("mine")
    assert run("kb", "docs", "--out", "other", *small).returncode == 2
    assert [file.name for file in (tmp_path / "other").iterdir()] == ["thesis.txt"]


def test_mutate_lists_survivors_with_their_place(run: Run) -> None:
    """Each wrong edit that no case notices, the numbers for each kind, the score; below --least the status is 1."""
    done = run("kb", "test", "--mutate", str(SMALL_KB), "--no-builtin-kb")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert any(
        line.endswith(": small.elsewhere: no case notices when “out-of-scope: decisive” is left out") for line in lines
    )
    assert lines[0].startswith(str(SMALL_KB / "rules" / "rules.yaml") + ":")
    assert lines[-1].startswith("Mutation score ")
    assert run("kb", "test", "--mutate", "--least", "100", str(SMALL_KB), "--no-builtin-kb").returncode == 1
    assert run("kb", "test", "--mutate", "--rule", "small.mising", str(SMALL_KB), "--no-builtin-kb").returncode == 2


def test_proposed_cases_can_be_kept(run: Run, tmp_path: Path) -> None:
    """What --propose writes is a file of cases that holds, and raises the score to where nothing survives."""
    copy = Path(shutil.copytree(SMALL_KB, tmp_path / "copy"))
    options = ("--mutate", str(copy), "--no-builtin-kb")
    proposed = run("kb", "test", "--propose", *options)
    assert proposed.returncode == 0 and b"read each before you keep it" in proposed.stderr
    (copy / "cases").mkdir()
    _ = (copy / "cases" / "noticed.yaml").write_bytes(proposed.stdout)
    assert run("kb", "test", str(copy), "--no-builtin-kb").returncode == 0
    after = json.loads(run("kb", "test", "--format", "json", *options).stdout)
    assert after["score"] > 0.9


def test_cases_that_fail_come_first(run: Run, edited: Path) -> None:
    """As long as a case fails as it is, it is named and no score is told."""
    (edited / "cases").mkdir()
    _ = (edited / "cases" / "wrong.yaml").write_text(
        "- case: wrong\n  given: {key.present: yes}\n  expect: {fires: small.missing}\n"
    )
    done = run("kb", "test", "--mutate", str(edited), "--no-builtin-kb")
    assert done.returncode == 1
    assert done.stdout.startswith(b"These cases fail as the rules are") and b"small:cases/wrong.yaml:1" in done.stdout


def test_a_failing_case_says_which_test_saw_what(run: Run, tmp_path: Path) -> None:
    """The rule, its test, the value that was seen, and words of the report that are nearly a phrase."""
    copy = Path(shutil.copytree(SMALL_KB, tmp_path / "copy"))
    (copy / "cases").mkdir()
    _ = (copy / "cases" / "wrong.yaml").write_text(
        "- case: absent\n  given: {key.present: yes}\n  expect: {fires: small.missing}\n"
        "- case: slip\n  report: api.exmaple.com refused\n  expect: {endpoint.kind: other}\n"
    )
    done = run("kb", "test", str(copy), "--no-builtin-kb")
    shown = done.stdout.decode()
    assert done.returncode == 1
    assert "    small.missing does not hold:\n      wants: key.present is no; seen: yes\n" in shown
    assert (
        "“api.exmaple.com refused” stands there; did you mean “api.example.com refused”, which small.elsewhere hears?"
        in shown
    )
