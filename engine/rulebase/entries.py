"""The entries of rule bases as their files have them: read and shaped, and referring to nothing yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from ..values import Struct, field
from .documents import (
    CauseDoc,
    ChangeDoc,
    EntryDoc,
    FactDoc,
    FrameDoc,
    ObserveDoc,
    PackDoc,
    RuleDoc,
    TableDoc,
    TermDoc,
    WeightsDoc,
    WholeCaseDoc,
)
from .faults import Fault
from .located import Located, Mark, SourceText
from .model import Change, Origin, Pack

DocT = TypeVar("DocT", bound=EntryDoc)
MODELS: Mapping[str, tuple[type[EntryDoc], str]] = {
    "facts": (FactDoc, "fact"), "observe": (ObserveDoc, "observe"),
    "lexicon": (TermDoc, "term"), "frames": (FrameDoc, "frame"), "rules": (RuleDoc, "rule"),
    "causes": (CauseDoc, "cause"), "cases": (WholeCaseDoc, "case"), "tables": (TableDoc, "table"), "weights": (WeightsDoc, "weights"),
}  # fmt: skip


class Entry(Struct, Generic[DocT]):
    """One entry with the place it came from."""

    id: str
    doc: DocT
    node: Located
    source: SourceText
    origin: Origin

    def fault(self, code: str, path: Iterable[str | int], message: str, hint: str = "") -> Fault:
        """A fault at the value that ``path`` leads to."""
        return self.source.fault(code, self.node.find(tuple(path)).mark, message, hint)

    def key_fault(self, code: str, path: Iterable[str | int], key: str, message: str, hint: str = "") -> Fault:
        """A fault at ``key`` of the mapping that ``path`` leads to."""
        return self.source.fault(code, self.node.find(tuple(path)).key_mark(key), message, hint)

    def origin_of(self, path: Iterable[str | int]) -> Origin:
        """Where the value that ``path`` leads to stands: a later rule base may have put it there."""
        mark = self.node.find(tuple(path)).mark
        if mark.source is None:
            return Origin(self.origin.pack, self.origin.file, mark.line)
        return Origin(mark.source.pack, mark.source.name, mark.line)

    def source_of(self, path: Iterable[str | int]) -> SourceText:
        """The file of the value that ``path`` leads to."""
        return self.node.find(tuple(path)).mark.source or self.source


class PhraseEntry(Struct):
    """One text of ``phrases/``, with where it and its id stand."""

    text: str
    source: SourceText
    mark: Mark
    key_mark: Mark

    def fault(self, code: str, message: str, hint: str = "") -> Fault:
        """A fault at the text."""
        return self.source.fault(code, self.mark, message, hint)

    def key_fault(self, code: str, message: str, hint: str = "") -> Fault:
        """A fault at its id."""
        return self.source.fault(code, self.key_mark, message, hint)


class PackEntry(Struct):
    """One ``pack.yaml``."""

    doc: PackDoc
    node: Located
    source: SourceText


class ChangeEntry(Struct):
    """One entry of ``changes/``."""

    doc: ChangeDoc
    node: Located
    source: SourceText
    origin: Origin

    def fault(self, code: str, path: Sequence[str | int], message: str, hint: str = "") -> Fault:
        """A fault at the value that ``path`` leads to."""
        return self.source.fault(code, self.node.find(path).mark, message, hint)


class Collected(Struct, frozen=False):
    """Everything the folders hold, still as documents, with the faults so far."""

    packs: list[Pack] = field(default_factory=list)
    entries: dict[str, dict[str, Entry[Any]]] = field(default_factory=lambda: {kind: {} for kind in MODELS})
    phrases: dict[str, PhraseEntry] = field(default_factory=dict)
    translations: dict[str, dict[str, PhraseEntry]] = field(default_factory=dict)
    """The phrases of each further language."""
    faults: list[Fault] = field(default_factory=list)
    refused: set[tuple[str, str]] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)
    """Kinds of which a file could not be read at all."""
    partial: bool = False
    """Whether rules, observations and causes of some rule base were left out: changes to them find nothing."""
    pack_entries: dict[str, PackEntry] = field(default_factory=dict)
    """The ``pack.yaml`` of each rule base by its name."""
    changes: list[Change] = field(default_factory=list)
    off: dict[tuple[str, str], Origin] = field(default_factory=dict)
    """Kind and id of what is switched off, to the change that did it."""

    def of(self, kind: str, _model: type[DocT]) -> dict[str, Entry[DocT]]:
        """The entries of one kind by id."""
        return self.entries[kind]

    def may_exist(self, kind: str, name: str) -> bool:
        """Whether ``name`` stands somewhere, were it in an entry that was refused or a file that is unreadable."""
        return name in self.entries[kind] or (kind, name) in self.refused or kind in self.incomplete

    def loaded_before(self, pack: str, other: str) -> bool:
        """Whether the rule base ``pack`` was loaded before ``other``."""
        names = [item.name for item in self.packs]
        return pack in names and other in names and names.index(pack) < names.index(other)
