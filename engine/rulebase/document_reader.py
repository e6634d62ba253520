"""Runs a `documents` model over located data and turns every complaint into a `Fault` at its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from .faults import Fault, did_you_mean, nearest, quote
from .located import Located, Mark, SourceText

Model = TypeVar("Model", bound=BaseModel)
_SHAPES = {
    "string_type": "text", "list_type": "a list", "tuple_type": "a list", "dict_type": "a mapping",
    "model_type": "a mapping", "model_attributes_type": "a mapping", "bool_type": "yes or no",
    "int_parsing": "a whole number", "int_type": "a whole number", "float_parsing": "a number",
    "float_type": "a number", "finite_number": "a number", "int_from_float": "a whole number",
}  # fmt: skip
_LIMITS = {
    "greater_than": ("gt", "must be above"), "greater_than_equal": ("ge", "must be at least"),
    "less_than": ("lt", "must be below"), "less_than_equal": ("le", "must be at most"),
}  # fmt: skip


def read_document(model: type[Model], node: Located, source: SourceText) -> tuple[Model | None, list[Fault]]:
    """The entry as a value of ``model``, or every fault of its shape."""
    try:
        return model.model_validate(node.plain()), []
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not _echo(detail, node)]
        misspelt = {_meant(model, detail) for detail in details if detail["type"] == "extra_forbidden"}
        told = (detail for detail in details if detail["type"] != "missing" or detail["loc"] not in misspelt)
        return None, [_fault(model, detail, node, source) for detail in told]


def _meant(model: type[BaseModel], detail: Any) -> tuple[str | int, ...]:
    """The way to the key that an unknown one probably is: when that is missing, its misspelling says it all."""
    above: tuple[str | int, ...] = tuple(detail["loc"][:-1])
    near = nearest(str(detail["loc"][-1]), _model_at(model, above).model_fields)
    return (*above, near)


def _echo(detail: Any, node: Located) -> bool:
    """Faulty items make pydantic call their list too short as well; that says nothing new."""
    found = node.find(detail["loc"])
    return detail["type"] == "too_short" and len(found.items or found.fields) >= detail["ctx"]["min_length"]


def _fault(model: type[BaseModel], detail: Any, node: Located, source: SourceText) -> Fault:
    path: Sequence[str | int] = tuple(detail["loc"])
    kind: str = detail["type"]
    if kind == "extra_forbidden":
        return _unknown_key(model, path, node, source)
    if kind == "missing":
        return source.fault("KM102", node.find(path[:-1]).mark, f"{quote(str(path[-1]))} is missing")
    mark = _mark(node, path)
    found = node.find(path)
    if kind in _SHAPES:
        shown = quote(found.text) if found.text else found.shape
        return source.fault("KM103", mark, f"expected {_SHAPES[kind]}, found {shown}")
    if kind == "literal_error":
        return _not_among(detail, found, mark, source)
    return source.fault("KM104", mark, _message(kind, detail, found))


def _unknown_key(model: type[BaseModel], path: Sequence[str | int], node: Located, source: SourceText) -> Fault:
    key = str(path[-1])
    parent = node.find(path[:-1])
    fields = _own_first(_model_at(model, path[:-1]))
    hint = did_you_mean(key, fields) or f"known here: {', '.join(fields)}"
    return source.fault("KM101", parent.key_mark(key), f"unknown key {quote(key)}", hint)


def _own_first(model: type[BaseModel]) -> list[str]:
    """The keys of a document, those that every entry has at the end."""
    shared = {name for base in model.__mro__[1:] if issubclass(base, BaseModel) for name in base.model_fields}
    return sorted(model.model_fields, key=lambda name: name in shared)


def _not_among(detail: Any, found: Located, mark: Mark, source: SourceText) -> Fault:
    expected = str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
    if found.text is None:
        return source.fault("KM103", mark, f"expected one of {', '.join(expected)}, found {found.shape}")
    word = detail["input"] if isinstance(detail["input"], str) else found.text
    message = f"{quote(word)} is not one of {', '.join(expected)}"
    return source.fault("KM104", mark, message, did_you_mean(word, expected))


def _message(kind: str, detail: Any, found: Located) -> str:
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        return f"{quote(found.text or '')} {words} {context[name]:g}"
    if kind == "too_short":
        return f"{_name(detail)} needs at least {context['min_length']}, found {context['actual_length'] or 'none'}"
    if kind == "too_long":
        return f"{_name(detail)} takes at most {context['max_length']}, found {context['actual_length']}"
    return str(detail["msg"])


def _name(detail: Any) -> str:
    """The key of a list or mapping."""
    return next((str(step) for step in reversed(detail["loc"]) if isinstance(step, str)), "this")


def _mark(node: Located, path: Sequence[str | int]) -> Mark:
    """The place of the value at ``path``; of its key where pydantic complains about the key (``[key]``)."""
    if path and path[-1] == "[key]":
        return node.find(path[:-2]).key_mark(str(path[-2]))
    return node.find(path).mark


def _model_at(model: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel]:
    for step in path:
        if isinstance(step, str):
            model = _inner(model.model_fields[step].annotation) or model
    return model


def _inner(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as ``tuple[FixDoc, ...]`` or ``AskDoc | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)
