"""Cleaning a whole value before it is laid out.

The last gate (`Output`) redacts the written text, but a secret that was wrapped over two lines would slip
through there, and a JSON text could be torn. So every string inside a result is cleaned first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from ..engine.lazy_pattern import lazy_pattern
from ..engine.values import field_names, is_value, replace

T = TypeVar("T")
_SURROGATES = lazy_pattern("([\ud800-\udfff]+)")


def scrub(value: T, clean: Callable[[str], str]) -> T:
    """A copy of ``value`` with ``clean`` applied to every string inside: dataclasses, mappings, sequences."""
    return cast("T", _scrub(value, clean))


def _scrub(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        items = cast("Mapping[Any, Any]", value).items()
        return {_scrub(key, clean): _scrub(item, clean) for key, item in items}
    if isinstance(value, list | tuple):
        parts = [_scrub(item, clean) for item in cast("list[Any]", value)]
        return parts if isinstance(value, list) else tuple(parts)
    if is_value(value):
        return replace(value, **{name: _scrub(getattr(value, name), clean) for name in field_names(value)})
    return value


def around_surrogates(text: str, clean: Callable[[str], str]) -> str:
    """``clean`` applied between lone surrogates, which pattern engines that read UTF-8 refuse."""
    if text.isascii() or _SURROGATES.search(text) is None:
        return clean(text)
    parts = _SURROGATES.split(text)
    return "".join(part if number % 2 else clean(part) for number, part in enumerate(parts))
