"""The way to a rule base: from the cache when it is fresh, else from the YAML files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..errors import InstallationError, RuleBaseError
from .cache import load_cached, store_cached
from .compiled import without_cases
from .folders import PackFolder, StrPath, read_folder
from .model import RuleBase

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
    read = partial(read_folders, folders, builtin, core)
    if use_cache:
        hashed = read(keep=False)
        cached = None if _faulty(hashed) else load_cached(hashed, _building(read, hashed), with_cases=with_cases)
        if cached:
            return cached
    base = _built(read(), use_cache)
    return base if with_cases else without_cases(base)


def check(
    folders: Sequence[StrPath | PackFolder] = (), *, builtin: bool = True, core: StrPath = BUILTIN
) -> tuple[Fault, ...]:
    """Every fault of the rule bases that `load_rule_base` would load, sorted by place; never from the cache."""
    return _build(read_folders(folders, builtin, core))[1]


def _building(read: Callable[[], Sequence[PackFolder]], hashed: Sequence[PackFolder]) -> Callable[[], RuleBase]:
    """Builds the rule base that was ``hashed``, without its cases, when first asked for it: its cache has turned out to be
    damaged."""
    built: list[RuleBase] = []

    def build_once() -> RuleBase:
        if not built:
            packs = read()
            if [pack.digest for pack in packs] != [pack.digest for pack in hashed]:
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
    folders: Sequence[StrPath | PackFolder], builtin: bool, core: StrPath = BUILTIN, *, keep: bool = True
) -> tuple[PackFolder, ...]:
    """The content of each folder, once; without ``keep`` its hash alone. Naming the built-in folder asks for its rules too."""
    own = os.fspath(core)
    if not os.path.isfile(os.path.join(own, "pack.yaml")):
        raise InstallationError(f"keymedic's own rule base is missing: {own}")
    home = os.path.realpath(own)
    others = {os.path.realpath(_place(folder)): folder for folder in folders}
    whole = builtin or home in others
    packs = [read_folder(own, vocabulary_only=not whole, keep=keep)]
    return (*packs, *(_content(folder, keep) for place, folder in others.items() if place != home))


def _place(folder: StrPath | PackFolder) -> StrPath:
    return folder.path if isinstance(folder, PackFolder) else folder


def _content(folder: StrPath | PackFolder, keep: bool) -> PackFolder:
    return folder if isinstance(folder, PackFolder) else read_folder(folder, keep=keep)


def _faulty(packs: Sequence[PackFolder]) -> bool:
    return any(pack.faults for pack in packs)
