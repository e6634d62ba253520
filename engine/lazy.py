"""Mappings and sequences whose entries are made when they are first asked for.

A diagnosis shows two causes of sixty and meets a twentieth of the observations; making them all takes longer than
finding the right ones.

Data that came from a file may turn out to be damaged only then; ``sound``, where given, has the same entries from
elsewhere, and takes the place of those that cannot be made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, KeysView, Mapping, Sequence

from .typed import cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar, overload

    N = TypeVar("N")
    V = TypeVar("V")
else:
    V = object  # stands in the bases of classes
DAMAGED = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What making an entry of data of a wrong shape may raise."""


class LazyMapping(Mapping[str, V]):
    """Name to entry, each made by ``make`` from its data. ``notes``: what is needed of many entries, told beforehand."""

    def __init__(
        self,
        data: Mapping[str, Any],
        make: Callable[[Any], V],
        sound: Callable[[], Mapping[str, V]] | None = None,
        notes: Any = None,
    ) -> None:
        self.notes: Any = notes
        self._data = data
        self._make = make
        self._sound = sound
        self._made: dict[str, V] = {}

    def __getitem__(self, name: str) -> V:
        made = self._made.get(name)
        if made is None:
            if name not in self._data:
                raise KeyError(name)
            try:
                made = self._make(self._data[name])
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


def noted(table: Mapping[str, V], name: str, note_of: Callable[[V], N]) -> N:
    """What ``note_of`` says of an entry, without making it where that is noted beside the table.

    The notes leave out the entries of which it says ``None``.
    """
    notes = table.notes if isinstance(table, LazyMapping) else None
    if notes is None:
        return note_of(table[name])
    note = cast("Mapping[str, N]", notes).get(name)
    if note is None and name not in table:
        raise KeyError(name)
    return cast("N", note)


class LazySequence(Sequence[V]):
    """Entries by number, each made by ``make`` from its data; equal to any sequence of equal entries."""

    def __init__(
        self, data: Sequence[Any], make: Callable[[Any], V], sound: Callable[[], Sequence[V]] | None = None
    ) -> None:
        self._data = data
        self._make = make
        self._sound = sound
        self._made: dict[int, V] = {}

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, index: int) -> V: ...
        @overload
        def __getitem__(self, index: slice) -> Sequence[V]: ...

    def __getitem__(self, index: int | slice) -> V | Sequence[V]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        made = self._made.get(index)
        if made is None:
            if not -len(self._data) <= index < len(self._data):
                raise IndexError(index)
            try:
                made = self._make(self._data[index])
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


class ByScript(Mapping[str, V]):
    """One mapping of two: names in ASCII, and all others, which are read when a text beyond ASCII is looked at."""

    def __init__(self, plain: Mapping[str, V], others: Callable[[], Mapping[str, V]]) -> None:
        self.plain: Mapping[str, V] = plain
        self._read = others
        self._others: Mapping[str, V] | None = None

    def for_text(self, text: str) -> Mapping[str, V]:
        """The entries whose names may stand in a text."""
        return self.plain if text.isascii() else self

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in (self.plain if name.isascii() else self._rest())

    def _rest(self) -> Mapping[str, V]:
        if self._others is None:
            self._others = self._read()
        return self._others

    def __getitem__(self, name: str) -> V:
        return (self.plain if name.isascii() else self._rest())[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.plain
        yield from self._rest()

    def __len__(self) -> int:
        return len(self.plain) + len(self._rest())

    def __bool__(self) -> bool:
        return bool(self.plain or self._rest())


def by_script(table: Mapping[str, V]) -> tuple[dict[str, V], dict[str, V]]:
    """The entries of a mapping whose names are in ASCII, and all others."""
    plain = {name: entry for name, entry in table.items() if name.isascii()}
    return plain, {name: entry for name, entry in table.items() if name not in plain}
