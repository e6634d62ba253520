"""Error records: what one error message in a text says, and how several sightings of one error join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..values import Struct, field, field_names, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


GOOGLE_CODES = (
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
    "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
    "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
)  # fmt: skip
"""google.rpc.Code by number (the gRPC status numbers)."""

_CODE_BY_LETTERS = {code.replace("_", ""): code for code in GOOGLE_CODES[1:]}
_SEPARATORS = str.maketrans("", "", " _-.")
_NEAR = 2_000
_LOOKED_BACK = 4
_MOST_RECORDS = 400
_SAME_START = 24


class ErrorRecord(Struct):
    """One error as a text shows it. Empty text, ``None`` and an empty mapping mean "not said".

    ``position`` and ``end`` are offsets in the clean view, ``line`` the 1-based line of the paste, ``depth``
    how many wrappers stand around it. ``server`` marks what a server said, not a client library, ``quoted``
    that the message is the server's and not a client's about it; ``cause`` marks what the text itself calls
    the cause of another error.
    """

    position: int = 0
    http_status: int | None = None
    status: str = ""
    reason: str = ""
    message: str = ""
    service: str = ""
    code: str = ""
    method: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict[str, str])
    exception: str = ""
    close_code: int | None = None
    depth: int = 0
    server: bool = False
    quoted: bool = False
    cause: bool = False
    end: int = 0
    line: int = 0

    @property
    def says_something(self) -> bool:
        """Whether there is more than a place in it."""
        return bool(self.http_status or self.status or self.reason or self.message or self.code or self.close_code)


def google_code(text: str) -> str:
    """The google.rpc code that a text names in any spelling (``PermissionDenied``), empty for anything else."""
    return _CODE_BY_LETTERS.get(text.translate(_SEPARATORS).upper(), "") if len(text) < 40 else ""


def join(records: Iterable[ErrorRecord]) -> tuple[ErrorRecord, ...]:
    """Join the sightings of the same error that stand close together; the order of the text stays."""
    joined: list[ErrorRecord] = []
    for record in sorted(records, key=lambda record: (record.position, record.depth))[:_MOST_RECORDS]:
        for index in range(len(joined) - 1, max(-1, len(joined) - 1 - _LOOKED_BACK), -1):
            if record.position - joined[index].end <= _NEAR and _compatible(joined[index], record):
                joined[index] = _combine(joined[index], record)
                break
        else:
            joined.append(record)
    return tuple(joined)


def rank(record: ErrorRecord) -> tuple[int, int, int]:
    """The sort key of records as candidates for the root: the server's full answer first, bare mentions last."""
    if record.quoted and record.message:
        quality = 0 if record.status or record.reason or record.code or record.close_code else 1
        if quality and not record.http_status:
            quality = 2
    elif record.reason or (record.server and record.status):
        quality = 2
    elif record.message or record.close_code:
        quality = 3
    else:
        quality = 4
    if quality == 3 and record.cause:
        return quality, 0, -record.position
    return quality, 1, record.position


def _compatible(one: ErrorRecord, other: ErrorRecord) -> bool:
    if one.server and other.server and one.depth == other.depth and one.end <= other.position and _full(one, other):
        return False
    for name in ("http_status", "status", "reason", "code", "close_code", "service"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine and theirs and mine != theirs:
            return False
    return not one.message or not other.message or _same(one.message, other.message)


def _full(one: ErrorRecord, other: ErrorRecord) -> bool:
    """Two complete answers of servers are two errors, even when the texts are alike (but not if one repeats the other)."""
    complete = all(record.message and record.status for record in (one, other))
    return complete and one.message != other.message


def _same(one: str, other: str) -> bool:
    mine, theirs = (" ".join(text.casefold().split()).rstrip(" .…") for text in (one, other))
    shorter, longer = sorted((mine, theirs), key=len)
    return longer.startswith(shorter) or (len(shorter) >= _SAME_START and shorter in longer)


def _combine(one: ErrorRecord, other: ErrorRecord) -> ErrorRecord:
    """Both together; the server's words and the deeper record win, the earlier exception stays."""
    first, second = (other, one) if (other.server, other.depth) > (one.server, one.depth) else (one, other)
    filled: dict[str, Any] = {}
    for name in field_names(ErrorRecord):
        mine = getattr(first, name)
        filled[name] = mine if mine not in (None, "", {}) else getattr(second, name)
    filled["message"] = _better_message(one, other)
    return replace(
        ErrorRecord(**filled),
        position=one.position,
        line=one.line,
        end=max(one.end, other.end),
        depth=max(one.depth, other.depth),
        exception=one.exception or other.exception,
        metadata={**second.metadata, **first.metadata},
        server=one.server or other.server,
        quoted=one.quoted or other.quoted,
        cause=one.cause or other.cause,
    )


def _better_message(one: ErrorRecord, other: ErrorRecord) -> str:
    """The server's before a client's, the deeper before the wrapper's, of two prints of one sentence the longer."""
    first, second = sorted((one, other), key=lambda record: (record.quoted, record.depth), reverse=True)
    if not first.message or not second.message:
        return first.message or second.message
    alike = first.message[:_SAME_START].casefold() == second.message[:_SAME_START].casefold()
    return max(first.message, second.message, key=len) if alike and first.quoted == second.quoted else first.message
