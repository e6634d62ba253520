"""Finding secrets in every reading of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..digest import sha256_of
from ..values import Struct, field
from .contexts import find_contexts, find_private_keys, find_urls
from .hits import Hit
from .literals import Literals
from .patterns import STARTS, TRIGGERS
from .readings import readings
from .tokens import find_tokens
from .view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


SHORTEST_WITH_FINGERPRINT: Final = 20
"""Secrets shorter than this get no fingerprint: it could be used to guess them."""

_DOMAIN: Final = b"keymedic secret fingerprint 1\0"
_NO_FINGERPRINT: Final = frozenset(("password", "cookie"))
_DRESSED: Final = "\\\x1b\x9b\x9d"
"""Where a backslash or an escape may be a letter as good as any other, the text is read as it stands, too."""
Finder = Callable[[View], Iterable[Hit]]
_FINDERS: Final[tuple[Finder, ...]] = (find_private_keys, find_tokens, find_contexts, find_urls)
_AS_IT_STANDS: Final[tuple[Finder, ...]] = (find_tokens, find_urls)


def fingerprint(value: str) -> str:
    """Eight hexadecimal digits that tell one secret from another; "" for one too short to be safe with it."""
    if len(value) < SHORTEST_WITH_FINGERPRINT:
        return ""
    return sha256_of(_DOMAIN + value.encode("utf-8", "surrogatepass"))[:8]


class Secret(Struct):
    """Letters ``start`` to ``end`` of a text hold a secret of this kind. Its value does not show in the repr.

    ``rank`` orders overlapping finds (the lower one names the kind). ``coded``: it was spelt in codes, such as base64.
    """

    kind: str
    start: int
    end: int
    _value: str = field(repr=False)
    rank: int = field(default=0, repr=False, compare=False)
    coded: bool = field(default=False, repr=False, compare=False)

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


def find_secrets(text: str, known: Literals | None = None) -> tuple[Secret, ...]:
    """Every secret in a text, in order, none overlapping another. Linear in the length of the text.

    ``known``: values that are secret whatever they look like.
    """
    further: tuple[Finder, ...] = (known.find,) if known else ()
    verbatim = _in_view(
        View.verbatim(text),
        (*(_AS_IT_STANDS if any(letter in text for letter in _DRESSED) else (find_urls,)), *further),
    )
    finders = (*_FINDERS, *further)
    views = readings(text, lambda inner: _hints(inner, known), known.pieces_in if known else _nowhere)
    found = (secret for view in views for secret in _in_view(view, finders))
    return merged((*verbatim, *found))


def _nowhere(_text: str) -> Iterator[int]:
    """No place: nothing is known beforehand."""
    return iter(())


def _hints(text: str, known: Literals | None) -> Iterator[int]:
    """Where in a decoded text a secret may stand."""
    for words, letters in ((STARTS, text), (TRIGGERS, text.lower())):
        yield from (place for place, _ in words.found(letters))
    if known:
        yield from known.pieces_in(text)


def _in_view(view: View, finders: tuple[Finder, ...]) -> Iterable[Secret]:
    for finder in finders:
        for hit in finder(view):
            yield _placed(view, hit)


def _placed(view: View, hit: Hit) -> Secret:
    """A find of a view as a secret of the original text."""
    start, end = view.span(hit.start, hit.end)
    return Secret(hit.slug, start, end, hit.value, hit.rank, view.coded)


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
        whole = (one for one in (best, last, secret) if (one.start, one.end) == (start, end))
        exact = best if best.coded and best.rank == 0 else next(whole, None)
        value = exact._value if exact else max(last._value, secret._value, key=len)  # pyright: ignore[reportPrivateUsage]
        result[-1] = Secret(best.kind, start, end, value, best.rank, best.coded)
    return tuple(result)
