"""The way to a rule base: from the cache when it is fresh, else from the YAML files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from ..errors import InstallationError, RuleBaseError
from .cache import cache_key, load_cached, store_cached
from .compiled import without_cases
from .folders import PackFolder, StrPath, read_folder
from .model import RuleBase
from .stamps import Stamps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .faults import Fault

BUILTIN = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "kb")
"""The rule base that comes with keymedic."""


def load_rule_base(
    folders: Sequence[StrPath | PackFolder] = (),
    *,
    builtin: bool = True,
    use_cache: bool = True,
    with_cases: bool = False,
    core: StrPath = BUILTIN,
) -> RuleBase:
    """Load the built-in rule base and then ``folders``, in order; one that was read already is not read again.

    Without ``builtin`` its rules, observations and causes are left out; its vocabulary (facts, tables,
    weights, phrases) always loads. ``with_cases`` keeps the cases. ``core`` is the folder of
    the built-in rule base. Raises `RuleBaseError` with every fault, `InstallationError` when ``core`` is missing.
    """
    places = _places(folders, builtin, core)
    if use_cache:
        cached = _from_cache(places, with_cases)
        if cached:
            return cached
    base = _built(_read(places), use_cache)
    return base if with_cases else without_cases(base)


def _from_cache(places: Sequence[PackFolder], with_cases: bool) -> RuleBase | None:
    """The compiled rule base, where it is fresh: going by how the files look, or else by what they hold."""
    stamps = Stamps(places)
    key = stamps.key()
    if not key:
        hashed = _read(places, keep=False)
        if any(pack.faults for pack in hashed):
            return None
        key = cache_key(hashed)
        stamps.note(key)
    return load_cached(places, _building(places, key), with_cases=with_cases, key=key)


def check(
    folders: Sequence[StrPath | PackFolder] = (), *, builtin: bool = True, core: StrPath = BUILTIN
) -> tuple[Fault, ...]:
    """Every fault of the rule bases that `load_rule_base` would load, sorted by place; never from the cache."""
    return _build(_read(_places(folders, builtin, core)))[1]


def _building(places: Sequence[PackFolder], key: str) -> Callable[[], RuleBase]:
    """Builds the rule base of this ``key``, without its cases, when first asked for it: its cache has turned out to be
    damaged."""
    built: list[RuleBase] = []

    def build_once() -> RuleBase:
        if not built:
            packs = _read(places)
            if cache_key(packs) != key:
                raise InstallationError("keymedic's cache is damaged, and the rule base has changed since: try again")
            built.append(without_cases(_built(packs, True)))
        return built[0]

    return build_once


def _built(packs: Sequence[PackFolder], use_cache: bool) -> RuleBase:
    base, faults = _build(packs)
    if base is None:
        raise RuleBaseError(faults)
    if use_cache:
        store_cached(packs, base)
    return base


def _build(packs: Sequence[PackFolder]) -> tuple[RuleBase | None, tuple[Fault, ...]]:
    from .build import build  # imports yaml and pydantic, which a fresh cache does without

    return build(packs)


def read_folders(
    folders: Sequence[StrPath | PackFolder], builtin: bool, core: StrPath = BUILTIN
) -> tuple[PackFolder, ...]:
    """The content of each folder, once. Naming the built-in folder asks for its rules too."""
    return _read(_places(folders, builtin, core))


def _places(folders: Sequence[StrPath | PackFolder], builtin: bool, core: StrPath) -> tuple[PackFolder, ...]:
    """The folders to load, in order, of which nothing has been read yet but what came read: these have a digest."""
    own = os.fspath(core)
    if not os.path.isfile(os.path.join(own, "pack.yaml")):
        raise InstallationError(f"keymedic's own rule base is missing: {own}")
    home = os.path.realpath(own)
    others = {os.path.realpath(place.path): place for place in map(_unread, folders)}
    whole = builtin or home in others
    rest = (place for real, place in others.items() if real != home)
    return (PackFolder(own, (), (), "", vocabulary_only=not whole), *rest)


def _unread(folder: StrPath | PackFolder) -> PackFolder:
    return folder if isinstance(folder, PackFolder) else PackFolder(os.fspath(folder), (), (), "")


def _read(places: Sequence[PackFolder], *, keep: bool = True) -> tuple[PackFolder, ...]:
    """The folders with what they hold; without ``keep`` with the hash alone."""
    return tuple(
        place if place.digest else read_folder(place.path, vocabulary_only=place.vocabulary_only, keep=keep)
        for place in places
    )
