"""Texts in other languages: those that still fit, and every fault of a translation at its place.

What they may translate, and under which ids, says `language`. Where a later rule base changed the English text, its
translation says something else now, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..phrases import PLACE
from .documents import CauseDoc, FactDoc, RuleDoc
from .entries import Entry, PhraseEntry
from .faults import Fault, did_you_mean, quote
from .language import OF_CAUSES, OF_FACTS, OF_FIXES, OF_RULES, OF_VALUES, lines_of
from .model import Cause, FactDecl, Fix
from .patterns import placeholder_problem
from .scope import Path, Scope

_PATHS: Mapping[str, Path] = {
    "cause": ("title",), "explanation": ("explanation",), "prevention": ("prevention",), "fix": ("title",),
    "steps": ("steps",), "risk": ("risk",), "verify": ("verify", "text"), "expect": ("verify", "expect"),
    "rule": ("title",), "because": ("because",),
    "ask": ("ask", "prompt"), "hint": ("ask", "hint"), "label": ("label",), "answer": ("ask", "choices"), "value": ("values",),
}  # fmt: skip


def build_translations(scope: Scope, causes: Mapping[str, Cause]) -> dict[str, dict[str, str]]:
    """The texts of each further language by id; where entries were left out on purpose nothing is checked."""
    reader = _Translations(scope, causes)
    return {language: reader.texts(texts) for language, texts in sorted(scope.collected.translations.items())}


class _Translations:
    def __init__(self, scope: Scope, causes: Mapping[str, Cause]) -> None:
        self._scope = scope
        self._collected = scope.collected
        self._causes = causes
        self._fixes: Mapping[str, Fix] = {fix.id: fix for cause in causes.values() for fix in cause.fixes}

    def texts(self, entries: Mapping[str, PhraseEntry]) -> dict[str, str]:
        """The texts that still fit; the faults of all go to the scope."""
        if self._collected.partial:
            return {name: entry.text for name, entry in entries.items()}
        kept: dict[str, str] = {}
        for name, entry in entries.items():
            if self._is_outdated(name, entry):
                continue
            self._scope.faults += self._faults(name, entry)
            kept[name] = entry.text
        return kept

    def _is_outdated(self, name: str, entry: PhraseEntry) -> bool:
        """Whether a later rule base changed, replaced or switched off what is translated."""
        kind, _, about = name.partition(".")
        if name in self._collected.phrases or kind not in _PATHS:
            return False
        found = self._entry(kind, about)
        where = "rules" if kind in OF_RULES else "causes"
        if found is None and kind not in (*OF_FACTS, *OF_VALUES):
            return self._scope.taken_away(where, about.partition("/")[0], entry.source.pack)
        return found is not None and self._is_later(self._author(kind, about, found), entry)

    def _author(self, kind: str, about: str, found: Entry[Any]) -> str:
        """The rule base that wrote the English text last; of a fix that is gone, the one that took it away."""
        path = _PATHS[kind]
        if kind in OF_FIXES:
            at = next((at for at, fix in enumerate(found.doc.fixes) if f"{found.id}/{fix.fix}" == about), None)
            if at is None:
                gone = (change.by.pack for change in self._collected.changes if change.id in (about, found.id))
                return next(gone, found.source.pack)
            path = ("fixes", at, *path)
        return found.source_of(path).pack

    def _is_later(self, pack: str, entry: PhraseEntry) -> bool:
        return pack != entry.source.pack and self._collected.loaded_before(entry.source.pack, pack)

    def _entry(self, kind: str, about: str) -> Entry[Any] | None:
        """The entry that a text is about, or of which it is about a part."""
        if kind in (*OF_CAUSES, *OF_FIXES):
            return self._collected.of("causes", CauseDoc).get(about.partition("/")[0])
        if kind in OF_RULES:
            return self._collected.of("rules", RuleDoc).get(about)
        entries = self._collected.of("facts", FactDoc)
        if kind in OF_FACTS:
            return entries.get(about)
        return next((entries[about[:dot]] for dot in _dots(about) if about[:dot] in entries), None)

    def _faults(self, name: str, entry: PhraseEntry) -> Iterator[Fault]:
        if name in self._collected.phrases:
            yield from _places(name, entry, self._collected.phrases[name].text)
            return
        kind, _, about = name.partition(".")
        if kind in OF_CAUSES and about in self._causes:
            yield from _lines(entry, lines_of(kind, self._causes[about]))
        elif kind in OF_FIXES and about in self._fixes:
            yield from _lines(entry, lines_of(kind, self._fixes[about]))
        elif kind in OF_RULES and self._collected.may_exist("rules", about):
            return
        elif not _is_of_fact(kind, about, self._scope.facts) and not self._is_refused(kind, about):
            message = f"nothing is called {quote(name)} that could be translated"
            yield entry.key_fault("KM314", message, did_you_mean(name, self._known(kind)))

    def _known(self, kind: str) -> Iterator[str]:
        """What could have been meant."""
        if kind in OF_FACTS:
            yield from (f"{kind}.{fact}" for fact in self._scope.facts)
            return
        if kind in OF_RULES:
            yield from (f"{kind}.{name}" for name in self._collected.of("rules", RuleDoc))
            return
        if kind in OF_VALUES:
            for name, decl in self._scope.facts.items():
                yield from (f"{kind}.{name}.{value}" for value in decl.values)
            return
        yield from self._collected.phrases
        yield from (f"{word}.{name}" for word in OF_CAUSES for name in self._causes)
        yield from (f"{word}.{name}" for word in OF_FIXES for name in self._fixes)

    def _is_refused(self, kind: str, about: str) -> bool:
        """Whether the entry is missing only because it, or its file, could not be read."""
        if kind in OF_FACTS or kind in OF_VALUES:
            names = [about, *(about[:dot] for dot in _dots(about))]
            return any(name not in self._scope.facts and self._collected.may_exist("facts", name) for name in names)
        name = about.partition("/")[0]
        return (
            kind in (*OF_CAUSES, *OF_FIXES) and name not in self._causes and self._collected.may_exist("causes", name)
        )


def _places(name: str, entry: PhraseEntry, english: str) -> Iterator[Fault]:
    if problem := placeholder_problem(entry.text):
        yield entry.fault("KM311", f"phrase {quote(name)}: {problem}")
        return
    wanted, given = set(PLACE.findall(english)), set(PLACE.findall(entry.text))
    if wanted != given:
        named = ", ".join(f"{{{place}}}" for place in sorted(wanted)) or "no place"
        yield entry.fault("KM315", f"phrase {quote(name)} must fill {named}, as in English")


def _lines(entry: PhraseEntry, wanted: int) -> Iterator[Fault]:
    """Where each line translates one of a list, there are as many."""
    given = len(entry.text.splitlines())
    if wanted and given != wanted:
        yield entry.fault("KM315", f"as many lines as in English are wanted: {wanted}, not {given}")


def _is_of_fact(kind: str, about: str, facts: Mapping[str, FactDecl]) -> bool:
    """Whether a fact has the part that is translated."""
    if kind in OF_FACTS:
        decl = facts.get(about)
        return decl is not None and (kind == "label" or decl.ask is not None)
    if kind not in OF_VALUES:
        return False
    for decl, value in ((facts.get(about[:dot]), about[dot + 1 :]) for dot in _dots(about)):
        if decl is not None:
            choices = decl.ask.choices if decl.ask is not None else dict[str, str]()
            return value in choices or (kind == "value" and value in decl.values)
    return False


def _dots(text: str) -> Iterator[int]:
    return (place for place, character in enumerate(text) if character == ".")
