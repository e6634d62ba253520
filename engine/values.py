"""Values: classes that are their fields, without what the standard ``dataclass`` costs.

The standard decorator imports ``inspect``, writes six functions for each class, and makes each slotted class twice: a
fifth of what a diagnosis takes as a whole process. A subclass of `Struct` behaves the same (frozen, slotted, compared by
value, fit for ``match`` and for ``dataclasses.replace``), but shares everything with all others, gets its ``__init__``
with the first instance, and imports `dataclasses` only for who asks for its `Field` objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter, ge, gt, le, lt

from .initialisers import Put, initialiser
from .typed import cast

__all__ = ["Struct", "field", "field_names", "field_types", "is_value", "replace"]


class _Field:
    """What `field` was told about one field."""

    __slots__ = ("compare", "default", "default_factory", "repr")

    def __init__(self, default: Any, default_factory: Callable[[], Any] | None, repr: bool, compare: bool) -> None:
        self.default = default
        self.default_factory = default_factory
        self.repr = repr
        self.compare = compare


_MISSING: Any = object()


def field_names(kind: object) -> tuple[str, ...]:
    """The fields of a `Struct` or a standard dataclass, or of an instance of one, in order."""
    return cast("tuple[str, ...]", (kind if isinstance(kind, type) else type(kind)).__match_args__)  # type: ignore[attr-defined]


def field_types(kind: type[Any]) -> Mapping[str, str]:
    """The fields of a `Struct` with their types as they stand in the source."""
    return kind.__annotations__


def is_value(value: object) -> bool:
    """Whether something is an instance of a `Struct` or a standard dataclass."""
    return hasattr(type(value), "__match_args__") and not isinstance(value, type)


def replace(value: T, /, **changes: Any) -> T:
    """A copy of an instance with some fields changed."""
    kept = {name: getattr(value, name) for name in field_names(value) if name not in changes}
    return type(value)(**kept, **changes)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import field
    from typing import Any, TypeVar

    from typing_extensions import dataclass_transform

    T = TypeVar("T")
else:

    def dataclass_transform(**_):
        return lambda kind: kind

    def field(*, default=_MISSING, default_factory=None, repr=True, compare=True):
        """A field with a default, a factory of defaults, or left out of ``repr`` or comparison."""
        return _Field(default, default_factory, repr, compare)


class _StructType(type):
    """Makes a class of the fields that it annotates; one with fields has no subclasses."""

    __told__: Mapping[str, _Field]
    """What is told of the fields that are not simply required."""
    __key__: attrgetter[Any]
    """What instances are compared by."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], body: dict[str, Any], *, frozen: bool = True, order: bool = False
    ) -> _StructType:
        if any(getattr(base, "__match_args__", ()) for base in bases):
            raise TypeError(f"{name}: a struct with fields has no subclasses")
        names = tuple(body.get("__annotations__", ()))
        told = {name: _told(body.pop(name)) for name in names if name in body}
        body |= {"__slots__": names, "__match_args__": names, "__told__": told, "__key__": _key(names, told)}
        if order:
            body |= _ORDER
        if not frozen:
            body |= _OPEN
        return type.__new__(cls, name, bases, body)


def _told(default: Any) -> _Field:
    return default if isinstance(default, _Field) else _Field(default, None, True, True)


def _key(names: tuple[str, ...], told: Mapping[str, _Field]) -> Any:
    """What instances are compared by."""
    compared = [name for name in names if name not in told or told[name].compare]
    return attrgetter(*compared) if compared else _nothing


def _nothing(_: object) -> tuple[()]:
    return ()


def _write_init(kind: Any) -> None:
    """Give a class its ``__init__``, which fills the slots past ``__setattr__``."""
    names, told, members = field_names(kind), kind.__told__, kind.__dict__
    puts: list[Put] = [members[name].__set__ for name in names]
    defaults: list[Any] = []
    for name, one in told.items():
        if one.default_factory is not None:
            at = names.index(name)
            puts[at] = _putting(puts[at], one.default_factory)
        if one.default_factory is not None or one.default is not _MISSING:
            defaults.append(one.default)
    kind.__init__ = written = initialiser(puts, names, tuple(defaults))
    written.__qualname__ = f"{kind.__qualname__}.__init__"


def _putting(put: Put, factory: Callable[[], Any]) -> Put:
    """Fills a field with what is given, or else with what a factory makes."""

    def put_or_make(value: Any, item: Any) -> None:
        put(value, factory() if item is _MISSING else item)

    return put_or_make


class _StandardFields:
    """The standard `Field` objects of a class, made when `dataclasses` asks for them."""

    def __get__(self, _instance: object, owner: Any) -> Any:
        import dataclasses

        body: dict[str, Any] = {"__annotations__": owner.__annotations__, "__module__": owner.__module__}
        for name, told in owner.__told__.items():
            options: dict[str, Any] = {"repr": told.repr, "compare": told.compare}
            if told.default_factory is not None:
                options["default_factory"] = told.default_factory
            elif told.default is not _MISSING:
                options["default"] = told.default
            body[name] = dataclasses.field(**options)
        frozen = owner.__setattr__ is Struct.__setattr__
        twin: Any = dataclasses.dataclass(type(owner.__name__, (), body), frozen=frozen)
        owner.__dataclass_fields__ = fields = twin.__dataclass_fields__
        return fields


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Struct(metaclass=_StructType):
    """A class that is its fields: ``class Point(Struct): x: int; y: int = 0``.

    Frozen, unless ``frozen=False`` stands behind the name ``Struct``; compared by the fields' values; with ``order=True`` also
    ordered by them.
    """

    if not TYPE_CHECKING:
        __dataclass_fields__ = _StandardFields()

        def __init__(self, *args, **kwargs):
            _write_init(type(self))
            self.__init__(*args, **kwargs)

    def __setattr__(self, name: str, _value: object) -> None:
        self.__delattr__(name)

    def __delattr__(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot change field {name!r}")

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        key = self.__class__.__key__
        return key(self) == key(other)

    def __hash__(self) -> int:
        return hash(self.__class__.__key__(self))

    def __repr__(self) -> str:
        told = self.__class__.__told__
        shown = [name for name in field_names(self) if name not in told or told[name].repr]
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return self.__class__, tuple([getattr(self, name) for name in field_names(self)])


def _compare(how: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    def compare(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        key = self.__class__.__key__
        return how(key(self), key(other))

    return compare


_ORDER = {f"__{how.__name__}__": _compare(how) for how in (lt, le, gt, ge)}
"""What a class has whose instances are ordered."""
_OPEN: Mapping[str, Any] = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__, "__hash__": None}
"""What a class has whose fields may change."""
