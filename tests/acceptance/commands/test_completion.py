"""The completion scripts, in the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
COMMANDS = {"diagnose", "run", "batch", "eval", "probe", "explain", "completion", "kb"}


def shell(name: str) -> str:
    """The shell, or no test."""
    found = shutil.which(name)
    return found or pytest.skip(f"{name} is not installed")


@pytest.fixture
def script(run: Run, tmp_path: Path) -> Callable[[str], Path]:
    """The script for a shell, in a folder with one file and one folder to complete."""

    def write(name: str) -> Path:
        done = run("completion", name)
        assert (done.returncode, done.stderr) == (0, b"")
        path = tmp_path / f"completion.{name}"
        _ = path.write_bytes(done.stdout)
        (tmp_path / "error-log.txt").touch()
        (tmp_path / "error-folder").mkdir()
        return path

    return write


BASH = """
eval "$(cat "$1")"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
$(complete -p keymedic | sed 's/.*-F \\([^ ]*\\).*/\\1/') keymedic "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""
FISH = 'source $argv[1]; complete -C "$argv[2]"'
ZSH = r"""
import pexpect, sys
child = pexpect.spawn(sys.argv[1], ["-f", "-i"], encoding="utf-8", timeout=30, dimensions=(50, 200))
child.sendline("PS1='READY> '; autoload -Uz compinit; compinit -u -D; zstyle ':completion:*' list-prompt ''; LISTMAX=1000; setopt NO_BEEP")
child.expect("READY> "); child.sendline(f"eval \"$(cat {sys.argv[2]})\"; print sour''ced"); child.expect("sourced")
child.send(sys.argv[3] + "\t\t"); child.expect(pexpect.TIMEOUT, timeout=2)
print(child.before)
child.close(force=True)
"""


def offered(name: str, script: Path, line: str) -> set[str]:
    """The words that the shell offers at the end of a line."""
    program, words = shell(name), line.split(" ")
    if name == "bash":
        command = [program, "--norc", "-c", BASH, "bash", str(script), *words]
    elif name == "fish":
        command = [program, "--no-config", "-c", FISH, str(script), line]
    else:
        command = [sys.executable, "-c", ZSH, program, str(script), line]
    home = {**os.environ, "HOME": str(script.parent), "TERM": "dumb"}
    done = subprocess.run(command, capture_output=True, cwd=script.parent, env=home, check=True, text=True, timeout=300)
    if name == "zsh":
        return set(done.stdout.split())
    return {word.split("\t")[0].rstrip("/ ") for word in done.stdout.splitlines()}


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_commands_options_and_values_are_offered(script: Callable[[str], Path], name: str) -> None:
    """Every command, the commands of kb, the options of a command, and the values of an option."""
    _ = shell(name)
    path = script(name)
    assert offered(name, path, "keymedic ") >= COMMANDS
    assert offered(name, path, "keymedic kb ") >= {"check", "test", "coverage", "list", "show"}
    assert offered(name, path, "keymedic diagnose --pr") >= {"--probe", "--project"}
    assert offered(name, path, "keymedic diagnose --format ") >= {"text", "json", "markdown"}


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_files_and_folders_are_offered_where_they_belong(script: Callable[[str], Path], name: str) -> None:
    """A report is a file, a rule base is a folder."""
    _ = shell(name)
    path = script(name)
    assert offered(name, path, "keymedic diagnose error-") >= {"error-log.txt"}
    folders = offered(name, path, "keymedic diagnose --kb error-")
    assert "error-log.txt" not in folders
    assert folders & {"error-folder", "error-folder/"}


def test_another_shell_is_refused(run: Run) -> None:
    """Which shells there are is said."""
    done = run("completion", "tcsh")
    assert done.returncode == 2
    assert b"bash" in done.stderr and b"fish" in done.stderr
