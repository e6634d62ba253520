"""The programs of compiled patterns, kept beside Python's own bytecode.

Compiling a hundred patterns takes a fifth of a diagnosis, and always gives the same. So what `re` made of the patterns of
keymedic's code is kept where Python keeps what it made of that code: in ``__pycache__``, for the interpreter that made
it, where ``PYTHONDONTWRITEBYTECODE`` and ``PYTHONPYCACHEPREFIX`` say so. Whoever can write there can replace keymedic
itself, so that this file opens no way in; the cache of rule bases lies elsewhere and holds no such thing
(``docs/adr/0008-kept-patterns.md``). Without a file, or with one that does not fit, patterns are compiled.
"""

from __future__ import annotations

import _sre  # pyright: ignore[reportMissingModuleSource]  # a part of the interpreter
import marshal
import sys
from binascii import crc32  # `zlib` has the same, and more to load

from .own_files import MAKER, beside_bytecode, may_be_kept, read_own, write_own
from .typed import cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, TypeAlias


Program: TypeAlias = "tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]"
"""Flags, code (four bytes a word), number of groups, and the groups' names both ways: what ``_sre.compile`` is handed."""

MOST_PATTERNS = 1_000
"""Patterns in one file: keymedic has some two hundred, and what an older one left behind must not pile up."""
_PARSER, _COMPILER = ("re._parser", "re._compiler") if sys.version_info >= (3, 11) else ("sre_parse", "sre_compile")
_DAMAGED = (OSError, ValueError, EOFError, TypeError, KeyError, IndexError, AttributeError, RuntimeError, OverflowError)
"""What a file that does not fit, or an interpreter that works otherwise, may raise."""


class PatternStore:
    """The patterns of one file; an empty ``path`` keeps nothing."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._programs: dict[str, Program] = _read(path) if path else {}
        self._new: dict[str, re.Pattern[str]] = {}

    def compile(self, source: str) -> re.Pattern[str]:
        """What ``re.compile`` gives, faster where it is known. Raises ``re.error`` for what is no pattern."""
        if (known := self._programs.get(source)) is not None:
            try:
                return _made(source, known)
            except _DAMAGED:
                del self._programs[source]
        pattern = self._new[source] = _compiled(source)
        return pattern

    def save(self) -> None:
        """Keep what had to be compiled, for the next process. Never raises: without a place for it all works as well."""
        if not self._new or not may_be_kept(self._path):
            return
        try:
            programs = {source: _program(source, pattern) for source, pattern in self._new.items()}
            new = {source: program for source, program in programs.items() if program is not None}
            kept = self._programs if len(self._programs) + len(new) <= MOST_PATTERNS else {}
            write_own(self._path, _written({**kept, **new}))
        except _DAMAGED:
            pass
        self._new = {}


def _compiled(source: str) -> re.Pattern[str]:
    import re  # only here: a diagnosis whose patterns are all kept needs neither it nor its compiler

    return re.compile(source)


def _program(source: str, pattern: re.Pattern[str]) -> Program | None:
    """The program of a pattern; nothing where this interpreter makes it otherwise than is known here."""
    from array import array
    from importlib import import_module

    parser: Any = import_module(_PARSER)
    compiler: Any = import_module(_COMPILER)
    tree = parser.parse(source)
    names: list[str | None] = [None] * tree.state.groups
    for group, number in tree.state.groupdict.items():
        names[number] = group
    code = array("I", compiler._code(tree, 0)).tobytes()  # there is no public way
    program = tree.state.flags, code, tree.state.groups - 1, dict(tree.state.groupdict), tuple(names)
    return program if _made(source, program) == pattern else None


def _made(source: str, program: Program) -> re.Pattern[str]:
    flags, code, groups, index, names = program
    return _sre.compile(source, flags, memoryview(code).cast("I").tolist(), groups, index, names)


def _written(programs: dict[str, Program]) -> bytes:
    content = marshal.dumps((MAKER, programs))
    return crc32(content).to_bytes(4, "big") + content


def _read(path: str) -> dict[str, Program]:
    try:
        found = read_own(path)
        if int.from_bytes(found[:4], "big") != crc32(found[4:]):
            return {}
        maker, programs = marshal.loads(found[4:])  # as safe as Python's own bytecode: it lies beside it
    except _DAMAGED:
        return {}
    fits = maker == MAKER and isinstance(programs, dict)
    return cast("dict[str, Program]", programs) if fits else {}


STORE = PatternStore(beside_bytecode(__spec__, "patterns"))
"""The store of this process."""
