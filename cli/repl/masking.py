"""Hides keys in what is pasted at the prompt, and gives them back to the conversation alone.

The engine wants to see a pasted key to tell its kind, and nobody else: on the screen, where lines are edited, stands
the redacted text from the beginning.
"""

from __future__ import annotations

from collections.abc import Callable


class Masking:
    """Remembers what was hidden until the line is sent."""

    def __init__(self, clean: Callable[[str], str]) -> None:
        self._clean = clean
        self._hidden: list[tuple[str, str]] = []

    def hide(self, text: str) -> str:
        """``text`` as it may stand on the screen."""
        shown = self._clean(text)
        if shown != text:
            self._hidden.append((shown, text))
        return shown

    def reveal(self, text: str) -> str:
        """What was pasted and typed; a paste that was edited since stays hidden."""
        for shown, original in self._hidden:
            text = text.replace(shown, original, 1)
        self._hidden.clear()
        return text
