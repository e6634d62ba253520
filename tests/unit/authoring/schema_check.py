"""A small validator for the part of JSON Schema (draft 7) that `keymedic.engine.authoring.schema` uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,), "null": (type(None),),
    "integer": (int,), "number": (int, float),
}  # fmt: skip
_KNOWN = {
    "$schema", "$ref", "type", "enum", "const", "anyOf", "allOf", "properties", "additionalProperties", "required", "items",
    "minItems", "maxItems", "minProperties", "minLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "description", "default", "definitions", "propertyNames",
}  # fmt: skip


def problems(value: object, schema: Mapping[str, Any], root: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """What is wrong with a value; a word of the schema that is not known here is an error of the test."""
    assert schema.keys() <= _KNOWN, schema.keys() - _KNOWN
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix("#/definitions/")
        yield from problems(value, root["definitions"][name], root, path)
        return
    if "type" in schema and not _is(value, schema["type"]):
        yield f"{path}: {value!r} is not {schema['type']}"
        return
    if "enum" in schema and not any(type(value) is type(known) and value == known for known in schema["enum"]):
        yield f"{path}: {value!r} is none of {len(schema['enum'])} values"
    if "anyOf" in schema and not any(not list(problems(value, part, root, path)) for part in schema["anyOf"]):
        yield f"{path}: {value!r} fits nothing of anyOf"
    for part in schema.get("allOf", ()):
        yield from problems(value, part, root, path)
    if isinstance(value, dict):
        yield from _object(cast("dict[str, object]", value), schema, root, path)
    if isinstance(value, list):
        items = cast("list[object]", value)
        if len(items) < schema.get("minItems", 0) or len(items) > schema.get("maxItems", len(items)):
            yield f"{path}: {len(items)} items"
        for number, item in enumerate(items):
            yield from problems(item, schema.get("items", {}), root, f"{path}[{number}]")


def _object(value: dict[str, object], schema: Mapping[str, Any], root: Mapping[str, Any], path: str) -> Iterator[str]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    other: Any = schema.get("additionalProperties", {})
    yield from (f"{path}: {name} is missing" for name in schema.get("required", ()) if name not in value)
    if len(value) < schema.get("minProperties", 0):
        yield f"{path}: empty"
    for name, child in value.items():
        below = properties.get(name, other)
        if below is False:
            yield f"{path}: unknown key {name}"
        elif below is not True:
            yield from problems(child, below, root, f"{path}.{name}")


def _is(value: object, types: str | list[str]) -> bool:
    names = [types] if isinstance(types, str) else types
    return any(isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool)) for name in names)
