"""Entries of a rule base written out as they are declared, in the shape of their YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from ...engine.conditions import All, Any_, Condition, Known, Not, Test
from ...engine.rulebase.model import Origin
from ...engine.values import field_names, is_value


def describe(value: object, indent: str = "") -> list[str]:
    """A value as indented lines; empty parts are left out."""
    if isinstance(value, Origin):
        return [f"{indent}{value}"]
    if isinstance(value, Test | Known | All | Any_ | Not):
        return [indent + line for line in condition_lines(value)]
    if is_value(value):
        return _mapping({name: getattr(value, name) for name in field_names(value)}, indent)
    if isinstance(value, Mapping):
        return _mapping(cast("Mapping[str, Any]", value), indent)
    if _is_list(value):
        return _sequence(cast("Sequence[Any]", value), indent)
    return [indent + line for line in _text(value).splitlines()]


def _mapping(items: Mapping[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    for name, value in items.items():
        if _is_empty(value):
            continue
        below = describe(value, indent + "  ")
        flat = len(below) == 1 and not _has_parts(value)
        lines += [f"{indent}{name}: {below[0].strip()}"] if flat else [f"{indent}{name}:", *below]
    return lines


def _sequence(items: Sequence[Any], indent: str) -> list[str]:
    lines: list[str] = []
    for item in items:
        below = describe(item, indent + "  ")
        lines += [f"{indent}- {below[0].strip()}", *below[1:]] if below else []
    return lines


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, Mapping | Sequence) and not value)


def _has_parts(value: object) -> bool:
    return isinstance(value, Mapping) or _is_list(value)


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) or "''"


def condition_lines(condition: Condition) -> list[str]:
    """A condition as indented lines: tests as ``fact: value`` or ``fact operator values``."""
    match condition:
        case Test(fact, "equals", operands):
            return [f"{fact}: {_text(operands[0])}"]
        case Test(fact, operator, operands):
            return [f"{fact} {operator.replace('_', ' ')}: {' | '.join(map(_text, operands))}"]
        case Known(fact, wanted):
            return [f"{'known' if wanted else 'unknown'}: {fact}"]
        case All(parts):
            return _group("all", parts)
        case Any_(parts):
            return _group("any", parts)
        case Not(part):
            return _group("not", (part,))


def _group(word: str, parts: Sequence[Condition]) -> list[str]:
    lines = [f"{word}:"]
    for part in parts:
        first, *rest = condition_lines(part)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return lines
