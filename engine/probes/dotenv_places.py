"""Keys in files that no loader finds: beside the way of the search, or under another name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .dotenv_search import Found, content_of, has_key
from .notes import Notes
from .place import Place, Seen, look_at, names_in
from .tools import asked_for
from .variables import table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

_SUBFOLDERS: Final = 200
_NOT_OURS: Final = ("node_modules", "venv", "env", "dist", "build")
_LOCAL: Final = ".env.local"


def note_misplaced(notes: Notes, found: tuple[Found, ...], place: Place, rulebase: RuleBase, tool: str | None) -> bool:
    """Where no ``.env`` file that is found has a key: those that have one. Whether any is meant to bring it."""
    known = {one.path for one in found}
    for path in _above(place, tool, rulebase):
        if path not in known and _with_key(path, place, rulebase):
            return _tell(notes, "above", "folder", place.shown(path))
    for name in table(rulebase, "files.misnamed-dotenv"):
        if _with_key(place.project / name, place, rulebase):
            if name == _LOCAL and set(table(rulebase, "dotenv.local-readers")) & asked_for(place):
                notes.check("passed", "local", file=name)
                return True
            return _tell(notes, "local-unread" if name == _LOCAL else "misnamed", "name", name)
    for path in _below(place):
        if _with_key(path, place, rulebase):
            notes.check("warning", "below", file=place.shown(path), folder=path.parent.name)
    return False


def _tell(notes: Notes, check: str, fault: str, shown: str) -> bool:
    notes.fact("dotenv.used", True, shown)
    notes.fact("dotenv.fault", fault, shown)
    notes.check("failed", check, file=shown)
    return True


def _above(place: Place, tool: str | None, rulebase: RuleBase) -> Iterator[Path]:
    if tool and tool.removesuffix(".old") in table(rulebase, "dotenv.here-only"):
        yield from (folder / ".env" for folder in place.upwards())


def _below(place: Place) -> Iterator[Path]:
    for name in names_in(place.project, _SUBFOLDERS):
        if name not in _NOT_OURS and name[:1] != ".":
            yield place.project / name / ".env"


def _with_key(path: Path, place: Place, rulebase: RuleBase) -> bool:
    seen: Seen = look_at(path)
    return seen.sort == "file" and has_key(Found(path, seen, content_of(seen, place, rulebase)), rulebase)
