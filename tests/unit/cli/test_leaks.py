from __future__ import annotations

import base64
import json
import urllib.parse
from pathlib import Path

import pytest

from keymedic.cli.leaks import Leak, find_leaks, secret_values

from ..redact.made_up import KINDS, letters
from ..redact.test_untouched import UNTOUCHED

VALUE = "q7" + letters(20, 3) + "9z"


@pytest.mark.parametrize(
    "kind", ["standard-key", "auth-key", "oauth-token", "jwt", "openai-key", "groq-key", "github-token"]
)
def test_secrets_are_found_by_their_shape(kind: str) -> None:
    """Each kind is found in its line, also URL-encoded, escaped and in base64; the thing itself is not handed on."""
    secret = KINDS[kind](7)
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in secret)
    for dress in (
        secret,
        urllib.parse.quote(secret, safe=""),
        escaped,
        base64.b64encode(f"user:{secret}".encode()).decode(),
    ):
        found = find_leaks(f"first\nthen {dress}, so\n".encode())
        assert {leak.line for leak in found} == {2}, dress
        assert secret not in repr(found)


def test_private_keys_are_found() -> None:
    """The block of a private key, also on one line as in JSON."""
    block = "-----BEGIN PRIVATE KEY-----\n" + "MIIE" + letters(60, 1) + "\n"
    assert find_leaks(b"x\n" + block.encode()) == (Leak("private-key", 2),)
    assert find_leaks(json.dumps(block).encode()) == (Leak("private-key", 1),)
    assert not find_leaks(b"-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n")


@pytest.mark.parametrize("dress", ["{}", "a{}b", "{:.9}\n    {}", "{:.9}\\n{}"])
def test_known_values_are_found_in_any_form(dress: str) -> None:
    """A value that no shape gives away, whole, inside a word, and wrapped over two lines."""
    text = dress.format(VALUE, VALUE[9:]) if "{:.9}" in dress else dress.format(VALUE)
    assert [leak.kind for leak in find_leaks(text.encode(), secrets=[VALUE])] == ["value"]
    assert find_leaks(text.encode()) == ()


def test_people_are_found() -> None:
    """E-mail addresses, IP addresses and the user's own name, unless they may stay."""
    text = b"ann@some-company.de\nfrom 93.184.216.34 on\n/data/annika.m/x.py\n"
    expected = (Leak("e-mail", 1), Leak("address", 2), Leak("user", 3))
    assert find_leaks(text, names=["Annika"]) == expected
    assert find_leaks(text, names=["Annika"], people=False) == ()


@pytest.mark.parametrize(
    "text", [*UNTOUCHED, "Chrome/131.0.0.0 v1.2.3.4 127.0.0.1 git@github.com:a/b.git me@example.com [user] [e-mail]"]
)
def test_what_the_redactor_leaves_is_no_leak(text: str) -> None:
    """Names, placeholders and code hold no report back."""
    assert find_leaks(text.encode("utf-8", "replace"), names=["annika"]) == ()


def test_no_report_of_the_rule_base_is_held_back() -> None:
    """None of the shipped texts looks like a secret or like a person."""
    folder = Path(__file__).parents[3] / "kb"
    for path in sorted(folder.rglob("*.yaml")):
        if "cases" not in path.parts:
            assert find_leaks(path.read_bytes()) == (), path


def test_values_of_secret_variables() -> None:
    """Long values with letters and digits under a telling name; no paths, words and placeholders."""
    environ = {
        "GEMINI_API_KEY": VALUE, "OTHER": VALUE + "x", "MY_TOKEN": "test", "A_KEY": "YOUR_API_KEY_1", "PASSWORD": "hunter2",
        "GOOGLE_APPLICATION_CREDENTIALS": "/home/ann/key1.json",
    }  # fmt: skip
    assert secret_values(environ) == (VALUE,)
