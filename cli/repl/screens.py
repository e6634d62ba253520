"""Blocks to lines of a screen: cleaned of secrets and control characters, wrapped, marked with styles."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..phrases import percent
from ..render.layout import bar, display_width, shorten, wrap
from ..render.style import CYAN, DIM, harmless, styled
from .blocks import Block, Cut, Gap, Para, Row, Share, Verbatim

NAME_COLUMNS = 27
LEAST_FOR_LONG_BARS = 60
"""Columns from which on a bar may take ten of them."""


class Screen:
    """A screen of so many columns; ``plain`` for people who listen to it: no bars, every number in words."""

    def __init__(self, width: int, clean: Callable[[str], str], *, plain: bool = False) -> None:
        self.width = width
        self.plain = plain
        self._clean = clean

    def lines(self, blocks: Iterable[Block]) -> list[str]:
        """The lines of blocks; never two empty ones in a row."""
        lines: list[str] = []
        for block in blocks:
            for line in self._block(block):
                if line or (lines and lines[-1]):
                    lines.append(line)
        return lines

    def text(self, blocks: Iterable[Block]) -> str:
        """The lines as one text that ends with a line feed; empty for no blocks."""
        lines = self.lines(blocks)
        return "\n".join(lines) + "\n" if lines else ""

    def safe(self, text: str) -> str:
        """``text`` fit for a terminal and without secrets."""
        return harmless(self._clean(text))

    def _block(self, block: Block) -> list[str]:
        match block:
            case Gap():
                return [""]
            case Para():
                lines = wrap(self.safe(block.text), self.width, block.lead, block.rest)
                return [styled(block.style, line) if block.style else line for line in lines]
            case Cut():
                return [block.lead + shorten(self.safe(block.text), self.width - display_width(block.lead))]
            case Verbatim():
                return self._verbatim(block)
            case Share():
                return self.share(block)
            case Row():
                return self._row(block)

    def _verbatim(self, block: Verbatim) -> list[str]:
        lead = f"  [{block.number}] " if block.number else "      "
        first, *rest = self.safe(block.text).split("\n")
        return [styled(DIM, lead) + styled(CYAN, first), *(" " * len(lead) + styled(CYAN, line) for line in rest)]

    def _row(self, row: Row) -> list[str]:
        name, text = f"  {self.safe(row.name)}", self.safe(row.text)
        if self.width < LEAST_FOR_LONG_BARS:
            return [name, *wrap(text, self.width, "      ")]
        return wrap(text, self.width, name + " " * max(1, NAME_COLUMNS - display_width(name)), " " * NAME_COLUMNS)

    def share(self, share: Share) -> list[str]:
        """The bar, the share, the title: on one line as far as it fits, unless all of it is wanted."""
        title = self.safe(share.title)
        if self.plain:
            return [f"  {percent(share.share)}: {title}"]
        lead = f"  {bar(share.share, 10 if self.width >= LEAST_FOR_LONG_BARS else 5)} {percent(share.share):>5}  "
        return wrap(title, self.width, lead) if share.whole else [lead + shorten(title, self.width - len(lead))]
