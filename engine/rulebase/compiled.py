"""A `RuleBase` as JSON-able data and back, quickly and without pydantic.

Every dataclass of the model becomes a list of its fields in order. `from_data` checks the type of each value,
so data from a damaged or hostile cache raises ``ValueError`` and never makes a rule base of wrong shape.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from .. import conditions
from ..conditions import All, Any_, Condition, Known, Not, leaves
from ..facts import Scalar
from ..typed import cast
from ..values import field_names, field_types, is_value, replace
from . import model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias


Decoder: TypeAlias = "Callable[[Any], Any]"


def to_data(base: model.RuleBase) -> list[Any]:
    """The rule base, its cases included, as nested lists, dictionaries and scalars."""
    return _encode(base)


def from_data(data: Any) -> model.RuleBase:
    """The inverse of `to_data`; raises ``ValueError`` on anything else."""
    try:
        base: model.RuleBase = DECODERS["RuleBase"](data)
    except (TypeError, KeyError, IndexError, RecursionError) as error:
        raise ValueError(f"not a compiled rule base: {error}"[:200]) from None
    return base


def with_cases(base: model.RuleBase, data: Any) -> model.RuleBase:
    """``base`` with the cases that `cases_to_data` made data of; raises ``ValueError`` on anything else."""
    match data:
        case [dict(), list()]:
            beside = _mapping(_many(DECODERS["Case"]))(data[0])
            rules = {name: replace(rule, cases=beside.get(name, ())) for name, rule in base.rules.items()}
            return replace(base, rules=rules, cases=_many(DECODERS["Case"])(data[1]))
        case _:
            raise ValueError("not the cases of a rule base")


def without_cases(base: model.RuleBase) -> model.RuleBase:
    """``base`` as a diagnosis needs it."""
    return replace(base, cases=(), rules={name: replace(rule, cases=()) for name, rule in base.rules.items()})


def cases_to_data(base: model.RuleBase) -> list[Any]:
    """The cases beside the rules that have any, and those of the whole rule base."""
    return [{rule.id: _encode(rule.cases) for rule in base.rules.values() if rule.cases}, _encode(base.cases)]


def layout() -> str:
    """What the lists stand for, field by field; data of another layout cannot be read."""
    return ";".join(
        f"{name}({','.join(f'{field}:{type_}' for field, type_ in field_types(kind).items())})"
        for name, kind in _RECORDS.items()
    )


def _encode(value: Any) -> Any:
    if isinstance(value, conditions.Test | Known | All | Any_ | Not):
        return conditions.to_data(value)
    if is_value(value):
        return [_encode(getattr(value, name)) for name in field_names(value)]
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value)
        return {key: _encode(item) for key, item in items.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_encode(item) for item in cast("Sequence[Any]", value)]
    return value


def _exactly(*kinds: type) -> Decoder:
    def decode(data: Any) -> Any:
        if type(data) not in kinds:
            raise ValueError(f"expected {kinds[-1].__name__}, found {type(data).__name__}")
        return data

    return decode


def _number(data: Any) -> float:
    if type(data) not in (int, float) or not math.isfinite(data):
        raise ValueError("expected a finite number")
    return float(data)


def _text(data: Any) -> str:
    if data.__class__ is not str:
        raise ValueError("expected text")
    return data


def _choice(words: tuple[str, ...]) -> Decoder:
    def decode(data: Any) -> Any:
        if data not in words:
            raise ValueError(f"expected one of {words}")
        return data

    return decode


def _optional(inner: Decoder) -> Decoder:
    return lambda data: None if data is None else inner(data)


def _many(inner: Decoder) -> Decoder:
    def decode(data: Any) -> Any:
        if data.__class__ is not list:
            raise ValueError("expected a list")
        return tuple(map(inner, data))

    return decode


def _mapping(inner: Decoder) -> Decoder:
    def decode(data: Any) -> Any:
        if data.__class__ is not dict:
            raise ValueError("expected a mapping")
        return {key: inner(value) for key, value in data.items()}

    return decode


def _condition(data: Any) -> Condition:
    condition = conditions.from_data(data)
    for leaf in leaves(condition):
        for operand in leaf.operands if isinstance(leaf, conditions.Test) else ():
            _ = _scalar(operand)
    return condition


def _texts(data: Any) -> Any:
    return _many(_text)(data) if type(data) is list else _text(data)


_scalar: Callable[[Any], Scalar] = _exactly(bool, int, str)
DECODERS: dict[str, Decoder] = {
    "str": _text,
    "bool": _exactly(bool),
    "int": _exactly(int),
    "float": _number,
    "int | None": _optional(_exactly(int)),
    "str | None": _optional(_text),
    "Scalar | None": _optional(_scalar),
    "FactType": _choice(model.FACT_TYPES),
    "Grade": _choice(model.GRADES),
    "Literal['override', 'change', 'off']": _choice(("override", "change", "off")),
    "Literal['server', 'text']": _choice(("server", "text")),
    "Literal['info', 'warning', 'error']": _choice(("info", "warning", "error")),
    "Literal['', 'look', 'online']": _choice(("", "look", "online")),
    "Condition": _condition,
    "tuple[str, ...] | None": _optional(_many(_text)),
    "tuple[str, ...]": _many(_text),
    "tuple[tuple[str, ...], ...]": _many(_many(_text)),
    "Sequence[str]": _many(_text),
    "Mapping[str, str]": _mapping(_text),
    "Mapping[str, Mapping[str, str]]": _mapping(_mapping(_text)),
    "Mapping[str, tuple[str, ...]]": _mapping(_many(_text)),
    "Mapping[str, Mapping[str, tuple[str, ...]]]": _mapping(_mapping(_many(_text))),
    "Mapping[str, float]": _mapping(_number),
    "Mapping[str, int]": _mapping(_exactly(int)),
    "Mapping[str, Scalar]": _mapping(_scalar),
    "Mapping[str, tuple[Scalar, ...]]": _mapping(_many(_scalar)),
    "tuple[int, ...]": _many(_exactly(int)),
    "Mapping[str, tuple[int, ...]]": _mapping(_many(_exactly(int))),
    "Mapping[str, str | tuple[str, ...]]": _mapping(_texts),
}
"""How data of each type of the model is read, by the name of the type; those of the records follow below."""
_RECORDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        model.Origin, model.Ask, model.FactDecl, model.FactWrite, model.Observation, model.Term, model.Frame,
        model.Citation, model.Case,
        model.Finding, model.Rule, model.Command, model.Verify, model.Fix, model.Cause, model.Weights, model.Pack,
        model.Change, model.RuleBase,
    )
}  # fmt: skip
"""In an order in which each one needs only those before it."""


def _record(kind: type[Any]) -> Decoder:
    decoders = [DECODERS[type_] for type_ in field_types(kind).values()]
    length = len(decoders)

    def decode(data: Any) -> Any:
        if data.__class__ is not list or len(data) != length:
            raise ValueError(f"expected the {length} fields of {kind.__name__}")
        return kind(*[decoder(value) for decoder, value in zip(decoders, data)])  # same length, checked above

    return decode


def _register(kind: type[Any]) -> None:
    name, decode = kind.__name__, _record(kind)
    DECODERS[name] = decode
    DECODERS[f"{name} | None"] = _optional(decode)
    DECODERS[f"tuple[{name}, ...]"] = DECODERS[f"Sequence[{name}]"] = _many(decode)
    DECODERS[f"Mapping[str, {name}]"] = _mapping(decode)


for _kind in _RECORDS.values():
    _register(_kind)
