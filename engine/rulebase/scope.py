"""What the entries of a rule base may refer to, with a fault for every reference that leads nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal

from ..errors import FactValueError
from ..facts import Scalar
from ..values import Struct, field
from ..vocabulary import read_value
from .documents import RuleDoc, SourceDoc, WeightsDoc
from .entries import Collected, Entry
from .faults import Fault, did_you_mean, quote
from .model import Citation, FactDecl

Path = Sequence[str | int]
WordKind = Literal["evidence", "priors", "helps", "costs"]
_CODES = {
    "facts": "KM301",
    "causes": "KM302",
    "rules": "KM302",
    "tables": "KM304",
    "lexicon": "KM320",
    "frames": "KM320",
}
_NOUNS = {"facts": "fact", "causes": "cause", "rules": "rule", "tables": "table", "lexicon": "term", "frames": "frame"}


class Scope(Struct, frozen=False):
    """Names and numbers to refer to; faults collect in ``faults``."""

    collected: Collected
    faults: list[Fault] = field(default_factory=list)
    facts: dict[str, FactDecl] = field(default_factory=dict)
    table_texts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def weights(self) -> WeightsDoc | None:
        """The weights, unless they were refused."""
        entry = self.collected.of("weights", WeightsDoc).get("weights")
        return entry.doc if entry else None

    def concluded(self) -> frozenset[str]:
        """Every fact that some rule concludes."""
        return frozenset(name for rule in self.collected.of("rules", RuleDoc).values() for name in rule.doc.then)

    def fact(self, entry: Entry[Any], path: Path, name: str) -> FactDecl | None:
        """The fact that the key ``name`` of the mapping at ``path`` means."""
        decl = self.facts.get(name)
        if decl is None and not self.collected.may_exist("facts", name):
            hint = did_you_mean(name, self.facts)
            self.faults.append(entry.key_fault("KM301", path, name, f"unknown fact {quote(name)}", hint))
        return decl

    def value(self, entry: Entry[Any], path: Path, decl: FactDecl, text: str) -> Scalar | None:
        """``text`` as a value of the fact; a fault at ``path`` when it does not fit."""
        try:
            return read_value(decl, text)
        except FactValueError as error:
            self.faults.append(entry.fault("KM305", path, str(error), did_you_mean(text, decl.values)))
            return None

    def values_fit(self, entry: Entry[Any], path: Path, decl: FactDecl, texts: Iterable[str]) -> None:
        """Check that each of ``texts`` is a value of the fact."""
        for text in texts:
            _ = self.value(entry, path, decl, text)

    def word(self, entry: Entry[Any], path: Path, kind: WordKind, word: str) -> None:
        """Check that ``word`` at ``path`` stands in that part of ``weights.yaml``."""
        if self.weights is None:
            return
        words: Mapping[str, float] = getattr(self.weights, kind)
        if word not in words:
            hint = did_you_mean(word, words) or f"known here: {', '.join(words)}"
            self.faults.append(entry.fault("KM303", path, f"{quote(word)} is no word of {kind} in weights.yaml", hint))

    def exists(self, entry: Entry[Any], path: Path, kind: str, name: str, *, key: bool = False) -> bool:
        """Check that an entry of ``kind`` is called ``name``; ``key``: the name is a key of the mapping at ``path``."""
        if self.collected.may_exist(kind, name):
            return True
        code, message = _CODES[kind], f"unknown {_NOUNS[kind]} {quote(name)}"
        hint = did_you_mean(name, self.collected.entries[kind])
        if (kind, name) in self.collected.off:
            there = self.collected.off[kind, name]
            code, message, hint = "KM312", f"{_NOUNS[kind]} {quote(name)} is switched off", f"switched off in {there}"
        place = entry.key_fault(code, path, name, message, hint) if key else None
        self.faults.append(place or entry.fault(code, path, message, hint))
        return False

    def taken_away(self, kind: str, name: str, pack: str) -> bool:
        """Whether a rule base that was loaded after ``pack`` switched this off."""
        by = self.collected.off.get((kind, name))
        return by is not None and self.collected.loaded_before(pack, by.pack)


def citations(sources: Collection[SourceDoc]) -> tuple[Citation, ...]:
    """The sources of an entry as values."""
    return tuple(Citation(source.url or "", source.ref or "", source.checked, source.grade) for source in sources)
