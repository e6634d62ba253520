"""Every kind of secret is found in every dress, and only it."""

from __future__ import annotations

import base64
import json
import urllib.parse
from collections.abc import Callable

import pytest

from keymedic.engine.redact import Redactor, find_secrets, secret_key_kind

from .made_up import KINDS, letters

KEY = KINDS["standard-key"](1)
AUTH = KINDS["auth-key"](2)
OPAQUE = "FAKE" + letters(30, 3)


def redact(text: str) -> str:
    return Redactor().redact(text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_bare_secret_is_named_by_its_kind(kind: str) -> None:
    """A secret of each kind, alone in a sentence, is found whole, and under its own name."""
    value = KINDS[kind](7)
    (secret,) = find_secrets(f"it says: {value} and stops")
    assert (secret.kind, secret.start, secret.end, secret.length) == (kind, 9, 9 + len(value), len(value))


DRESSES: dict[str, Callable[[str], str]] = {
    "header": lambda key: f"x-goog-api-key: {key}",
    "bearer": lambda key: f"Authorization: Bearer {key}",
    "url": lambda key: f"https://generativelanguage.googleapis.com/v1beta/models?key={key}&alt=sse",
    "export": lambda key: f'export GEMINI_API_KEY="{key}"',
    "setx": lambda key: f"setx GEMINI_API_KEY {key}",
    "powershell": lambda key: f"$env:GEMINI_API_KEY = '{key}'",
    "docker": lambda key: f"docker run -e GEMINI_API_KEY={key} image",
    "json": lambda key: json.dumps({"apiKey": key}),
    "json in json": lambda key: json.dumps(json.dumps({"apiKey": key})),
    "yaml": lambda key: f"env:\n  - name: GEMINI_API_KEY\n    value: {key}\n",
    "python": lambda key: f"client = genai.Client(api_key='{key}')",
    "suspended": lambda key: f"Permission denied: Consumer 'api_key:{key}' has been suspended.",
    "headers append": lambda key: f'Headers.append: "{key[:20]}\n{key[20:]}" is an invalid header value.',
    "illegal header": lambda key: f"httpx.LocalProtocolError: Illegal header value b'{key}\\n'",
    "colour": lambda key: "\x1b[32m".join((key[:4], key[4:20], key[20:])) + "\x1b[0m",
    "escaped colour": lambda key: f"{key[:9]}\\u001b[1;31m{key[9:]}",
    "soft hyphen": lambda key: "\u00ad".join(key),
    "zero width": lambda key: f"{key[:7]}\u200b{key[7:]}\ufeff",
    "json unicode": lambda key: "".join(f"\\u{ord(letter):04x}" for letter in key),
    "hexadecimal": lambda key: "".join(f"\\x{ord(letter):02x}" for letter in key),
    "percent": lambda key: "".join(f"%{ord(letter):02X}" for letter in key),
    "percent twice": lambda key: urllib.parse.quote("".join(f"%{ord(letter):02X}" for letter in key)),
    "full width": lambda key: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in key),
    "html": lambda key: f"&quot;{key[:3]}&#{ord(key[3])};{key[4:]}&quot;",
    "wrapped": lambda key: f"the key {key[:18]}\n{key[18:]} is refused",
    "wrapped in the first letters": lambda key: f"the key {key[:2]}\r\n{key[2:]} is refused",
    "wrapped narrowly": lambda key: "\n".join(key[at : at + 13] for at in range(0, len(key), 13)),
    "wrapped by an escape": lambda key: f'"message": "{key[:18]}\\n{key[18:]}"',
    "wrapped in a box": lambda key: f"│ {key[:18]} │\n│ {key[18:]}    │",
    "wrapped in a compose log": lambda key: f"app-1  | {key[:18]}\napp-1  | {key[18:]}",
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "base64 twice": lambda key: base64.b64encode(base64.b64encode(key.encode())).decode(),
    "base64 of UTF-16": lambda key: "powershell -e " + base64.b64encode(f"$k='{key}'".encode("utf-16-le")).decode(),
    "base64 of Chinese": lambda key: base64.b64encode(f"密钥 {key} 无效".encode()).decode(),
    "literals": lambda key: f'key = "{key[:18]}" + "{key[18:]}"',
    "literals over lines": lambda key: f'key = (\n    "{key[:18]}"\n    "{key[18:]}"\n)',
    "continued": lambda key: f"export GEMINI_API_KEY={key[:18]}\\\n{key[18:]}",
    "quoted mail": lambda key: f">> the key {key[:18]}\n>> {key[18:]}",
    "comment": lambda key: f"# the key {key[:18]}\n# {key[18:]}",
    "log of GitHub": lambda key: (
        f"test\tRun\t2026-11-29T10:00:00Z {key[:18]}\ntest\tRun\t2026-11-29T10:00:01Z {key[18:]}"
    ),
    "a blank inside": lambda key: f"GEMINI_API_KEY={key[:18]} {key[18:]}",
    "markup": lambda key: f"<b>{key[:18]}</b><span class='x'>{key[18:]}</span>",
    "window title": lambda key: f"{key[:18]}\x1b]0;title\x07{key[18:]}",
    "printed over": lambda key: "".join(f"{letter}\x08{letter}" for letter in key),
    "octal": lambda key: "".join(f"\\{ord(letter):03o}" for letter in key),
    "hexadecimal codes": lambda key: key.encode().hex(),
    "buffer of Node": lambda key: f"<Buffer {key.encode().hex(' ')}>",
    "decimal codes": lambda key: json.dumps({"type": "Buffer", "data": list(key.encode())}),
    "list of letters": lambda key: repr(list(key)),
    "registry of Windows": lambda key: (
        '"K"=hex(2):' + ",".join(f"{byte:02x}" for byte in key.encode("utf-16-le")) + ",00,00"
    ),
    "basic": lambda key: "Authorization: Basic " + base64.b64encode(f"user:{key}".encode()).decode(),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("kind", ["standard-key", "auth-key", "openai-style-key"])
def test_a_dressed_secret_is_the_same_secret(dress: str, kind: str) -> None:
    """Whatever the dress, one secret is found, with kind, length and fingerprint of the bare one."""
    key = KINDS[kind](5)
    (bare,) = find_secrets(key)
    found = find_secrets(DRESSES[dress](key))
    assert [(one.kind, one.length, one.fingerprint) for one in found] == [(kind, len(key), bare.fingerprint)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("GEMINI_API_KEY=", ""),
        ("set GEMINI_API_KEY=", "\n"),
        ('os.environ["GOOGLE_API_KEY"] = "', '"'),
        ("setx GOOGLE_API_KEY ", ""),
        ("fish> set -gx GEMINI_API_KEY ", ""),
        ('[Environment]::SetEnvironmentVariable("GEMINI_API_KEY", "', '", "User")'),
        ("--api-key ", " --model x"),
        ("x-goog-api-key: ", "\n"),
        ("('x-goog-api-key', '", "')"),
        ("X-Goog-Api-Key:[", "]"),
        ("authorization: Bearer ", ""),
        ("'Authorization': 'Bearer ", "'"),
        ("Consumer 'api_key:", "' has been suspended"),
        ("client_secret: '", "'"),
        ("https://host/x?access_token=", "&a=1"),
        ("https://host/x?key=", ""),
        ("https://user:", "@host/x"),
        ('Headers.append: "', '" is an invalid header value'),
        ("Illegal header value b'", "'"),
        ('{"password": "', '"}'),
        ("aws_secret_access_key = ", ""),
    ],
)
def test_a_secret_of_no_known_form_shows_by_its_place(before: str, after: str) -> None:
    """A value without a telling prefix is hidden where a credential has to stand; all around it stays."""
    (secret,) = find_secrets(before + OPAQUE + after)
    assert redact(before + OPAQUE + after) == before + secret.mark + after


