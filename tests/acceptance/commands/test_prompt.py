from __future__ import annotations

import os
import sys

import pytest

if os.name == "nt":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

import pexpect


def start(environment: dict[str, str]) -> pexpect.spawn[bytes]:
    """The plain conversation on a terminal of its own."""
    child: pexpect.spawn[bytes] = pexpect.spawn(
        sys.executable, ["-m", "keymedic"], env={**environment, "NO_COLOR": "1", "TERM": "xterm"}, timeout=60
    )
    child.expect_exact("Paste the error")
    return child


def test_paste_read_paste(environment: dict[str, str]) -> None:
    """A paste that ends with an empty line is diagnosed, then the next; Ctrl-D ends with status 0."""
    child = start(environment)
    for _ in range(2):
        child.send(b"403 Your API key was reported as leaked.\n\n")
        child.expect_exact("engine durable")
        child.expect_exact("Paste the next one")
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_empty_lines_within_a_paste_do_not_end_it(environment: dict[str, str]) -> None:
    """What arrives in one go is one text, whatever empty lines it holds."""
    child = start(environment)
    child.send(b"it fails with\n\n403\n\nYour API key was reported as leaked.\n\n")
    child.expect_exact("reported as leaked")
    child.expect_exact("engine durable")
    child.sendeof()
    child.expect(pexpect.EOF)
    assert b"engine durable" not in (child.before or b"")
    child.close()


def test_ctrl_c_ends(environment: dict[str, str]) -> None:
    """Interrupted: status 130, no traceback."""
    child = start(environment)
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert b"Traceback" not in (child.before or b"")


LEAKED = "The key was exposed and Google has blocked it"
TRACEBACK = b"".join(
    b'  File "/home/user/app/module_%d.py", line %d, in call_%d\n    return self.call(request, retry=%d)\n'
    % (n, n, n, n)
    for n in range(80)
)


def test_a_long_traceback_is_read_whole(environment: dict[str, str]) -> None:
    """More than the 4 KiB that a terminal's own editing holds, over many lines: the last line still decides."""
    said = (
        b"Traceback (most recent call last):\n" + TRACEBACK + b"ClientError: 403 Your API key was reported as leaked.\n"
    )
    assert len(said) > 5_000
    child = start(environment)
    child.send(said + b"\n")
    child.expect_exact(LEAKED)
    child.expect_exact("Paste the next one")
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_one_line_of_more_than_a_terminal_holds_is_read_whole(environment: dict[str, str]) -> None:
    """A log that wrote the whole traceback as one line of more than 5 KB loses nothing of it."""
    said = TRACEBACK.replace(b"\n", b"\\n") + b"ClientError: 403 Your API key was reported as leaked."
    assert len(said) > 5_000
    child = start(environment)
    child.send(said + b"\n\n")
    child.expect_exact(LEAKED)
    child.expect_exact("Paste the next one")
    child.close()


def test_a_line_can_be_corrected(environment: dict[str, str]) -> None:
    """Backspace takes the last character back, also a wide one, and Ctrl-U the whole line."""
    child = start(environment)
    child.send(b"404 not found\x15403 Your API key was reported as leaked\xe4\xb8\x80\x7fx\x7f.\n\n")
    child.expect_exact("“Your API key was reported as leaked.”".encode())
    child.close()


def test_ctrl_d_after_text_ends_the_paste(environment: dict[str, str]) -> None:
    """The end of input within a paste means: that was all of it, diagnose."""
    child = start(environment)
    child.send(b"403 Your API key was reported as leaked.\n\x04")
    child.expect_exact(LEAKED)
    child.expect_exact("Paste the next one")
    child.send(b"\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_the_terminal_gets_its_settings_back(environment: dict[str, str]) -> None:
    """However the conversation ends, the shell behind it finds its terminal as it was."""
    for end in (b"\x04", b"\x03"):
        shell: pexpect.spawn[bytes] = pexpect.spawn(
            "/bin/sh", env={**environment, "PS1": "$ ", "TERM": "dumb"}, timeout=60
        )
        shell.sendline(f"'{sys.executable}' -m keymedic")
        shell.expect_exact("Paste the error")
        shell.send(end)
        shell.sendline(b"stty -a")
        shell.expect(rb"[^-]icanon")
        shell.close(force=True)
