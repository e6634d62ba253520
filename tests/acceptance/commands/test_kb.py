from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
SMALL_KB = Path(__file__).parents[2] / "data" / "small_kb"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the small rule base to break."""
    return Path(shutil.copytree(SMALL_KB, tmp_path / "copy"))


def test_a_sound_rule_base(run: Run) -> None:
    """No fault: one line that counts what is there, status 0."""
    done = run("kb", "check", str(SMALL_KB), "--no-builtin-kb")
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout.splitlines()) == 1
    assert b"3 rules, 3 causes in 2 rule bases" in done.stdout


def test_every_fault_is_shown(run: Run, copy: Path) -> None:
    """All faults with place, source line and caret; status 3."""
    rules = copy / "rules" / "rules.yaml"
    _ = rules.write_text(
        rules.read_text().replace("key.present: no", "key.presnt: no").replace("decisive}", "dezisive}")
    )
    done = run("kb", "check", str(copy), "--no-builtin-kb")
    shown = done.stdout.decode()
    assert done.returncode == 3
    assert shown.count("key.presnt") >= 2
    assert "dezisive" in shown
    assert "^" in shown


def test_no_such_folder(run: Run) -> None:
    """A folder that is not there is wrong usage."""
    assert run("kb", "check", "nowhere").returncode == 2


def test_cases_pass(run: Run) -> None:
    """The cases beside the rules run on both engines; a summary counts them."""
    done = run("kb", "test", str(SMALL_KB), "--no-builtin-kb")
    assert done.returncode == 0
    assert done.stdout == b"3 cases on durable+plain: 3 passed, 0 failed.\n"


def test_a_failing_case(run: Run, copy: Path) -> None:
    """A case that fails shows place, rule, input, expected and got; status 1."""
    rules = copy / "rules" / "rules.yaml"
    _ = rules.write_text(rules.read_text().replace("expect: {cause: small-missing}", "expect: {cause: small-leaked}"))
    done = run("kb", "test", str(copy), "--no-builtin-kb")
    shown = done.stdout.decode()
    assert done.returncode == 1
    assert "small:rules/rules.yaml:19: rule small.missing" in shown
    assert "given key.present = no" in shown
    assert "expected cause small-leaked\n  got small-missing" in shown
    assert "2 passed, 1 failed" in shown


def test_only_the_named_folder_is_tested(run: Run, copy: Path) -> None:
    """With a folder its own cases run, although the shipped rules are loaded too."""
    causes = copy / "causes" / "causes.yaml"
    _ = causes.write_text(causes.read_text().replace("cause: out-of-scope", "cause: small-scope"))
    rules = copy / "rules" / "rules.yaml"
    _ = rules.write_text(rules.read_text().replace("out-of-scope:", "small-scope:"))
    assert b"3 cases on durable+plain" in run("kb", "test", str(copy)).stdout


def test_list(run: Run, small: tuple[str, ...]) -> None:
    """Packs with version, date and hash; or the names of one kind with their place."""
    shown = run("kb", "list", *small).stdout.decode()
    assert "small 1, checked 2026-11-01" in shown
    names = run("kb", "list", "causes", *small).stdout.decode().splitlines()
    assert [line.split()[0] for line in names] == ["out-of-scope", "small-leaked", "small-missing"]
    for kind in ("facts", "rules", "observations", "tables"):
        assert run("kb", "list", kind, *small).returncode == 0


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("small-leaked", "title: The key was reported as leaked"), ("small.leaked", "error.message contains: reported"),
        ("small-leaked/new-key", "title: Make a new key"), ("key.kind", "type: enum"),
        ("small.elsewhere", "The call never reached Google."),
    ],
)  # fmt: skip
def test_show(run: Run, small: tuple[str, ...], name: str, part: str) -> None:
    """An entry is shown as declared, with its origin."""
    done = run("kb", "show", name, *small)
    assert done.returncode == 0
    assert part in done.stdout.decode()


def test_unknown_names(run: Run, small: tuple[str, ...]) -> None:
    """A misspelt name gets a suggestion and status 2; a missing action too."""
    done = run("kb", "show", "small-leekd", *small)
    assert done.returncode == 2
    assert b"small-leaked" in done.stderr
    assert run("kb").returncode == 2


WHOLE_CASES = """\
- case: whole.leaked
  report: "Your API key was reported as leaked. Please use another API key."
  expect: {cause: small-leaked, fires: small.leaked, silent: small.missing}
- case: whole.wrong
  given: {key.present: no}
  expect: {cause: small-leaked}
"""


def test_cases_of_the_whole_rule_base(run: Run, copy: Path) -> None:
    """The entries of cases/ run like those beside rules; one that fails is shown under its own id."""
    (copy / "cases").mkdir()
    _ = (copy / "cases" / "whole.yaml").write_text(WHOLE_CASES)
    done = run("kb", "test", str(copy), "--no-builtin-kb")
    shown = done.stdout.decode()
    assert done.returncode == 1
    assert "small:cases/whole.yaml:4: case whole.wrong" in shown
    assert "expected cause small-leaked\n  got small-missing" in shown
    assert "5 cases on durable+plain: 4 passed, 1 failed." in shown
    _ = (copy / "cases" / "whole.yaml").write_text(WHOLE_CASES.replace("whole.wrong", "whole.wrong\n  expcet: {}"))
    assert run("kb", "check", str(copy), "--no-builtin-kb").returncode == 3


FIX = """\
  fixes:
    - {fix: ask, title: Ask its maker, steps: [Ask.], cost: minutes, helps: often, verify: {text: It answers.}}
