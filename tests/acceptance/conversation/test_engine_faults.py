"""The native engine takes the process down, or fails: neither the answer nor what was said is lost."""

from __future__ import annotations

import signal
import sys

import pytest

from keymedic.engine.infer.native import durable_available

from .conftest import Start
from .person import CTRL_D

pytestmark = pytest.mark.skipif(bool(durable_available()), reason=f"durable-rules: {durable_available()}")

PLACE = "400 FAILED_PRECONDITION. User location is not supported for the API use."
ASKS = "From which country does the calling machine reach the internet?"
FAULTY = """
import ctypes, sys
from keymedic.cli.main import entry
from keymedic.engine.infer.durable import Ruleset
def fault(*_): {fault}
Ruleset.run = fault
sys.argv[0] = "keymedic"
sys.exit(entry())
"""
CRASHES = (sys.executable, "-c", FAULTY.format(fault="ctypes.string_at(0)"))
FAILS = (sys.executable, "-c", FAULTY.format(fault="raise RuntimeError('native fault')"))


def test_a_crash_of_the_native_engine_takes_no_conversation_along(start: Start) -> None:
    """A segmentation fault inside it ends the process; what was said just before is taken up again, on the plain engine, once
    and not for ever."""
    person = start(program=CRASHES)
    person.say(PLACE)
    _ = person.ends()
    assert person.child.signalstatus == signal.SIGSEGV
    again = start("--resume", program=CRASHES, wait="Here is where we were.")
    again.waits_for(ASKS, "the plain engine, which concludes the same")
    again.type(CTRL_D)
    assert again.ends() == 0
    usual = start("--resume", wait="Here is where we were.")
    assert "plain engine" not in usual.everything()
    usual.type(CTRL_D)
    assert usual.ends() == 0


def test_a_fault_of_the_native_engine_is_told_once(start: Start) -> None:
    """Every conclusion is the plain matcher's then; the conversation goes on, and one line says why."""
    person = start(program=FAILS)
    person.say(PLACE)
    person.waits_for(ASKS, "durable-rules failed: native fault")
    person.say("Iran")
    person.waits_for("country: Iran")
    assert person.everything().count("native fault") == 1
    person.type(CTRL_D)
    assert person.ends() == 0
