from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from keymedic.engine.probes.dotenv_search import find_dotenv
from keymedic.engine.probes.exposure import probe_exposure
from keymedic.engine.probes.notes import ProbeResult
from keymedic.engine.probes.place import Place
from keymedic.engine.probes.repository import find_git, find_repository
from keymedic.engine.probes.variables import Candidate
from keymedic.engine.rulebase.model import RuleBase

from .conftest import KEY, OTHER_KEY, MakePlace, checks, facts

AUTH_KEY = "AQ.FAKE" + "FAKE0FAKE_" * 4 + "FAKE"
Git: TypeAlias = Callable[..., None]
Look: TypeAlias = Callable[..., ProbeResult]


@pytest.fixture
def place(make_place: MakePlace) -> Place:
    """A project with a repository in it, and a key."""
    place = make_place(GEMINI_API_KEY=KEY)
    run(place.project, "init", "-q", ".")
    return place


@pytest.fixture
def look(shipped: RuleBase) -> Look:
    """``look(place)``: the result of the probe."""

    def call(place: Place, key: str = KEY, seconds: float = 10) -> ProbeResult:
        candidate = Candidate("GEMINI_API_KEY", "the environment", key) if key else None
        return probe_exposure(place, candidate, find_dotenv(place, shipped, None), shipped, seconds)

    return call


def run(folder: Path, *arguments: str) -> None:
    """git with a name of its own, whatever the developer has configured."""
    private = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": "2026-11-01T00:00:00Z"}
    names = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.com")
    _ = subprocess.run(
        ["git", *names, *arguments],
        cwd=folder,
        env={**os.environ, **private},
        check=True,
        capture_output=True,
        timeout=300,
    )


def commit(place: Place, **files: str) -> None:
    """Write files and commit everything."""
    for name, text in files.items():
        path = place.project / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        _ = path.write_text(text)
    run(place.project, "add", "-A")
    run(place.project, "commit", "-q", "-m", "a commit")


def test_a_clean_repository(place: Place, look: Look) -> None:
    """Files and commits without a key; an ignored .env."""
    commit(place, _gitignore=".env\n", main_py="print()\n")
    _ = (place.project / ".env").write_text(f"GEMINI_API_KEY={KEY}\n")
    found = look(place)
    assert checks(found) == checks(found, "passed") == {"exposure.none", "exposure.dotenv-ignored"}
    assert found.facts == ()


def test_no_repository(make_place: MakePlace, look: Look) -> None:
    """There is nothing to search."""
    assert checks(look(make_place())) == {"exposure.no-repository"}


def test_the_key_in_a_tracked_file_that_was_not_committed(place: Place, look: Look) -> None:
    """It is told before it is too late: what stands in the working file counts."""
    commit(place, main_py="print()\n")
    _ = (place.project / "main.py").write_text(f'print()\nkey = "{KEY}"\n')
    found = look(place)
    assert checks(found, "failed") == {"exposure.tracked.own"}
    assert "main.py, line 2" in found.checks[0].text
    assert found.facts == ()


def test_the_key_in_a_committed_file(place: Place, look: Look) -> None:
    """In the file and in a commit; with a remote it may be anywhere, which is a fact for the diagnosis."""
    commit(place, src__main_py=f"key = '{KEY}'\n")
    assert checks(look(place), "failed") == {"exposure.committed.own"}
    assert facts(look(place)) == {}
    run(place.project, "remote", "add", "origin", "https://git.example/x.git")
    assert facts(look(place)) == {"key.exposed": {True}}


def test_a_key_that_only_the_history_has(place: Place, look: Look) -> None:
    """Taken out of the file, it is still there for who can read the repository."""
    commit(place, main_py=f"key = '{KEY}'\nother = '{AUTH_KEY}'\n")
    commit(place, main_py="print()\n")
    run(place.project, "gc", "-q")
    found = look(place)
    assert checks(found, "failed") == {"exposure.history.own"}
    assert checks(found, "warning") == {"exposure.history.other"}


def test_a_key_on_another_branch_and_in_a_commit_message(place: Place, look: Look) -> None:
    """Every branch is searched, and what people wrote about it."""
    commit(place, main_py="print()\n")
    run(place.project, "checkout", "-q", "-b", "other")
    commit(place, main_py=f"key = '{OTHER_KEY}'\n")
    run(place.project, "commit", "-q", "--allow-empty", "-m", f"use {KEY}")
    run(place.project, "checkout", "-q", "-")
    found = look(place)
    assert checks(found) == {"exposure.history.own", "exposure.history.other"}
    assert "a commit message" in found.checks[0].text


def test_a_key_of_no_known_form_is_found_by_its_letters(place: Place, look: Look) -> None:
    """The key in use is searched as it is; others only by their form. Sample values are none."""
    commit(place, main_py="key = 'IQ.FAKEFAKEFAKEFAKEFAKEFAKE'\nsample = 'AIzaSyXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX'\n")
    assert checks(look(place, "IQ.FAKEFAKEFAKEFAKEFAKEFAKE"), "failed") == {"exposure.committed.own"}
    assert checks(look(place, "")) == {"exposure.none"}


def test_a_dotenv_file_that_git_takes(place: Place, look: Look) -> None:
    """Not ignored is worth a word, tracked is a fault."""
    _ = (place.project / ".env").write_text("DEBUG=1\n")
    assert checks(look(place), "warning") == {"exposure.dotenv-not-ignored"}
    run(place.project, "add", ".env")
    assert checks(look(place), "failed") == {"exposure.dotenv-tracked"}


