"""The modules that a command imports, kept as one file beside their bytecode.

A diagnosis imports a hundred and twenty modules of keymedic, and finding, opening and reading so many files takes long. So what
one run of a command imported is kept, and the next takes it from there: a module comes with those that its own import
brought along, in the order in which they were done. Everything else is Python's usual way. The file lies in ``__pycache__``;
it is written, trusted and passed over as bytecode is (``docs/adr/0010-kept-modules.md``).
"""

from __future__ import annotations

import marshal
import os
import sys

# `importlib` hands all of this on, but takes as long itself as ten modules of ours.
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import SourceFileLoader
from binascii import crc32

from ..engine.own_files import MAKER, MOST_BYTES, beside_bytecode, may_be_kept, read_own, write_own
from ..engine.typed import cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType
    from typing import TypeAlias

Member: TypeAlias = "tuple[str, int, str, str | None, tuple[int, int]]"
"""A module: its name, how deep in the group it was imported, its source, the place of its bytecode, and the source's stamp."""
Group: TypeAlias = "tuple[list[Member], memoryview, int]"
"""A module, last, behind those that its import brought along, as they were done; the bytecode of them all, and its checksum."""

COMMANDS = ("talk", "diagnose", "run", "batch", "eval", "probe", "explain", "kb")
"""The commands whose modules are kept, each in a file of its own; ``talk`` is the conversation."""
PACKAGE, FOLDER = __name__.partition(".")[0], os.path.dirname(os.path.dirname(__file__))
"""The package whose modules are kept, and where it lies."""
_DAMAGED = (OSError, ValueError, EOFError, TypeError, KeyError, AttributeError, ImportError, MemoryError)
"""What a file that does not fit, or a source that is gone meanwhile, may raise."""


class KeptModules:
    """Finds the modules of one file, and sees which of its package are imported: one of ``sys.meta_path``."""

    def __init__(self, path: str, package: str = PACKAGE, folder: str = FOLDER) -> None:
        self._path = path
        self._package = package + "."
        self._folder = folder
        self._unread = _read(path, folder)
        self._read: dict[str, tuple[list[Member], list[CodeType], int]] = {}
        self._begun: dict[str, int] = {}
        self._saved: set[str] = set()

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """The module as it was kept; nothing where Python is to look for it itself."""
        if not name.startswith(self._package):
            return None
        self._begun[name] = len(self._begun)
        if name in self._unread:
            self._open(self._unread[name])
        return self._spec(name) if name in self._read and not _others_run() else None

    def bring_along(self, name: str) -> None:
        """Import what the import of a kept module brings along. Raises what the code of those does."""
        members, _, at = self._read[name]
        first = at
        while first and members[first - 1][1] > members[at][1]:
            first -= 1
        for brought, *_ in members[first:at]:
            if brought not in sys.modules:
                self._bring(brought)

    def code(self, name: str) -> CodeType:
        """The bytecode of a kept module."""
        _, codes, at = self._read[name]
        return codes[at]

    def save(self) -> None:
        """Keep what this process imported, for the next one. Never raises: without a place for it all works as well."""
        imported = {
            name: at for at, name in enumerate(sys.modules) if name in self._begun and _loader(name) is not None
        }
        if imported.keys() <= self._read.keys() | self._saved or not may_be_kept(self._path):
            return
        try:
            groups = [_packed(names) for names in _groups(imported, self._begun)]
            others = [
                group for group in self._unread.values() if imported.keys().isdisjoint(one for one, *_ in group[0])
            ]
            content = _written([*groups, *{id(group): group for group in others}.values()], self._folder)
            if len(content) <= MOST_BYTES:
                write_own(self._path, content)
        except _DAMAGED:
            pass
        self._saved.update(imported)  # whatever came of it: the next answer of a conversation is not to try again

    def _open(self, group: Group) -> None:
        """Read the bytecode of a group, unless one of its sources is another by now."""
        members, content, checksum = group
        for name, *_ in members:
            _ = self._unread.pop(name, None)
        try:
            if crc32(content) != checksum or any(_stamp(source) != stamp for _, _, source, _, stamp in members):
                return
            codes = marshal.loads(content)
        except _DAMAGED:
            return
        self._read.update({member[0]: (members, codes, at) for at, member in enumerate(members)})

    def _spec(self, name: str) -> ModuleSpec:
        members, _, at = self._read[name]
        _, _, source, cached, _ = members[at]
        folder, _, file = source.rpartition(os.sep)
        spec = ModuleSpec(name, _Loader(name, source, self), origin=source, is_package=file == "__init__.py")
        spec.has_location, spec.cached = True, cached
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(folder)
        return spec

    def _bring(self, name: str) -> None:
        """Import a module as Python does, but without looking for it and without locks: no other thread runs."""
        parent, _, child = name.rpartition(".")
        if parent not in sys.modules:
            _ = __import__(parent)
        self._begun[name] = len(self._begun)
        spec = self._spec(name)
        loader = cast("_Loader", spec.loader)
        module = type(sys)(name)
        module.__spec__, module.__loader__, module.__package__ = spec, loader, spec.parent
        module.__file__, module.__dict__["__cached__"] = spec.origin, spec.cached
        if spec.submodule_search_locations is not None:
            module.__path__ = spec.submodule_search_locations
        sys.modules[name] = module
        try:
            SourceFileLoader.exec_module(loader, module)
        except BaseException:
            _ = sys.modules.pop(name, None)
            raise
        sys.modules[name] = sys.modules.pop(name)  # as Python does: they stand in the order in which imports were done
        setattr(sys.modules[parent], child, module)


