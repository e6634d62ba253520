from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from keymedic.engine.errors import ProbeError
from keymedic.engine.probes import process
from keymedic.engine.probes.look import look
from keymedic.engine.probes.process import place_of_process
from keymedic.engine.rulebase.model import RuleBase

from .conftest import KEY, checks, facts

LINUX = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux has /proc")


@pytest.fixture
def pid(tmp_path: Path) -> Iterator[int]:
    """A process with a key of its own, a folder of its own and another home."""
    (tmp_path / "work").mkdir()
    environ = {"GEMINI_API_KEY": KEY, "HOME": str(tmp_path), "ODD": "a=b\nc"}
    program = "print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-I", "-c", program],
        env=environ,
        cwd=tmp_path / "work",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        assert running.stdout and running.stdin
        _ = running.stdout.readline()  # it has begun, so its variables are its own
        yield running.pid
        _ = running.stdin.write(b"\n")


@LINUX
def test_another_process_is_looked_at(pid: int, tmp_path: Path, shipped: RuleBase) -> None:
    """Its variables, its working folder, its home; what is found says whose it is."""
    place = place_of_process(pid, None, Path("/"))
    assert (place.project, place.home, place.environ["ODD"]) == (tmp_path / "work", tmp_path, "a=b\nc")
    found = look(place, shipped)
    assert facts(found)["env.GEMINI_API_KEY"] == {"set"}
    assert f"process {pid}" in next(check.text for check in found.checks if check.id == "key.kind.standard")
    assert place_of_process(pid, tmp_path, Path("/")).project == tmp_path


@LINUX
def test_a_process_without_the_variable_of_a_profile(pid: int, tmp_path: Path, shipped: RuleBase) -> None:
    """The very case: the profile sets it, the program that fails does not have it, although this process may."""
    _ = (tmp_path / ".zshrc").write_text(f"export GOOGLE_API_KEY={KEY}\n")
    found = look(place_of_process(pid, None, Path("/")), shipped)
    assert "profiles.unseen" in checks(found, "failed")
    assert f"process {pid} does not have it" in next(
        check.text for check in found.checks if check.id == "profiles.unseen"
    )


@LINUX
def test_a_process_that_is_not_there_or_somebody_elses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The check that was asked for cannot start, and why is said."""
    with pytest.raises(ProbeError, match="no process 4194999"):
        _ = place_of_process(4194999, None, tmp_path)
    monkeypatch.setattr(process, "_PROC", tmp_path / "nowhere")
    with pytest.raises(ProbeError, match="only Linux"):
        _ = place_of_process(1, None, tmp_path)
    (tmp_path / "1" / "environ").mkdir(parents=True)
    monkeypatch.setattr(process, "_PROC", tmp_path)
    with pytest.raises(ProbeError, match="cannot be read: directory"):
        _ = place_of_process(1, None, tmp_path)


def test_a_process_without_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It has ended meanwhile: a folder may be named instead."""
    (tmp_path / "1").mkdir()
    _ = (tmp_path / "1" / "environ").write_bytes(b"A=1\0broken\0=x\0B=\0")
    monkeypatch.setattr(process, "_PROC", tmp_path)
    with pytest.raises(ProbeError, match="--project"):
        _ = place_of_process(1, None, tmp_path)
    place = place_of_process(1, tmp_path, tmp_path)
    assert (place.environ, place.home) == ({"A": "1", "B": ""}, tmp_path)


def test_a_process_in_a_container(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its folders are those of its own file system."""
    folder = tmp_path / "1"
    (folder / "root" / "app").mkdir(parents=True)
    _ = (folder / "environ").write_bytes(b"HOME=/app\0")
    os.symlink("/app", folder / "cwd")
    monkeypatch.setattr(process, "_PROC", tmp_path)
    place = place_of_process(1, None, tmp_path)
    assert place.project == place.home == folder / "root" / "app"
