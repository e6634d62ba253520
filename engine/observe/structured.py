"""Error records in data: Google's error shape, the OpenAI-compatible and Interactions shapes, client dumps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..lazy_pattern import lazy_pattern
from ..typed import cast
from .records import GOOGLE_CODES, ErrorRecord, google_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_REASON = lazy_pattern(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_FEW_DIGITS = lazy_pattern(r"[0-9]{1,4}")
_CODE = lazy_pattern(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_HTTP_KEYS = (
    "code", "status", "statusCode", "status_code", "http_status", "httpStatus", "httpStatusCode", "errorCode",
    "error_code", "StatusCode",
)  # fmt: skip
_MESSAGE_KEYS = ("message", "error_description", "grpc_message", "errorMessage", "Message", "msg", "detail", "details")
_DETAIL_KEYS = ("details", "errorDetails", "Details", "statusDetails")
_WRAPPER_KEYS = frozenset({"error", "errors", *_DETAIL_KEYS})
_KEPT = ("quotaMetric", "quotaId", "quotaValue", "retryDelay", "locale", "domain")
_MOST_NODES = 20_000
_MOST_METADATA = 24
_LONGEST = 4_000


def records_in_data(data: dict[str, Any]) -> Iterator[tuple[ErrorRecord | None, str]]:
    """Walk data; yields each error record in it, and (as ``None`` with a text) each string worth reading in turn.

    ``depth`` of a record counts the objects around it.
    """
    todo: list[tuple[Any, int, bool]] = [(data, 0, False)]
    for _ in range(_MOST_NODES):
        if not todo:
            return
        node, depth, taken = todo.pop()
        if isinstance(node, dict):
            fields = cast("dict[str, Any]", node)
            record = None if taken else _record(fields, depth)
            if record:
                yield record, ""
            parts = [
                (value, depth + 1, bool(record or taken) and key in _WRAPPER_KEYS) for key, value in fields.items()
            ]
            todo += reversed(parts)
        elif isinstance(node, list):
            todo += [(item, depth + 1, taken) for item in reversed(cast("list[Any]", node))]
        elif isinstance(node, str) and len(node) > len('{"error":1}') and any(char in node for char in "{[:"):
            yield None, node


def _record(fields: dict[str, Any], depth: int) -> ErrorRecord | None:
    error = fields.get("error")
    if isinstance(error, list) and error and isinstance(error[0], dict):
        error = cast("Any", error[0])
    if isinstance(error, dict):
        inner = _read(cast("dict[str, Any]", error), depth + 1)
        return inner if inner.says_something else None
    record = _read(fields, depth)
    if isinstance(error, str) and error.strip():
        said = record.message or error
        return (
            _with(record, message=said, code=error if _CODE.fullmatch(error) else "")
            if _is_error(record)
            else (ErrorRecord(depth=depth, message=_text(said), server=True, quoted=True))
        )
    return record if _is_error(record) else None


def _with(record: ErrorRecord, message: str, code: str) -> ErrorRecord:
    return ErrorRecord(
        http_status=record.http_status, status=record.status, reason=record.reason, message=_text(message),
        service=record.service, code=record.code or code, method=record.method, metadata=record.metadata,
        close_code=record.close_code, depth=record.depth, server=True, quoted=True,
    )  # fmt: skip


def _is_error(record: ErrorRecord) -> bool:
    """Whether the fields are those of an error, not of any object that has a message."""
    return bool(record.status or record.reason or record.http_status or record.close_code) or (
        bool(record.message) and record.code.endswith("error")
    )


def _read(fields: dict[str, Any], depth: int) -> ErrorRecord:
    details = _details(fields)
    info = _error_info(fields, details)
    metadata = _metadata(info, details)
    message = _message(fields, details)
    number = _number(fields.get("code"))
    kind = fields.get("type")
    code = fields.get("code")
    named = code if isinstance(code, str) and _CODE.fullmatch(code) else kind
    return ErrorRecord(
        http_status=_http_status(fields),
        status=_status(fields),
        reason=str(info.get("reason", "")) if _REASON.fullmatch(str(info.get("reason", ""))) else "",
        message=message,
        service=metadata.get("service", ""),
        code=named if isinstance(named, str) and _CODE.fullmatch(named) and named not in {"error", "object"} else "",
        method=metadata.get("method", "") or metadata.get("methodName", ""),
        metadata=metadata,
        close_code=number if number is not None and 1000 < number < 1016 else None,
        depth=depth,
        server=True,
        quoted=bool(message),
    )


def _details(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [item for key in _DETAIL_KEYS for item in _dicts(fields.get(key))]


def _dicts(value: object) -> list[dict[str, Any]]:
    """The objects in what may be a list of them."""
    items = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast("dict[str, Any]", item) for item in items if isinstance(item, dict)]


def _error_info(fields: dict[str, Any], details: list[dict[str, Any]]) -> dict[str, Any]:
    empty: dict[str, Any] = {}
    return next((item for item in (*details, fields) if _REASON.fullmatch(str(item.get("reason", "")))), empty)


def _metadata(info: dict[str, Any], details: list[dict[str, Any]]) -> dict[str, str]:
    kept: dict[str, str] = {}
    own = info.get("metadata")
    if isinstance(own, dict):
        kept.update(
            {
                str(key): _text(value)
                for key, value in cast("dict[Any, Any]", own).items()
                if isinstance(value, str | int)
            }
        )
    for item in details:
        for source in (item, *_dicts(item.get("violations"))[:1]):
            for key in _KEPT:
                if isinstance(source.get(key), str | int):
                    _ = kept.setdefault(key, _text(source[key]))
    return dict(list(kept.items())[:_MOST_METADATA])


def _http_status(fields: dict[str, Any]) -> int | None:
    numbers = (_number(fields.get(key)) for key in _HTTP_KEYS)
    return next((number for number in numbers if number is not None and 400 <= number <= 599), None)


def _status(fields: dict[str, Any]) -> str:
    for key in ("status", "code", "statusText", "grpc_status"):
        value = fields.get(key)
        if isinstance(value, str) and google_code(value) and (value.isupper() or key != "statusText"):
            return google_code(value)
    number = _number(fields.get("grpc_status", fields.get("code") if "metadata" in fields else None))
    return GOOGLE_CODES[number] if number is not None and 0 < number < len(GOOGLE_CODES) else ""


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and _FEW_DIGITS.fullmatch(value) else None


def _message(fields: dict[str, Any], details: list[dict[str, Any]]) -> str:
    for source in (fields, *details):
        for key in _MESSAGE_KEYS:
            value = source.get(key)
            if isinstance(value, str) and any(char.isalnum() for char in value):
                return _text(value)
    return ""


def _text(value: object) -> str:
    return " ".join(str(value)[:_LONGEST].split())
