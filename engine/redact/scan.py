"""Finding secrets in a text of any dress: wrapped, coloured, escaped, URL-encoded, base64."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from ..values import dataclass, field
from .contexts import find_contexts, find_private_keys, find_urls
from .hits import Hit
from .tokens import find_encoded, find_tokens
from .view import View

SHORTEST_WITH_FINGERPRINT: Final = 20
"""Secrets shorter than this get no fingerprint: it could be used to guess them."""

_DOMAIN: Final = b"keymedic secret fingerprint 1\0"
_NO_FINGERPRINT: Final = frozenset(("password", "cookie"))
_LAYERS: Final = 3


def fingerprint(value: str) -> str:
    """Eight hexadecimal digits that tell one secret from another; "" for one too short to be safe with it."""
    if len(value) < SHORTEST_WITH_FINGERPRINT:
        return ""
    return hashlib.sha256(_DOMAIN + value.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Secret:
    """Letters ``start`` to ``end`` of a text hold a secret of this kind. Its value does not show in the repr.

    ``rank`` orders overlapping finds (the lower one names the kind).
    """

    kind: str
    start: int
    end: int
    _value: str = field(repr=False)
    rank: int = field(default=0, repr=False, compare=False)

    @property
    def length(self) -> int:
        """Letters of the plain value, without escapes, colours and line breaks."""
        return len(self._value)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the plain value; "" for short secrets, passwords and cookies, which people choose or share."""
        return "" if self.kind in _NO_FINGERPRINT else fingerprint(self._value)

    @property
    def mark(self) -> str:
        """What a redactor writes instead: kind, length, fingerprint."""
        tail = f", #{self.fingerprint}" if self.fingerprint else ""
        return f"[{self.kind}, {self.length} chars{tail}]"


def find_secrets(text: str) -> tuple[Secret, ...]:
    """Every secret in a text, in order, none overlapping another. Linear in the length of the text."""
    return merged((*_in_view(View.verbatim(text), urls_only=True), *_in_layers(text)))


def _in_layers(text: str) -> Iterable[Secret]:
    view: View | None = View.of(text)
    for _ in range(_LAYERS):
        if view is None:
            return
        yield from _in_view(view)
        view = view.again()


def _in_view(view: View, *, urls_only: bool = False) -> Iterable[Secret]:
    finders = (find_urls,) if urls_only else (find_private_keys, find_tokens, find_encoded, find_contexts, find_urls)
    for finder in finders:
        for hit in finder(view):
            yield placed(view, hit)


def placed(view: View, hit: Hit) -> Secret:
    """A find of a view as a secret of the original text."""
    start, end = view.span(hit.start, hit.end)
    return Secret(hit.slug, start, end, hit.value, hit.rank)


def merged(found: Iterable[Secret]) -> tuple[Secret, ...]:
    """Finds in order, overlapping ones made one: the whole stretch, named by the best kind."""
    result: list[Secret] = []
    for secret in sorted(found, key=lambda one: (one.start, -one.end, one.rank)):
        if not result or secret.start >= result[-1].end:
            result.append(secret)
            continue
        last = result[-1]
        start, end = last.start, max(last.end, secret.end)
        best = min(last, secret, key=lambda one: one.rank)
        exact = next((one for one in (best, last, secret) if (one.start, one.end) == (start, end)), None)
        value = exact._value if exact else max(last._value, secret._value, key=len)  # pyright: ignore[reportPrivateUsage]
        result[-1] = Secret(best.kind, start, end, value, best.rank)
    return tuple(result)
