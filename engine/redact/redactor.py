"""The one redactor that everything written passes through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .literals import Literals
from .people import mask_people
from .scan import Secret, find_secrets, merged, placed
from .view import View

_PASSES: Final = 8


class Redactor:
    """Replaces secrets by a readable mark: ``[standard-key, 39 chars, #1a2b3c4d]``.

    ``literals``: values of credential variables that were seen; hidden wherever they show, from eight letters on and
    unless they are placeholders. ``mask_people``: also mask e-mail addresses, IP addresses and user names in paths.
    Redacting twice changes nothing more.
    """

    def __init__(self, literals: Iterable[str] = (), *, mask_people: bool = False) -> None:
        """Prepare the redactor; it keeps no text."""
        self._literals = Literals(literals)
        self._mask_people = mask_people

    def redact(self, text: str) -> str:
        """The text without its secrets. Takes time linear in its length."""
        for _ in range(_PASSES):  # a mark can bare a further secret beside it; almost always the second pass finds none
            result = _replaced(text, self.find(text))
            result = mask_people(result) if self._mask_people else result
            if result == text:
                break
            text = result
        return text

    def find(self, text: str) -> tuple[Secret, ...]:
        """Every secret in the text, by its shape, its place or its known value; in order, none overlapping."""
        if not self._literals:
            return find_secrets(text)
        views = (View.of(text), View.verbatim(text))
        known = (placed(view, hit) for view in views for hit in self._literals.find(view))
        return merged((*find_secrets(text), *known))


def _replaced(text: str, secrets: Iterable[Secret]) -> str:
    parts: list[str] = []
    last = 0
    for secret in secrets:
        parts += (text[last : secret.start], secret.mark)
        last = secret.end
    return "".join((*parts, text[last:]))
