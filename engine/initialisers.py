"""``__init__`` functions for `values.Struct`, made of code that stands here, compiled with everything else.

Writing the source of one and compiling it takes as long as making a hundred instances. A function that stores that many
arguments by that many functions is the same for every class, but for the names of its parameters, and those can be changed.
"""

# The functions of the table take whatever the fields of a class are, and a lambda cannot say so.
# pyright: reportUnknownLambdaType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Callable, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias


Put: TypeAlias = "Callable[[Any, Any], None]"
"""Stores a value in one field of an instance, past ``__setattr__``, which a frozen class refuses."""


def initialiser(puts: Sequence[Put], names: Sequence[str], defaults: tuple[object, ...]) -> Callable[..., None]:
    """A function of an instance and one argument for each name that stores each; ``defaults`` are those of the last ones."""
    if len(puts) >= len(_TEMPLATES):
        return _for_many(puts, names, defaults)
    made = _TEMPLATES[len(puts)](*puts)
    made.__code__ = made.__code__.replace(co_varnames=("self", *names))
    made.__defaults__ = defaults
    return made


def _for_many(puts: Sequence[Put], names: Sequence[str], defaults: tuple[object, ...]) -> Callable[..., None]:
    """The same for any number of fields; slower, but there are few such classes, and few instances of them."""
    ready = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        given = dict(zip(names, args, strict=False))
        values = {**ready, **given, **kwargs}
        if len(args) > len(names) or len(values) != len(names) or not given.keys().isdisjoint(kwargs):
            raise TypeError(f"{__init__.__qualname__}() takes one value each for {', '.join(names)}")
        for name, put in zip(names, puts, strict=True):
            put(self, values[name])

    return __init__


# Storing returns None, so that one store follows the other.
# fmt: off
_TEMPLATES: tuple[Callable[..., Any], ...] = (
    lambda: lambda self: None,
    lambda p0: lambda self, v0: p0(self, v0),
    lambda p0, p1: lambda self, v0, v1: p0(self, v0) or p1(self, v1),
    lambda p0, p1, p2: lambda self, v0, v1, v2: p0(self, v0) or p1(self, v1) or p2(self, v2),
    lambda p0, p1, p2, p3: lambda self, v0, v1, v2, v3: p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3),
    lambda p0, p1, p2, p3, p4: lambda self, v0, v1, v2, v3, v4:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4),
    lambda p0, p1, p2, p3, p4, p5: lambda self, v0, v1, v2, v3, v4, v5:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5),
    lambda p0, p1, p2, p3, p4, p5, p6: lambda self, v0, v1, v2, v3, v4, v5, v6:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6),
    lambda p0, p1, p2, p3, p4, p5, p6, p7: lambda self, v0, v1, v2, v3, v4, v5, v6, v7:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6) or
        p7(self, v7),
    lambda p0, p1, p2, p3, p4, p5, p6, p7, p8: lambda self, v0, v1, v2, v3, v4, v5, v6, v7, v8:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6) or
        p7(self, v7) or p8(self, v8),
    lambda p0, p1, p2, p3, p4, p5, p6, p7, p8, p9: lambda self, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6) or
        p7(self, v7) or p8(self, v8) or p9(self, v9),
    lambda p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10: lambda self, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6) or
        p7(self, v7) or p8(self, v8) or p9(self, v9) or p10(self, v10),
    lambda p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11: lambda self, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6) or
        p7(self, v7) or p8(self, v8) or p9(self, v9) or p10(self, v10) or p11(self, v11),
    lambda p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12: \
        lambda self, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6) or
        p7(self, v7) or p8(self, v8) or p9(self, v9) or p10(self, v10) or p11(self, v11) or p12(self, v12),
    lambda p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13: \
        lambda self, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6) or
        p7(self, v7) or p8(self, v8) or p9(self, v9) or p10(self, v10) or p11(self, v11) or p12(self, v12) or
        p13(self, v13),
    lambda p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14: \
        lambda self, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6) or
        p7(self, v7) or p8(self, v8) or p9(self, v9) or p10(self, v10) or p11(self, v11) or p12(self, v12) or
        p13(self, v13) or p14(self, v14),
    lambda p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15: \
        lambda self, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6) or
        p7(self, v7) or p8(self, v8) or p9(self, v9) or p10(self, v10) or p11(self, v11) or p12(self, v12) or
        p13(self, v13) or p14(self, v14) or p15(self, v15),
    lambda p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16: \
        lambda self, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16:
        p0(self, v0) or p1(self, v1) or p2(self, v2) or p3(self, v3) or p4(self, v4) or p5(self, v5) or p6(self, v6) or
        p7(self, v7) or p8(self, v8) or p9(self, v9) or p10(self, v10) or p11(self, v11) or p12(self, v12) or
        p13(self, v13) or p14(self, v14) or p15(self, v15) or p16(self, v16),
)
# fmt: on