def test_names_of_ignored_files_in_the_repository_and_the_home_folder(place: Place, look: Look) -> None:
    """git's three lists count: .gitignore, info/exclude, and the person's own."""
    _ = (place.project / ".env").write_text("DEBUG=1\n")
    own = place.home / ".config" / "git" / "ignore"
    own.parent.mkdir(parents=True)
    for file in (own, place.project / ".git" / "info" / "exclude", place.project / ".gitignore"):
        _ = file.write_text(".env\n")
        assert "exposure.dotenv-ignored" in checks(look(place), "passed")
        file.unlink()
    assert "exposure.dotenv-not-ignored" in checks(look(place))


def test_a_worktree_and_a_shallow_clone(place: Place, look: Look, tmp_path: Path) -> None:
    """A .git file leads to the repository; a history that was not fetched is no error."""
    commit(place, main_py=f"key = '{KEY}'\n")
    commit(place, main_py="print()\n")
    run(place.project, "worktree", "add", "-q", str(tmp_path / "tree"))
    run(tmp_path, "clone", "-q", "--depth=1", place.project.as_uri(), "shallow")
    tree, shallow = (Place(place.environ, tmp_path / name, place.home) for name in ("tree", "shallow"))
    assert checks(look(tree)) == {"exposure.history.own"}
    assert checks(look(shallow)) == {"exposure.none"}


def test_nothing_of_a_hostile_repository_runs(place: Place, look: Look, tmp_path: Path) -> None:
    """Programs that the configuration, hooks, attributes and the path name are not started."""
    canary, script = tmp_path / "canary", tmp_path / "script"
    _ = script.write_text(f"#!/bin/sh\necho ran >> {canary}\n")
    script.chmod(0o755)
    commit(place, main_py=f"key = '{KEY}'\n", _gitattributes="* diff=evil filter=evil\n")
    git = place.project / ".git"
    sections = {
        "core": ("fsmonitor", "pager", "sshCommand", "gitProxy", "askPass", "editor"), "diff": ("external",),
        'diff "evil"': ("textconv", "command"), 'filter "evil"': ("clean", "smudge", "process"),
        "alias": ("rev-list", "cat-file", "ls-files"), "uploadpack": ("packObjectsHook",), "credential": ("helper",),
        "gpg": ("program",), 'remote "origin"': ("uploadpack", "receivepack"),
    }  # fmt: skip
    lines = [f"[{section}]\n\t{name} = {script}" for section, names in sections.items() for name in names]
    lines += [f'[remote "origin"]\n\turl = {place.project}\n\tpromisor = true', "[extensions]\n\tpartialClone = origin"]
    with (git / "config").open("a") as config:
        _ = config.write("\n".join(lines) + "\n")
    for hook in ("post-index-change", "reference-transaction", "pre-commit"):
        (git / "hooks").mkdir(exist_ok=True)
        _ = (git / "hooks" / hook).symlink_to(script)
    assert "exposure.committed.own" in checks(look(place), "failed")
    for missing in (git / "objects").glob("[0-9a-f][0-9a-f]/*"):  # what a partial clone would fetch with its helper
        missing.unlink()
    _ = look(place)
    assert not canary.exists()
    _ = subprocess.run(["git", "status"], cwd=place.project, check=False, capture_output=True, timeout=300)
    assert canary.exists(), "the trap was not set"


def test_git_is_never_taken_from_the_project(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not from a relative entry of the path, not from a folder of the project."""
    repository = find_repository(place)
    assert repository is not None
    _ = (place.project / "git").write_text("#!/bin/sh\n")
    (place.project / "git").chmod(0o755)
    monkeypatch.chdir(place.project)
    monkeypatch.setenv("PATH", os.pathsep.join((".", str(place.project))))
    assert find_git(place, repository) is None


def test_without_git_it_is_not_checked(place: Place, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not passed, not failed."""
    monkeypatch.setenv("PATH", "")
    assert checks(look(place), "not-checked") == {"exposure.no-git"}


def test_a_search_that_takes_too_long_says_so(place: Place, look: Look) -> None:
    """What was seen is told, the rest is not checked."""
    commit(place, main_py="print()\n")
    assert checks(look(place, seconds=0)) == {"exposure.cut-short"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_pipes_in_place_of_files_hold_nothing_up(place: Place, look: Look) -> None:
    """An index, a branch, a tracked file, a list of ignored files: none is waited for longer than allowed."""
    commit(place, main_py="print()\n")
    _ = (place.project / ".env").write_text("DEBUG=1\n")
    for name in (".git/index", ".git/packed-refs", ".git/refs/heads/x", ".git/info/exclude", "main.py", ".gitignore"):
        path = place.project / name
        path.unlink(missing_ok=True)
        os.mkfifo(path)
    assert checks(look(place, seconds=0.5)) == {"exposure.cut-short"}


def test_a_reference_that_points_nowhere_is_passed_over(place: Place, look: Look) -> None:
    """The other branches are searched."""
    commit(place, main_py=f"key = '{KEY}'\n")
    _ = (place.project / ".git" / "refs" / "heads" / "gone").write_text("0123456789" * 4 + "\n")
    assert "exposure.committed.own" in checks(look(place))


def test_planted_keys_are_nowhere_in_the_result(place: Place, look: Look) -> None:
    """Not as a value, and not in a path either."""
    commit(place, main_py=f"key = '{KEY}'\nother = '{AUTH_KEY}'\n", **{OTHER_KEY: f"key = '{AUTH_KEY}'"})
    found = repr(look(place))
    for key in (KEY, AUTH_KEY):
        assert key[8:20] not in found