def test_private_key_blocks_keep_their_frame() -> None:
    """The body of a private key goes, in a JSON string too; the BEGIN and END lines stay."""
    body = [letters(64, seed) for seed in range(3)]
    begin, end = "-----BEGIN PRIVATE" + " KEY-----", "-----END PRIVATE" + " KEY-----"
    for newline in ("\n", "\\n"):
        text = newline.join((begin, *body, end))
        result = redact(text)
        assert result.startswith(begin) and result.endswith(end)
        assert not any(line[:12] in result for line in body)


def test_half_a_private_key_goes_whatever_stands_around_it() -> None:
    """The end of a block before another one, and a beginning that only a mark parts from the end of another."""
    first, second = letters(64, 1), letters(64, 2)
    begin, end = "-----BEGIN PRIVATE" + " KEY-----", "-----END PRIVATE" + " KEY-----"
    for text in (
        f"{first}\n{end}\n\n{begin}\n{second}\n{end}",
        f"{first}\n{end}\n\n{begin}\n{second}",
        f"{begin}\n{first}\n\n[name]\n\n{second}\n{end}",
    ):
        redacted = Redactor().redact(text)
        assert redacted.count("[private-key, 64 chars") == 2
        assert redacted.count("PRIVATE KEY") == text.count("PRIVATE KEY")


