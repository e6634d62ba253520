"""The light dataclasses behave like the standard ones."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, cast

import pytest

from keymedic.engine import values
from keymedic.engine.values import Struct, field, field_names, field_types, is_value, replace


class Light(Struct, order=True):
    """A class of every sort of field."""

    name: str
    parts: tuple[int, ...] = ()
    more: dict[str, int] = field(default_factory=dict[str, int], compare=False)
    secret: str = field(default="s", repr=False)

    @property
    def shout(self) -> str:
        """Methods stay."""
        return self.name.upper()


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Standard:
    """The same class by the standard library."""

    name: str
    parts: tuple[int, ...] = ()
    more: dict[str, int] = dataclasses.field(default_factory=dict[str, int], compare=False)
    secret: str = dataclasses.field(default="s", repr=False)


class Open(Struct, frozen=False):
    """A class whose fields may change."""

    count: int = 0


def test_construction_representation_and_comparison_are_the_standard_ones() -> None:
    """Positions, names, defaults, factories; equality, order and hash by the compared fields."""
    every: list[dict[str, Any]] = [{}, {"parts": (1, 2)}, {"parts": (1,), "more": {"x": 1}}, {"secret": "t"}]
    for arguments in every:
        light, standard = Light("a", **arguments), Standard("a", **arguments)
        assert repr(light) == repr(standard).replace("Standard", "Light")
        assert [getattr(light, name) for name in field_names(light)] == [
            getattr(standard, name) for name in field_names(standard)
        ]
    one, other = Light("a", more={"x": 1}), Light("a", more={"y": 2})
    assert one == other and hash(one) == hash(other) and one != Light("b") and one != ("a", (), {}, "s")
    assert min([Light("b"), Light("a", (2,)), Light("a", (1,))]) == Light("a", (1,))
    assert Light("a") <= one and Light("b") > one and Light("b") >= one
    assert Light("a").more is not Light("a").more
    assert Light("a").shout == "A"


class Large(Struct):
    """A class of more fields than most."""

    a: int
    b: int
    c: int
    d: int
    e: int
    f: int
    g: int
    h: int
    i: int
    j: int
    k: int
    l: int
    m: int
    n: int
    o: int
    p: str = field(repr=False)
    q: list[int] = field(default_factory=list[int])
    r: str = "r"


def test_a_class_of_many_fields_is_like_any_other() -> None:
    """Positions, names, defaults and factories; what does not fit is a type error."""
    numbers, make = range(15), cast("Callable[..., Large]", Large)
    made = make(*numbers, p="p", r="s")
    assert made == make(*numbers, "p", [], "s") and made != make(*numbers, "p")
    assert made.q is not make(*numbers, "p").q and "p=" not in repr(made)
    wrong: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
        ((*numbers,), {}),
        ((*numbers, "p", [], "r", "too much"), {}),
        ((*numbers, "p"), {"a": 1}),
        ((*numbers, "p"), {"z": 1}),
    ]
    for args, kwargs in wrong:
        with pytest.raises(TypeError, match="__init__"):
            _ = make(*args, **kwargs)


def test_a_field_with_notes_but_no_default_is_required() -> None:
    """Being left out of the representation does not make it optional."""

    class Kept(Struct):
        name: str
        secret: str = field(repr=False)
        more: int = 0

    for _ in range(2):  # the first instance, and one like all others
        with pytest.raises(TypeError, match="__init__"):
            _ = Kept("a")  # pyright: ignore[reportCallIssue]
        assert repr(Kept("a", "s")).endswith("Kept(name='a', more=0)")


@pytest.mark.parametrize("arguments", [(), ("a", (), {}, "s", "too much")])
def test_wrong_arguments_are_type_errors(arguments: tuple[object, ...]) -> None:
    """As for any function."""
    with pytest.raises(TypeError, match="__init__"):
        _ = Light(*arguments)  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="__init__"):
        _ = Light("a", unknown=1)  # pyright: ignore[reportCallIssue]


def test_a_struct_with_fields_has_no_subclasses() -> None:
    """Its fields would not be those of the subclass."""
    with pytest.raises(TypeError, match="no subclasses"):

        class More(Open, frozen=False):  # pyright: ignore[reportUnusedClass]
            other: int = 0


def test_frozen_means_frozen() -> None:
    """Nothing can be set, deleted or added; an open class can be changed, and has no hash."""
    light, changing = Light("a"), Open()
    for action in (lambda: setattr(light, "name", "b"), lambda: delattr(light, "name"), lambda: setattr(light, "x", 1)):
        with pytest.raises(dataclasses.FrozenInstanceError):
            action()
    changing.count = 2
    assert changing == Open(2)
    with pytest.raises(TypeError):
        _ = hash(changing)
    with pytest.raises(AttributeError):
        changing.other = 1  # pyright: ignore[reportAttributeAccessIssue]


def test_copies() -> None:
    """``replace``, `dataclasses.replace`, ``copy`` and ``pickle`` all work, also with fields of any name."""
    light = Light("a", (1,), {"x": 1}, "t")
    assert replace(light, name="b") == dataclasses.replace(light, name="b") == Light("b", (1,), {"x": 1}, "t")
    assert copy.deepcopy(light) == pickle.loads(pickle.dumps(light)) == light


def test_the_standard_tools_see_a_dataclass() -> None:
    """Fields, their types and defaults, ``asdict`` and ``match``."""
    assert dataclasses.is_dataclass(Light) and is_value(Light("a")) and not is_value(Light) and not is_value("a")
    assert [(one.name, one.type) for one in dataclasses.fields(Light)] == list(field_types(Light).items())
    assert dataclasses.asdict(Light("a")) == dataclasses.asdict(Standard("a"))
    match Light("a", (1,)):
        case Light(name, (first,)):
            assert (name, first) == ("a", 1)
        case _:
            raise AssertionError


def test_it_costs_no_import() -> None:
    """Neither `dataclasses` nor `inspect` is loaded for the classes of the engine and one use of them."""
    code = (
        "import sys; from keymedic.engine.facts import Fact, Source; Fact('a', 1, Source('given'));"
        "print(sorted({'dataclasses', 'inspect'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.strip() == "[]", values.__doc__
