"""``.env`` files on the search paths of the tools: which are there, which one is read, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..values import dataclass
from .dotenv_reader import FAULTS, DotenvFile, Trap, read_dotenv
from .environment import switched_on
from .notes import Notes, ProbeResult
from .place import Place, Seen, look_at
from .variables import Candidate, foreign_host, key_order, key_variables, table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

_HARMLESS: Final = ("carriage-return", "blank-around-equals", "duplicate")
_GEMINI_CLI: Final = "gemini-cli"


@dataclass(frozen=True, slots=True)
class Found:
    """Something called ``.env``: where, what it is, and its content when it is a file."""

    path: Path
    seen: Seen
    content: DotenvFile


def find_dotenv(place: Place, rulebase: RuleBase, tool: str | None) -> tuple[Found, ...]:
    """Whatever is called ``.env`` on the way up from the project, and where only gemini-cli looks; the first leads."""
    kinds = ("key", "vertex", "base-url")
    watched = frozenset(name for kind in kinds for name in table(rulebase, f"variables.{kind}"))
    found: list[Found] = []
    for path in dict.fromkeys(_paths(place, tool in (None, _GEMINI_CLI))):
        seen = look_at(path)
        if seen.sort != "absent":
            content = read_dotenv(seen.data, watched) if seen.sort == "file" else DotenvFile((), ())
            found.append(Found(path, seen, content))
    return tuple(found)


def keys_in_dotenv(found: tuple[Found, ...], place: Place, rulebase: RuleBase) -> tuple[Candidate, ...]:
    """The keys of the first file that has one."""
    names = key_variables(rulebase)
    for one in found:
        entries = [entry for entry in one.content.entries if entry.name in names]
        if entries:
            return tuple(Candidate(entry.name, _at(place, one, entry.line), entry.value) for entry in entries)
    return ()


def probe_dotenv(place: Place, found: tuple[Found, ...], rulebase: RuleBase, tool: str | None) -> ProbeResult:
    """Facts and checks of the files. Where the process has the key, a file's faults do no harm: they are only told."""
    notes = Notes("dotenv", rulebase)
    exported = any(place.environ.get(name, "").strip() for name in key_order(rulebase, tool))
    with_key = [one for one in found if _has_key(one, rulebase)]
    for one in found:
        _one(notes, one, place, exported, one in with_key)
    if not found:
        notes.fact("dotenv.kind", "absent", "the folders from the project upwards")
        notes.check("passed", "absent")
        if not exported:
            _misnamed(notes, place, rulebase)
    if with_key:
        _used(notes, with_key[0], found, place, exported)
    elif all(one.seen.sort == "file" for one in found):
        notes.fact("dotenv.used", False, "the .env files")
    _switches(notes, found, place, rulebase, tool)
    return notes.result()


def _paths(place: Place, gemini_cli: bool) -> Iterator[Path]:
    for folder in place.upwards():
        if gemini_cli:
            yield folder / ".gemini" / ".env"
        yield folder / ".env"
    if not gemini_cli:
        return
    home = Path(place.environ.get("GEMINI_CLI_HOME") or place.home)
    yield home / ".gemini" / ".env"
    yield home / ".env"


def _at(place: Place, one: Found, line: int) -> str:
    return f"{place.shown(one.path)}, line {line}" if line else place.shown(one.path)


def _has_key(one: Found, rulebase: RuleBase) -> bool:
    """Whether a key is meant to be in a file, even one that no loader reads."""
    names = key_variables(rulebase)
    return any(item.name in names for item in (*one.content.entries, *one.content.traps))


def _one(notes: Notes, one: Found, place: Place, exported: bool, has_key: bool) -> None:
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
        _trap(notes, trap, _at(place, one, trap.line), exported or not has_key)


def _trap(notes: Notes, trap: Trap, where: str, harmless: bool) -> None:
    harmless = harmless or trap.code in _HARMLESS
    notes.check("warning" if harmless else "failed", f"trap.{trap.code}", place=where, name=trap.name)
    if not harmless and trap.code in FAULTS:
        notes.fact("dotenv.fault", FAULTS[trap.code], where)


def _used(notes: Notes, first: Found, found: tuple[Found, ...], place: Place, exported: bool) -> None:
    where = place.shown(first.path)
    notes.fact("dotenv.used", True, where)
    notes.fact("env.set_in", "dotenv", where)
    for entry in first.content.entries:
        own = place.environ.get(entry.name, "").strip()
        differs = bool(own) and own != entry.value.strip()
        notes.check("warning" if differs else "passed", "outdone" if differs else "key", file=where, name=entry.name)
    before = found[0]
    plain = before.path.parent.name != ".gemini" or first.path.parent.name == ".gemini"
    faulty = any(trap.code not in _HARMLESS for trap in first.content.traps)
    if before is not first and before.seen.sort == "file" and plain and not exported:
        notes.fact("dotenv.fault", "shadowed", place.shown(before.path))
        notes.check("failed", "shadowed", file=where, first=place.shown(before.path))
    elif not faulty and not exported:
        notes.fact("dotenv.fault", "none", where)


def _misnamed(notes: Notes, place: Place, rulebase: RuleBase) -> None:
    watched = frozenset(key_variables(rulebase))
    for name in table(rulebase, "files.misnamed-dotenv"):
        seen = look_at(place.project / name)
        if seen.sort == "file" and read_dotenv(seen.data, watched).entries:
            notes.fact("dotenv.fault", "name", name)
            notes.check("failed", "misnamed", file=name)


def _switches(notes: Notes, found: tuple[Found, ...], place: Place, rulebase: RuleBase, tool: str | None) -> None:
    first = next((one for one in found if one.seen.sort == "file"), None)
    for entry in first.content.entries if first else ():
        where = _at(place, first, entry.line) if first else ""
        if entry.name in place.environ:
            continue
        if entry.name in table(rulebase, "variables.vertex") and switched_on(entry.value, tool, rulebase):
            notes.fact("env.vertex_switch", True, where)
            notes.check("failed", "vertex-on", name=entry.name, place=where)
        if entry.name in table(rulebase, "variables.base-url") and (host := foreign_host(entry.value)):
            notes.fact("env.base_url", True, where)
            notes.check("warning", "base-url", name=entry.name, place=where, host=host)
