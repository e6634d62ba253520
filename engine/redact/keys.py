"""What can be said of a key from its letters alone, without ever saying the letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final, Literal

from ..lazy_pattern import lazy_pattern
from ..values import Struct
from .patterns import KEY_KINDS, TOKENS, KeyKind, Token
from .scan import find_secrets, fingerprint
from .view import View
from .words import is_placeholder

STANDARD_LENGTH: Final = 39
"""Every standard key has exactly this many letters."""
SHORT_AUTH_LENGTH: Final = 40
"""Auth keys have no fixed length; shorter ones than this are probably truncated, not surely."""

DefectCode = Literal[
    "empty", "space", "tab", "carriage-return", "line-feed", "no-break-space", "zero-width", "byte-order-mark", "quote",
    "smart-quote", "semicolon", "comma", "angle-bracket", "control-character", "not-ascii", "assignment", "bearer",
    "unexpanded-variable", "wrong-length", "maybe-truncated",
]  # fmt: skip
"""``maybe-truncated`` is soft: a hint, no proof. ``assignment``: the name and ``=`` were pasted along; ``bearer``: the scheme was."""

_CODES: Final[dict[str, DefectCode]] = {
    " ": "space", "\t": "tab", "\r": "carriage-return", "\n": "line-feed", "\u00a0": "no-break-space",
    "\u202f": "no-break-space", "\ufeff": "byte-order-mark", '"': "quote", "'": "quote", "`": "quote",
    ";": "semicolon", ",": "comma", "<": "angle-bracket", ">": "angle-bracket",
    "\u2018": "smart-quote", "\u2019": "smart-quote", "\u201a": "smart-quote", "\u201c": "smart-quote",
    "\u201d": "smart-quote", "\u201e": "smart-quote", "\u00ab": "smart-quote", "\u00bb": "smart-quote",
}  # fmt: skip
_CATEGORIES: Final[dict[str, DefectCode]] = {"Cf": "zero-width", "Zs": "space", "Cc": "control-character"}
_CONTROL_NAMES: Final = {"\t": "CHARACTER TABULATION", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\0": "NULL"}
_STRAY: Final = lazy_pattern(r"""[\s"'`;,<>\u2018-\u201e\u00ab\u00bb]+""")
_VARIABLE: Final = lazy_pattern(r"(?s)\$\{?\w+\}?|\$env:\w+|\$\(.*\)|%\w+%|\{\{.*\}\}|!\w+!")
_ASSIGNMENT: Final = lazy_pattern(r"(?i)(?:export\s+|set\s+|\$env:)?[A-Z_]\w{2,}\s?=(?=.)")
_BEARER: Final = lazy_pattern(r"(?i)bearer\s+")


class KeyDefect(Struct):
    """One thing wrong with a key's letters.

    ``position``: index of the letter, -1 where the value as a whole is meant. ``character``: its code point and Unicode
    name, "" for the whole value.
    """

    code: DefectCode
    position: int = -1
    character: str = ""


class KeyDescription(Struct):
    """Kind, maker, length as given, fingerprint ("" when too short for one) and defects of a value; never the value."""

    kind: KeyKind
    vendor: str
    length: int
    fingerprint: str
    defects: tuple[KeyDefect, ...]


def describe_key(value: str) -> KeyDescription:
    """Describe what sits where a key should be. The fingerprint is that of the value without stray characters."""
    defects = tuple(_defects(value))
    core = _core(value)
    token = next((one for one in TOKENS if core.startswith(one.starts)), None)
    kind, vendor = _kind(value, core, token)
    if kind in ("standard", "auth"):
        defects += tuple(_length_defects(kind, core))
    return KeyDescription(kind, vendor, len(value), "" if kind == "placeholder" else fingerprint(core), defects)


def secret_key_kind(kind_slug: str) -> KeyKind:
    """The value of ``key.kind`` for the kind of a found `Secret`; "unknown" where the place gave it away, not its form."""
    return KEY_KINDS.get(kind_slug, "unknown")


def _core(value: str) -> str:
    """The value as its owner meant it: no invisible or stray characters, no name or scheme in front."""
    visible = View.of(value).text.replace("\n", "")
    bare = _STRAY.sub("", _BEARER.sub("", _ASSIGNMENT.sub("", visible.strip(), count=1), count=1))
    return bare or visible


def _kind(value: str, core: str, token: Token | None) -> tuple[KeyKind, str]:
    if (
        "PRIVATE KEY-----" in value
        or '"service_account"' in value
        or value.strip().endswith(".iam.gserviceaccount.com")
    ):
        return "service-account", "Google"
    if is_placeholder(core) or (token is None and is_placeholder(value.strip())):
        return "placeholder", ""
    if token and (token.slug != "jwt" or find_secrets(core)) and (len(core) >= 8):
        return token.key_kind, token.vendor
    if core.endswith(".apps.googleusercontent.com"):
        return "oauth-token", "Google"
    return "unknown", ""


def _defects(value: str) -> Iterator[KeyDefect]:
    if not value.strip():
        yield KeyDefect("empty")
    if _VARIABLE.fullmatch(value.strip(" \t\r\n\"'")):
        yield KeyDefect("unexpanded-variable")
    elif _ASSIGNMENT.match(value.strip()):
        yield KeyDefect("assignment")
    if _BEARER.match(value.strip()):
        yield KeyDefect("bearer")
    if "-----BEGIN" in value or value.lstrip().startswith("{"):
        return  # blanks and quotes belong to a service account's file
    for position, character in enumerate(value):
        code = _code(character)
        if code:
            yield KeyDefect(code, position, _name(character))


def _code(character: str) -> DefectCode | None:
    if character in _CODES:
        return _CODES[character]
    if character.isascii():
        return None if character.isprintable() else "control-character"
    return _CATEGORIES.get(unicodedata.category(character), "not-ascii")


def _name(character: str) -> str:
    name = _CONTROL_NAMES.get(character) or unicodedata.name(character, "CONTROL OR UNNAMED CHARACTER")
    return f"U+{ord(character):04X} {name}"


def _length_defects(kind: KeyKind, core: str) -> Iterator[KeyDefect]:
    if kind == "standard" and len(core) != STANDARD_LENGTH:
        yield KeyDefect("wrong-length")
    if kind == "auth" and len(core) < SHORT_AUTH_LENGTH:
        yield KeyDefect("maybe-truncated")
