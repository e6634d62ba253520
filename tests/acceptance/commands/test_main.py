from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from keymedic.version import VERSION

from ...processes import closed

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Options = tuple[str, ...]
LEAKED = b"403 PERMISSION_DENIED. Your API key was reported as leaked. Please use another API key.\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason="uses a POSIX shell, signals or terminals")


def test_version(run: Run) -> None:
    """The version on stdout, status 0."""
    done = run("--version")
    assert (done.returncode, done.stdout.decode().strip()) == (0, f"keymedic {VERSION}")


@pytest.mark.parametrize(
    "arguments", [(), ("diagnose",), ("batch",), ("eval",), ("explain",), ("probe",), ("kb",), ("kb", "check")]
)
def test_help(run: Run, arguments: Options) -> None:
    """Every command has a help."""
    done = run(*arguments, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(b"usage: keymedic")


def test_unknown_command(run: Run) -> None:
    """A command that does not exist exits 2 and shows the usage."""
    done = run("diagnoze")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"usage: keymedic" in done.stderr


def test_without_a_command_piped_input_is_diagnosed(run: Run) -> None:
    """`something | keymedic` behaves as `keymedic diagnose -`."""
    assert run(stdin=b"").returncode == 2
    assert run(stdin=LEAKED).stdout == run("diagnose", "-", stdin=LEAKED).stdout


@POSIX
def test_a_closed_pipe_ends_quietly(environment: dict[str, str], small: Options, tmp_path: Path) -> None:
    """A reader that takes one byte and leaves causes no message."""
    cases = tmp_path / "cases.jsonl"
    _ = cases.write_text('{"id": 1, "report": "reported as leaked"}\n' * 3000)
    python = f"'{sys.executable}' -m keymedic"
    options = " ".join(f"'{option}'" for option in small)
    for command in (f"batch '{cases}' {options}", "kb list facts", "--help"):
        done = subprocess.run(
            f"{python} {command} | head -c1", shell=True, capture_output=True, env=environment, timeout=120, check=False
        )
        assert len(done.stdout) == 1
        assert done.stderr == b""


@POSIX
def test_a_full_disk_is_told(environment: dict[str, str]) -> None:
    """Output that cannot be written is an error with a reason."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = subprocess.run(
        f"'{sys.executable}' -m keymedic kb list facts > /dev/full",
        shell=True, capture_output=True, env=environment, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 70
    assert b"No space left" in done.stderr


@POSIX
def test_interrupted(environment: dict[str, str], small: Options) -> None:
    """Ctrl-C ends with 130 and no traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "keymedic", "batch", "-", *small],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    _ = process.stdin.write(b'{"id": 1, "report": "reported as leaked"}\n')
    process.stdin.flush()
    _ = process.stdout.readline()
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == b""


def test_a_crash_gives_a_report_without_values(environment: dict[str, str], tmp_path: Path, fake_key: str) -> None:
    """An internal error exits 70 with version and places to paste, and nothing of the input."""
    script = tmp_path / "crash.py"
    _ = script.write_text(
        "import sys, keymedic.cli.commands.diagnose as command\n"
        "from keymedic.cli.main import entry\n"
        "def run(args, out): raise RuntimeError(args.file)\n"
        "command.run = run\n"
        "sys.exit(entry())\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), "diagnose", fake_key],
        capture_output=True,
        env=environment,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stdout) == (70, b"")
    assert f"keymedic {VERSION}".encode() in done.stderr
    assert b"keymedic/cli/main.py:" in done.stderr
    assert b"RuntimeError" in done.stderr
    assert fake_key.encode() not in done.stderr
    assert b"FAKE" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_poor_encodings_never_crash(run: Run, small: Options, encoding: str) -> None:
    """A terminal that cannot show a character gets a stand-in; JSON stays valid."""
    env = {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    text = "reported as leaked 密钥 é".encode()
    for style in ("text", "json", "markdown"):
        done = run("diagnose", *small, "--format", style, "-", "--fact", "error.service=密钥", stdin=text, env=env)
        assert done.returncode == 1, done.stderr
        assert done.stdout


def test_no_colour_when_piped(run: Run, small: Options) -> None:
    """Piped output holds no escape sequence."""
    assert b"\x1b" not in run("diagnose", *small, stdin=LEAKED).stdout


@POSIX
@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_on_a_terminal(
    environment: dict[str, str], small: Options, tmp_path: Path, env: dict[str, str], coloured: bool
) -> None:
    """A terminal shows colours unless NO_COLOR or a dumb terminal says otherwise."""
    import pexpect

    file = tmp_path / "report.txt"
    _ = file.write_bytes(LEAKED)
    settings = {**environment, "TERM": "xterm", **env}
    child: pexpect.spawn[bytes] = pexpect.spawn(
        sys.executable, ["-m", "keymedic", "diagnose", str(file), *small], env=settings, timeout=60
    )
    shown: bytes = child.read()
    assert closed(child, 60) == 1
    assert (b"\x1b[" in shown) is coloured