class _Loader(SourceFileLoader):
    """Python's own, but for where the bytecode comes from."""

    def __init__(self, name: str, source: str, kept: KeptModules) -> None:
        super().__init__(name, source)
        self._kept = kept

    def get_code(self, fullname: str) -> CodeType:
        return self._kept.code(fullname)

    def exec_module(self, module: ModuleType) -> None:
        self._kept.bring_along(module.__name__)
        super().exec_module(module)


def find_kept(argv: Sequence[str]) -> None:
    """Have what the command of a command line imports found where it was kept, if Python keeps bytecode at all."""
    command = argv[0] if argv and not argv[0].startswith("-") else "talk"
    path = beside_bytecode(__spec__, command)
    if path and command in COMMANDS and argv[:1] not in (["--version"], ["--help"], ["-h"]):
        sys.meta_path.insert(0, KeptModules(path))


def keep_start() -> None:
    """Keep for the next process what this one has imported and compiled so far. Never raises."""
    from ..engine.lazy_pattern import keep_patterns

    keep_patterns()
    for finder in sys.meta_path:
        if isinstance(finder, KeptModules):
            finder.save()


def _groups(imported: dict[str, int], begun: dict[str, int]) -> list[list[tuple[str, int]]]:
    """The modules in groups, each with its depth: what begins while another runs belongs to that one's group.

    But for what a package imports of its own modules: they must find the package there, run as far as that import.
    """
    depths: dict[str, int] = {}
    groups: dict[str, list[str]] = {}
    running: list[str] = []
    for name in sorted(imported, key=begun.__getitem__):
        while running and imported[running[-1]] < imported[name]:
            _ = running.pop()
        own = running[-depths[running[-1]] - 1 :] if running else []
        if not own or any(name.startswith(outer + ".") for outer in own):
            depths[name], groups[name] = 0, [name]
        else:
            depths[name] = len(own)
            groups[own[0]].append(name)
        running.append(name)
    return [[(name, depths[name]) for name in sorted(names, key=imported.__getitem__)] for names in groups.values()]


def _packed(names: list[tuple[str, int]]) -> Group:
    """A group as it is kept; raises ``OSError`` or ``ImportError`` where a source is gone."""
    members: list[Member] = []
    codes: list[CodeType | None] = []
    for name, depth in names:
        loader = cast("SourceFileLoader", _loader(name))
        cached = getattr(sys.modules[name].__spec__, "cached", None)
        members.append((name, depth, loader.path, cached, _stamp(loader.path)))
        codes.append(loader.get_code(name))
    content = marshal.dumps(codes)
    return members, memoryview(content), crc32(content)


def _loader(name: str) -> SourceFileLoader | None:
    loader = getattr(sys.modules[name], "__loader__", None)
    return loader if isinstance(loader, SourceFileLoader) else None


def _stamp(source: str) -> tuple[int, int]:
    """When a source was changed, in nanoseconds, and its size in bytes; raises ``OSError`` where it is gone."""
    status = os.stat(source)
    return status.st_mtime_ns, status.st_size


def _others_run() -> bool:
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def _written(groups: list[Group], folder: str) -> bytes:
    rows = [(members, len(content), checksum) for members, content, checksum in groups]
    head = marshal.dumps((MAKER, folder, rows))
    return b"".join(
        [*(number.to_bytes(4, "big") for number in (len(head), crc32(head))), head, *(row[1] for row in groups)]
    )


def _read(path: str, folder: str) -> dict[str, Group]:
    """The group of each module in the file; empty where there is none that fits, such as one of a package moved meanwhile."""
    try:
        found = memoryview(read_own(path))
        at = 8 + int.from_bytes(found[:4], "big")
        if crc32(found[8:at]) != int.from_bytes(found[4:8], "big"):
            return {}
        maker, place, rows = cast("tuple[str, str, list[tuple[list[Member], int, int]]]", marshal.loads(found[8:at]))
        groups: dict[str, Group] = {}
        for members, length, checksum in rows if (maker, place) == (MAKER, folder) else []:
            group = members, found[at : at + length], checksum
            groups.update(dict.fromkeys([name for name, *_ in members], group))
            at += length
    except _DAMAGED:
        return {}
    return groups
