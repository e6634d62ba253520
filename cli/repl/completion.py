"""Completion: commands, facts, values, causes, countries, each with a few words beside it; letters may be left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from prompt_toolkit.completion import CompleteEvent, Completer, Completion

from .suggestions import Suggestion, suggestions

if TYPE_CHECKING:
    from prompt_toolkit.document import Document

    from .talk import Talk

_WORD = re.compile(r"[^\s=]*\Z")


class TalkCompleter(Completer):
    """Completion for a conversation."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What fits at the cursor, the nearest first."""
        before = document.text_before_cursor
        found = _WORD.search(before)
        word = found[0] if found else ""
        for item in fuzzy(word, suggestions(self._talk, before)):
            yield Completion(item.text, start_position=-len(word), display_meta=item.meta)


def fuzzy(word: str, items: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """The suggestions that have the letters of ``word`` in this order; those with the letters closest together first."""
    letters = re.compile(".*?".join(map(re.escape, word)), re.IGNORECASE)
    ranked: list[tuple[int, int, int, Suggestion]] = []
    for place, item in enumerate(items):
        found = letters.search(item.text)
        if found:
            ranked.append((len(found[0]), found.start(), place, item))
    return (item for *_rank, item in sorted(ranked, key=lambda entry: entry[:3]))
