"""What a text holds in other letters: base64, hexadecimal and decimal codes, letters one by one.

Each run of codes gives a view of its own, in which a secret is found as anywhere else. All runs are decoded at once and
looked through together, and only those that hold something promising are made views: logs are full of hashes.
"""

from __future__ import annotations

import binascii
import re
import string
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, pairwise
from typing import Final

from ..lazy_pattern import lazy_pattern
from ..values import dataclass
from .view import Chunks, View

Hints = Callable[[str], Iterable[int]]
"""Where in a text something may be a secret: a quick look before a long one."""

_BASE64: Final = lazy_pattern(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_LEAST_BASE64: Final = 20
_LEAST_CAPITALS: Final = 3
_NO_CAPITALS: Final = str.maketrans("", "", string.ascii_uppercase)
_URL_SAFE: Final = str.maketrans("-_", "+/", "=")
_PRINTABLE: Final = bytes((9, 10, 13, *range(32, 127)))
_TEXT_SHARE: Final = 0.7
"""Random bytes have some 38 % of letters; a text in any language that holds a key has more than this."""
_NULLS_OF_UTF16: Final = 0.3

_HEXADECIMAL: Final = lazy_pattern(r"(?:(?:0x|\\x|U\+00|[%=])?[0-9A-Fa-f]{2}[\s,:;|\\-]{0,8}){15,}")
_HEX_UNIT: Final = lazy_pattern(r"(?:0x|\\x|U\+00)?(?P<code>[0-9A-Fa-f]{2})")
_NO_HEX: Final = lazy_pattern(r"0x|\\x|U\+00|[^0-9A-Fa-f]")
_DECIMAL: Final = lazy_pattern(r"(?:\b\d{2,3}(?:,\s{0,8}|\s{1,8})){14,}\d{2,3}")
_DECIMAL_UNIT: Final = lazy_pattern(r"(?P<code>\d{2,3})")
_LETTERS: Final = lazy_pattern(
    r"""(?:(?:(?P<q>["'])[!-~](?P=q)|[\w./-])(?:,\s{0,8}|\s{1,4})){14,}(?:(?P<r>["'])[!-~](?P=r)|[\w./-](?!\w))"""
)
_LETTER_UNIT: Final = lazy_pattern(r"""["'](?P<code>[!-~])["']|(?P<bare>[\w./-])""")


@dataclass(frozen=True, slots=True)
class _Codes:
    """A way to write letters as codes.

    ``run``: what a stretch of them looks like; ``plain``: its bytes; ``view``: the view of what it says, from a start to an
    end; ``phases``: at so many places its first code may begin.
    """

    run: re.Pattern[str]
    plain: Callable[[str], bytes]
    view: Callable[[View, int, int], View]
    phases: int = 1


def encoded_in(view: View, hints: Hints, *, joined: bool = False) -> Iterator[View]:
    """Views of the runs of codes in a view whose plain text has hints; ``joined``: only of those put together from pieces."""
    for codes in _CODES:
        runs = [run for run in _runs(view, codes) if not joined or view.breaks_in(*run)]
        for skipped in range(codes.phases if runs else 0):
            for start, end in _promising(view, codes, [(first + skipped, last) for first, last in runs], hints):
                yield codes.view(view, start, end)


def _runs(view: View, codes: _Codes) -> Iterator[tuple[int, int]]:
    """All runs, and of base64 that was wrapped every line by itself, too."""
    for run in codes.run.finditer(view.text):
        if codes.run is not _BASE64:
            yield run.span()
            continue
        edges = (run.start(), *view.breaks_in(*run.span()), run.end())
        for start, end in {run.span(), *pairwise(edges)}:
            if end - start >= _LEAST_BASE64 and _may_be_base64(view.text[start:end]):
                yield start, end


def _may_be_base64(run: str) -> bool:
    """Whether a run has the letters that a text makes, and those of one alphabet: a path, a name or a hash has not."""
    if len(run) - len(run.translate(_NO_CAPITALS)) < _LEAST_CAPITALS or run.isupper():
        return False
    return not (("/" in run or "+" in run) and ("-" in run or "_" in run))


def _promising(view: View, codes: _Codes, runs: list[tuple[int, int]], hints: Hints) -> Iterator[tuple[int, int]]:
    """The runs in whose plain text a hint stands, or a further run of codes."""
    plains = [codes.plain(view.text[start:end]) for start, end in runs]
    ends = list(accumulate(len(plain) + 1 for plain in plains))
    together = b"\0".join(plains).decode("latin-1")
    places = {bisect_right(ends, place) for place in hints(together)}
    places |= {bisect_right(ends, inner.start()) for inner in _BASE64.finditer(together)}
    for place in sorted(places):
        yield runs[place]


def _base64_bytes(run: str) -> bytes:
    body = run.translate(_URL_SAFE)
    plain = binascii.a2b_base64(body[: len(body) // 4 * 4] + _last_group(body))
    return plain.replace(b"\0", b"") if _is_utf16(plain) else plain


def _last_group(body: str) -> str:
    rest = body[len(body) // 4 * 4 :]
    return rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""


def _is_utf16(plain: bytes) -> bool:
    return plain.count(0) > _NULLS_OF_UTF16 * len(plain)


def _base64_view(view: View, start: int, end: int) -> View:
    body = view.text[start:end].translate(_URL_SAFE)
    plain = binascii.a2b_base64(body[: len(body) // 4 * 4] + _last_group(body))
    stride = 2 if _is_utf16(plain) else 1
    plain = plain[::stride]
    text = plain.decode("latin-1")
    inner = View(text, (), _Sextets(start, end, len(text), stride), True, view, True)
    readable = len(plain) - len(plain.translate(None, _PRINTABLE)) >= _TEXT_SHARE * len(plain)
    return View.of(text, inner) if readable else inner


@dataclass(frozen=True, slots=True)
class _Sextets:
    """Origins of bytes decoded from base64. ``start``: its first letter; ``end``: after the last one and the padding.

    ``size``: decoded letters; ``stride``: bytes for each of them, 2 in UTF-16.
    """

    start: int
    end: int
    size: int
    stride: int

    def place(self, index: int) -> tuple[int, int]:
        """The letters of base64 that a decoded one stands in."""
        first, after = 8 * index * self.stride, 8 * (index + 1) * self.stride
        last = self.end if index == self.size - 1 else self.start + (after - 1) // 6 + 1
        return self.start + first // 6, min(last, self.end)


def _hexadecimal_bytes(run: str) -> bytes:
    digits = _NO_HEX.sub("", run)
    return bytes.fromhex(digits[: len(digits) // 2 * 2]).replace(b"\0", b"")


def _decimal_bytes(run: str) -> bytes:
    return bytes(min(int(unit["code"]), 0xFF) for unit in _DECIMAL_UNIT.finditer(run))


def _letters_bytes(run: str) -> bytes:
    return "".join(unit["code"] or unit["bare"] for unit in _LETTER_UNIT.finditer(run)).encode("latin-1", "replace")


def _by_unit(unit: re.Pattern[str], letter: Callable[[str], str]) -> Callable[[View, int, int], View]:
    """How to make a view of codes that each stand for one letter."""

    def view_of(view: View, start: int, end: int) -> View:
        chunks = Chunks()
        for found in unit.finditer(view.text, start, end):
            plain = letter(found[found.lastgroup or 0])
            if plain != "\0":  # half of UTF-16
                chunks.add(plain, found.start(), found.end() - found.start())
        return View("".join(chunks.parts), (), chunks, True, view, True)

    return view_of


_CODES: Final = (
    _Codes(_BASE64, _base64_bytes, _base64_view, 4),
    _Codes(_HEXADECIMAL, _hexadecimal_bytes, _by_unit(_HEX_UNIT, lambda code: chr(int(code, 16))), 2),
    _Codes(_DECIMAL, _decimal_bytes, _by_unit(_DECIMAL_UNIT, lambda code: chr(min(int(code), 0xFF)))),
    _Codes(_LETTERS, _letters_bytes, _by_unit(_LETTER_UNIT, str)),
)
