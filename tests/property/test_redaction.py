"""Documents with planted secrets in random dress: nothing of a secret is left, and nothing else moves.

The search for what is left is written here and shares no code with the redactor: the output is read raw, without
white space and decoration, URL-decoded, unescaped, and with every base64 run decoded.
"""

from __future__ import annotations

import base64
import html
import random
import re
import string
import urllib.parse
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from keymedic.cli.scrub import scrub
from keymedic.engine.redact import Redactor
from keymedic.engine.redact import view as views

LETTERS = string.ascii_letters + string.digits
LONGEST_LEFT = 11

STARTS = [
    ("AI" + "za", 35, LETTERS + "-_"), ("AI" + "za", 20, LETTERS + "-_"), ("AQ" + ".Ab8R", 48, LETTERS + "-_"),
    ("auth_" + "tokens/", 40, LETTERS), ("ya" + "29.a0", 100, LETTERS + "-_"), ("GOC" + "SPX-", 28, LETTERS),
    ("sk-" + "proj-", 60, LETTERS), ("sk-" + "ant-api03-", 80, LETTERS), ("sk" + "-", 40, LETTERS),
    ("gs" + "k_", 52, LETTERS), ("h" + "f_", 34, LETTERS), ("gh" + "p_", 36, LETTERS), ("1/" + "/0g", 50, LETTERS),
]  # fmt: skip

PROSE = [
    "It fails with 403 PERMISSION_DENIED.", "Set GEMINI_API_KEY or GOOGLE_API_KEY.", '{"code": 400, "status": "OK"}',
    "  File \"main.py\", line 3, in <module>", "GEMINI_API_KEY=", "YOUR_API_KEY", "projects/123456789012", "\x1b[1mbold\x1b[0m",
    "密钥无效 ключ", "C:\\new\\temp", "| a | b |", "commit 7f8f3309a6", "", "`api_key=`", "Authorization: Bearer", "100% &amp; <b>",
]  # fmt: skip

NAMES = [
    "GEMINI_API_KEY=",
    "password: ",
    "Authorization: Bearer ",
    "https://a.example/?key=",
    "invalid header value: '",
]
TOKEN_PIECES = [
    "a", "[", "name]", "[standard-key, 39 chars]", "\x1b[31m", "\x9b0m", "\\u001b[0m", "\\e[", "%2", "%25", "%E2%80%8B", "%20",
    "&amp;", "&", "&#65;", "<wbr>", "<", "\n", "\r\n", "\\n", "\\\\r\\\\n", "  > ", "│ ", "\u200b", "\ue000", "\ufeff", "\uff21",
    "\u2013", "\u2212", '\\"', "\\u0041", "\\x41", "\u2028", "\x85", "\v", "\f", "|", "x |", "]", " ", "\x00", "\u00ad",
]  # fmt: skip


def _secret(seed: int) -> str:
    generator = random.Random(seed)
    start, count, alphabet = generator.choice(STARTS)
    return start + "".join(generator.choice(alphabet) for _ in range(count))


def _wrap(secret: str, generator: random.Random) -> str:
    width = generator.randint(8, max(9, len(secret) - 1))
    joint = generator.choice(["\n", "\r\n", "\\n", " \n  ", " │\n│ ", "\n> "])
    return joint.join(secret[at : at + width] for at in range(0, len(secret), width))


def _sprinkle(secret: str, generator: random.Random) -> str:
    crumb = generator.choice(["\x1b[31m", "\x1b[0m", "\u00ad", "\u200b", "\ufeff", "\\u200b", "\x00", "%E2%80%8B"])
    return "".join(letter + (crumb if generator.random() < 0.3 else "") for letter in secret)


