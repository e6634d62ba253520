"""The types of the fields of a rule base's entries, each with a message that says what would be right."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, cast

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from .faults import LINT_KINDS

_FACT_NAME = re.compile(r"[a-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_FIX_NAME = re.compile(rf"{_ID.pattern}/{_ID.pattern}")
_WORD = re.compile(r"[a-z][a-z0-9-]{0,49}")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


def complaint(message: str) -> PydanticCustomError:
    """An error for pydantic to report as it is worded here."""
    return PydanticCustomError("keymedic", "{message}", {"message": message})


def _fact_name(value: object) -> object:
    if isinstance(value, str) and not _FACT_NAME.fullmatch(value):
        raise complaint(f'"{value[:60]}" is no name of a fact: lower-case words joined by dots, as in key.kind')
    return value


def _id(value: object) -> object:
    if isinstance(value, str) and not _ID.fullmatch(value):
        raise complaint(f'"{value[:60]}" is no id: lower-case letters, digits, ".", "-" and "_"')
    return value


def _fix_name(value: object) -> object:
    if isinstance(value, str) and not _FIX_NAME.fullmatch(value):
        raise complaint(f'"{value[:60]}" is no name of a fix: its cause, "/" and its id, as in key-leaked/new-key')
    return value


def _word(value: object) -> object:
    if isinstance(value, str) and not _WORD.fullmatch(value):
        raise complaint(f'"{value[:60]}" is no word: lower-case letters, digits and "-"')
    return value


def _yes_no(value: object) -> object:
    if isinstance(value, str) and value not in _YES_NO:
        raise complaint(f'"{value[:60]}" is neither yes nor no')
    return _YES_NO[value] if isinstance(value, str) else value


def _filled(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise complaint("the text is empty")
    return value


def _iso_date(value: object) -> object:
    if isinstance(value, str):
        try:
            if len(value) != 10:
                raise ValueError(value)
            _ = date.fromisoformat(value)
        except ValueError:
            raise complaint(f'"{value[:60]}" is no date: write 2026-09-26') from None
    return value


def _address(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"https?://[^\s/@]+(/\S*)?", value):
        raise complaint(f'"{value[:60]}" is no web address')
    return value


def _enum_values(value: object) -> object:
    """A plain list of values stands for values that explain themselves."""
    if not isinstance(value, list):
        return value
    values = cast("list[object]", value)
    texts = [item for item in values if isinstance(item, str)]
    if len(texts) < len(values):
        raise complaint("a list of values holds texts only")
    if len(set(texts)) < len(texts):
        raise complaint("a value is given twice")
    return {text: text for text in texts}


def _lint_code(value: object) -> object:
    if isinstance(value, str) and value not in LINT_KINDS:
        raise complaint(f'"{value[:60]}" is no lint that could be allowed: {", ".join(LINT_KINDS)}')
    return value


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


FactName = Annotated[str, BeforeValidator(_fact_name)]
Id = Annotated[str, BeforeValidator(_id)]
FixName = Annotated[str, BeforeValidator(_fix_name)]
Word = Annotated[str, BeforeValidator(_word)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Filled = Annotated[str, BeforeValidator(_filled)]
IsoDate = Annotated[str, BeforeValidator(_iso_date)]
Address = Annotated[str, BeforeValidator(_address)]
Texts = tuple[Filled, ...]
_TEXTS_SCHEMA: JsonSchemaValue = {"type": "array", "items": {"type": "string"}}
EnumValues = Annotated[
    dict[Filled, Filled], BeforeValidator(_enum_values), Field(min_length=1),
    WithJsonSchema({"anyOf": [{"type": "object", "additionalProperties": {"type": "string"}}, _TEXTS_SCHEMA]}),
]  # fmt: skip
OneOrMany = Annotated[
    tuple[str, ...], BeforeValidator(_one_or_many), WithJsonSchema({"anyOf": [{"type": "string"}, _TEXTS_SCHEMA]})
]
Allowed = dict[Annotated[str, BeforeValidator(_lint_code)], Filled]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-50, le=50)]
Positive = Annotated[float, Field(allow_inf_nan=False, gt=0, le=1_000_000)]
Share = Annotated[float, Field(allow_inf_nan=False, gt=0, lt=1)]
Chance = Annotated[float, Field(allow_inf_nan=False, gt=0, le=1)]
Threshold = Annotated[float, Field(allow_inf_nan=False, ge=0, lt=1)]
Count = Annotated[int, Field(ge=0, le=1000)]
Rank = Annotated[int, Field(ge=0, le=100)]
FactTypeName = Literal["boolean", "integer", "enum", "text", "country", "version"]
