"""Backslash escapes and bare words of programming languages, as plain values."""

from __future__ import annotations

from ..lazy_pattern import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


Scalar = str | int | float | bool | None

_ESCAPE = lazy_pattern(
    r"(?s)\\(?:u([0-9a-fA-F]{4})|U(0010[0-9a-fA-F]{4}|000[0-9a-fA-F]{5})|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|(.))"
)
_WRAPPED = lazy_pattern(r"(?:Some|Ok|Err|String)\(\"(.*)\"\)")
_WHOLE = lazy_pattern(r"-?[0-9]{1,18}")
_BROKEN = lazy_pattern(r"-?[0-9]{1,18}\.[0-9]{1,18}")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "0": ""}
_WORD_VALUES: dict[str, Scalar] = {
    "true": True, "false": False, "null": None, "none": None, "nil": None, "undefined": None,
}  # fmt: skip
_MOST_LEVELS = 6


def open_levels(text: str, levels: int) -> str:
    """Several levels of escapes opened, one after the other."""
    for _ in range(min(levels, _MOST_LEVELS)):
        if "\\" not in text:
            break
        text = unescape(text)
    return text


def scalar(word: str) -> Scalar:
    """A bare word as the value it stands for: a number, a truth value, nothing, or its text."""
    wrapped = _WRAPPED.fullmatch(word)
    if wrapped:
        return wrapped[1]
    if word.lower() in _WORD_VALUES:
        return _WORD_VALUES[word.lower()]
    if _WHOLE.fullmatch(word):
        return int(word)
    return float(word) if _BROKEN.fullmatch(word) else word


def unescape(text: str) -> str:
    """One level of backslash escapes opened; unknown escapes keep their character."""
    opened = _ESCAPE.sub(_open, text)
    try:
        return opened.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeError:
        return opened


def _open(match: re.Match[str]) -> str:
    code, wide, narrow, octal, char = match.groups()
    if char:
        return _ESCAPED.get(char, char)
    return chr(int(octal, 8) if octal else int(code or wide or narrow, 16))
