"""Settings of every test."""

from __future__ import annotations

import signal

from hypothesis import settings

# How long an example takes says nothing about whether it is right, and machines are busy at times.
settings.register_profile("keymedic", deadline=None)
settings.load_profile("keymedic")

# A script that starts the tests in the background has Ctrl-C ignored, nohup has hang-ups ignored, and so would every program
# be that the tests start; only a signal that is handled here is not handed down as ignored.
_ = signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    _ = signal.signal(signal.SIGHUP, lambda _number, _frame: None)
