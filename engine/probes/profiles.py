"""Shell profiles in the home folder: "set in ~/.zshrc, but not in this process" is the fact that a person needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..values import dataclass, field
from .notes import Notes, ProbeResult
from .place import Place, Seen, look_at
from .variables import key_variables, table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

_SET: Final = re.compile(
    r"\s*(?:(?P<export>export|setenv|\$env:|(?:typeset|declare)\s+-[A-Za-z]*x[A-Za-z]*"
    r"|set\s+(?:-[A-Za-z]+\s+)*(?:-[A-Za-z]*x[A-Za-z]*|--export)(?:\s+-[A-Za-z]+)*)\s*)?"
    r"(?P<name>[A-Za-z_]\w*)(?:\s*=\s*|\s+)(?P<value>.*)"
)
_EXPORTED_LATER: Final = re.compile(r"\s*export\s+(?P<names>[A-Za-z_][\w ]*)\s*(?:#.*)?")


@dataclass(frozen=True, slots=True)
class _Setting:
    """A variable that a profile sets: where, whether for child processes too, and its value, which is not shown."""

    name: str
    where: str
    exported: bool
    value: str = field(repr=False)


def probe_profiles(place: Place, rulebase: RuleBase) -> ProbeResult:
    """Compare the profiles with this process."""
    notes = Notes("profiles", rulebase)
    names = key_variables(rulebase)
    settings: list[_Setting] = []
    for file in table(rulebase, "files.profiles"):
        path = place.home / file
        seen = look_at(path)
        if seen.sort == "file":
            settings += _settings(seen, place.shown(path), names)
        elif seen.sort != "absent":
            notes.check("not-checked", "unread", file=place.shown(path), reason=seen.reason or seen.sort)
    for setting in settings:
        _compare(notes, setting, place)
    if not settings:
        notes.check("passed", "nothing")
    return notes.result()


def _settings(seen: Seen, shown: str, names: tuple[str, ...]) -> Iterator[_Setting]:
    lines = seen.data.decode("utf-8", "replace").splitlines()
    later = {name for line in lines if (found := _EXPORTED_LATER.fullmatch(line)) for name in found["names"].split()}
    for number, line in enumerate(lines, 1):
        found = _SET.fullmatch(line)
        if found is None or found["name"] not in names or not found["value"].strip():
            continue
        exported = bool(found["export"]) or found["name"] in later
        if exported or "=" in line.split(found["name"], 1)[1][:3]:
            yield _Setting(found["name"], f"{shown}, line {number}", exported, found["value"])


def _compare(notes: Notes, setting: _Setting, place: Place) -> None:
    notes.fact("env.set_in", "profile", setting.where)
    own = place.environ.get(setting.name, "")
    values = {"name": setting.name, "place": setting.where}
    if not own.strip():
        notes.fact("env.seen_by_process", False, setting.where)
        notes.check("failed", "unseen" if setting.exported else "unexported", **values)
        return
    literal = setting.value.split(" #")[0].strip().strip("\"'")
    same = "$" in literal or literal == own.strip()
    notes.check("passed" if same else "warning", "seen" if same else "differs", **values)