DRESSES: list[Callable[[str, random.Random], str]] = [
    lambda secret, generator: secret,
    _wrap,
    _sprinkle,
    lambda secret, generator: "".join(f"%{ord(c):02x}" if generator.random() < 0.5 else c for c in secret),
    lambda secret, generator: "".join(f"\\u{ord(c):04x}" if generator.random() < 0.5 else c for c in secret),
    lambda secret, generator: "".join(f"&#{ord(c)};" if generator.random() < 0.5 else c for c in secret),
    lambda secret, generator: base64.b64encode(f"user:{secret}".encode()).decode(),
]
FRAMES = [
    "{}", "key {} end", "GEMINI_API_KEY={}", "x-goog-api-key: {}", '{{"apiKey": "{}"}}', "https://h/x?key={}&alt=sse",
    "Consumer 'api_key:{}' has been suspended", 'Headers.append: "{}" is an invalid header value.', "Authorization: Bearer {}",
    "export K='{}'", "({})", "<{}>", "{}, {}",
]  # fmt: skip


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A document and the secrets in it, each of them in a frame and a dress, among lines of prose."""
    lines: list[str] = []
    secrets: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        lines += draw(st.lists(st.sampled_from(PROSE), max_size=3))
        generator = random.Random(draw(st.integers(0, 2**32)))
        secret = _secret(generator.getrandbits(40))
        dressed = DRESSES[draw(st.integers(0, len(DRESSES) - 1))](secret, generator)
        secrets.append(secret)
        lines.append(draw(st.sampled_from(FRAMES)).format(dressed, dressed))
    lines += draw(st.lists(st.sampled_from(PROSE), max_size=2))
    return "\n".join(lines), secrets


def _readings(output: str) -> list[str]:
    """The ways in which a patient reader could read an output."""
    plain = re.sub(r"\x1b\[[0-9;]*m|[\u00ad\u200b\ufeff\x00]|\\u200b|%E2%80%8B", "", output)
    decoded = urllib.parse.unquote(plain, errors="replace")
    unescaped = re.sub(r"\\u00([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), plain)
    readings = [output, plain, decoded, unescaped, html.unescape(plain)]
    readings += [re.sub(r"\\r|\\n|[\s│>|]", "", reading) for reading in readings]
    for run in re.findall(r"[A-Za-z0-9+/]{16,}", re.sub(r"\s", "", output)) + re.findall(r"[A-Za-z0-9+/]{16,}", output):
        for skipped in range(4):
            piece = run[skipped:]
            readings.append(base64.b64decode(piece[: len(piece) // 4 * 4]).decode("latin-1"))
    return readings


def _left(secret: str, output: str) -> str:
    """The first run of the secret longer than allowed that some reading shows."""
    runs = [secret[at : at + LONGEST_LEFT + 1] for at in range(len(secret) - LONGEST_LEFT)]
    return next((run for reading in _readings(output) for run in runs if run in reading), "")


@settings(max_examples=400)
@given(planted())
def test_nothing_of_a_planted_secret_is_left(document: tuple[str, list[str]]) -> None:
    """No run of twelve letters of any planted secret can be read out of the redacted text."""
    text, secrets = document
    output = Redactor().redact(text)
    assert [_left(secret, output) for secret in secrets] == [""] * len(secrets)


@settings(max_examples=300)
@given(planted(), st.booleans())
def test_redacting_twice_is_redacting_once(document: tuple[str, list[str]], people: bool) -> None:
    """A redacted text holds nothing more to redact."""
    redactor = Redactor(mask_people=people)
    once = redactor.redact(document[0])
    assert redactor.redact(once) == once


FRAGMENTS = st.sampled_from([
    "AIza", "AQ.", "sk-", "eyJ", "api_key", "=", ":", '"', "'", "`", "\n", "\\n", " ", "\\", "%41", "[", "]", "password",
    "Bearer ", "Authorization: ", "://", "@", "?key=", "&", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----",
    "[auth-key, 53 chars]", "Ab1Cd2Ef3Gh4Ij5K", "FAKEab12", "x", "XXXXXX", "cookie: ", "\ue000", "\u200b", "\x1b[0m", "1.2.3.4",
    "a@b.co", "/home/jo", "::1", "header value ", "value", "\ud800", "İ", "&#65;", "$", "{", "(",
])  # fmt: skip


@settings(max_examples=1000)
@given(st.lists(FRAGMENTS, max_size=25).map("".join), st.booleans())
def test_any_soup_of_fragments_redacts_once_and_for_all(text: str, people: bool) -> None:
    """Even texts made of nothing but beginnings, signs and marks come to rest."""
    redactor = Redactor(mask_people=people)
    once = redactor.redact(text)
    assert redactor.redact(once) == once


@settings(max_examples=200)
@given(planted(), st.lists(st.sampled_from(PROSE), max_size=3), st.lists(st.sampled_from(PROSE), max_size=3))
def test_redaction_does_not_depend_on_the_position(
    document: tuple[str, list[str]], before: list[str], after: list[str]
) -> None:
    """What stands paragraphs away does not change what a part of the text becomes."""
    redactor = Redactor()
    head, tail = "\n".join(before) + "\n\n", "\n\n" + "\n".join(after)
    assert redactor.redact(head + document[0] + tail) == head + redactor.redact(document[0]) + tail


@settings(max_examples=200)
@given(st.integers(0, 2**32), st.integers(0, len(DRESSES) - 2), st.lists(st.sampled_from(PROSE), max_size=3))
def test_known_values_without_any_form_are_hidden(seed: int, dress: int, around: list[str]) -> None:
    """The value of a credential variable is hidden although nothing else gives it away."""
    generator = random.Random(seed)
    value = "".join(generator.choice(LETTERS + "!#.~") for _ in range(generator.randint(14, 40)))
    text = "\n".join((*around, f"it was {DRESSES[dress](value, generator)} then"))
    assert _left(value, Redactor([value]).redact(text)) == ""


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_texts_cleaned_together_are_clean_each(seed: int) -> None:
    """Looking at the texts of a result all at once misses nothing that looking at each of them finds."""
    generator = random.Random(seed)
    texts = [generator.choice(PROSE) for _ in range(generator.randint(0, 4))]
    texts += [generator.choice(DRESSES)(_secret(seed), generator) for _ in range(generator.randint(0, 1))]
    texts += [f"{generator.choice(NAMES)}{_secret(seed)[-24:]}" for _ in range(generator.randint(0, 1))]
    generator.shuffle(texts)
    redact = Redactor().redact
    assert scrub(texts, redact) == [redact(text) for text in texts]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TOKEN_PIECES), max_size=14).map("".join))
def test_tokens_are_found_where_they_begin(text: str) -> None:
    """Trying the kinds of token only where one can begin finds exactly what trying them everywhere does."""
    for pattern in (views._TOKEN, views._TOKEN_INSIDE):  # pyright: ignore[reportPrivateUsage]
        found = views._tokens(pattern, text)  # pyright: ignore[reportPrivateUsage]
        assert [match.span() for match in found] == [match.span() for match in pattern.finditer(text)]
