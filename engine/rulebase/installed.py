"""Rule bases that installed packages bring along, found as data: no code of theirs is run, or imported.

A package names the folder by an entry point of the group ``keymedic.rulebases``, such as ``acme = "acme_rules.kb"`` for the
folder ``acme_rules/kb``. Only folders called ``site-packages`` or ``dist-packages`` are searched, never the one we stand in.
What they hold is remembered as long as their time of change stays the same: `importlib.metadata` takes tens of milliseconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping

from ..own_files import own_folder, read_own, write_own
from ..plain_json import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


GROUP = "keymedic.rulebases"
_FORMAT = 1
_MOST_BYTES = 1_000_000
Row = tuple[str, str]
"""The name of a distribution and the folder of one of its rule bases."""
Rows = dict[str, tuple[int, list[Row]]]
"""For each folder of packages: when it changed, and what it holds."""


def installed_folders(environ: Mapping[str, str] = os.environ, path: Iterable[str] | None = None) -> list[Row]:
    """The rule bases of the packages on ``path`` (default: ``sys.path``), by the packages' names."""
    places = dict.fromkeys(place for place in (sys.path if path is None else path) if _holds_packages(place))
    file = _file(environ)
    known = _remembered(file)
    rows: Rows = {}
    for place in places:
        try:
            changed = os.stat(place).st_mtime_ns
            rows[place] = known[place] if known.get(place, (0,))[0] == changed else (changed, sorted(_search(place)))
        except OSError:
            continue
    if any(known.get(place) != held for place, held in rows.items()):
        _remember(file, known | rows)
    return [row for _, held in rows.values() for row in held]


def _holds_packages(place: str) -> bool:
    return os.path.isabs(place) and os.path.basename(place) in ("site-packages", "dist-packages")


def _search(place: str) -> Iterator[Row]:
    for entry in os.scandir(place):
        if not entry.name.endswith(".dist-info"):
            continue
        text = _text(os.path.join(entry.path, "entry_points.txt"))
        if GROUP in text:
            distribution = entry.name.partition("-")[0]
            yield from ((distribution, folder) for folder in _folders(place, entry.path, text))


def _folders(place: str, info: str, text: str) -> Iterator[str]:
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]").strip()
        elif section == GROUP and "=" in line:
            parts = line.partition("=")[2].partition(":")[0].strip().split(".")
            if all(part.isidentifier() for part in parts):
                yield _folder([place, *_editable(info)], parts)


def _folder(roots: list[str], parts: list[str]) -> str:
    """Where the folder is; where it should be, when it is nowhere: that is then a fault that names it."""
    candidates = [os.path.join(root, *parts) for root in roots]
    return next(filter(os.path.isdir, candidates), candidates[0])


def _editable(info: str) -> list[str]:
    """The roots of a package that is installed in editable mode."""
    text = _text(os.path.join(info, "direct_url.json"))
    if '"editable"' not in text:
        return []
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        data: Any = loads(text)
        root = url2pathname(urlsplit(str(data["url"])).path) if data["dir_info"]["editable"] else ""
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
    return [root, os.path.join(root, "src")] if root else []


def _open_at_once(path: str, flags: int) -> int:
    """Without waiting for the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _text(file: str) -> str:
    try:
        with open(file, "rb", opener=_open_at_once) as stream:
            return stream.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _file(environ: Mapping[str, str]) -> str:
    folder = own_folder(environ, "KEYMEDIC_CACHE_DIR", "LOCALAPPDATA", "XDG_CACHE_HOME", ".cache")
    return os.path.join(folder, "packages.json") if folder else ""


def _remembered(file: str) -> Rows:
    try:
        data: Any = loads(read_own(file).decode()) if file else {}
        if data["format"] != _FORMAT:
            return {}
        return {
            str(place): (int(changed), [(str(name), str(where)) for name, where in rows])
            for place, (changed, rows) in data["places"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _remember(file: str, rows: Rows) -> None:
    if not file:
        return
    there = {place: held for place, held in rows.items() if os.path.isdir(place)}
    try:
        write_own(file, dumps({"format": _FORMAT, "places": there}).encode())
    except OSError:
        return  # it is searched again the next time
