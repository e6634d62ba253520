"""A compiled rule base as lines: few values at once, and the entries of the large tables each by itself.

A diagnosis shows two causes of sixty and fires a dozen rules of hundreds. So the large tables are rows of entries (see
`packed`), each JSON of its own that is parsed when somebody asks for it. What is damaged may show only then: the rule
base is built from its sources in that case, and the entry taken from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from math import isfinite

from ..errors import InstallationError
from ..lazy import DAMAGED, ByScript, LazyMapping, LazySequence, by_script
from ..plain_json import loads
from ..values import Struct, field_names, field_types
from .compiled import DECODERS, Decoder, cases_to_data, to_data, with_cases, without_cases
from .model import AskBrief, Cause, CauseBrief, FactDecl, Rule, RuleBase, RuleSpoken
from .packed import Packed, PackedNames, Row, pack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from .packed import Slices


_FIELDS = field_names(RuleBase)
_NAMED = tuple(map(_FIELDS.index, ("facts", "rules", "causes", "translations", "phrases", "words")))
_LISTED = tuple(map(_FIELDS.index, ("observations", "frames", "terms", "required")))
_LEADS = _FIELDS.index("leads")
_OPENINGS = _FIELDS.index("openings")
_PROGRAM = _FIELDS.index("program")


def to_sections(base: RuleBase) -> list[bytes]:
    """The lines, the cases last."""
    data = to_data(without_cases(base))
    named = [line for at in _NAMED for line in _named({name: _entry(item) for name, item in data[at].items()})]
    listed = [line for at in _LISTED for line in pack(map(_entry, data[at]))]
    numbers = [
        line
        for table in (data[_LEADS], *by_script(data[_OPENINGS]))
        for line in _named({name: " ".join(map(str, found)).encode() for name, found in table.items()})
    ]
    program: str = data[_PROGRAM]
    for at in (*_NAMED, *_LISTED, _LEADS, _OPENINGS, _PROGRAM):
        data[at] = None
    notes = [line for name, note in _NOTES.items() for line in _named(note.of_all(getattr(base, name)))]
    return [_json(data), *notes, *named, *listed, *numbers, program.encode(), _json(cases_to_data(base))]


if TYPE_CHECKING:

    class Lines(Protocol):
        """Lines one after the other. Either raises ``ValueError`` or ``StopIteration`` where there is no such line."""

        def line(self) -> bytes:
            """The next line, which counts for the checksum."""
            ...

        def row(self) -> Slices:
            """The next line, a row."""
            ...


def from_sections(lines: Lines, rebuilt: Callable[[], RuleBase]) -> RuleBase:
    """The rule base of such lines, without its cases; raises ``ValueError`` for lines of another shape.

    What ``rebuilt`` gives takes the place of entries that turn out to be damaged when they are asked for.
    """
    line, row = lines.line, lines.row
    data = loads(line().decode())
    notes = {name: PackedNames(line(), line(), row()) for name in _NOTES}
    for at in _NAMED:
        data[at] = PackedNames(line(), line(), row())
    for at in _LISTED:
        data[at] = Packed(line(), row())
    data[_LEADS] = PackedNames(line(), line(), row())
    data[_OPENINGS] = PackedNames(line(), line(), row()), partial(PackedNames, line(), line(), row())
    data[_PROGRAM] = line().decode()
    return _put_together(data, notes, rebuilt)


def with_cases_of(base: RuleBase, line: bytes) -> RuleBase:
    """The rule base with its cases, from the last line."""
    return with_cases(base, loads(line.decode()))


def _named(table: Mapping[str, bytes]) -> tuple[bytes, bytes, Row]:
    return "\t".join(table).encode(), *pack(table.values())


def _entry(data: Any) -> bytes:
    """A text as it is: it needs no quotation marks. Everything else as JSON, which leaves no tab or line feed unescaped."""
    return data.encode() if isinstance(data, str) else _json(data)


def _json(data: Any) -> bytes:
    import json  # only where a rule base is compiled

    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()


def _put_together(data: Any, notes: Mapping[str, Any], rebuilt: Callable[[], RuleBase]) -> RuleBase:
    """Like `compiled.from_data`, but for the large tables: their entries are bytes yet."""
    types = field_types(RuleBase)
    if data.__class__ is not list or len(data) != len(types):
        raise ValueError(f"expected the {len(types)} fields of RuleBase")
    values = zip(types.items(), data)
    return RuleBase(
        *[
            _later(name, value, rebuilt, notes.get(name)) if name in _ENTRIES else DECODERS[type_](value)
            for (name, type_), value in values
        ]
    )


def _from_json(type_: str) -> Decoder:
    decode = DECODERS[type_]
    return lambda data: decode(loads(data.decode()))


def _numbers(data: bytes) -> tuple[int, ...]:
    return tuple(map(int, data.split()))


_ENTRIES: dict[str, Decoder] = {
    "facts": _from_json("FactDecl"),
    "rules": _from_json("Rule"),
    "causes": _from_json("Cause"),
    "translations": _from_json("Mapping[str, str]"),
    "phrases": bytes.decode,
    "words": _from_json("Mapping[str, tuple[str, ...]]"),
    "observations": _from_json("Observation"),
    "frames": _from_json("Frame"),
    "terms": _from_json("Term"),
    "required": bytes.decode,
    "leads": _numbers,
    "openings": _numbers,
}
"""The large tables of a rule base and how one entry of them is read."""


class _Note(Struct):
    """What is noted of the entries of a large table beside it."""

    note_of: Callable[[Any], Any]
    """What it says of an entry; ``None``: nothing."""
    write: Callable[[Any], bytes]
    read: Decoder

    def of_all(self, table: Mapping[str, Any]) -> dict[str, bytes]:
        """The notes of a table as they are kept."""
        return {name: self.write(note) for name, note in self.made(table).items()}

    def made(self, table: Mapping[str, Any]) -> dict[str, Any]:
        """The notes of a table."""
        return {name: note for name, entry in table.items() if (note := self.note_of(entry)) is not None}


def _spoken(note: RuleSpoken) -> bytes:
    """The causes that a rule speaks for or against and how strongly, before that its group: a few words, none with a blank."""
    group, evidence = note
    return " ".join([f"group:{group or ''}", *(word for pair in evidence.items() for word in pair)]).encode()


def _read_spoken(data: bytes) -> RuleSpoken:
    group, *words = data.decode().split(" ")
    if not group.startswith("group:"):
        raise ValueError("expected a group")
    return group[6:] or None, dict(zip(words[::2], words[1::2], strict=True))


def _fields(note: Struct) -> bytes:
    return _json([getattr(note, name) for name in field_names(note)])


def _read_brief(data: bytes) -> CauseBrief:
    title, explanation, origin, kind_of = loads(data.decode())
    if {title.__class__, explanation.__class__, origin.__class__} != {str} or kind_of.__class__ not in (
        str,
        type(None),
    ):
        raise ValueError("expected texts")
    return CauseBrief(title, explanation, origin, kind_of)


def _read_asking(data: bytes) -> AskBrief:
    answers, rates, tells, cost, implied_by, vague = loads(data.decode())
    texts = (cost, *tells, *implied_by, *vague)
    if (
        {*map(type, (answers, rates, tells, implied_by, vague))} != {list}
        or {*map(type, texts)} != {str}
        or not {*map(type, answers)} <= {bool, int, str}
        or len(answers) != len(rates)
        or not all(map(isfinite, rates))
    ):
        raise ValueError("expected answers, a rate of each, and texts")
    return AskBrief(tuple(answers), tuple(rates), tuple(tells), cost, tuple(implied_by), tuple(vague))


_NOTES: dict[str, _Note] = {
    "rules": _Note(Rule.spoken, _spoken, _read_spoken),
    "causes": _Note(Cause.brief, _fields, _read_brief),
    "facts": _Note(FactDecl.asking, _fields, _read_asking),
}
"""The large tables of whose entries something is noted beside them (`model.RuleBase.brief` and the like read it)."""


def _later(name: str, data: Any, rebuilt: Callable[[], RuleBase], notes: Any) -> Any:
    """A large table whose entries are read when they are asked for, from ``rebuilt()`` where they cannot be."""

    def sound() -> Any:
        return getattr(rebuilt(), name)

    if data.__class__ is tuple:
        return _by_script(data, _ENTRIES[name], sound)
    if notes is None:
        return _late(data, _ENTRIES[name], sound)
    note = _NOTES[name]
    return _late(data, _ENTRIES[name], sound, _late(notes, note.read, lambda: note.made(sound())))


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
        if len(table) != len(data) or (isinstance(data, PackedNames) and table.keys() != data.keys()):
            raise InstallationError("keymedic's cache was forged: delete its folder and try again")
        return table

    if isinstance(data, PackedNames):
        return LazyMapping(data, make, checked, notes)
    return LazySequence(data, make, checked)
