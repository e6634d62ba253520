"""A compiled rule base as lines: few values at once, and the entries of the large tables each by itself.

A diagnosis shows two causes of sixty and fires a dozen rules of hundreds. So the large tables are rows of entries (see
`packed`), each JSON of its own that is parsed when somebody asks for it. What is damaged may show only then: the rule
base is built from its sources in that case, and the entry taken from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, partial

from ..errors import InstallationError
from ..lazy import DAMAGED, ByScript, LazyMapping, LazySequence, by_script
from ..values import field_names, field_types
from .compiled import DECODERS, Decoder, cases_to_data, to_data, with_cases, without_cases
from .model import Cause, CauseBrief, Rule, RuleBase
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
    evidence = _named({rule.id: _evidence(rule) for rule in base.rules.values() if rule.evidence})
    briefs = _named({cause.id: _brief(cause) for cause in base.causes.values()})
    return [_json(data), *evidence, *briefs, *named, *listed, *numbers, program.encode(), _json(cases_to_data(base))]


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
    data = json.loads(line().decode())
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
    return with_cases(base, json.loads(line))


def _named(table: Mapping[str, bytes]) -> tuple[bytes, bytes, Row]:
    return "\t".join(table).encode(), *pack(table.values())


def _entry(data: Any) -> bytes:
    """A text as it is: it needs no quotation marks. Everything else as JSON, which leaves no tab or line feed unescaped."""
    return data.encode() if isinstance(data, str) else _json(data)


def _json(data: Any) -> bytes:
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
    return lambda data: decode(json.loads(data.decode()))


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


def _evidence(rule: Rule) -> bytes:
    """The causes that a rule speaks for or against and how strongly, before that its group: a few words, none with a blank."""
    return " ".join([f"group:{rule.group or ''}", *(word for pair in rule.evidence.items() for word in pair)]).encode()


def _spoken(data: bytes) -> tuple[str | None, Mapping[str, str]]:
    """The group and the evidence of a rule: looking ahead needs these of many rules."""
    group, *words = data.decode().split(" ")
    if not group.startswith("group:"):
        raise ValueError("expected a group")
    return group[6:] or None, dict(zip(words[::2], words[1::2], strict=True))


def _brief(cause: Cause) -> bytes:
    """What lists show of a cause."""
    brief = cause.brief
    return _json([brief.title, brief.explanation, brief.origin, brief.kind_of])


def _read_brief(data: bytes) -> CauseBrief:
    title, explanation, origin, kind_of = json.loads(data.decode())
    if {title.__class__, explanation.__class__, origin.__class__} != {str} or kind_of.__class__ not in (
        str,
        type(None),
    ):
        raise ValueError("expected texts")
    return CauseBrief(title, explanation, origin, kind_of)


_NOTES: dict[str, tuple[Decoder, Callable[[Any], Any]]] = {
    "rules": (_spoken, lambda rule: (rule.group, rule.evidence) if rule.evidence else None),
    "causes": (_read_brief, lambda cause: cause.brief),
}
"""The large tables of whose entries something is noted beside them: how a note is read, and what it says of an entry."""


def _later(name: str, data: Any, rebuilt: Callable[[], RuleBase], notes: Any) -> Any:
    """A large table whose entries are read when they are asked for, from ``rebuilt()`` where they cannot be."""

    def sound() -> Any:
        return getattr(rebuilt(), name)

    if data.__class__ is tuple:
        return _by_script(data, _ENTRIES[name], sound)
    if notes is None:
        return _late(data, _ENTRIES[name], sound)
    read, note_of = _NOTES[name]

    def noted() -> Mapping[str, Any]:
        return {name: note for name, entry in sound().items() if (note := note_of(entry)) is not None}

    return _late(data, _ENTRIES[name], sound, _late(notes, read, noted))


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
