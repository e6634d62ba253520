"""``dataclass`` without its price: the standard decorator imports ``inspect`` and writes six functions for each class.

That is a fifth of what a diagnosis takes as a whole process. The decorator here makes classes that behave the same
(frozen, slotted, compared by value, fit for ``match`` and for ``dataclasses.replace``), but writes ``__init__`` only
for a class of which there are many, shares all the rest, and imports `dataclasses` only for who asks for its `Field` objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

__all__ = ["dataclass", "field", "field_names", "field_types", "is_value", "replace"]

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import dataclass, field


class _Field:
    """What `field` was told about one field."""

    __slots__ = ("compare", "default", "default_factory", "repr")

    def __init__(self, default: Any, default_factory: Callable[[], Any] | None, repr: bool, compare: bool) -> None:
        self.default = default
        self.default_factory = default_factory
        self.repr = repr
        self.compare = compare


_MISSING: Any = object()
_REQUIRED = _Field(_MISSING, None, True, True)
_FILLED_FIRST = 64
"""Instances of a class that are made without writing an ``__init__`` for it: that takes as long as making a hundred, and
one case makes few of most classes."""


def field_names(kind: object) -> tuple[str, ...]:
    """The fields of a dataclass (one of this module or a standard one) or of an instance of it, in order."""
    return cast("tuple[str, ...]", (kind if isinstance(kind, type) else type(kind)).__match_args__)  # type: ignore[attr-defined]


def field_types(kind: type[Any]) -> Mapping[str, str]:
    """The fields of a dataclass of this module with their types as they stand in the source."""
    return kind.__annotations__


def is_value(value: object) -> bool:
    """Whether something is an instance of a dataclass."""
    return hasattr(type(value), "__match_args__") and not isinstance(value, type)


def replace(value: T, /, **changes: Any) -> T:
    """A copy of an instance with some fields changed."""
    kept = {name: getattr(value, name) for name in field_names(value) if name not in changes}
    return type(value)(**kept, **changes)


if not TYPE_CHECKING:

    def field(*, default=_MISSING, default_factory=None, repr=True, compare=True):
        """A field with a default, a factory of defaults, or left out of ``repr`` or comparison."""
        return _Field(default, default_factory, repr, compare)

    def dataclass(*, slots, frozen=False, order=False):
        """Make a class a slotted dataclass of the fields that it annotates. No inheritance between dataclasses."""
        assert slots, "every class of keymedic has slots"
        return lambda kind: _made(kind, frozen, order)


def _made(kind: type[Any], frozen: bool, order: bool) -> type[Any]:
    names = tuple(kind.__annotations__)
    defaults = {name: kind.__dict__[name] for name in names if name in kind.__dict__}
    told = {
        name: item if isinstance(item, _Field) else _Field(item, None, True, True) for name, item in defaults.items()
    }
    body = {name: item for name, item in kind.__dict__.items() if name not in (*names, "__dict__", "__weakref__")}
    key = _key([name for name in names if name not in told or told[name].compare])
    body |= _compared(key, order) | _copied(names)
    body |= {
        "__slots__": names,
        "__match_args__": names,
        "__dataclass_fields__": _StandardFields(told, frozen),
        "__repr__": _representation([name for name in names if name not in told or told[name].repr]),
        "__hash__": _hashed(key) if frozen else None,
    }
    if frozen:
        body |= {"__setattr__": _refuse_set, "__delattr__": _refuse_delete}
    metaclass: Any = type(kind)
    made: type[Any] = metaclass(kind.__name__, kind.__bases__, body)
    made.__qualname__ = kind.__qualname__
    _write_init_later(made, names, told)
    return made


def _write_init_later(made: type[Any], names: tuple[str, ...], told: Mapping[str, _Field]) -> None:
    left = _FILLED_FIRST
    rows: list[tuple[str, Callable[[Any, Any], None], _Field]] = []

    def first(self: Any, *args: Any, **kwargs: Any) -> None:
        nonlocal left
        if not rows:
            rows.extend((name, made.__dict__[name].__set__, told.get(name, _REQUIRED)) for name in names)
        left -= 1
        if left < 0 or not _fill(self, rows, args, kwargs):
            made.__init__ = _written_init(made, names, told)
            made.__init__(self, *args, **kwargs)

    made.__init__ = first


def _fill(
    value: Any,
    rows: list[tuple[str, Callable[[Any, Any], None], _Field]],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> bool:
    """Fill the slots one by one; false for arguments that do not fit, of which the written ``__init__`` will complain."""
    used, given = 0, len(args)
    if given > len(rows):
        return False
    for (_, put, _), item in zip(rows, args, strict=False):
        put(value, item)
    for name, put, told in rows[given:]:
        if name in kwargs:
            used += 1
            put(value, kwargs[name])
        elif told.default_factory is not None:
            put(value, told.default_factory())
        elif told.default is not _MISSING:
            put(value, told.default)
        else:
            return False
    return used == len(kwargs)


def _written_init(made: type[Any], names: tuple[str, ...], told: Mapping[str, _Field]) -> Callable[..., None]:
    """An ``__init__`` that fills the slots past ``__setattr__``, which a frozen class refuses."""
    scope: dict[str, Any] = {"_missing": _MISSING}
    parameters: list[str] = []
    lines: list[str] = []
    for name in names:
        scope[f"_set_{name}"] = made.__dict__[name].__set__
        value, default = name, ""
        if name in told and (factory := told[name].default_factory) is not None:
            scope[f"_make_{name}"], default = factory, "=_missing"
            value = f"_make_{name}() if {name} is _missing else {name}"
        elif name in told and told[name].default is not _MISSING:
            scope[f"_default_{name}"], default = told[name].default, f"=_default_{name}"
        parameters.append(name + default)
        lines.append(f" _set_{name}(self, {value})")
    exec(f"def __init__({', '.join(['self', *parameters])}):\n" + "\n".join(lines or [" pass"]), scope)  # noqa: S102
    scope["__init__"].__qualname__ = f"{made.__qualname__}.__init__"
    return scope["__init__"]


def _key(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda _: ()


def _hashed(key: Callable[[Any], Any]) -> Callable[[Any], int]:
    def hashed(self: Any) -> int:
        return hash(key(self))

    return hashed


def _compared(key: Callable[[Any], Any], order: bool) -> dict[str, Any]:
    def equal(self: Any, other: Any) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def less(self: Any, other: Any) -> Any:
        return key(self) < key(other) if other.__class__ is self.__class__ else NotImplemented

    def at_most(self: Any, other: Any) -> Any:
        return key(self) <= key(other) if other.__class__ is self.__class__ else NotImplemented

    def greater(self: Any, other: Any) -> Any:
        return key(self) > key(other) if other.__class__ is self.__class__ else NotImplemented

    def at_least(self: Any, other: Any) -> Any:
        return key(self) >= key(other) if other.__class__ is self.__class__ else NotImplemented

    ordered = {"__lt__": less, "__le__": at_most, "__gt__": greater, "__ge__": at_least}
    return {"__eq__": equal, **(ordered if order else {})}


def _copied(names: tuple[str, ...]) -> dict[str, Any]:
    def reduce(self: Any) -> tuple[Any, ...]:
        return self.__class__, tuple(getattr(self, name) for name in names)

    return {"__reduce__": reduce}


def _representation(names: list[str]) -> Callable[[Any], str]:
    def represent(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return represent


def _refuse_set(self: object, name: str, _value: object) -> None:
    _refuse_delete(self, name)


def _refuse_delete(_self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


class _StandardFields:
    """The standard `Field` objects of a class, made when `dataclasses` asks for them."""

    __slots__ = ("_frozen", "_told")

    def __init__(self, told: Mapping[str, _Field], frozen: bool) -> None:
        self._told = told
        self._frozen = frozen

    def __get__(self, _instance: object, owner: type[Any]) -> Any:
        import dataclasses

        body: dict[str, Any] = {"__annotations__": owner.__annotations__, "__module__": owner.__module__}
        for name, told in self._told.items():
            options: dict[str, Any] = {"repr": told.repr, "compare": told.compare}
            if told.default_factory is not None:
                options["default_factory"] = told.default_factory
            elif told.default is not _MISSING:
                options["default"] = told.default
            body[name] = dataclasses.field(**options)
        twin: Any = dataclasses.dataclass(type(owner.__name__, (), body), frozen=self._frozen)
        fields = twin.__dataclass_fields__
        type.__setattr__(owner, "__dataclass_fields__", fields)
        return fields
