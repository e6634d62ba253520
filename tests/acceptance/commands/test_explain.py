from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("small-leaked", ["Cause small-leaked", "blocked it for good", "small.leaked, decisive", "Make a new key",
                          "Keep keys out of files", "https://ai.google.dev/gemini-api/docs/api-key"]),
        ("small-missing", ["Rules that speak against it", "small.leaked, decisive-against"]),
        ("small-leaked/new-key", ["Fix small-leaked/new-key", "if it is: The key was reported as leaked"]),
        ("small.leaked", ["Rule small.leaked", "error.message contains: reported as leaked", "Points to",
                          "small-leaked (decisive)", "Points away from"]),
        ("key.present", ["Fact key.present", "Type: boolean", "small.missing", "--fact key.present=VALUE"]),
        ("PERMISSION_DENIED", ["Code PERMISSION_DENIED", "error.status: The key or caller is known"]),
        ("permission_denied", ["error.status"]),
        ("403", ["Code 403", "a value of error.http_status"]),
        ("other", ["endpoint.kind", "Possible causes", "Not a matter of the Gemini API (out-of-scope)"]),
    ],
)  # fmt: skip
def test_explains(run: Run, small: tuple[str, ...], name: str, parts: list[str]) -> None:
    """Causes, fixes, rules, facts and codes are explained from the loaded knowledge; status 0."""
    done = run("explain", name, *small)
    shown = " ".join(done.stdout.decode().split())
    assert (done.returncode, done.stderr) == (0, b"")
    for part in parts:
        assert part in shown


def test_an_unknown_name(run: Run, small: tuple[str, ...]) -> None:
    """A name that nothing carries exits 2 with the nearest one."""
    done = run("explain", "small-leakd", *small)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"did you mean small-leaked" in done.stderr
