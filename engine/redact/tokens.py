"""Secrets that show by how they begin: keys of Google and other vendors, JWTs."""

from __future__ import annotations

from collections.abc import Iterator

from ..lazy_pattern import lazy_pattern
from .hits import Hit, reach
from .patterns import BODY, BY_START, Token
from .places import ALPHANUMERIC
from .view import View
from .words import is_placeholder, is_wordy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_JWT_HEADS: Final = ("eyJhbGciOi", "eyJ0eXAiOi", "eyJraWQiOi", "eyJqd2siOi", "eyJlbmMiOi")
_LETTERS: Final = frozenset(ALPHANUMERIC)
_GOING_ON: Final = _LETTERS | frozenset("_.+/=-")
"""The letters of all bodies."""
_MIXED: Final = lazy_pattern(r"[0-9A-Z]")
_RANDOM: Final = lazy_pattern(r"(?=.*[a-z])(?:(?=.*\d)(?:(?=.*[A-Z])|.{48})|(?=.*[A-Z]).{30})")
_LONG: Final = lazy_pattern(r"(?=.*\d)(?=.*[A-Za-z]).{16}")
_NOT_IN_PATHS: Final = ("refresh-token", "oauth-code", "jwt")
_LEAST_OF_ALL: Final = 12
"""Shorter pieces are hidden nowhere: people write down how their key begins."""
_GAP: Final = lazy_pattern(r"""[^\S\n]{1,4}|[^\S\n]?(?:…|\.{3,6})[^\S\n]?""")
"""What may stand inside a key that somebody copied by hand or shortened for show."""
_LEAST_AFTER_GAP: Final = 10
_MOST_GAPS: Final = 8
_LONGEST_PIECE: Final = 400


def find_tokens(view: View) -> Iterator[Hit]:
    """Every secret that begins like one, in the order of the text; one may lie in another."""
    for start, begin in view.starts:
        token = BY_START[begin]
        if len(begin) < _LEAST_OF_ALL and view.text[start + len(begin) : start + len(begin) + 1] not in _GOING_ON:
            continue  # a beginning alone
        end = _end_of(view, token, start, start + len(begin))
        last = _beyond_gaps(view, token, start, end) if end else 0
        if last > end or (end - start >= _least(view, token, end) and not is_placeholder(view.text[start:end])):
            yield Hit(token.slug, start, last, _GAP.sub("", view.text[start:last]), 0)


def _least(view: View, token: Token, end: int) -> int:
    """The shortest piece of a token that is hidden: less of it where it seems to go on in the next line."""
    goes_on = view.is_break(end) and BODY[token.body].match(view.text, end, end + 1)
    return min(token.least, _LEAST_OF_ALL) if goes_on and goes_on.group() else token.least


def _end_of(view: View, token: Token, start: int, after: int) -> int:
    """Where what begins like the token and has its shape ends; 0 for anything else. It may still be a placeholder, or too
    short unless more of it follows."""
    glued = _is_glued(view, token, start)
    if glued is None:
        return 0
    body = BODY[token.body].match(view.text, after)
    if not body:
        return 0
    end = reach(view, start, body.end(), whole=token.whole, exact=token.exact)
    value = view.text[start:end]
    if token.body in ("dotted", "jwt"):
        value = value.rstrip(".-")
    rest = value[after - start :]
    if len(value) < _LEAST_OF_ALL or (token.mixed and not _MIXED.search(rest)):
        return 0
    if token.mixed and is_wordy(rest) and not rest.isalnum():
        return 0
    if glued and (len(value) < token.whole or not _RANDOM.match(rest) or is_wordy(rest)):
        return 0
    return start + len(value) if _has_shape(token, value) else 0


def _is_glued(view: View, token: Token, start: int) -> bool | None:
    """Whether a token's beginning stands within a word; ``None`` where it cannot begin at all."""
    before = view.text[start - 1] if start else ""
    if token.before == "digit":
        return False if before.isdigit() else None
    if token.before == "any" or not before or view.is_break(start) or view.coded:  # codes show no words
        return False
    if before in "/.-" and token.slug in _NOT_IN_PATHS:
        return None
    return before in _LETTERS


def _has_shape(token: Token, value: str) -> bool:
    if token.slug == "private-key":
        return value[6:9] == "IBA"  # the version of a private key; a certificate begins otherwise
    return token.slug != "jwt" or _is_jwt(value)


def _is_jwt(value: str) -> bool:
    return value.startswith(_JWT_HEADS) or (
        value.count(".") == 2 and all(len(part) >= 8 for part in value.split(".")[:2])
    )


def _beyond_gaps(view: View, token: Token, start: int, end: int) -> int:
    """Where a token ends that blanks or dots cut: only an incomplete one, and only what completes it or looks like it."""
    length = end - start
    for _ in range(_MOST_GAPS):
        gap = _GAP.match(view.text, end) if length < (token.exact or token.whole) else None
        tail = BODY[token.body].match(view.text, gap.end(), _line_end(view, end)) if gap else None
        if not gap or not tail:
            break
        piece = tail.group()
        if is_wordy(piece) or not (_completes(token, length, len(piece)) or _looks_random(piece)):
            break
        end, length = tail.end(), length + len(piece)
    return end


def _line_end(view: View, at: int) -> int:
    return next(iter(view.breaks_in(at, at + _LONGEST_PIECE)), at + _LONGEST_PIECE)


def _completes(token: Token, length: int, more: int) -> bool:
    return token.exact > 0 and length + more == token.exact


def _looks_random(piece: str) -> bool:
    return len(piece) >= _LEAST_AFTER_GAP and (_RANDOM.match(piece) or _LONG.match(piece)) is not None
