"""What a text holds in other letters: base64, hexadecimal and decimal codes, letters one by one.

Each run of codes gives a view of its own, in which a secret is found as anywhere else. All runs are decoded at once and
looked through together, and only those that hold something promising are made views: logs are full of hashes.
"""

from __future__ import annotations

import binascii
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, pairwise

from ..lazy_pattern import lazy_pattern
from ..values import Struct
from .places import ALPHANUMERIC, BLANKS, CAPITALS, DIGITS, HEXADECIMAL, Stretches, letters, places_of, table_of
from .view import Chunks, View

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Final


_Runs = Callable[[View], Iterator[tuple[int, int]]]
Hints = Callable[[str], Iterable[int]]
"""Where in a text something may be a secret: a quick look before a long one."""

_LEAST_BASE64: Final = 19
"""Without its padding: what fourteen letters make."""
_BASE64: Final = Stretches(ALPHANUMERIC + "+/_-", _LEAST_BASE64)
_PADDING: Final = "=="
_LEAST_CAPITALS: Final = 3
_CAPITALS: Final = CAPITALS.encode()
_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")
_PRINTABLE: Final = bytes((9, 10, 13, *range(32, 127)))
_TELLING: Final = 64
"""Letters by which hexadecimal digits are judged."""
_TEXT_SHARE: Final = 0.7
"""Random bytes have some 38 % of letters; a text in any language that holds a key has more than this."""
_NULLS_OF_UTF16: Final = 0.3

_HEXADECIMAL: Final = lazy_pattern(r"(?:(?:0x|\\x|U\+00|[%=])?[0-9A-Fa-f]{2}[\s,:;|\\-]{0,8}){14,}")
_MAY_BE_HEXADECIMAL: Final = Stretches(HEXADECIMAL + r"xU\+%=,:;|-" + BLANKS, 28)
_HEX_UNIT: Final = lazy_pattern(r"(?:0x|\\x|U\+00)?(?P<code>[0-9A-Fa-f]{2})")
_NO_HEX: Final = lazy_pattern(r"0x|\\x|U\+00|[^0-9A-Fa-f]")
_DECIMAL: Final = lazy_pattern(r"(?:\b\d{2,3}(?:,\s{0,8}|\s{1,8})){13,}\d{2,3}")
_MAY_BE_DECIMAL: Final = Stretches(DIGITS + "," + BLANKS, 41)
_DECIMAL_UNIT: Final = lazy_pattern(r"(?P<code>\d{2,3})")
_LETTERS: Final = lazy_pattern(
    r"""(?:(?:(?P<q>["'])[!-~](?P=q)|[\w./-])(?:,\s{0,8}|\s{1,4})){13,}(?:(?P<r>["'])[!-~](?P=r)|[\w./-](?!\w))"""
)
_LETTER_SIGNS: Final = table_of({"s": "," + BLANKS, "w": ALPHANUMERIC + "_./-+=~", "q": "\"'"}, "o")
_SINGLE: Final = (b"sws", b"qwqs")
"""What a letter by itself looks like in these signs, bare and in quotes."""
_LEAST_SINGLES: Final = 6
"""Letters by themselves in every run of fifteen, even where every other one is none of ASCII."""
_WIDEST_SINGLES: Final = 12 * 15
"""Letters of a text in which a run of fifteen stands: each with up to nine of a separator, and its quotes."""
_LETTER_UNIT: Final = lazy_pattern(r"""["'](?P<code>[!-~])["']|(?P<bare>[\w./-])""")


class _Codes(Struct):
    """A way to write letters as codes.

    ``runs``: the stretches of them in a view; ``plain``: its bytes; ``view``: the view of what it says, from a start to an
    end; ``phases``: at so many places its first code may begin.
    """

    runs: _Runs
    plain: Callable[[str], bytes]
    view: Callable[[View, int, int], View]
    phases: int = 1


Runs = list[tuple[_Codes, list[tuple[int, int]]]]
"""Of each way to write letters as codes its runs in a view."""


def runs_in(view: View) -> Runs:
    """The runs of codes in a view."""
    return [(codes, list(codes.runs(view))) for codes in _CODES]


def encoded_in(view: View, found: Runs, hints: Hints, *, joined: bool = False) -> Iterator[View]:
    """Views of those runs of codes whose plain text has hints; ``joined``: only of those put together from pieces."""
    for codes, every in found:
        runs = [run for run in every if view.breaks_in(*run)] if joined else every
        for skipped in range(codes.phases if runs else 0):
            for start, end in _promising(view, codes, [(first + skipped, last) for first, last in runs], hints):
                yield codes.view(view, start, end)


def telling(view: View, found: Runs) -> Iterator[tuple[int, int]]:
    """The runs of codes that text may be spelt in: not hashes, of which logs are full."""
    for codes, runs in found:
        for start, end in runs:
            if codes.runs is not _hexadecimal_runs or _says_text(view.text[start:end]):
                yield start, end


