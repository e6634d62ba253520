"""Secrets that show by how they begin: keys of Google and other vendors, JWTs, also inside base64."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ..lazy_pattern import lazy_pattern
from .hits import Hit, reach
from .patterns import BODY, BY_START, ENCODED, STARTS, Token
from .view import View
from .words import is_placeholder, is_wordy

_JWT_HEADS: Final = ("eyJhbGciOi", "eyJ0eXAiOi", "eyJraWQiOi", "eyJqd2siOi", "eyJlbmMiOi")
_LETTER: Final = lazy_pattern(r"[A-Za-z0-9_]")
_MIXED: Final = lazy_pattern(r"[0-9A-Z]")
_NOT_IN_PATHS: Final = ("refresh-token", "oauth-code", "jwt")
_LEAST_BEFORE_WRAP: Final = 12
"""A shorter piece is hidden, too, where it ends its line and something key-like begins the next."""
_LONGEST_WRAPPED: Final = 65536
_URL_SAFE: Final = str.maketrans("-_", "+/")


def find_tokens(view: View) -> Iterator[Hit]:
    """Every secret that begins like one, in the order of the text; none overlaps another."""
    at = 0
    while start := STARTS.search(view.text, at):
        token = BY_START[start.group()]
        at = start.start() + 1
        value = _value_at(view, token, start.start(), start.end())
        if value:
            at = start.start() + len(value)
            if not is_placeholder(value):
                yield Hit(token.slug, start.start(), at, value, 0)


def _value_at(view: View, token: Token, start: int, after: int) -> str:
    """What begins like the token and has its shape (it may still be a placeholder); "" for anything else."""
    body = BODY[token.body].match(view.text, after) if _may_begin(view, token, start) else None
    if not body:
        return ""
    end = reach(view, start, body.end(), whole=token.whole, exact=token.exact)
    value = view.text[start:end]
    if token.body in ("dotted", "jwt"):
        value = value.rstrip(".-")
    rest = value[after - start :]
    least = min(token.least, _LEAST_BEFORE_WRAP) if end < body.end() else token.least
    if len(value) < least or (token.mixed and not _MIXED.search(rest)):
        return ""
    if token.mixed and is_wordy(rest) and not rest.isalnum():
        return ""
    return value if token.slug != "jwt" or _is_jwt(value) else ""


def _may_begin(view: View, token: Token, start: int) -> bool:
    before = view.text[start - 1] if start else ""
    if token.before == "digit":
        return before.isdigit()
    if token.before == "any" or not before or view.is_break(start):
        return True
    return not _LETTER.match(before) and not (before in "/.-" and token.slug in _NOT_IN_PATHS)


def _is_jwt(value: str) -> bool:
    return value.startswith(_JWT_HEADS) or (
        value.count(".") == 2 and all(len(part) >= 8 for part in value.split(".")[:2])
    )


def find_encoded(view: View) -> Iterator[Hit]:
    """Every base64 run that holds a token in plain text, hidden as a whole (line by line, and wrapped lines together)."""
    for run in ENCODED.finditer(view.text):
        start, end = run.span()
        edges = [start, *view.breaks_in(start, end), end]
        pieces = list(pairwise(edges))
        if len(pieces) > 1 and end - start <= _LONGEST_WRAPPED:
            pieces.append((start, end))
        for first, last in pieces:
            inner = _token_in(view.text[first:last]) if last - first >= 24 else None
            if inner:
                yield Hit(inner.slug, first, last, inner.value, 1)


def _token_in(encoded: str) -> Hit | None:
    body = encoded.rstrip("=").translate(_URL_SAFE)
    body = body[: len(body) - (len(body) % 4 == 1)]
    try:
        plain = base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except (ValueError, binascii.Error):
        return None
    text = plain.decode("latin-1")
    return next(find_tokens(View.of(text)), None) if text.isascii() else None
