"""``keymedic run``: real commands, on pipes and on pseudo-terminals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs POSIX processes", allow_module_level=True)

import pexpect

from ...processes import closed

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
LEAKED = "403 PERMISSION_DENIED. Your API key was reported as leaked."
TITLE = b"The key was exposed and Google has blocked it"
PYTHON = (sys.executable, "-u", "-c")


def fails(said: str = LEAKED, status: int = 3) -> tuple[str, ...]:
    """A command that says something on standard error and fails."""
    return (*PYTHON, f"import sys; print({said!r}, file=sys.stderr); sys.exit({status})")


def test_a_failure_is_diagnosed_after_the_output(run: Run) -> None:
    """The command's own words come first and untouched, then its status and the diagnosis, all of it on stderr."""
    done = run("run", "--", *PYTHON, f"import sys; print('out'); sys.stderr.write({LEAKED!r}); sys.exit(3)")
    assert (done.returncode, done.stdout) == (1, b"out\n")
    said, _, rest = done.stderr.partition(b"\nkeymedic: ")
    assert said == LEAKED.encode()
    assert b" ended with status 3.\n\n" + TITLE in rest


def test_a_success_adds_nothing(run: Run) -> None:
    """What succeeds is passed on as if keymedic were not there, whatever it printed; --always looks all the same."""
    command = (*PYTHON, f"print({LEAKED!r})")
    done = run("run", "--", *command)
    assert (done.returncode, done.stdout, done.stderr) == (0, LEAKED.encode() + b"\n", b"")
    asked = run("run", "--always", "--", *command)
    assert asked.returncode == 1 and b"status 0" in asked.stderr and TITLE in asked.stderr
    fine = run("run", "--always", "--", *PYTHON, "print('fine')")
    assert (fine.returncode, fine.stderr) == (0, b"")


def test_every_byte_is_passed_on(run: Run) -> None:
    """Binary data and large outputs on both streams arrive unchanged, each on its own, and only the end is kept."""
    program = (
        "import sys; data = bytes(range(256)) * 20_000\n"
        "for at in range(0, len(data), 65_537):\n"
        "    sys.stdout.buffer.write(data[at:at + 65_537]); sys.stderr.buffer.write(data[at:at + 65_537][::-1])\n"
    )
    expected = subprocess.run([*PYTHON, program], capture_output=True, check=True, timeout=300)
    done = run("run", "--", *PYTHON, program)
    assert (done.returncode, done.stdout == expected.stdout, done.stderr == expected.stderr) == (0, True, True)


def test_a_binary_output_is_no_report(run: Run) -> None:
    """A failure that printed no text says so."""
    done = run("run", "--", *PYTHON, "import os, sys; os.write(1, bytes(range(256)) * 99); sys.exit(1)")
    assert done.returncode == 4
    assert b"It printed nothing that could be read." in done.stderr


@pytest.mark.parametrize(
    "said",
    ["ls: cannot access 'x': No such file or directory", "make: *** [Makefile:3: all] Error 2", "AssertionError: 1 != 2",
     "npm ERR! 404 Not Found - GET https://registry.npmjs.org/foo", "psql: error: connection failed: Connection refused"],
)  # fmt: skip
def test_failures_of_other_things_get_one_line(run: Run, said: str) -> None:
    """Most commands fail for reasons of their own: no page of advice about keys, and never a claim."""
    done = run("run", "--", *fails(said))
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) <= 3
    assert b"Nothing in what it printed" in done.stderr


def test_all_shows_a_failure_that_names_no_api(run: Run) -> None:
    """The diagnosis is there for who asks."""
    done = run("run", "--all", "--", *fails("Connection refused"))
    assert done.returncode == 1
    assert b"What to do" in done.stderr