def _says_text(run: str) -> bool:
    """Whether hexadecimal digits spell ASCII."""
    return all(plain in _PRINTABLE for plain in _hexadecimal_bytes(run[:_TELLING]))


def _base64_runs(view: View) -> Iterator[tuple[int, int]]:
    """All runs, and of what was wrapped every line by itself, too."""
    for first, last in _BASE64.found(view.letters):
        padded = (
            last + len(_PADDING) if view.text.startswith(_PADDING, last) else last + view.text.startswith("=", last)
        )
        edges = (first, *view.breaks_in(first, padded), padded)
        for start, end in {(first, padded), *pairwise(edges)} if len(edges) > 2 else ((first, padded),):
            if end - start >= _LEAST_BASE64 and _may_be_base64(view.letters[start:end]):
                yield start, end


def _runs_of(pattern: re.Pattern[str], may_be: Callable[[bytes], Iterable[tuple[int, int]]]) -> _Runs:
    """How to find what a pattern finds, which is looked for only where there may be something.

    Of what was wrapped every line by itself is a run, too: what ends the line before may look like a code.
    """

    def runs(view: View) -> Iterator[tuple[int, int]]:
        for first, last in may_be(view.letters):
            for run in pattern.finditer(view.text, first, last):
                start, end = run.span()
                yield start, end
                if breaks := view.breaks_in(start, end):
                    lines = (pattern.match(view.text, *line) for line in pairwise((start, *breaks, last)))
                    yield from (line.span() for line in lines if line)

    return runs


def _may_be_letters(text: bytes) -> Iterator[tuple[int, int]]:
    """Where letters by themselves stand close together."""
    signs = text.translate(_LETTER_SIGNS)
    places = sorted(place for single in _SINGLE for place in places_of(single, signs))
    start = end = -1
    for first, last in zip(places, places[_LEAST_SINGLES - 1 :], strict=False):
        if last - first > _WIDEST_SINGLES:
            continue
        if first - _WIDEST_SINGLES > end:
            if end >= 0:
                yield start, end
            start = max(0, first - _WIDEST_SINGLES)
        end = last + _WIDEST_SINGLES
    if end >= 0:
        yield start, end


def _may_be_base64(run: bytes) -> bool:
    """Whether a run has the letters that a text makes, and those of one alphabet: a path, a name or a hash has not."""
    if len(run) - len(run.translate(None, _CAPITALS)) < _LEAST_CAPITALS or run.isupper():
        return False
    return not ((b"/" in run or b"+" in run) and (b"-" in run or b"_" in run))


def _promising(view: View, codes: _Codes, runs: list[tuple[int, int]], hints: Hints) -> Iterator[tuple[int, int]]:
    """The runs in whose plain text a hint stands, or a further run of codes."""
    plains = [codes.plain(view.text[start:end]) for start, end in runs]
    ends = list(accumulate(len(plain) + 1 for plain in plains))
    together = b"\0".join(plains).decode("latin-1")
    places = {bisect_right(ends, place) for place in hints(together)}
    places |= {bisect_right(ends, start) for start, _ in _BASE64.found(letters(together))}
    for place in sorted(places):
        yield runs[place]


def _base64_bytes(run: str) -> bytes:
    plain = _base64_as_it_is(run)
    return plain.replace(b"\0", b"") if _is_utf16(plain) else plain


def _base64_as_it_is(run: str) -> bytes:
    body = run.encode("ascii").translate(_URL_SAFE, b"=")
    whole = len(body) // 4 * 4
    rest = body[whole:]
    return binascii.a2b_base64(body[:whole] + (rest.ljust(4, b"=") if len(rest) > 1 else b""))


def _is_utf16(plain: bytes) -> bool:
    return plain.count(0) > _NULLS_OF_UTF16 * len(plain)


def _base64_view(view: View, start: int, end: int) -> View:
    plain = _base64_as_it_is(view.text[start:end])
    stride = 2 if _is_utf16(plain) else 1
    plain = plain[::stride]
    text = plain.decode("latin-1")
    inner = View(text, (), _Sextets(start, end, len(text), stride), True, view, True)
    readable = len(plain) - len(plain.translate(None, _PRINTABLE)) >= _TEXT_SHARE * len(plain)
    return View.of(text, inner) if readable else inner


class _Sextets(Struct):
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


_hexadecimal_runs: Final = _runs_of(_HEXADECIMAL, _MAY_BE_HEXADECIMAL.found)
_CODES: Final = (
    _Codes(_base64_runs, _base64_bytes, _base64_view, 4),
    _Codes(_hexadecimal_runs, _hexadecimal_bytes, _by_unit(_HEX_UNIT, lambda code: chr(int(code, 16))), 2),
    _Codes(
        _runs_of(_DECIMAL, _MAY_BE_DECIMAL.found),
        _decimal_bytes,
        _by_unit(_DECIMAL_UNIT, lambda code: chr(min(int(code), 0xFF))),
    ),
    _Codes(_runs_of(_LETTERS, _may_be_letters), _letters_bytes, _by_unit(_LETTER_UNIT, str)),
)
