"""Every way in which a text can be read: as it stands, decoded, with its pieces joined, and what its codes spell."""

from __future__ import annotations

from collections.abc import Iterator

from ..lazy_pattern import lazy_pattern
from .encoded import Hints, encoded_in, runs_in, telling
from .stitch import stitched
from .view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_MAY_BE_DUMP: Final = lazy_pattern(r"\n[ \t>|#]{0,12}[0-9A-Fa-f]{4,10}:?[ \t]")
"""How a line of a dump begins; a pattern that begins with a fixed letter is looked for many times faster."""
_LAYERS: Final = 3
"""So many encodings of encodings are looked into."""


def readings(text: str, hints: Hints, pieces: Hints) -> Iterator[View]:
    """Views of all that can be read out of a text. ``pieces``: where pieces of known secrets stand."""
    yield from _layers(View.of(text), hints, pieces, _LAYERS)
    if not _MAY_BE_DUMP.search("\n" + text):
        return
    from .dumps import dumped_in  # few texts have any

    for dump in dumped_in(View.verbatim(text)):
        yield from _layers(dump, hints, pieces, 1)


def _layers(view: View, hints: Hints, pieces: Hints, depth: int) -> Iterator[View]:
    yield view
    if depth == 0:
        return
    if again := view.again():
        yield from _layers(again, hints, pieces, depth - 1)
    runs = runs_in(view)
    inners = list(encoded_in(view, runs, hints))
    for joined in stitched(view, pieces(view.text), telling(view, runs)):
        yield joined
        inners += encoded_in(joined, runs_in(joined), hints, joined=True)
    for inner in inners:
        yield from _layers(inner, hints, pieces, depth - 1)
