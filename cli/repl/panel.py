"""The panel under the prompt: the leading causes, as far as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import percent
from ..render.layout import bar, shorten
from .screens import LEAST_FOR_LONG_BARS

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples as Fragments

    from .blocks import Share

LOW_SCREEN = 20
"""Rows below which the panel takes one line."""


def panel(shares: list[Share], columns: int, rows: int) -> Fragments:
    """The causes with their bars in prompt-toolkit's fragments; one line where the screen is low or narrow."""
    if not shares:
        return []
    if rows < LOW_SCREEN or columns < LEAST_FOR_LONG_BARS:
        return _row(shares[0], columns, 5)
    fragments: Fragments = []
    for share in shares:
        fragments += [*([("", "\n")] if fragments else []), *_row(share, columns, 10)]
    return fragments


def _row(share: Share, columns: int, cells: int) -> Fragments:
    full = bar(share.share, cells)
    lead = f" {full} {percent(share.share):>5}  "
    return [
        ("class:panel.bar", f" {full} "), ("class:panel.share", f"{percent(share.share):>5}  "),
        ("class:panel.title", shorten(share.title, columns - len(lead) - 1)),
    ]  # fmt: skip
