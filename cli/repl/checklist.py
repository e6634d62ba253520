"""The checklist of a look around, line by line while the probes run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..render.layout import shorten
from ..render.style import BOLD, DIM, GREEN, RED, YELLOW, styled
from .blocks import Blocks, Cut, Para

if TYPE_CHECKING:
    from ...engine.probes.progress import Group, Progress
    from ..output import Output
    from ..phrases import Phrases
    from .screens import Screen

_COLOUR = {"passed": GREEN, "warning": YELLOW, "failed": RED, "not-checked": DIM}
_CLEAR_LINE = "\r\x1b[K"
_WORTH_A_LINE = ("failed", "warning")


class Checklist:
    """Writes what probes find; ``live`` also shows which one runs, on a line that its result takes the place of.

    ``shown``: only the probes of this group.
    """

    def __init__(
        self, out: Output, screen: Screen, phrases: Phrases, *, live: bool, shown: Group | None = None
    ) -> None:
        self._out = out
        self._screen = screen
        self._phrases = phrases
        self._live = live
        self._shown = shown
        self._group = ""

    def watch(self, progress: Progress) -> None:
        """Show how one probe stands."""
        if self._shown not in (None, progress.group):
            return
        if progress.group != self._group:
            self._group = progress.group
            self._out.write(styled(BOLD, self._phrases.say(f"talk.group.{progress.group}")) + "\n")
        if progress.state == "running":
            if self._live:
                self._out.write(styled(DIM, self._fit(f"  … {progress.title}")))
            return
        if self._live:
            self._out.write_fixed(_CLEAR_LINE)
        self._out.write(self._screen.text(self._blocks(progress)))

    def _blocks(self, progress: Progress) -> Blocks:
        """One line that may be cut where all is well; what is wrong in full, however long."""
        found: Blocks = [
            Para(check.text, self._mark(check.state), "    ")
            for check in progress.checks
            if check.state in _WORTH_A_LINE
        ]
        text = progress.text or progress.title
        return found or [
            Para(text, self._mark(progress.state), "    ")
            if self._screen.plain
            else Cut(text, self._mark(progress.state))
        ]

    def _mark(self, state: str) -> str:
        return f"  {styled(_COLOUR[state], self._phrases.say(f'probe.mark.{state}'))} "

    def _fit(self, line: str) -> str:
        lead, rest = line[: len(line) - len(line.lstrip())], line.lstrip()
        return line if self._screen.plain else lead + shorten(rest, self._screen.width - len(lead))
