"""Lines of cases for ``batch`` and ``eval``: JSON objects, one a line, read as they come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from ..engine.errors import InputError
from ..engine.values import Struct
from .givens import pairs_of
from .inputs import MAX_BYTES, open_lines, unreadable

if TYPE_CHECKING:
    from ..engine.facts import Fact
    from ..engine.rulebase.model import FactDecl


class Line(Struct):
    """One line that is not blank: its number (from 1), its JSON object, or why there is none."""

    number: int
    data: Mapping[str, Any]
    error: str = ""

    @property
    def id(self) -> Any:
        """The ``id`` of the case as it was written, ``None`` without one."""
        return self.data.get("id")


def read_lines(file: str) -> Iterator[Line]:
    """The lines of a file (``-`` is standard input); raises `InputError` when it cannot be read or has none."""
    return (line for line, _ in read_raw(file))


def read_raw(file: str) -> Iterator[tuple[Line, bytes]]:
    """Each line with its bytes; raises `InputError` when the file cannot be read or has none."""
    stream = open_lines(file)
    try:
        found = False
        for number, raw in enumerate(iter(lambda: stream.readline(MAX_BYTES), b""), 1):
            if raw.strip():
                found = True
                yield _parsed(number, raw), raw
        if not found:
            raise InputError(f"{file} holds no case" if file != "-" else "standard input holds no case")
    except OSError as error:
        raise unreadable(file, error) from error
    finally:
        if file != "-":
            stream.close()


def read_numbered(stream: BinaryIO) -> Iterator[Line]:
    """The lines that ``batch --jobs`` sends a worker: each with its number and a tab before it."""
    for raw in iter(lambda: stream.readline(MAX_BYTES), b""):
        number, _, text = raw.partition(b"\t")
        yield _parsed(int(number), text)


def _parsed(number: int, raw: bytes) -> Line:
    try:
        data: object = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Line(number, {}, f"line {number} is not UTF-8 (byte {error.start + 1})")
    except (ValueError, RecursionError) as error:
        reason = (
            f"{error.msg}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        )
        return Line(number, {}, f"line {number} is not JSON: {reason}")
    if not isinstance(data, dict):
        return Line(number, {}, f"line {number} is not a JSON object")
    return Line(number, cast("dict[str, Any]", data))


def report_of(line: Line, tell: Callable[[str], None]) -> str | None:
    """The case's report within the limits for texts; raises `InputError` when it is no text.

    ``tell`` is given a remark where part of the text had to be left out.
    """
    from ..engine.observe.decode import decode

    report = line.data.get("report")
    if report is None:
        return None
    if not isinstance(report, str):
        raise InputError(f"line {line.number}: report is not a text")
    decoded = decode(report.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode())
    if decoded.note:
        tell(f"keymedic: line {line.number}: {decoded.note}")
    return decoded.text


def facts_of(line: Line, facts: Mapping[str, FactDecl]) -> tuple[Fact, ...]:
    """The case's facts; raises `InputError`, `UnknownNameError` or `FactValueError`."""
    from ..engine.facts import Source
    from ..engine.vocabulary import read_facts

    data = line.data.get("facts")
    if data is None:
        return ()
    where = f"line {line.number}"
    return read_facts(pairs_of(data, where), facts, Source("given", where))


def texts_of(value: object) -> Sequence[str]:
    """A list of texts out of JSON, whatever stood there."""
    return [item for item in cast("list[object]", value) if isinstance(item, str)] if isinstance(value, list) else []
