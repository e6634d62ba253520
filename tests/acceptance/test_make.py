"""`make` and the documented installation on a machine without a compiler, each from nothing. Slow: real environments."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from .conversation.person import CTRL_D, ENTER, Person

ROOT = Path(__file__).resolve().parents[2]
LEAKED = "google.genai.errors.ClientError: 403 PERMISSION_DENIED. Your API key was reported as leaked."

pytestmark = [
    pytest.mark.registry,
    pytest.mark.skipif(sys.platform == "win32", reason="the Makefile's recipes are written for a POSIX shell"),
]


@dataclass(slots=True)
class Checkout:
    """A copy of the project in which make is called as a person would, on a machine without a compiler."""

    folder: Path
    environment: dict[str, str]

    def make(self, *arguments: str, pasted: str = "") -> subprocess.CompletedProcess[str]:
        """Call `make -C` from another folder."""
        # The environment's own Python is given, as in a shell in which that environment is active.
        command = ["make", "--no-print-directory", "-C", str(self.folder), f"PYTHON={sys.executable}", *arguments]
        return subprocess.run(
            command,
            cwd="/",
            env=self.environment,
            input=pasted,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )


@pytest.fixture(scope="module")
def checkout(
    copy_project: Callable[[Path], Path],
    without_compiler: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Checkout:
    """One copy for the tests of this module, below a folder with a blank in its name."""
    return Checkout(copy_project(tmp_path_factory.mktemp("made from") / "nothing here"), without_compiler)


def test_run_makes_the_environment_and_works_without_a_compiler(checkout: Checkout) -> None:
    """The first `make run` says in one line that durable-rules is missing, and diagnoses on the plain engine."""
    told = checkout.make("run", "ARGS=diagnose - --format json", pasted=LEAKED)
    assert told.returncode == 0, told.stderr
    assert len([line for line in told.stderr.splitlines() if "durable-rules could not be built" in line]) == 1
    diagnosis = json.loads(told.stdout)
    assert diagnosis["engine"] == "plain"
    assert diagnosis["causes"][0]["id"] == "key-leaked"


def test_run_leaves_a_finished_environment_alone(checkout: Checkout) -> None:
    """A second `make run` neither installs nor builds, and what it prints is the program's own output."""
    stamp = checkout.folder / ".venv" / "keymedic-stamp.json"
    assert checkout.make("run", "ARGS=--version").returncode == 0
    before = stamp.stat().st_mtime_ns
    told = checkout.make("run", "ARGS=--version")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("keymedic ")
    assert stamp.stat().st_mtime_ns == before


def test_run_fails_where_the_program_does(checkout: Checkout) -> None:
    """Wrong usage stays a failure, while a diagnosis found, or an undecided one, is none."""
    assert checkout.make("run", "ARGS=diagnose /no/such/file").returncode != 0
    assert checkout.make("run", "ARGS=diagnose -", pasted="it does not work").returncode == 0


def test_eval_without_cases_says_so_and_stops(checkout: Checkout) -> None:
    """`make eval` on a machine without the file of cases is no failure."""
    told = checkout.make("eval", "CASES=no-such.jsonl")
    assert told.returncode == 0
    assert "no-such.jsonl" in told.stdout


def test_a_moved_checkout_makes_its_environment_anew(checkout: Checkout, tmp_path: Path) -> None:
    """An environment that was made in another place is not used: it would run the old place's code."""
    checkout.folder = checkout.folder.rename(tmp_path / "moved")
    told = checkout.make("run", "ARGS=--version")
    assert told.returncode == 0, told.stderr
    assert "making .venv" in told.stderr
    where = [checkout.folder / ".venv" / "bin" / "python", "-c", "import keymedic; print(keymedic.__file__)"]
    assert subprocess.run(where, capture_output=True, text=True, check=True, timeout=600).stdout.startswith(
        str(checkout.folder)
    )


def test_the_documented_commands_install_without_a_compiler(
    copy_project: Callable[[Path], Path], without_compiler: dict[str, str], tmp_path: Path
) -> None:
    """The commands of docs/platforms.md for a machine without a compiler give a keymedic that works."""
    text = (ROOT / "docs" / "platforms.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- tested: tests/acceptance/test_make.py -->\n```sh\n(.*?)```", text, re.DOTALL)
    assert block, "docs/platforms.md lost its commands for a machine without a compiler"
    source = copy_project(tmp_path / "source")
    environment = without_compiler | {"PATH": f"{tmp_path / 'bin'}:{without_compiler['PATH']}"}
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    script = ["sh", "-e", "-c", block.group(1)]
    installed = subprocess.run(
        script, cwd=source, env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert installed.returncode == 0, installed.stderr
    command = [source / "keymedic-env" / "bin" / "keymedic", "diagnose", "-", "--format", "json"]
    told = subprocess.run(
        command, cwd=tmp_path, env=environment, input=LEAKED, capture_output=True, text=True, check=False, timeout=600
    )
    assert told.returncode == 1, told.stderr
    assert json.loads(told.stdout)["engine"] == "plain"


def test_run_alone_starts_the_conversation(checkout: Checkout) -> None:
    """On a terminal `make run` is the conversation: a paste of any length is answered, and Ctrl-D is no failure."""
    log = "\n".join(f'  File "/home/user/app.py", line {number}, in call_{number}' for number in range(150))
    make = ["make", "--no-print-directory", "-C", str(checkout.folder), f"PYTHON={sys.executable}", "run"]
    person = Person([], checkout.environment | {"TERM": "xterm-256color"}, "/", program=make)
    person.waits_until(lambda: "keymedic" in person.everything())
    person.paste(f"Traceback (most recent call last):\n{log}\n{log!r} {LEAKED}\n")
    person.type(ENTER)
    person.waits_for("The key was exposed and Google has blocked it")
    person.type(CTRL_D)
    assert person.ends() == 0
    assert "make: ***" not in person.everything()
