"""Settings of every test."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# How long an example takes says nothing about whether it is right, and machines are busy at times.
settings.register_profile("keymedic", deadline=None)
settings.load_profile("keymedic")

# A script that starts the tests in the background has Ctrl-C ignored, nohup has hang-ups ignored, and so would every program be
# that the tests start; only a signal that is handled here is not handed down as ignored.
_ = signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    _ = signal.signal(signal.SIGHUP, lambda _number, _frame: None)


class _Checkout:
    """The root of the checkout is the package keymedic, but its folder may have any name, `keymedic-main` for one: taken
    for a package by that name it cannot be imported."""

    @staticmethod
    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """The root is a folder like any other."""
        return pytest.Dir.from_parent(parent, path=path) if path == ROOT else None


def pytest_configure(config: pytest.Config) -> None:
    """Have the root collected as a folder; a hook of this file alone would count for ``tests`` only."""
    _ = config.pluginmanager.register(_Checkout())
