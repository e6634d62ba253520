"""The redactor: marks, known values, people."""

from __future__ import annotations

import base64
import re
import urllib.parse
from collections.abc import Callable

import pytest

from keymedic.engine.redact import Redactor, credential_values, find_secrets

from .made_up import KINDS, letters

KEY = KINDS["standard-key"](1)
KNOWN = "FAKE+" + letters(24, 9)


def test_a_mark_tells_kind_length_and_fingerprint() -> None:
    """The mark is readable, and the same for the same secret wherever it stands."""
    first, second = Redactor().redact(f"{KEY} and {KEY}").split(" and ")
    assert first == second and re.fullmatch(r"\[standard-key, 39 chars, #[0-9a-f]{8}\]", first)
    assert Redactor().redact(KINDS["standard-key"](2)) != first


def test_marks_are_never_redacted_again() -> None:
    """A mark in a credential's place stays."""
    mark = Redactor().redact(KEY)
    for text in (f"GEMINI_API_KEY={mark}", f"Authorization: Bearer {mark}", f"https://u:{mark}@host?key={mark}"):
        assert Redactor([mark, "standard-key, 39"]).redact(text) == text


DRESSES: list[Callable[[str], str]] = [
    lambda value: value,
    lambda value: urllib.parse.quote(value, safe=""),
    lambda value: base64.b64encode(b"x" + value.encode()).decode(),
    lambda value: base64.b64encode(b"yy" + value.encode()).decode(),
    lambda value: f"{value[:9]}\x1b[0m{value[9:]}",
    lambda value: f"{value[:9]}\n{value[9:]}",
]


@pytest.mark.parametrize("dress", DRESSES)
def test_known_values_are_hidden_in_any_dress(dress: Callable[[str], str]) -> None:
    """The value of a credential variable goes wherever and however it shows."""
    text = Redactor([KNOWN]).redact(f"seen: {dress(KNOWN)} here")
    assert re.fullmatch(r"seen: .{0,3}\[known-secret, 29 chars, #[0-9a-f]{8}\].{0,2}=* here", text)


@pytest.mark.parametrize(
    "value", ["", "test", "1", "undefined", "changeme", "YOUR_API_KEY", "short12", "GEMINI_API_KEY"]
)
def test_harmless_values_blot_nothing_out(value: str) -> None:
    """Short values, placeholders and names are not searched."""
    text = f"a test of 1 undefined changeme YOUR_API_KEY short12 GEMINI_API_KEY {value}"
    assert Redactor([value]).redact(text) == text


def test_a_password_that_begins_like_a_variable_is_hidden() -> None:
    """A sigil before random letters is no variable."""
    for value in ("$FAKEx7Qw9Zk2", "!b5y4bkrFAKE!", "%FAKEx7Qw9Zk2%"):
        assert value not in Redactor().redact(f'DB_PASSWORD="{value}" seen')
        assert value not in Redactor([value]).redact(f"it was {value}")


def test_what_the_diagnosis_needs_stays() -> None:
    """Project numbers, models, variable names and the words of the server survive around a key."""
    text = f"GEMINI_API_KEY={KEY} gemini-2.5-flash projects/123456789012 Consumer 'api_key:{KEY}' has been suspended."
    (mark, _) = (one.mark for one in find_secrets(text))
    assert Redactor().redact(text) == text.replace(KEY, mark)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail jane.doe@corp.de now", "mail [e-mail] now"),
        ("bot@my-proj.iam.gserviceaccount.com", "[name]@my-proj.iam.gserviceaccount.com"),
        ("from 203.0.113.7:443.", "from [IPv4 address]:443."),
        ("call (2a02:8108:1::7f) refused", "call ([IPv6 address]) refused"),
        ("/home/jane/x.py", "/home/[user]/x.py"),
        ("file:///Users/jane/x", "file:///Users/[user]/x"),
        ('"C:\\\\Users\\\\jane\\\\x"', '"C:\\\\Users\\\\[user]\\\\x"'),
    ],
)
def test_people_are_masked_on_request_only(text: str, masked: str) -> None:
    """Addresses and user names go when a report is for the public, and stay otherwise."""
    assert Redactor(mask_people=True).redact(text) == masked
    assert Redactor().redact(text) == text


def test_the_names_of_this_machine_are_masked() -> None:
    """A user name that is known is masked wherever it stands as a word, in any case, and marks stay whole."""
    redactor = Redactor(mask_people=True, names=["Annika", "chars", "root", "jo"])
    once = redactor.redact(f"annika's ANNIKA-laptop /data/annika/x annikas root jo {KINDS['standard-key'](3)}")
    assert once.startswith("[user]'s [user]-laptop /data/[user]/x annikas root jo [standard-key, 39 chars, #")
    assert redactor.redact(once) == once


@pytest.mark.parametrize(
    "value",
    ["test", "1", "true", "hunter2", "changeme", "YOUR_API_KEY", "<your key>", "GEMINI_API_KEY", "production", "development",
     "my-first-project", "/etc/keys/server.pem", "https://host.example/path.html", "$GEMINI_API_KEY", "AIzaSyXXXXXXXXXXXXXXX"],
)  # fmt: skip
def test_ordinary_values_blot_nothing_out(value: str) -> None:
    """What stands in credential variables of tests and templates is a word like any other."""
    text = f"it says {value} here, {value}"
    assert Redactor([value]).redact(text) == text


@pytest.mark.parametrize(
    "value", ["q7Wx9Zk2", "sunshine2024", "correct-horse-battery-staple", "p@ss w0rd!", "ключ-секрет-тайна-9"]
)
def test_known_values_of_all_sorts_are_hidden(value: str) -> None:
    """A value that no form gives away goes, plain, encoded and wrapped."""
    redactor = Redactor([value])
    for dress in (
        value,
        f"x{value}y",
        urllib.parse.quote(value),
        "\\n".join((value[:4], value[4:])),
        f"{value[:4]}\x1b[0m{value[4:]}",
    ):
        assert value[2:] not in urllib.parse.unquote(redactor.redact(f"it was {dress} then"))
    raw = f"user:{value}:x".encode()
    assert base64.b64encode(raw).decode() not in redactor.redact(base64.b64encode(raw).decode())


def test_values_can_be_learnt_later() -> None:
    """A value that a probe finds is hidden from then on."""
    redactor = Redactor()
    assert redactor.redact("q7Wx9Zk2") == "q7Wx9Zk2"
    assert redactor.learn(["q7Wx9Zk2"]) and not redactor.learn(["q7Wx9Zk2", "test"])
    assert redactor.redact("it is q7Wx9Zk2.") == "it is [known-secret, 8 chars]."


def test_credential_variables_show_by_their_names() -> None:
    """Keys, tokens, secrets and passwords; neither file names nor what counts tokens."""
    named = {"GEMINI_API_KEY": "a", "DB_PASSWORD": "b", "GITHUB_TOKEN": "c", "CLIENT_SECRET": "d", "PATH": "e", "EOS_TOKEN": "f",
             "KEYBOARD": "g", "MAX_TOKENS": "h"}  # fmt: skip
    assert credential_values(named) == ("a", "b", "c", "d")
