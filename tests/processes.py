"""Waiting for other processes, never for ever."""

from __future__ import annotations

import time
from typing import AnyStr

import pexpect

_PAUSE = 0.01


def closed(child: pexpect.spawn[AnyStr], seconds: float) -> int | None:
    """The exit status of a program whose terminal has come to its end. pexpect itself would wait for it for ever."""
    child.flag_eof = False
    end = time.monotonic() + seconds
    while child.isalive():
        assert time.monotonic() < end, "it has left its terminal and does not end"
        time.sleep(_PAUSE)
    child.close()
    return child.exitstatus
