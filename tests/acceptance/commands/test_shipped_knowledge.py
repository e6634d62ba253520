from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def test_its_cases_pass(run: Run) -> None:
    """Every case beside the shipped rules comes true on both engines."""
    done = run("kb", "test")
    assert done.returncode == 0, done.stdout.decode()
    assert b"0 failed" in done.stdout


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("403 PERMISSION_DENIED. Your API key was reported as leaked. Please use another API key.", "key-leaked"),
        ("400 INVALID_ARGUMENT. API key expired. Please renew the API key.", "key-expired"),
        (
            "403 PERMISSION_DENIED. Generative Language API has not been used in project 123456 before or it is disabled.",
            "api-not-enabled",
        ),
    ],
)
def test_the_servers_clear_words_are_understood(run: Run, said: str, cause: str) -> None:
    """What the server says without ambiguity is diagnosed, with a fix that can be checked."""
    done = run("diagnose", "-", "--format", "json", "--engine", "both", stdin=said.encode())
    data = json.loads(done.stdout)
    assert (done.returncode, data["verdict"], data["causes"][0]["id"]) == (1, "diagnosed", cause)
    assert data["fixes"][0]["verify"]


def test_every_cause_and_rule_can_be_explained(run: Run) -> None:
    """The list names what explain knows."""
    names = [line.split()[0] for line in run("kb", "list", "causes").stdout.decode().splitlines()]
    assert "key-leaked" in names
    assert run("explain", names[0]).returncode == 0
