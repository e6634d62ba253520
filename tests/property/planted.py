"""Documents with planted secrets in random dress, and the search for what is left of them.

The search shares no code with the redactor: the output is read raw, without white space and decoration, URL-decoded,
unescaped, and with every base64 run decoded.
"""

from __future__ import annotations

import base64
import html
import random
import re
import string
import urllib.parse
from collections.abc import Callable

from hypothesis import strategies as st

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


def secret(seed: int) -> str:
    """A made-up secret of one of the kinds."""
    generator = random.Random(seed)
    start, count, alphabet = generator.choice(STARTS)
    return start + "".join(generator.choice(alphabet) for _ in range(count))


def wrap(secret: str, generator: random.Random) -> str:
    """Cut over lines of one width, as terminals and boxes do."""
    width = generator.randint(8, max(9, len(secret) - 1))
    joint = generator.choice(["\n", "\r\n", "\\n", " \n  ", " │\n│ ", "\n> "])
    return joint.join(secret[at : at + width] for at in range(0, len(secret), width))


def sprinkle(secret: str, generator: random.Random) -> str:
    """Crumbs between the letters that nobody sees."""
    crumb = generator.choice(["\x1b[31m", "\x1b[0m", "\u00ad", "\u200b", "\ufeff", "\\u200b", "\x00", "%E2%80%8B"])
    return "".join(letter + (crumb if generator.random() < 0.3 else "") for letter in secret)


def literals(secret: str, generator: random.Random) -> str:
    """Cut over string literals, as source code has it."""
    joint = generator.choice(['" + "', '" +\n    "', '"\n    "', '" . "', "' + '", '" & _\n  "', '\\"\n + \\"'])
    at = generator.randint(6, len(secret) - 4)
    return joint.join((secret[:at], secret[at:]))


def marked(secret: str, generator: random.Random) -> str:
    """Cut over lines that each begin or end with the mark of a comment, a quotation, a patch, a log or a shell."""
    joint = generator.choice([
        "\n# ", "\n// ", "\n * ", "\n>> ", "\n+", "\n2026-11-29T10:00:00Z INFO ", "\n[pod/web-6f7] ", "\ntest\tRun\t2026-11-29T10:00Z ",
        "\\\n", "=\n", "^\n", "<br>\n", "</b><b>", "**", "\n 7 | ", "\x1b]0;title\x07",
    ])  # fmt: skip
    width = generator.randint(max(13, len(secret) // 3), max(14, len(secret) - 1))
    start = joint.lstrip("\n") if joint.startswith("\n") else ""
    return "\n" + start + joint.join(secret[at : at + width] for at in range(0, len(secret), width))


def dumped(secret: str, generator: random.Random) -> str:
    """As the tools that show bytes print it."""
    data, style, lines = secret.encode(), generator.randint(0, 2), list[str]()
    for at in range(0, len(data), 16):
        row = data[at : at + 16]
        text, pairs = row.decode(), [f"{byte:02x}" for byte in row]
        fours = " ".join("".join(pairs[two : two + 2]) for two in range(0, len(pairs), 2))
        lines.append((
            f"{at:08x}: {fours:<39}  {text}", f"{at:08x}  {' '.join(pairs):<48}  |{text}|", f"{at:07o} " + "".join(f"   {c}" for c in text),
        )[style])  # fmt: skip
    return "\n" + "\n".join(lines) + "\n"


DRESSES: list[Callable[[str, random.Random], str]] = [
    lambda secret, generator: secret,
    wrap,
    sprinkle,
    literals,
    marked,
    dumped,
    lambda secret, generator: secret.encode().hex(),
    lambda secret, generator: generator.choice(" :-,").join(f"{ord(letter):02X}" for letter in secret),
    lambda secret, generator: str([ord(letter) for letter in secret]),
    lambda secret, generator: str(list(secret)),
    lambda secret, generator: "".join(f"\\{ord(letter):03o}" for letter in secret),
    lambda secret, generator: "".join(f"\\U{ord(letter):08x}" for letter in secret),
    lambda secret, generator: base64.b64encode(f"$env:K='{secret}'".encode("utf-16-le")).decode(),
    lambda secret, generator: base64.b64encode(base64.b64encode(secret.encode())).decode(),
    lambda secret, generator: base64.urlsafe_b64encode(f"密钥 {secret} ключ".encode()).decode(),
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
        plain = secret(generator.getrandbits(40))
        dressed = DRESSES[draw(st.integers(0, len(DRESSES) - 1))](plain, generator)
        secrets.append(plain)
        lines.append(draw(st.sampled_from(FRAMES)).format(dressed, dressed))
    lines += draw(st.lists(st.sampled_from(PROSE), max_size=2))
    return "\n".join(lines), secrets


def readings(output: str) -> list[str]:
    """The ways in which a patient reader could read an output."""
    plain = re.sub(r"\x1b\[[0-9;]*m|\x1b\]0;title\x07|[\u00ad\u200b\ufeff\x00]|\\u200b|%E2%80%8B", "", output)
    decoded = urllib.parse.unquote(plain, errors="replace")
    unescaped = re.sub(r"\\u00([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), plain)
    readings = [output, plain, decoded, unescaped, html.unescape(plain)]
    readings += [re.sub(r"\\r|\\n|[\s│>|]", "", reading) for reading in readings]
    readings += [re.sub(r"[^A-Za-z0-9]", "", reading) for reading in readings]
    readings.append(re.sub(r"\\U0{6}([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), plain))
    readings.append(re.sub(r"\\([01][0-7]{2})", lambda found: chr(int(found[1], 8)), plain))
    readings.append("".join(chr(int(code)) for code in re.findall(r"\b\d{2,3}\b", plain)))
    readings += [from_hex(run) for run in re.findall(r"(?:[0-9a-fA-F]{2}[ :,-]{0,2}){12,}", plain)]
    return readings + from_base64(output) + from_base64(re.sub(r"\s", "", output))


def from_hex(run: str) -> str:
    """The text that hexadecimal digits spell."""
    digits = re.sub(r"[^0-9a-fA-F]", "", run)
    return bytes.fromhex(digits[: len(digits) // 2 * 2]).decode("latin-1")


def from_base64(text: str, depth: int = 2) -> list[str]:
    """The texts in every run of base64, and in what these hold."""
    found: list[str] = []
    for run in re.findall(r"[A-Za-z0-9+/_-]{16,}", text):
        for skipped in range(4):
            piece = run[skipped:].replace("-", "+").replace("_", "/")
            plain = base64.b64decode(piece[: len(piece) // 4 * 4]).decode("latin-1")
            found += [plain, plain.replace("\0", "")]
            found += from_base64(plain, depth - 1) if depth > 1 else []
    return found


def left(secret: str, output: str) -> str:
    """The first run of the secret longer than allowed that some reading shows."""
    runs = [secret[at : at + LONGEST_LEFT + 1] for at in range(len(secret) - LONGEST_LEFT)]
    runs = [run for run in runs if not any(run in start for start, _, _ in STARTS)]  # how a kind begins is no secret
    return next((run for reading in readings(output) for run in runs if run in reading), "")
