"""The libraries and tools of a project, from what is installed and locked there; read as text, never run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from ..values import Struct
from .notes import Notes, ProbeResult
from .place import Place, look_at, names_in
from .variables import table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

_LOCK_BYTES: Final = 16 << 20
_VERSION: Final = re.compile(r"[0-9]+(?:\.[0-9A-Za-z]+){1,7}(?:[-+._]?[0-9A-Za-z.]{1,20})?")
_DIST_INFO: Final = re.compile(r"(?P<name>[A-Za-z0-9_.]+)-(?P<version>[^-]+)\.dist-info")
_SECTIONS: Final = ("dependencies", "devDependencies")
_LOCKED: Final = re.compile(r'name = "(?P<name>[^"\n]{1,80})"\nversion = "(?P<version>[^"\n]{1,40})"')
_REQUIRED: Final = re.compile(
    r"^\s*(?P<name>[A-Za-z0-9._-]{1,80})(?:\[[^\]\n]*\])?(?:==\s*(?P<version>[^\s;,#\\]+))?", re.MULTILINE
)
_GO: Final = re.compile(
    r"^\s*(?:require\s+)?(?P<name>[a-z][\w./-]{3,120})\s+v(?P<version>[0-9][^\s/]{0,40})", re.MULTILINE
)


class Installed(Struct):
    """A tool that was found: its package, its version ("" when not known), and the file or folder that says so."""

    tool: str
    package: str
    version: str
    where: str


def find_tools(place: Place, rulebase: RuleBase) -> tuple[Installed, ...]:
    """The tools of the project; what is installed comes before what is locked, what is locked before what is asked for."""
    known = {
        package: name.removeprefix("packages.")
        for name in rulebase.tables
        if name.startswith("packages.")
        for package in table(rulebase, name)
        if ":" in package
    }
    found: dict[str, Installed] = {}
    for package, version, path in _packages(place, known):
        tool = known.get(package)
        if tool is None or (tool in found and (found[tool].version or not version)):
            continue
        found[tool] = Installed(tool, package.partition(":")[2], _clean(version), place.shown(path))
    return tuple(found.values())


def clear_tool(found: tuple[Installed, ...], rulebase: RuleBase) -> Installed | None:
    """The tool that makes the call, when only one can be it: others are built on the SDKs beneath them."""
    beneath = table(rulebase, "packages.beneath")
    above = [one for one in found if one.tool not in beneath] or list(found)
    return above[0] if len(above) == 1 else None


def caller_of(clear: Installed | None, rulebase: RuleBase) -> str | None:
    """The name under which the tables keep what the tool that makes the call reads; ``….old`` before a change of that."""
    if clear is None:
        return None
    old = f"{clear.tool}.old"
    return old if _too_old(clear, rulebase) and table(rulebase, f"variables.key.{old}") else clear.tool


def asked_for(place: Place) -> frozenset[str]:
    """The packages of JavaScript that the project asks for."""
    data = _json(place.project / "package.json")
    return frozenset(name for section in _SECTIONS for name in _mapping(data.get(section)))


def probe_tools(found: tuple[Installed, ...], rulebase: RuleBase) -> ProbeResult:
    """Facts and checks of the tools that were found."""
    notes = Notes("tools", rulebase)
    ended = table(rulebase, "packages.ended")
    for one in found:
        version = one.version or notes.say("check.tools.no-version")
        values = {"package": one.package, "version": version, "place": one.where}
        if one.tool in ended:
            notes.check("warning", "ended", **values)
        elif _too_old(one, rulebase):
            notes.check("warning", f"too-old.{one.tool}", **values)
        elif own := table(rulebase, f"variables.key.{one.tool}"):
            notes.check("passed", "reads", order=", ".join(own), **values)
        else:
            notes.check("passed", "found", **values)
    clear = clear_tool(found, rulebase)
    if clear is not None:
        notes.fact("client.tool", clear.tool, clear.where)
        if clear.version:
            notes.fact("client.version", clear.version, clear.where)
    if not found:
        notes.check("passed", "none")
    return notes.result()


def _too_old(one: Installed, rulebase: RuleBase) -> bool:
    """Whether a tool is older than the version from which it reads the variables, or takes the keys, of today."""
    for line in table(rulebase, "packages.since"):
        tool, _, since = line.partition(" ")
        if tool == one.tool and one.version:
            return _numbers(one.version) < _numbers(since)
    return False


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"[0-9]{1,9}", version.split("-")[0])[:3])


def _clean(version: str) -> str:
    found = _VERSION.match(version.strip())
    return found[0] if found else ""


def _packages(place: Place, known: Mapping[str, str]) -> Iterator[tuple[str, str, Path]]:
    """Package (with its ecosystem), version and where it was found."""
    for folder in _site_packages(place):
        for name in names_in(folder):
            if found := _DIST_INFO.fullmatch(name):
                yield f"pypi:{_normal(found['name'])}", found["version"], folder
    for package in known:
        if package.startswith("npm:"):
            path = place.project / "node_modules" / package[4:] / "package.json"
            if data := _json(path):
                yield package, str(data.get("version", "")), path
    yield from _locked(place)


def _site_packages(place: Place) -> Iterator[Path]:
    own = place.environ.get("VIRTUAL_ENV")
    folders = [place.project / name for name in (".venv", "venv", "env", ".env")]
    if own and Path(own).is_relative_to(place.project):
        folders.insert(0, Path(own))
    for folder in dict.fromkeys(folders):
        for name in names_in(folder / "lib", limit=16):
            yield folder / "lib" / name / "site-packages"
        yield folder / "Lib" / "site-packages"


def _locked(place: Place) -> Iterator[tuple[str, str, Path]]:
    for name, pattern, ecosystem in (
        ("uv.lock", _LOCKED, "pypi"), ("poetry.lock", _LOCKED, "pypi"), ("pdm.lock", _LOCKED, "pypi"),
        ("go.mod", _GO, "go"), ("requirements.txt", _REQUIRED, "pypi"),
    ):  # fmt: skip
        path = place.project / name
        text = look_at(path, _LOCK_BYTES).data.decode("utf-8", "replace")
        for found in pattern.finditer(text):
            package = found["name"] if ecosystem == "go" else _normal(found["name"])
            yield f"{ecosystem}:{package}", found["version"] or "", path
    yield from _npm(place)


def _npm(place: Place) -> Iterator[tuple[str, str, Path]]:
    path = place.project / "package-lock.json"
    for name, entry in _mapping(_json(path).get("packages")).items():
        package = name.rpartition("node_modules/")[2]
        yield f"npm:{package}", str(_mapping(entry).get("version", "")), path
    path = place.project / "package.json"
    for package in sorted(asked_for(place)):
        yield f"npm:{package}", "", path  # a range is no version


def _json(path: Path) -> Mapping[str, Any]:
    try:
        return _mapping(json.loads(look_at(path, _LOCK_BYTES).data or b"{}"))
    except (ValueError, RecursionError):
        return {}


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
