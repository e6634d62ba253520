"""Secrets known beforehand: the values of credential variables, found in any dress."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..lazy_pattern import lazy_pattern
from .hits import Hit
from .view import View
from .words import is_name, is_placeholder

SHORTEST_LITERAL: Final = 8
"""Values of fewer letters are not searched: they would blot out words and numbers of the text."""

_SHORTEST_ENCODED: Final = 8


class Literals:
    """Known secret values, ready to be found. Values too short, placeholders and names are left out."""

    def __init__(self, values: Iterable[str]) -> None:
        """Take the values; each is searched as written, as a view shows it, and inside base64."""
        kept = {value.strip() for value in values}
        kept = {value for value in kept if len(value) >= SHORTEST_LITERAL and not _is_harmless(value)}
        self._forms = {form: value for value in kept for form in (value, View.of(value).text, *_encoded(value))}
        self._pattern = _alternatives(self._forms)

    def __bool__(self) -> bool:
        return self._pattern is not None

    def find(self, view: View) -> Iterator[Hit]:
        """Every place of a view where a known value stands."""
        if self._pattern:
            for found in self._pattern.finditer(view.text):
                yield Hit("known-secret", *found.span(), self._forms[found.group()], 9)


def _is_harmless(value: str) -> bool:
    return is_placeholder(value) or is_name(value)


def _alternatives(forms: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted((form for form in forms if len(form) >= SHORTEST_LITERAL), key=lambda form: (-len(form), form))
    return lazy_pattern("|".join(map(re.escape, ordered))) if ordered else None


def _encoded(value: str) -> Iterator[str]:
    """The letters that base64 shows of the value wherever in a longer text it stands."""
    raw = value.encode("utf-8", "surrogatepass")
    for before in range(3):
        text = base64.b64encode(bytes(before) + raw).decode("ascii").rstrip("=")
        start = (0, 2, 3)[before]
        end = (8 * (before + len(raw))) // 6
        core = text[start:end]
        if len(core) >= _SHORTEST_ENCODED:
            yield core
            yield core.translate(str.maketrans("+/", "-_"))