def test_the_status_that_counts_is_told(run: Run) -> None:
    """A command that a signal ended is told by the signal's name."""
    done = run("run", "--", *PYTHON, f"import os; os.write(2, b'{LEAKED}'); os.kill(os.getpid(), 9)")
    assert done.returncode == 1
    assert b"was ended by SIGKILL" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such-command"], b"there is no command no-such-command"),
        (["./file"], b"./file may not be executed"),
        (["./nothing"], b"cannot be started: Exec format error"),
        (["./lost"], b"the interpreter that its first line names is not"),
        (["."], b". may not be executed"),
        ([], b"run wants a command"),
        (["--"], b"run wants a command"),
    ],
)
def test_what_cannot_be_started_is_told(run: Run, tmp_path: Path, words: list[str], said: bytes) -> None:
    """Not found, not executable, no program: one clear line, status 2."""
    _ = (tmp_path / "file").write_text("")
    for name, content in (("nothing", "\0"), ("lost", "#!/no/such/interpreter\n")):
        _ = (tmp_path / name).write_text(content)
        (tmp_path / name).chmod(0o755)
    done = run("run", *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr and b"Traceback" not in done.stderr


def test_the_dashes_may_be_left_out(run: Run) -> None:
    """Options before the command are keymedic's, those after it the command's."""
    done = run("run", "--format", "json", *fails())
    assert json.loads(done.stderr.partition(b"status 3.\n\n")[2])["causes"][0]["id"] == "key-leaked"


def test_standard_input_is_the_commands(run: Run) -> None:
    """What is piped in reaches the command."""
    assert run("run", "cat", stdin=b"\x00\xffin").stdout == b"\x00\xffin"


def test_a_key_in_the_output_is_passed_on_and_not_repeated(run: Run, fake_key: str) -> None:
    """The command's output is its own business; what keymedic adds holds no key, not even of the command line."""
    done = run("run", "--", *fails(f"Consumer 'api_key:{fake_key}' has been suspended."), fake_key)
    assert done.stderr.count(fake_key.encode()) == 1


def test_probes_look_at_the_commands_environment(run: Run, fake_key: str) -> None:
    """With --probe the variables and the folder that the command had are looked at, too."""
    done = run("run", "--probe", "--format", "json", "--", *fails(), env={"GEMINI_API_KEY": fake_key})
    data = json.loads(done.stderr.partition(b"status 3.\n\n")[2])
    assert data["facts"]["env.GEMINI_API_KEY"]["value"] == "set"


def test_streams_that_are_one_keep_their_order(environment: dict[str, str]) -> None:
    """With 2>&1 the lines of both streams stay in the order in which they were written."""
    program = "import sys\nfor n in range(500): print(n, file=(sys.stdout, sys.stderr)[n % 2], flush=True)"
    done = subprocess.run(
        [sys.executable, "-m", "keymedic", "run", "--", *PYTHON, program],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, check=True, timeout=300,
    )  # fmt: skip
    assert done.stdout.split() == [str(n).encode() for n in range(500)]


def test_a_reader_that_went_away_ends_the_command(environment: dict[str, str]) -> None:
    """As in any pipe: the command gets SIGPIPE by its next write, and keymedic ends quietly."""
    shell = f"'{sys.executable}' -m keymedic run -- yes | head -1"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, env=environment, check=True, timeout=60)
    assert done.stdout == b"y\n"
    assert b"Traceback" not in done.stderr


def test_what_runs_on_in_the_background_is_not_waited_for(run: Run) -> None:
    """A server that the command leaves behind keeps the stream open; keymedic ends all the same."""
    program = "import subprocess, sys; print(subprocess.Popen(['sleep', '600']).pid); sys.exit(0)"
    done = run("run", "--", *PYTHON, program)
    os.kill(int(done.stdout), signal.SIGKILL)
    assert done.returncode == 0


# On a terminal.

TERMINALS = "import os; print([os.isatty(n) for n in range(3)], os.get_terminal_size(1), '\\x1b[31mred\\x1b[0m')"


def spawn(environment: dict[str, str], *words: str) -> pexpect.spawn[bytes]:
    """``keymedic run`` on a terminal of 37 by 91."""
    return pexpect.spawn(
        sys.executable, ["-m", "keymedic", "run", "--", *words], env={**environment, "TERM": "xterm"}, timeout=60,
        dimensions=(37, 91),
    )  # fmt: skip


