"""Shell profiles: "set in ~/.zshrc, but not in this process" is the fact that a person needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..values import Struct
from .environment import process_of
from .notes import Notes, ProbeResult
from .place import Place, look_at
from .profile_reader import Setting, read_profile
from .variables import Candidate, key_variables, table
from .windows import registered_variables

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase


class _Set(Struct):
    """A setting, where it stands, and who would bring it into a process."""

    setting: Setting
    where: str
    sort: str = "profile"
    by: str = ""


def probe_profiles(place: Place, rulebase: RuleBase) -> ProbeResult:
    """Compare the profiles with this process."""
    notes = Notes("profiles", rulebase)
    found = [*_in_files(place, rulebase, notes), *_registered(rulebase)]
    for one in found:
        _compare(notes, one, place)
    if not found:
        notes.check("passed", "nothing")
    return notes.result()


def keys_in_profiles(place: Place, rulebase: RuleBase) -> tuple[Candidate, ...]:
    """The keys that stand in profiles letter by letter."""
    found = [*_in_files(place, rulebase, None), *_registered(rulebase)]
    plain = [one for one in found if not one.setting.computed]
    return tuple(Candidate(one.setting.name, one.where, one.setting.value) for one in plain)


def _in_files(place: Place, rulebase: RuleBase, notes: Notes | None) -> Iterator[_Set]:
    names = key_variables(rulebase)
    for path, by in _files(place, rulebase):
        seen = look_at(path)
        if seen.sort == "file":
            for setting in read_profile(seen.data.decode("utf-8", "replace"), names):
                yield _Set(setting, f"{place.shown(path)}, line {setting.line}", by=by)
        elif seen.sort != "absent" and notes:
            notes.check("not-checked", "unread", file=place.shown(path), reason=seen.reason or seen.sort)


def _files(place: Place, rulebase: RuleBase) -> Iterator[tuple[Path, str]]:
    """The start files of shells, zsh's where it was told to look, and direnv's of the project."""
    zsh = place.environ.get("ZDOTDIR")
    for name in table(rulebase, "files.profiles"):
        yield place.home / name, ""
        if zsh and name.startswith(".z") and Path(zsh) != place.home:
            yield place.home / zsh / name, ""
    direnv = next((path for folder in place.upwards() if look_at(path := folder / ".envrc").sort == "file"), None)
    if direnv is not None:
        yield direnv, "direnv"


def _registered(rulebase: RuleBase) -> Iterator[_Set]:
    for name, where, value in registered_variables(key_variables(rulebase)):
        yield _Set(Setting(name, 0, True, value), where, "system")


def _compare(notes: Notes, one: _Set, place: Place) -> None:
    setting = one.setting
    notes.fact("env.set_in", one.sort, one.where)
    own = place.environ.get(setting.name, "")
    values = {"name": setting.name, "place": one.where, "process": process_of(place, notes)}
    if not own.strip():
        notes.fact("env.seen_by_process", False, one.where)
        notes.check("failed", _unseen(one), **values)
        return
    same = setting.computed or setting.value == own.strip()
    if not same:
        notes.fact("env.stale_source", True, one.where)
    notes.check("passed" if same else "warning", "seen" if same else "differs", **values)


def _unseen(one: _Set) -> str:
    if not one.setting.exported:
        return "unexported"
    return f"unseen-{one.by or one.sort}" if one.by or one.sort == "system" else "unseen"
