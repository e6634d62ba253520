"""Texts in other languages: every fault of a translation, at its place.

What they may translate, and under which ids, says `language`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..phrases import PLACE
from .collect import PhraseEntry
from .faults import Fault, did_you_mean, quote
from .language import OF_CAUSES, OF_FACTS, OF_FIXES, OF_VALUES, lines_of
from .model import Cause, FactDecl, Fix
from .patterns import placeholder_problem
from .scope import Scope


def check_translations(scope: Scope, causes: Mapping[str, Cause]) -> None:
    """Add the faults of all translations to the scope; none where entries were left out on purpose."""
    if scope.collected.partial:
        return
    fixes = {fix.id: fix for cause in causes.values() for fix in cause.fixes}
    for texts in scope.collected.translations.values():
        for name, entry in texts.items():
            scope.faults += _faults(name, entry, scope, causes, fixes)


def _faults(
    name: str, entry: PhraseEntry, scope: Scope, causes: Mapping[str, Cause], fixes: Mapping[str, Fix]
) -> Iterator[Fault]:
    if name in scope.collected.phrases:
        yield from _places(name, entry, scope.collected.phrases[name].text)
        return
    kind, _, about = name.partition(".")
    if kind in OF_CAUSES and about in causes:
        yield from _lines(entry, lines_of(kind, causes[about]))
    elif kind in OF_FIXES and about in fixes:
        yield from _lines(entry, lines_of(kind, fixes[about]))
    elif kind in OF_FACTS or kind in OF_VALUES:
        if not _is_of_fact(kind, about, scope.facts):
            yield _nothing(name, entry, [f"{kind}.{fact}" for fact in scope.facts])
    elif not _refused(kind, about, scope):
        known = [*scope.collected.phrases, *(f"{word}.{id_}" for word in OF_CAUSES for id_ in causes)]
        yield _nothing(name, entry, [*known, *(f"{word}.{id_}" for word in OF_FIXES for id_ in fixes)])


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
    dots = [place for place, character in enumerate(about) if character == "."]
    for decl, value in ((facts.get(about[:dot]), about[dot + 1 :]) for dot in dots):
        if decl is not None:
            choices = decl.ask.choices if decl.ask is not None else dict[str, str]()
            return value in choices or (kind == "value" and value in decl.values)
    return False


def _refused(kind: str, about: str, scope: Scope) -> bool:
    """Whether the entry is missing only because it, or its file, could not be read."""
    return kind in (*OF_CAUSES, *OF_FIXES) and (
        ("causes", about.partition("/")[0]) in scope.collected.refused or "causes" in scope.collected.incomplete
    )


def _nothing(name: str, entry: PhraseEntry, known: list[str]) -> Fault:
    return entry.key_fault(
        "KM314", f"nothing is called {quote(name)} that could be translated", did_you_mean(name, known)
    )
