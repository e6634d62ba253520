"""The one redactor that everything written passes through."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .literals import Literals
from .scan import Secret, find_secrets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_PASSES: Final = 8


class Redactor:
    """Replaces secrets by a readable mark: ``[standard-key, 39 chars, #1a2b3c4d]``.

    ``literals``: values of credential variables that were seen; hidden wherever they show, from eight letters on and
    unless they are placeholders. ``mask_people``: also mask e-mail addresses, IP addresses, user names in paths, and the
    user ``names`` of this machine wherever they stand. Redacting twice changes nothing more.
    """

    def __init__(self, literals: Iterable[str] = (), *, mask_people: bool = False, names: Iterable[str] = ()) -> None:
        """Prepare the redactor; it keeps no text."""
        self._literals = Literals(literals)
        self._people: Callable[[str], str] | None = _people(names) if mask_people else None

    def learn(self, values: Iterable[str]) -> bool:
        """Hide these values too from now on; whether any of them was new."""
        return self._literals.learn(values)

    def redact(self, text: str, found: Iterable[Secret] | None = None) -> str:
        """The text without its secrets. Takes time linear in its length. ``found``: what `find` has found in it already."""
        for _ in range(_PASSES):  # a mark can bare a further secret beside it; almost always the second pass finds none
            result = _replaced(text, self.find(text) if found is None else found)
            found = None
            result = self._people(result) if self._people else result
            if result == text:
                break
            text = result
        return text

    def find(self, text: str) -> tuple[Secret, ...]:
        """Every secret in the text, by its shape, its place or its known value; in order, none overlapping."""
        return find_secrets(text, self._literals if self._literals else None)


def _people(names: Iterable[str]) -> Callable[[str], str]:
    """What masks people."""
    from .people import mask_people, names_pattern  # only reports for others mask people

    pattern = names_pattern(names)
    return lambda text: mask_people(text, pattern)


def _replaced(text: str, secrets: Iterable[Secret]) -> str:
    parts: list[str] = []
    last = 0
    for secret in secrets:
        parts += (text[last : secret.start], secret.mark)
        last = secret.end
    return "".join((*parts, text[last:]))
