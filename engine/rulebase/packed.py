"""Many entries in a few bytes strings, each found, and checked, when somebody asks for it.

A *row* is the entries with tabs between them. Its *index* has sixteen hexadecimal digits for each: where the entry ends,
and its checksum. So nothing has to be split or summed up before the first entry is read, however long the row is.
"""

from __future__ import annotations

import os
from binascii import crc32
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol, overload

    class Slices(Protocol):
        """Bytes of which parts are asked for."""

        def __getitem__(self, part: slice, /) -> bytes:
            """The bytes from one place to another, as far as there are any. Raises ``ValueError`` where they cannot be read."""
            ...


_DIGITS = 8
_WIDTH = 2 * _DIGITS


class Row(bytes):
    """A line that needs no checksum: each of its entries has one in the index."""

    __slots__ = ()


def pack(entries: Iterable[bytes]) -> tuple[bytes, Row]:
    """The index and the row of entries."""
    index: list[bytes] = []
    row: list[bytes] = []
    end = -1
    for entry in entries:
        row.append(entry)
        end += 1 + len(entry)
        index.append(b"%08x%08x" % (end, crc32(entry)))
    return b"".join(index), Row(b"\t".join(row))


class OpenFile:
    """A file that stays open, whatever becomes of its name, as long as somebody holds this. Owns the descriptor."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor: int = descriptor

    def __del__(self) -> None:
        os.close(self.descriptor)


class RowInFile:
    """A long row that is left where it is: memory that is never looked at is dear as well, four microseconds a page."""

    def __init__(self, file: OpenFile, place: int, length: int) -> None:
        self._file = file
        self._place = place
        self._length = length

    def __getitem__(self, part: slice, /) -> bytes:
        start, end, _ = part.indices(self._length)
        try:
            return os.pread(self._file.descriptor, max(0, end - start), self._place + start)
        except OSError as error:
            raise ValueError("cannot be read") from error


class Packed(Sequence[bytes]):
    """The entries of a row. Asking for one raises ``ValueError`` where it is damaged."""

    def __init__(self, index: bytes, row: Slices) -> None:
        if len(index) % _WIDTH:
            raise ValueError("an index of another shape")
        self._index = index
        self._row = row

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, at: int) -> bytes: ...
        @overload
        def __getitem__(self, at: slice) -> Sequence[bytes]: ...

    def __getitem__(self, at: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        at = at + len(self) if at < 0 else at
        place = at * _WIDTH
        if not 0 <= place < len(self._index):
            raise IndexError(at)
        start = int(self._index[place - _WIDTH : place - _DIGITS], 16) + 1 if at else 0
        end = int(self._index[place : place + _DIGITS], 16)
        entry = self._row[start:end]
        if crc32(entry) != int(self._index[place + _DIGITS : place + _WIDTH], 16):
            raise ValueError("damaged")
        return entry

    def __len__(self) -> int:
        return len(self._index) // _WIDTH


class PackedNames(Mapping[str, bytes]):
    """The entries of a row by name."""

    def __init__(self, names: bytes, index: bytes, row: Slices) -> None:
        self._entries = Packed(index, row)
        # All names at once: one by one they take ten times as long to decode.
        told = names.decode().split("\t") if names else []
        self._places: dict[str, int] = dict(zip(told, range(len(self._entries)), strict=True))

    def __getitem__(self, name: str) -> bytes:
        return self._entries[self._places[name]]

    def keys(self) -> KeysView[str]:
        return self._places.keys()

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
