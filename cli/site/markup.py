"""HTML from parts. A text is escaped, and can neither close an element nor steer a reader's screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from ..render.style import harmless

VOID = frozenset({"meta", "link", "input", "br"})


class Markup(str):
    """HTML that is safe to put into a page as it is."""

    __slots__ = ()


Child = str | Markup | None


class Writer:
    """Makes elements; ``clean`` takes secrets out of every text."""

    def __init__(self, clean: Callable[[str], str]) -> None:
        self._clean = clean

    def text(self, text: str) -> Markup:
        """A text, escaped."""
        return Markup(escape(harmless(self._clean(text)), quote=True))

    def tag(self, name: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
        """An element. ``class_`` and ``aria_label`` are written as HTML has them; an attribute that is false is left out."""
        head = name + "".join(self._attribute(key, value) for key, value in attributes.items())
        if name in VOID:
            return Markup(f"<{head}>")
        return Markup(f"<{head}>{self.join(children)}</{name}>")

    def join(self, children: Iterable[Child], between: str = "") -> Markup:
        """Several parts one after the other; nothing is left out."""
        parts = (child if isinstance(child, Markup) else self.text(child) for child in children if child)
        return Markup(self.text(between).join(parts))

    def marked(self, text: str) -> Markup:
        """A text in which words between back-ticks are code and addresses are links, as rule bases write them."""
        parts = text.split("`")
        if len(parts) % 2 == 0:  # a back-tick without its partner
            return self._linked(text)
        made = (self.tag("code", part) if at % 2 else self._linked(part) for at, part in enumerate(parts))
        return self.join(made)

    def filled(self, sentence: str, /, **children: Child) -> Markup:
        """A sentence whose places (as they are marked by `place`) are filled with elements."""
        made = self.text(sentence)
        for name, child in children.items():
            made = Markup(made.replace(self.text(place(name)), self.join([child])))
        return made

    def link(self, address: str, *children: Child, **attributes: str | bool | None) -> Markup:
        """A link out, where the address is one of the web; else only its text."""
        if not address.startswith(("https://", "http://")):
            return self.join(children)
        return self.tag("a", *children, href=address, rel="noreferrer", **attributes)

    def _linked(self, text: str) -> Markup:
        return Markup(" ".join(self._word(word) for word in text.split(" ")))

    def _word(self, word: str) -> Markup:
        if not word.startswith(("https://", "http://")):
            return self.text(word)
        address = word.rstrip(".,;:)")
        return self.join([self.link(address, address), word[len(address) :]])

    def _attribute(self, key: str, value: str | bool | None) -> str:
        if value is None or value is False:
            return ""
        name = key.rstrip("_").replace("_", "-")
        return f" {name}" if value is True else f' {name}="{self.text(value)}"'


def place(name: str) -> str:
    """What stands in a sentence for an element that is put in later: in noncharacters, which no text of a person holds."""
    return f"\ufdef{name}\ufdef"
