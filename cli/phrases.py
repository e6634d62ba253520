"""The sentences of the renderers: looked up in the rule base, filled with values.

Python knows ids only; the words stand in ``kb/phrases/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..engine import phrases
from ..engine.values import Struct


class Phrases(Struct):
    """A view of ``rulebase.phrases``."""

    texts: Mapping[str, str]

    def say(self, name: str, /, **values: object) -> str:
        """The sentence ``name`` with its placeholders filled; raises `InstallationError` when it is missing."""
        return phrases.say(self.texts, name, **values)

    def find(self, name: str, otherwise: str, /, **values: object) -> str:
        """Like `say`, with a text for the case that there is no such sentence."""
        return self.say(name, **values) if name in self.texts else otherwise

    def lead(self, name: str, /) -> str:
        """The sentence ``name`` as it stands before what it announces: with a colon, as the language writes it."""
        return self.say("lead", text=self.say(name))

    def count(self, name: str, number: int, /, **values: object) -> str:
        """The sentence ``name.one`` or ``name.many``, by ``number``."""
        return self.say(f"{name}.one" if number == 1 else f"{name}.many", number=number, **values)

    def starting(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Ids (without ``prefix``) and sentences that start with ``prefix``, in the order of the file."""
        names = [name for name in self.texts if name.startswith(prefix)]
        return ((name[len(prefix) :], self.texts[name]) for name in names)

    def likely(self, probability: float) -> str:
        """A probability in words: the sentence ``likely.N`` with the highest N (per cent) it reaches."""
        floors = {int(name): text for name, text in self.starting("likely.") if name.isdigit()}
        reached = [floor for floor in floors if floor <= probability * 100] or [min(floors, default=0)]
        return floors.get(max(reached), "")


def percent(share: float, *, counted: bool = False) -> str:
    """A share as a whole per cent that never claims certainty, ``"93 %"``, ``"<1 %"``, ``">99 %"``, unless it was ``counted``."""
    number = round(share * 100)
    if share > 0 and number < 1:
        return "<1 %"
    return ">99 %" if number > 99 and not (counted and share == 1) else f"{number} %"
