"""JSON by the parts of `json` that are written in C, without importing `json`: that makes patterns, and brings `re` along.

These do all the work for a text that is JSON. What they cannot tell about one that is not, `json` is asked for; so it is where
they are missing, or want to be called otherwise.
"""

from __future__ import annotations

import sys

from .typed import cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Scan = Callable[[str, int], tuple[Any, int]]
    """Reads the value that begins at a place, and tells where it ends; ``StopIteration``: none begins there."""

__all__ = ["begin", "dumps", "loads"]

_BLANKS = " \t\n\r"
_UNTOLD = (StopIteration, SystemError)
"""What the scanner raises that `json` would have put into words. Up to Python 3.11 it raises its own error only where somebody
has imported `json`, else none, which the interpreter notices (``SystemError``)."""


def loads(text: str) -> Any:
    """What ``json.loads`` gives for a text. Raises what that raises."""
    try:
        value, end = _scan(text, len(text) - len(text.lstrip(_BLANKS)))
    except _UNTOLD:
        return _judged(text)
    return _judged(text) if text[end:].strip(_BLANKS) else value


def begin(text: str) -> tuple[Any, int]:
    """The value that a text begins with, and where it ends; strings may hold control characters. Raises ``ValueError`` where
    there is none, and ``RecursionError``."""
    try:
        return _scan_lenient(text, 0)
    except _UNTOLD:
        raise ValueError("no JSON") from None


def dumps(value: object) -> str:
    """What ``json.dumps`` gives for a value. Raises what that raises."""
    return "".join(_encoder()(value, 0))  # one for each value: it notes what it is within, against circles


def _judged(text: str) -> Any:
    import json

    return json.loads(text)


class _Reader:
    """What the scanner asks of a ``json.JSONDecoder``."""

    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {name: float(name) for name in ("-Infinity", "Infinity", "NaN")}.__getitem__

    def __init__(self, *, strict: bool) -> None:
        self.strict: bool = strict


def _refuse(value: object) -> object:
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


try:
    if hasattr(sys, "gettotalrefcount"):
        raise ImportError("an interpreter built for debugging ends the process where a function fails without an error")
    from _json import encode_basestring_ascii, make_encoder, make_scanner

    def _encoder() -> Any:
        return make_encoder({}, _refuse, encode_basestring_ascii, None, ": ", ", ", False, False, True)

    _scan, _scan_lenient = (cast("Scan", make_scanner(cast("Any", _Reader(strict=strict)))) for strict in (True, False))
    _ = _encoder()
except (ImportError, AttributeError, TypeError):  # not in this Python, or it wants to be told something else
    from json import JSONDecoder, JSONEncoder

    def _encoder() -> Any:
        return JSONEncoder().iterencode

    _scan, _scan_lenient = (cast("Any", JSONDecoder(strict=strict)).scan_once for strict in (True, False))
