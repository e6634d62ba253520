"""``.env`` files on the search paths of the tools: which one is read, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .dotenv_places import note_misplaced
from .dotenv_reader import FAULTS, Trap
from .dotenv_search import Found, has_key, place_of
from .notes import Notes, ProbeResult
from .place import Place
from .switches import switched_on
from .variables import Candidate, foreign_host, key_order, table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

_OF_VALUE: Final = ("semicolon", "comma", "quote", "smart-quote", "line-break")
_HARMLESS: Final = ("carriage-return", "blank-around-equals", "duplicate")


def probe_dotenv(
    place: Place, found: tuple[Found, ...], rulebase: RuleBase, tool: str | None, key: Candidate | None = None
) -> ProbeResult:
    """Facts and checks of the files. Where the process has the key, a file's faults do no harm: they are only told.

    What spoils the value of ``key``, which the probe of keys looks at letter by letter, is left to that.
    """
    notes = Notes("dotenv", rulebase)
    exported = any(place.environ.get(name, "").strip() for name in key_order(rulebase, tool))
    with_key = [one for one in found if has_key(one, rulebase)]
    for one in found:
        _one(notes, one, place, exported, one in with_key, key)
    if not found:
        notes.fact("dotenv.kind", "absent", "the folders from the project upwards")
        notes.check("passed", "absent")
    if with_key:
        _used(notes, with_key[0], found, place, exported)
    else:
        misplaced = not exported and note_misplaced(notes, found, place, rulebase, tool)
        if not misplaced and all(one.seen.sort == "file" for one in found):
            notes.fact("dotenv.used", False, "the .env files")
    _switches(notes, found, place, rulebase, tool)
    return notes.result()


def _one(notes: Notes, one: Found, place: Place, exported: bool, has_key: bool, key: Candidate | None) -> None:
    where = place.shown(one.path)
    sort = one.seen.sort
    if sort in ("unreadable", "too-large"):
        notes.check("not-checked", sort, file=where, reason=one.seen.reason)
        return
    if sort == "file" or not exported:
        notes.fact("dotenv.kind", sort, where)
    if sort != "file":
        notes.check("warning" if exported else "failed", sort, file=where)
    for trap in one.content.traps:
        if key and trap.code in _OF_VALUE and (trap.name, place_of(place, one, trap.line)) == (key.name, key.where):
            continue
        _trap(notes, trap, place_of(place, one, trap.line), exported or not has_key)


def _trap(notes: Notes, trap: Trap, where: str, harmless: bool) -> None:
    harmless = harmless or trap.code in _HARMLESS
    notes.check("warning" if harmless else "failed", f"trap.{trap.code}", place=where, name=trap.name)
    if not harmless and trap.code in FAULTS:
        notes.fact("dotenv.fault", FAULTS[trap.code], where)


def _used(notes: Notes, first: Found, found: tuple[Found, ...], place: Place, exported: bool) -> None:
    where = place.shown(first.path)
    notes.fact("dotenv.used", True, where)
    notes.fact("env.set_in", "dotenv", where)
    broken = any(trap.code not in _HARMLESS for trap in first.content.traps)
    unread = any(trap.code in FAULTS for trap in first.content.traps)
    for entry in first.content.entries:
        own = place.environ.get(entry.name, "").strip()
        differs = bool(own) and bool(entry.value.strip()) and own != entry.value.strip()
        if differs:
            notes.fact("env.stale_source", True, f"{entry.name} in {where} and in {place.origin}")
            notes.check("warning", "outdone", file=where, name=entry.name)
        elif entry.value.strip() and not unread:
            notes.check("passed", "key", file=where, name=entry.name)
    before = found[0]
    plain = before.path.parent.name != ".gemini" or first.path.parent.name == ".gemini"
    if before is not first and before.seen.sort == "file" and plain and not exported:
        notes.fact("dotenv.fault", "shadowed", place.shown(before.path))
        notes.check("failed", "shadowed", file=where, first=place.shown(before.path))
    elif not broken and not exported:
        notes.fact("dotenv.fault", "none", where)


def _switches(notes: Notes, found: tuple[Found, ...], place: Place, rulebase: RuleBase, tool: str | None) -> None:
    first = next((one for one in found if one.seen.sort == "file"), None)
    for entry in first.content.entries if first else ():
        where = place_of(place, first, entry.line) if first else ""
        if entry.name in place.environ:
            continue
        if entry.name in table(rulebase, "variables.vertex") and switched_on(entry.value, tool, rulebase):
            notes.fact("env.vertex_switch", True, where)
            notes.check("failed", "vertex-on", name=entry.name, place=where)
        if entry.name in table(rulebase, "variables.base-url") and (host := foreign_host(entry.value)):
            notes.fact("env.base_url", True, where)
            notes.check("warning", "base-url", name=entry.name, place=where, host=host)
