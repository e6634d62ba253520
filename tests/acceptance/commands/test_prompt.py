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
