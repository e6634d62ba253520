"""Where a report comes from: a file, standard input, or nowhere because facts were given."""

from __future__ import annotations

import sys

from ..engine.errors import InputError
from .output import Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO


_PIECE = 65_536
MAX_BYTES = 256 * 1024 * 1024
"""More than this is not a pasted error; reading on would only fill the memory."""


def read_report(file: str | None, has_facts: bool, out: Output) -> str | None:
    """The text to diagnose, or ``None`` when facts alone were given.

    Standard input is read for ``-``, or when it is piped and neither ``file`` nor a fact is given. Raises
    `InputError` when the input cannot be read, is not text, or is empty while there are no facts either.
    """
    if file is None and has_facts:
        return None
    if file is None and is_terminal():
        raise InputError("nothing to diagnose: give a FILE, - for standard input, or --fact NAME=VALUE")
    text = read_text(file or "-", out)
    if text.strip():
        return text
    if not has_facts:
        raise InputError(f"{label(file or '-')} is empty: paste the error message or the log of the failed call")
    out.tell(f"keymedic: {label(file or '-')} is empty; going by the facts alone")
    return None


def read_text(file: str, out: Output) -> str:
    """A file (``-`` is standard input) as text; a note about doubtful decoding goes to stderr."""
    from ..engine.observe.decode import decode

    data = read_bytes(file)
    try:
        decoded = decode(data)
    except InputError as error:
        raise InputError(f"{label(file)}: {error}") from error
    if decoded.note:
        out.tell(f"keymedic: {label(file)}: {decoded.note}")
    return decoded.text


def read_bytes(file: str) -> bytes:
    """All bytes of a file (``-`` is standard input); raises `InputError` when that fails or is too much."""
    try:
        if file == "-":
            data = _read_most(standard_input())
        else:
            with open(file, "rb") as stream:
                data = _read_most(stream)
    except (OSError, ValueError) as error:
        raise unreadable(file, error) from error
    if len(data) > MAX_BYTES:
        raise InputError(f"{label(file)} is larger than {MAX_BYTES >> 20} MiB: cut out the part around the error")
    return data


def _read_most(stream: BinaryIO) -> bytes:
    """A byte more than is allowed, at most; piece by piece, as a stream makes room for all that it is asked for."""
    parts: list[bytes] = []
    left = MAX_BYTES + 1
    while left > 0 and (part := stream.read(min(left, _PIECE))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def open_lines(file: str) -> BinaryIO:
    """A file of lines (``-`` is standard input) to be read as it comes; raises `InputError`."""
    if file == "-":
        return standard_input()
    try:
        return open(file, "rb")
    except (OSError, ValueError) as error:
        raise unreadable(file, error) from error


def standard_input() -> BinaryIO:
    """Standard input as bytes; raises `InputError` when the process has none."""
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]  # true after `<&-`
        raise InputError("there is no standard input")
    return sys.stdin.buffer


def is_terminal() -> bool:
    """Whether a person types at standard input."""
    return sys.stdin is not None and sys.stdin.isatty()  # pyright: ignore[reportUnnecessaryComparison]


def unreadable(file: str, error: OSError | ValueError) -> InputError:
    """The error for a file that cannot be opened or read."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a usable file name"
    return InputError(f"cannot read {label(file)}: {reason}")


def label(file: str) -> str:
    """What to call an input in a message."""
    return "standard input" if file == "-" else file
