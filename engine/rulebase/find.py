"""Rule bases that are found by themselves, in the order in which they load: installed packages, the user's, the project's.

Runs before every diagnosis, so it is a handful of look-ups, and imports nothing slow: no package is imported, and none is
searched again while the folders of the installation are unchanged.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from ..own_files import own_folder
from ..values import Struct
from .folders import PackFolder, read_folder
from .installed import installed_folders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias


Way: TypeAlias = "Literal['package', 'user', 'project', 'named']"
PROJECT_FOLDER = ".keymedic"
MOST_LEVELS = 64
"""So many folders up are looked into for a project's rule base."""


class Found(Struct):
    """A rule base, and how it comes to be loaded; ``detail`` is the name of the package that brought it."""

    way: Way
    folder: PackFolder
    detail: str = ""


class Findings(Struct):
    """What was found: rule bases to load, and the project's own where the person did not trust it (yet)."""

    found: tuple[Found, ...] = ()
    untrusted: PackFolder | None = None
    changed: bool = False
    """Whether the untrusted one was trusted before its content changed."""


def find_rule_bases(start: str, environ: Mapping[str, str] = os.environ) -> Findings:
    """Look for rule bases as seen from the folder ``start``."""
    config = config_folder(environ)
    found = [Found("package", read_folder(path), name) for name, path in installed_folders(environ)]
    found += [Found("user", read_folder(path)) for path in _packs(config)]
    place = project_folder(start, environ)
    if not place:
        return Findings(tuple(found))
    from .trust import Trust, trust_of  # most projects have none

    folder = read_folder(place)
    trust = trust_of(folder, config)
    if trust is Trust.GIVEN:
        return Findings((*found, Found("project", folder)))
    return Findings(tuple(found), folder, trust is Trust.OUTDATED)


def config_folder(environ: Mapping[str, str] = os.environ) -> str:
    """Where the person keeps rule bases (``packs/``) and what is trusted; empty when no place is named.

    ``KEYMEDIC_CONFIG_DIR`` wins (empty: none), then the platform's own place for settings.
    """
    return own_folder(environ, "KEYMEDIC_CONFIG_DIR", "APPDATA", "XDG_CONFIG_HOME", ".config")


def project_folder(start: str, environ: Mapping[str, str] = os.environ) -> str:
    """The rule base of the project that ``start`` belongs to: ``.keymedic`` here or further up in the same checkout.

    Empty when there is none. The home folder and those above it are nobody's project.
    """
    home = os.path.realpath(environ.get("HOME") or os.path.expanduser("~"))
    here = os.path.realpath(start)
    for _ in range(MOST_LEVELS):
        if here in (home, os.path.dirname(here)):
            return ""
        folder = os.path.join(here, PROJECT_FOLDER)
        if os.path.isfile(os.path.join(folder, "pack.yaml")):
            return folder
        if os.path.exists(os.path.join(here, ".git")):
            return ""
        here = os.path.dirname(here)
    return ""


def _packs(config: str) -> Iterator[str]:
    """The rule bases in the person's own folder, by name."""
    folder = os.path.join(config, "packs")
    try:
        names = sorted(os.listdir(folder)) if config else []
    except OSError:
        return
    for name in names:
        if not name.startswith(".") and os.path.isfile(os.path.join(folder, name, "pack.yaml")):
            yield os.path.join(folder, name)
