"""A compiled rule base as lines: few values at once, and the entries of the large tables each by itself.

A diagnosis shows two causes of sixty and fires a dozen rules of hundreds. So the large tables are lines of names and
entries with tabs between them, each entry JSON of its own that is parsed when somebody asks for it. What is damaged may
show only then: the rule base is built from its sources in that case, and the entry taken from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from ..errors import InstallationError
from ..lazy import DAMAGED, ByScript, LazyMapping, LazySequence, by_script
from ..values import field_names, field_types
from .compiled import DECODERS, Decoder, cases_to_data, to_data, with_cases, without_cases
from .model import Cause, FactDecl, Frame, Observation, Rule, RuleBase, Term

_FIELDS = field_names(RuleBase)
_NAMED = tuple(map(_FIELDS.index, ("facts", "rules", "causes", "translations", "words")))
_LISTED = tuple(map(_FIELDS.index, ("observations", "frames", "terms")))
_PLAIN = _FIELDS.index("required")
_LEADS = _FIELDS.index("leads")
_OPENINGS = _FIELDS.index("openings")
_PROGRAM = _FIELDS.index("program")


def to_sections(base: RuleBase) -> list[bytes]:
    """The lines, the cases last."""
    data = to_data(without_cases(base))
    named = [_row(part for name, entry in data[at].items() for part in (name, _json(entry))) for at in _NAMED]
    listed = [_row(map(_json, data[at])) for at in _LISTED]
    numbers = map(_numbers, (data[_LEADS], *by_script(data[_OPENINGS])))
    program: str = data[_PROGRAM]
    plain = _row(data[_PLAIN])
    for at in (*_NAMED, *_LISTED, _PLAIN, _LEADS, _OPENINGS, _PROGRAM):
        data[at] = None
    evidence = _json({rule.id: [rule.group, rule.evidence] for rule in base.rules.values() if rule.evidence})
    lines = (_json(data), evidence, *named, *listed, plain, *numbers, program, _json(cases_to_data(base)))
    return [line.encode() for line in lines]


def from_sections(lines: Iterator[bytes], rebuilt: Callable[[], RuleBase]) -> RuleBase:
    """The rule base of such lines, without its cases, each taken when the one before it is done with; raises
    ``ValueError`` for lines of another shape, ``StopIteration`` for fewer.

    What ``rebuilt`` gives takes the place of entries that turn out to have another shape when they are asked for.
    """
    data = json.loads(next(lines).decode())
    notes = _notes(json.loads(next(lines).decode()))
    for at in _NAMED:
        data[at] = _table(next(lines))
    for at in (*_LISTED, _PLAIN):
        data[at] = _parts(next(lines))
    data[_LEADS] = _table(next(lines))
    data[_OPENINGS] = _table(next(lines)), partial(_table, next(lines))
    data[_PROGRAM] = next(lines).decode()
    return _put_together(data, notes, rebuilt)


def with_cases_of(base: RuleBase, line: bytes) -> RuleBase:
    """The rule base with its cases, from the last line."""
    return with_cases(base, json.loads(line))


def _row(parts: Iterable[str]) -> str:
    return "\t".join(parts)


def _numbers(table: Mapping[str, Iterable[int]]) -> str:
    return _row(part for name, found in table.items() for part in (name, " ".join(map(str, found))))


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


def _notes(data: Any) -> Mapping[str, tuple[str | None, Mapping[str, str]]]:
    """The group and the evidence of each rule that has any: looking ahead needs these of many rules."""
    group, words = DECODERS["str | None"], DECODERS["Mapping[str, str]"]
    return {name: (group(of), words(found)) for name, (of, found) in data.items()}


def _put_together(data: Any, notes: Any, rebuilt: Callable[[], RuleBase]) -> RuleBase:
    """Like `compiled.from_data`, but for the large tables: their entries are bytes yet."""
    types = field_types(RuleBase)
    if data.__class__ is not list or len(data) != len(types):
        raise ValueError(f"expected the {len(types)} fields of RuleBase")
    values = zip(types.items(), data)
    return RuleBase(
        *[
            _later(name, type_, value, rebuilt, notes if name == "rules" else None)
            if type_ in _ENTRIES
            else DECODERS[type_](value)
            for (name, type_), value in values
        ]
    )


def _from_json(type_: str) -> Decoder:
    decode = DECODERS[type_]
    return lambda data: decode(json.loads(data.decode()))


_ENTRIES: dict[str, Decoder] = {
    **{f"Mapping[str, {kind.__name__}]": _from_json(kind.__name__) for kind in (FactDecl, Rule, Cause)},
    **{f"Sequence[{kind.__name__}]": _from_json(kind.__name__) for kind in (Observation, Frame, Term)},
    "Mapping[str, Mapping[str, str]]": _from_json("Mapping[str, str]"),
    "Mapping[str, Mapping[str, tuple[str, ...]]]": _from_json("Mapping[str, tuple[str, ...]]"),
    "Mapping[str, tuple[int, ...]]": lambda data: tuple(map(int, data.split())),
    "Sequence[str]": lambda data: data.decode(),
}
"""The large tables of a rule base, by type, and how one entry of them is read."""


def _later(name: str, type_: str, data: Any, rebuilt: Callable[[], RuleBase], notes: Any) -> Any:
    """A large table whose entries are read when they are asked for, from ``rebuilt()`` where they cannot be."""

    def sound() -> Any:
        return getattr(rebuilt(), name)

    if data.__class__ is tuple:
        return _by_script(data, _ENTRIES[type_], sound)
    return _late(data, _ENTRIES[type_], sound, notes)


def _by_script(data: Any, make: Decoder, sound: Callable[[], Any]) -> ByScript[Any]:
    """A table in two parts; the second is put off as a whole, too."""
    plain, read = data

    def others() -> Mapping[str, Any]:
        try:
            return _late(read(), make, sound_others)
        except DAMAGED:
            return sound_others()

    def sound_others() -> Mapping[str, Any]:
        return by_script(sound())[1]

    return ByScript(_late(plain, make, lambda: by_script(sound())[0]), others)


def _late(data: Any, make: Decoder, sound: Callable[[], Any], notes: Any = None) -> Any:
    """``sound()`` is the same table from the sources, unless somebody has put other names into this one."""

    @cache
    def checked() -> Any:
        table = sound()
        if len(table) != len(data) or (data.__class__ is dict and table.keys() != data.keys()):
            raise InstallationError("keymedic's cache was forged: delete its folder and try again")
        return table

    return LazyMapping(data, make, checked, notes) if data.__class__ is dict else LazySequence(data, make, checked)
