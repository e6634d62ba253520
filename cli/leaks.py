"""A second look at what is about to leave for the public: secrets and people, sought by other means than the redactor's.

Nothing here shares code or patterns with ``engine/redact``. The bytes are read as they stand, and as a patient reader
would read them: decoration dropped, unescaped, URL-decoded, base64 decoded.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping

from ..engine.values import Struct

_SHAPES: dict[str, re.Pattern[str]] = {
    "key": re.compile(
        r"AIza[\w-]{30,}|AQ\.[\w-]{25,}|(?<![A-Za-z0-9])sk-[\w-]{25,}|gsk_\w{25,}|hf_\w{25,}|xai-\w{25,}|nvapi-[\w-]{25,}|AKIA[0-9A-Z]{16}"
    ),
    "token": re.compile(
        r"ya29\.[\w.-]{25,}|auth_tokens/[\w-]{20,}|1//0[\w-]{25,}|GOCSPX-[\w-]{20,}|gh[pousr]_\w{30,}|glpat-[\w-]{20,}"
        r"|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}"
    ),
}
_PRIVATE_KEY = re.compile(r"PRIVATE KEY-----(?:\\[nr]|\s)*(?P<body>[A-Za-z0-9+/]{24,})")
_MADE_UP = re.compile(r"(?i)(.)\1{4}|your|here|example|placeholder|replace|insert|redacted|12345678|abcdefgh")
_SECRET_NAME = re.compile(r"(?i)key|token|secret|passw|credential|pwd")
_TELLING = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[^\s/\\]{12,}")
"""Values of variables that are surely a secret: long, with letters and digits, no path and no sentence."""
_EMAIL = re.compile(r"[\w.+-]+@(?P<host>(?:[\w-]+\.)+(?P<end>[A-Za-z]{2,24}))\b")
_FILE_ENDS = frozenset(
    ("js", "ts", "py", "mjs", "cjs", "jsx", "tsx", "go", "rs", "rb", "json", "html", "zip", "whl", "gz")
)
_NOBODYS_HOSTS = ("example.com", "example.org", "example.net", ".test", ".invalid", ".example", ".gserviceaccount.com")
_IPV4 = re.compile(r"(?<![\w./@=^~-])(?!127\.|0\.|255\.)(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_VERSION = re.compile(r"(?i)(?:version|release|build|section|\bv|\bver)\W{0,3}\Z")
_WIDEST = 255


class Leak(Struct):
    """Something that must not leave: ``kind`` (key, token, private-key, value, e-mail, address, user) and its line."""

    kind: str
    line: int


def find_leaks(
    content: bytes, *, secrets: Iterable[str] = (), names: Iterable[str] = (), people: bool = True
) -> tuple[Leak, ...]:
    """What would leak with ``content``, in the order of its lines, never with the thing itself.

    ``secrets``: values that must not stand there in any form; ``names``: user names. Without ``people`` e-mail
    addresses, IP addresses and names may stand there.
    """
    text = content.decode("utf-8", "replace")
    secrets, names = tuple(secrets), tuple(names)
    found: set[tuple[int, str]] = set()
    for number, line in enumerate(text.split("\n"), 1):
        found |= {(number, kind) for kind in _in_line(line, secrets)}
        if people:
            found |= {(number, kind) for kind in _people(line, names)}
    for block in _PRIVATE_KEY.finditer(text):
        if _is_real(block["body"]):
            found.add((text.count("\n", 0, block.start()) + 1, "private-key"))
    if _joined_leak(text, secrets, {kind for _, kind in found}):
        found.add((1, "value"))
    return tuple(Leak(kind, number) for number, kind in sorted(found))


def secret_values(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The values of variables whose names speak of secrets, as far as they are surely none of ordinary life."""
    named = (value.strip() for name, value in environ.items() if _SECRET_NAME.search(name))
    return tuple(value for value in named if _TELLING.fullmatch(value) and not _MADE_UP.search(value))


def _in_line(line: str, secrets: tuple[str, ...]) -> Iterator[str]:
    for reading in _readings(line):
        for kind, shape in _SHAPES.items():
            if any(_is_real(match[0]) for match in shape.finditer(reading)):
                yield kind
        if any(secret in reading for secret in secrets):
            yield "value"


def _is_real(text: str) -> bool:
    return not _MADE_UP.search(text) and any(letter.isdigit() for letter in text)


def _joined_leak(text: str, secrets: tuple[str, ...], known: set[str]) -> bool:
    """Whether a secret is wrapped over several lines."""
    if not secrets or "value" in known:
        return False
    joined = re.sub(r"\\[nrt]|[\s\u2502|>]", "", text)
    return any(secret in reading for reading in _readings(joined) for secret in secrets)


def _readings(text: str) -> Iterator[str]:
    """The ways in which a patient reader could read a text."""
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]|[\u00ad\u200b-\u200f\u2060\ufeff\x00]", "", text)
    yield text
    yield plain
    yield urllib.parse.unquote(plain, errors="replace")
    yield html.unescape(plain)
    yield re.sub(r"\\u00([0-9a-fA-F]{2})|\\x([0-9a-fA-F]{2})", lambda hit: chr(int(hit[1] or hit[2], 16)), plain)
    for run in re.findall(r"[A-Za-z0-9+/_-]{24,}", plain):
        yield from _from_base64(run.replace("-", "+").replace("_", "/"))


def _from_base64(run: str) -> Iterator[str]:
    for skipped in range(4):
        piece = run[skipped:]
        try:
            yield base64.b64decode(piece[: len(piece) // 4 * 4]).decode("ascii")
        except (ValueError, binascii.Error):
            continue


def _people(line: str, names: tuple[str, ...]) -> Iterator[str]:
    for match in _EMAIL.finditer(line):
        if (
            match["end"].lower() not in _FILE_ENDS
            and not match["host"].endswith(_NOBODYS_HOSTS)
            and match[0][:4] != "git@"
        ):
            yield "e-mail"
    for match in _IPV4.finditer(line):
        numbers = [int(part) for part in match[0].split(".")]
        if max(numbers) <= _WIDEST and not _VERSION.search(line[: match.start()]):
            yield "address"
    if any(re.search(rf"(?i)(?<![^\W_]){re.escape(name)}(?![^\W_])", line) for name in names):
        yield "user"
