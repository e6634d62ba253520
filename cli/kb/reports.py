"""The faults of a rule base for machines: JSON, GitHub's annotations, and SARIF for code scanning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...version import VERSION
from ..output import Output
from ..render.as_json import pretty
from ..render.style import harmless

if TYPE_CHECKING:
    from ...engine.rulebase.faults import Fault

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(faults: Sequence[Fault], out: Output) -> str:
    """An object with the list of faults; fields are added, never renamed."""
    return pretty({"schema_version": 1, "faults": [_fields(fault) for fault in faults]}, out)


def as_github(faults: Sequence[Fault], out: Output) -> str:
    """A workflow command a line, which GitHub shows beside the line of the file."""
    return "".join(_annotation(fault, out) for fault in faults)


def as_sarif(faults: Sequence[Fault], out: Output) -> str:
    """SARIF 2.1.0 (OASIS, 2020), with the kinds of faults that occur as its rules."""
    kinds = _kinds()
    rules = [
        {"id": code, "shortDescription": {"text": kinds[code]}} for code in sorted({fault.code for fault in faults})
    ]
    driver = {"name": "keymedic", "version": VERSION, "rules": rules}
    results = [_result(fault, [rule["id"] for rule in rules]) for fault in faults]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return pretty({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, out)


REPORTS: Mapping[str, Callable[[Sequence[Fault], Output], str]] = {
    "json": as_json, "github": as_github, "sarif": as_sarif,
}  # fmt: skip
"""The report by the name of its format."""


def _kinds() -> Mapping[str, str]:
    from ...engine.rulebase.faults import FAULT_KINDS, LINT_KINDS

    return {**FAULT_KINDS, **LINT_KINDS}


def _fields(fault: Fault) -> dict[str, Any]:
    return {
        "code": fault.code, "kind": _kinds()[fault.code], "severity": _level(fault), "file": fault.file, "line": fault.line,
        "column": fault.column, "end_column": fault.column + fault.length, "message": fault.message, "hint": fault.hint,
    }  # fmt: skip


def _level(fault: Fault) -> str:
    return "warning" if fault.is_lint else "error"


def _message(fault: Fault) -> str:
    return f"{fault.message} ({fault.hint})" if fault.hint else fault.message


def _annotation(fault: Fault, out: Output) -> str:
    where = {
        "file": fault.file, "line": fault.line, "endLine": fault.line, "col": fault.column,
        "endColumn": fault.column + fault.length - 1, "title": f"{fault.code} {_kinds()[fault.code]}",
    }  # fmt: skip
    parts = ",".join(f"{name}={_escaped(str(value), ':,', out)}" for name, value in where.items())
    return f"::{_level(fault)} {parts}::{_escaped(_message(fault), '', out)}\n"


def _escaped(text: str, also: str, out: Output) -> str:
    """As GitHub wants it: per cent, line breaks, and within properties colons and commas."""
    text = harmless(out.clean(text))
    for sign in "%\r\n" + also:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _result(fault: Fault, rules: Sequence[object]) -> dict[str, Any]:
    region = {"startLine": fault.line, "startColumn": fault.column, "endColumn": fault.column + fault.length}
    place = {"artifactLocation": {"uri": quote(fault.file)}, "region": region}
    return {
        "ruleId": fault.code, "ruleIndex": rules.index(fault.code), "level": _level(fault),
        "message": {"text": _message(fault)}, "locations": [{"physicalLocation": place}],
    }  # fmt: skip
