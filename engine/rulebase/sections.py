"""A compiled rule base as lines: few values at once, and the entries of the large tables each by itself.

A diagnosis shows two causes of sixty and fires a dozen rules of hundreds. So the large tables are lines of names and
entries with tabs between them, each entry JSON of its own that is parsed when somebody asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from ..values import field_names
from .compiled import cases_to_data, from_trusted_data, to_data, with_cases, without_cases
from .model import RuleBase

_FIELDS = field_names(RuleBase)
_NAMED = tuple(map(_FIELDS.index, ("facts", "rules", "causes", "translations")))
_RULES = _FIELDS.index("rules")
_LISTED = tuple(map(_FIELDS.index, ("observations", "frames", "terms", "lexicon")))
_PLAIN = _FIELDS.index("required")
_NUMBERS = _FIELDS.index("openings")
_PROGRAM = _FIELDS.index("program")


def to_sections(base: RuleBase) -> list[bytes]:
    """The lines, the cases last."""
    data = to_data(without_cases(base))
    named = [_row(part for name, entry in data[at].items() for part in (name, _json(entry))) for at in _NAMED]
    listed = [_row(map(_json, data[at])) for at in _LISTED]
    numbers = [
        _row(
            part
            for name, found in data[_NUMBERS].items()
            if name.isascii() == plainly
            for part in (name, " ".join(map(str, found)))
        )
        for plainly in (True, False)
    ]
    program: str = data[_PROGRAM]
    plain = _row(data[_PLAIN])
    for at in (*_NAMED, *_LISTED, _PLAIN, _NUMBERS, _PROGRAM):
        data[at] = None
    evidence = _json({rule.id: [rule.group, rule.evidence] for rule in base.rules.values() if rule.evidence})
    lines = (_json(data), evidence, *named, *listed, plain, *numbers, program, _json(cases_to_data(base)))
    return [line.encode() for line in lines]


def from_sections(lines: Iterator[bytes]) -> RuleBase:
    """The rule base of such lines, without its cases, each taken when the one before it is done with; raises
    ``ValueError`` for lines of another shape, ``StopIteration`` for fewer."""
    data = json.loads(next(lines).decode())
    evidence = json.loads(next(lines).decode())
    for at in _NAMED:
        data[at] = _table(next(lines))
    data[_RULES] = data[_RULES], evidence
    for at in (*_LISTED, _PLAIN):
        data[at] = _parts(next(lines))
    data[_NUMBERS] = _table(next(lines)), partial(_table, next(lines))
    data[_PROGRAM] = next(lines).decode()
    return from_trusted_data(data)


def with_cases_of(base: RuleBase, line: bytes) -> RuleBase:
    """The rule base with its cases, from the last line."""
    return with_cases(base, json.loads(line))


def _row(parts: Iterable[str]) -> str:
    return "\t".join(parts)


def _parts(row: bytes) -> list[bytes]:
    return row.split(b"\t") if row else []


def _table(row: bytes) -> Mapping[str, bytes]:
    parts = _parts(row)
    # All names at once: one by one they take ten times as long to decode.
    names = b"\t".join(parts[::2]).decode().split("\t") if parts else []
    return dict(zip(names, parts[1::2], strict=True))


def _json(data: Any) -> str:
    """Data on one line; JSON leaves no tab or line feed unescaped."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)