def test_truncated_private_key_blocks_go_as_well() -> None:
    """A block without its END, or without its BEGIN, loses its body and nothing of the prose around."""
    body = "\n".join(letters(64, seed) for seed in range(3))
    text = redact("-----BEGIN RSA PRIVATE" + f" KEY-----\n{body}\nand then it failed")
    assert body[:12] not in text and body[-12:] not in text and text.endswith("\nand then it failed")
    text = redact(f"it begins:\n{body}\n-----END PRIVATE" + " KEY-----\n")
    assert body[:12] not in text and text.startswith("it begins:\n")


@pytest.mark.parametrize("length", [20, 27, 38, 40, 78])
def test_standard_keys_of_a_wrong_length_are_hidden(length: int) -> None:
    """Truncated keys from twenty letters on, and over-long ones, are secrets too."""
    value = (KEY + letters(80, 4))[:length]
    (secret,) = find_secrets(value)
    assert (secret.kind, secret.length) == ("standard-key", length)


def test_the_next_line_stays_when_it_reads_as_words() -> None:
    """A complete or truncated key at the end of a line does not swallow the line after it."""
    for key in (KEY, KEY[:30], AUTH):
        assert redact(f"{key}\nError: refused").endswith("]\nError: refused")
        assert redact(f"{key}\n\n{letters(20, 1)}").endswith(f"]\n\n{letters(20, 1)}")


def test_a_secret_does_not_show_in_its_repr() -> None:
    """Neither the repr nor the text of a find shows its value."""
    (secret,) = find_secrets(KEY)
    assert KEY[4:16] not in repr(secret) + str(secret) + secret.mark


def test_short_secrets_and_passwords_have_no_fingerprint() -> None:
    """What could be guessed from a fingerprint gets none."""
    (short,) = find_secrets("GEMINI_API_KEY=FAKEabc123")
    (password,) = find_secrets(f"postgres://me:{OPAQUE}@host/db")
    assert (
        short.fingerprint == "" and password.fingerprint == "" and password.mark == f"[password, {len(OPAQUE)} chars]"
    )


def test_kinds_of_secrets_map_to_kinds_of_keys() -> None:
    """The diagnosis gets its own word for what was found."""
    expected = {"standard-key": "standard", "auth-key": "auth", "openai-key": "other-vendor", "named-secret": "unknown"}
    assert {slug: secret_key_kind(slug) for slug in expected} == expected
    assert secret_key_kind("private-key") == "service-account" and secret_key_kind("no such kind") == "unknown"