def test_on_a_terminal_the_command_sees_one(environment: dict[str, str]) -> None:
    """Terminals on all three streams, of the right size, and colours that arrive as they were sent."""
    child = spawn(environment, *PYTHON, TERMINALS)
    child.expect(pexpect.EOF)
    assert child.before == b"[True, True, True] os.terminal_size(columns=91, lines=37) \x1b[31mred\x1b[0m\r\n"
    assert closed(child, 60) == 0


def test_a_window_that_changes_its_size_is_told(environment: dict[str, str]) -> None:
    """The command gets SIGWINCH and finds the new size."""
    program = (
        "import os, signal, time\n"
        "def changed(*_):\n    size = os.get_terminal_size(1)\n    if size.columns == 50: os._exit(print(size, flush=True) or 0)\n"
        "signal.signal(signal.SIGWINCH, changed); print('ready', flush=True)\nwhile True: time.sleep(1)"
    )
    child = spawn(environment, *PYTHON, program)
    child.expect_exact("ready")
    child.setwinsize(20, 50)  # pyright: ignore[reportUnknownMemberType]  # pexpect types this method by halves
    child.expect_exact("columns=50, lines=20")
    child.expect(pexpect.EOF)
    _ = closed(child, 60)


def test_questions_of_the_command_can_be_answered(environment: dict[str, str]) -> None:
    """The keyboard is the command's."""
    child = spawn(environment, *PYTHON, "print('hello', input('name? '))")
    child.expect_exact("name? ")
    child.sendline("ann")
    child.expect_exact("hello ann")
    child.expect(pexpect.EOF)
    assert closed(child, 60) == 0


def test_ctrl_c_is_the_commands(environment: dict[str, str]) -> None:
    """It gets the interrupt once; a command that it ends is not diagnosed, and the status is 130."""
    child = spawn(environment, *PYTHON, f"import time; print({LEAKED!r}, flush=True); time.sleep(600)")
    child.expect_exact("leaked")
    child.sendintr()
    child.expect(pexpect.EOF)
    assert (closed(child, 60), TITLE in (child.before or b"")) == (130, False)
    program = (
        "import signal, time; got = []\nsignal.signal(signal.SIGINT, lambda *_: got.append(1)); print('ready', flush=True)\n"
        "while not got: time.sleep(0.01)\ntime.sleep(0.5); print('interrupts', len(got))"
    )
    child = spawn(environment, *PYTHON, program)
    child.expect_exact("ready")
    child.sendintr()
    child.expect_exact("interrupts 1")
    child.expect(pexpect.EOF)
    _ = closed(child, 60)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_are_forwarded(environment: dict[str, str], number: signal.Signals) -> None:
    """Who ends keymedic ends the command, and sees keymedic end by that very signal."""
    program = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    process = subprocess.Popen(
        [sys.executable, "-m", "keymedic", "run", "--", *PYTHON, program], stdout=subprocess.PIPE, env=environment
    )
    assert process.stdout is not None
    child = int(process.stdout.readline())
    process.send_signal(number)
    assert process.wait(60) == -number
    process.stdout.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_program_may_handle_the_signal(environment: dict[str, str]) -> None:
    """SIGUSR1 reaches the command, which goes on."""
    program = (
        "import signal, time; got = []\nsignal.signal(signal.SIGUSR1, lambda *_: got.append(1)); print('ready', flush=True)\n"
        "while not got: time.sleep(0.01)\nprint('got it')"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "keymedic", "run", "--", *PYTHON, program], stdout=subprocess.PIPE, env=environment
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGUSR1)
    assert process.communicate(timeout=60)[0] == b"got it\n"
    assert process.returncode == 0


def test_output_comes_at_once(environment: dict[str, str]) -> None:
    """A line is passed on when it is written, not when the command ends."""
    program = "import sys; print('first', flush=True); sys.stdin.read(); print('last')"
    process = subprocess.Popen(
        [sys.executable, "-m", "keymedic", "run", "--", *PYTHON, program],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"first\n"  # the command waits for its input until this was read
    assert process.communicate(timeout=60)[0] == b"last\n"