"""


def test_coverage_lists_what_no_case_shows(run: Run) -> None:
    """By kind, with the place; status 1. Of the vocabulary that is loaded along nothing is said."""
    done = run("kb", "coverage", str(SMALL_KB), "--no-builtin-kb")
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "Causes that no case leads to (1)",
        "  out-of-scope  [small:causes/causes.yaml:31]",
        "Rules that fire in no case (1)",
        "  small.elsewhere  [small:rules/rules.yaml:21]",
        "Rules that speak only of causes without a fix (1)",
        "  small.elsewhere  [small:rules/rules.yaml:21]",
        "Rules without a near miss, a case in which they must stay silent (2)",
        "  small.elsewhere  [small:rules/rules.yaml:21]",
        "  small.missing  [small:rules/rules.yaml:12]",
        "Conditions: 2 of 3 alternatives held in a case; of 3 tests 2 held, 0 failed.",
        "3 cases tried; not covered: 5.",
    ]


def test_coverage_with_more_cases(run: Run, copy: Path, tmp_path: Path) -> None:
    """--cases adds a file of cases, cases/ near misses; with nothing missing the status is 0."""
    file = tmp_path / "more.jsonl"
    _ = file.write_text('{"id": 1, "report": "api.example.com refused the call"}\n')
    done = run("kb", "coverage", str(copy), "--no-builtin-kb", "--cases", str(file), "--format", "json")
    gaps = json.loads(done.stdout)["gaps"]
    assert [(gap["kind"], gap["id"]) for gap in gaps] == [
        ("rule-without-fix", "small.elsewhere"),
        ("rule-without-near-miss", "small.elsewhere"), ("rule-without-near-miss", "small.missing"),
    ]  # fmt: skip
    with (copy / "causes" / "causes.yaml").open("a") as causes:
        _ = causes.write(FIX)
    (copy / "cases").mkdir()
    _ = (copy / "cases" / "misses.yaml").write_text(
        "- case: present\n  given: {key.present: yes}\n  expect: {silent: [small.missing, small.elsewhere]}\n"
    )
    done = run("kb", "coverage", str(copy), "--no-builtin-kb", "--cases", str(file))
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)
    assert run("kb", "coverage", str(copy), "--no-builtin-kb", "--cases", "nowhere.jsonl").returncode == 2


def broken(copy: Path) -> None:
    """Two misspelt words in the rules of a copy."""
    rules = copy / "rules" / "rules.yaml"
    _ = rules.write_text(
        rules.read_text().replace("key.present: no", "key.presnt: no", 1).replace("decisive}", "dezisive}", 1)
    )


def test_faults_for_machines(run: Run, copy: Path) -> None:
    """JSON, SARIF and GitHub's annotations have the same faults with code, place and hint; the status is that of the text."""
    broken(copy)
    found: dict[str, str] = {}
    for kind in ("json", "sarif", "github"):
        done = run("kb", "check", str(copy), "--no-builtin-kb", "--format", kind)
        assert (done.returncode, done.stderr) == (3, b"")
        found[kind] = done.stdout.decode()
    faults = json.loads(found["json"])["faults"]
    first = next(fault for fault in faults if fault["code"] == "KM301")
    assert first["file"].endswith("rules.yaml") and first["severity"] == "error"
    assert first["end_column"] - first["column"] == len("key.presnt")
    assert first["hint"] == 'did you mean "key.present"?'
    sarif = json.loads(found["sarif"])
    (sarif_run,) = sarif["runs"]
    assert (sarif["version"], len(sarif_run["results"])) == ("2.1.0", len(faults))
    rules = [rule["id"] for rule in sarif_run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in sarif_run["results"])
    assert len(found["github"].splitlines()) == len(faults)
    assert f"line={first['line']},endLine={first['line']},col={first['column']}" in found["github"]


def test_plain_mistakes_are_put_right(run: Run, copy: Path) -> None:
    """`--fix` writes what was meant into the named folder and says so; without a folder there is nothing it may change."""
    before = (copy / "rules" / "rules.yaml").read_text()
    broken(copy)
    done = run("kb", "check", str(copy), "--no-builtin-kb", "--fix")
    assert done.returncode == 0
    assert b"'key.presnt' -> 'key.present'" in done.stderr
    assert (copy / "rules" / "rules.yaml").read_text() == before
    assert run("kb", "check", "--fix").returncode == 2


def test_warnings_stop_nothing_unless_asked(run: Run, copy: Path) -> None:
    """A lint is shown with status 0, and with 3 under `--strict`; of rule bases that were not named it is not shown."""
    rules = copy / "rules" / "rules.yaml"
    text = rules.read_text()
    again = text[text.index("- rule: small.missing") :].partition("\n- rule:")[0]
    _ = rules.write_text(f"{text}\n{again.replace('small.missing', 'small.again')}\n")
    done = run("kb", "check", str(copy), "--no-builtin-kb")
    assert (done.returncode, done.stderr) == (0, b"keymedic: 1 warning\n")
    assert b"small.again does the same as small.missing" in done.stdout
    assert run("kb", "check", str(copy), "--no-builtin-kb", "--strict").returncode == 3


def test_a_code_is_explained(run: Run) -> None:
    """`explain` knows the codes of faults, with an example."""
    shown = run("explain", "km301").stdout.decode()
    assert shown.startswith("KM301: unknown fact")
    assert 'did you mean "network.route"?' in shown
