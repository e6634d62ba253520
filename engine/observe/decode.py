"""Bytes to text, and the limits within which a text is looked at.

Errors stand at the end of a log and the setting at its start, so a text beyond the limits keeps both ends.
"""

from __future__ import annotations

import codecs

from ..errors import InputError
from ..lazy_pattern import lazy_pattern
from ..values import Struct

LIMITS = {
    "bytes": 3_000_000,
    "head bytes": 500_000,
    "characters": 2_000_000,
    "head characters": 400_000,
    "lines": 40_000,
    "head lines": 8_000,
}
"""How much of one text is looked at; ``head`` is the part of it taken from the start, the rest is the end."""

_CUT = "\n[… {} left out …]\n"
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "gzip-compressed data",
    b"BZh": "bzip2-compressed data",
    b"\xfd7zXZ": "xz-compressed data",
    b"\x28\xb5\x2f\xfd": "zstd-compressed data",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "a database",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27}) + b"\x7f"
_WORD_END = lazy_pattern(r"[^A-Za-z0-9+/=_.%\\-]")
_LONGEST_WORD = 10_000
_SAMPLE = 8192
_TOLERATED_CONTROL = 0.02


class Decoded(Struct):
    """A text, whether part of it was left out, and a note for the person about that or the encoding."""

    text: str
    truncated: bool = False
    note: str = ""


def decode(data: bytes) -> Decoded:
    """Decode pasted or piped bytes; raises `InputError` for data that is no text."""
    _refuse_known_formats(data)
    encoding, body = _by_bom(data)
    if encoding is None:
        encoding = _utf16_without_bom(data)
    if encoding is None:
        _refuse_control_bytes(data)
    kept, cut = _clip_bytes(body, encoding or "utf-8")
    text, note = _read(kept, encoding)
    clipped = clip(text)
    notes = [note, "the text was too long: its middle was left out" if cut or clipped.truncated else ""]
    return Decoded(clipped.text, cut or clipped.truncated, "; ".join(filter(None, notes)))


def clip(text: str) -> Decoded:
    """Keep the head and the tail of a text beyond the `LIMITS`; a text within them comes back unchanged."""
    clipped = text
    if len(clipped) > LIMITS["characters"]:
        head = _between_words(clipped, LIMITS["head characters"] - _LONGEST_WORD)
        tail = _between_words(clipped, len(clipped) - LIMITS["characters"] + LIMITS["head characters"])
        clipped = f"{clipped[:head]}{_CUT.format('part of the text')}{clipped[tail:]}"
    if clipped.count("\n") > LIMITS["lines"]:
        lines = clipped.split("\n")
        head = LIMITS["head lines"]
        left_out = len(lines) - LIMITS["lines"]
        cut = _CUT.format(f"{left_out} lines").strip("\n")
        clipped = "\n".join([*lines[:head], cut, *lines[head + left_out :]])
    return Decoded(clipped, clipped is not text)


def _between_words(text: str, at: int) -> int:
    """A place from ``at`` on where no word is cut: half a key would be told from other letters by nobody."""
    end = _WORD_END.search(text, at, at + _LONGEST_WORD)
    return end.end() if end else at


def _refuse_known_formats(data: bytes) -> None:
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"the input is {name}, not text; paste the error message itself")


def _refuse_control_bytes(data: bytes) -> None:
    for sample in (data[:_SAMPLE], data[-_SAMPLE:]):
        control = len(sample) - len(sample.translate(None, _CONTROL))
        if control > len(sample) * _TOLERATED_CONTROL:
            raise InputError("the input is binary data, not text; paste the error message itself")


def _by_bom(data: bytes) -> tuple[str | None, bytes]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, data[len(bom) :]
    return None, data


def _utf16_without_bom(data: bytes) -> str | None:
    """PowerShell pipes and files may be UTF-16 without a mark: every other byte of plain text is then zero."""
    sample = data[: _SAMPLE // 2 * 2]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    half = len(sample) / 2
    if sample[1::2].count(0) > 0.7 * half and not sample[::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > 0.7 * half and not sample[1::2].count(0) else None


def _clip_bytes(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """Both ends of the data, cut between two characters."""
    unit = 4 if "32" in encoding else 2 if "16" in encoding else 1
    if len(data) <= LIMITS["bytes"] * unit:
        return data, False
    head = LIMITS["head bytes"] * unit
    tail = len(data) - (LIMITS["bytes"] - LIMITS["head bytes"]) * unit
    tail -= tail % unit
    if unit == 1:
        head, tail = _boundary(data, head), _boundary(data, tail)
    return data[:head] + _CUT.format("part of the text").encode(encoding) + data[tail:], True


def _boundary(data: bytes, offset: int) -> int:
    """The start of the UTF-8 character at ``offset`` (at most three bytes back, so that any data will do)."""
    starts = (offset - back for back in range(4) if data[offset - back] & 0xC0 != 0x80)
    return next(starts, offset)


def _read(data: bytes, encoding: str | None) -> tuple[str, str]:
    if encoding:
        return data.decode(encoding, "replace"), "" if encoding == "utf-8" else f"read as {encoding.upper()}"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        replaced = data.decode("utf-8", "replace")
        if replaced.count("�") * 4 <= sum(char > "\x7f" for char in replaced):
            return replaced, "bytes that are not UTF-8 were replaced"
        return data.decode("latin-1"), "read as Latin-1, because it is not UTF-8"
