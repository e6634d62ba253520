"""Mappings and sequences whose entries are made when they are first asked for.

A diagnosis shows two causes of sixty and meets a twentieth of the observations; making them all takes longer than
finding the right ones.

Data that came from a file may turn out to be damaged only then; ``sound``, where given, has the same entries from
elsewhere, and takes the place of those that cannot be made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, KeysView, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast, overload

V = TypeVar("V")
DAMAGED = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What making an entry of data of a wrong shape may raise."""


class LazyMapping(Mapping[str, V]):
    """Name to entry, each made by ``make`` from its data."""

    def __init__(
        self, data: Mapping[str, Any], make: Callable[[Any], V], sound: Callable[[], Mapping[str, V]] | None = None
    ) -> None:
        self._data = data
        self._make = make
        self._sound = sound
        self._made: dict[str, V] = {}

    def __getitem__(self, name: str) -> V:
        made = self._made.get(name)
        if made is None:
            data = self._data[name]
            try:
                made = self._make(data)
            except DAMAGED:
                if self._sound is None:
                    raise
                made = self._sound()[name]
            self._made[name] = made
        return made

    def keys(self) -> KeysView[str]:
        return self._data.keys()

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class LazySequence(Sequence[V], Generic[V]):
    """Entries by number, each made by ``make`` from its data; equal to any sequence of equal entries."""

    def __init__(
        self, data: Sequence[Any], make: Callable[[Any], V], sound: Callable[[], Sequence[V]] | None = None
    ) -> None:
        self._data = data
        self._make = make
        self._sound = sound
        self._made: dict[int, V] = {}

    @overload
    def __getitem__(self, index: int) -> V: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[V]: ...
    def __getitem__(self, index: int | slice) -> V | Sequence[V]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        made = self._made.get(index)
        if made is None:
            data = self._data[index]
            try:
                made = self._make(data)
            except DAMAGED:
                if self._sound is None:
                    raise
                made = self._sound()[index]
            self._made[index] = made
        return made

    def __len__(self) -> int:
        return len(self._data)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(cast("Sequence[object]", other))

    __hash__ = None  # pyright: ignore[reportAssignmentType]  # as of any list
