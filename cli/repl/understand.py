"""What a line means: a command or its plain word, a choice, an answer, a correction, or something told.

The words stand in ``kb/phrases/``, so that another language brings its own; the English ones always work too.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING

from ...engine.errors import FactValueError
from ...engine.lazy_pattern import lazy_pattern
from ...engine.values import Struct, field
from ...engine.vocabulary import read_value
from .asking import Asking, Choice

if TYPE_CHECKING:
    from ...engine.rulebase.model import FactDecl

LONGEST_WORDS = 60
"""Characters of an answer or a plain-word command; what is longer tells something."""
MOST_WORDS = 6
_ORDER = lazy_pattern(r"/([A-Za-z]+)(?:\s+(.*))?")
_NUMBERS = lazy_pattern(r"[0-9]{1,2}(?:[\s,，、]+[0-9]{1,2})*[.)]?")
_NUMBER = lazy_pattern("[0-9]+")
_ENDS = " \t.,;:!?。，；：！？…"
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_BREAKS = lazy_pattern(r"[,;.!?，；。！？]+| - | and ")
_WORDS = lazy_pattern(r"[^\W_]+")
_NO_VALUES = ("filler", "yes", "no")
"""Small talk, even where a country's code is written alike: "hm" is not Heard Island, nor "no" Norway."""
_ARGUMENTS = frozenset({"online", "details", "json", "all", "last"})
_FIX_NUMBERS = lazy_pattern("[0-9]{1,2}")
_SHORTEST_WORD = 3
"""A shorter word (it, is, a) does not single out a choice."""


class Order(Struct):
    """A command, by its name without the slash, and what stands behind it."""

    name: str
    rest: str = ""


class Chosen(Struct):
    """Choices of the menu; several only where the fact may have several values."""

    choices: tuple[Choice, ...]
    also: str = field(default="")
    """What the line tells besides."""


class Correcting(Struct):
    """Something said before was wrong; ``text`` is what is right."""

    text: str


class Telling(Struct):
    """Anything else: an error, a description, facts in a sentence."""

    text: str


Meaning = Order | Chosen | Correcting | Telling


class Reader:
    """Reads lines by the words of the phrases; ``orders`` are the names of all commands, ``names`` what they may be about."""

    def __init__(self, texts: Iterable[Mapping[str, str]], orders: Iterable[str], names: Container[str] = ()) -> None:
        self._names = names
        self._words: dict[str, tuple[str, ...]] = {}
        for phrases in texts:
            for name, text in phrases.items():
                if name.startswith(("talk.words.", "command.words.")):
                    words = tuple(folded(word) for word in text.split("|"))
                    self._words[name] = tuple(dict.fromkeys((*self._words.get(name, ()), *words)))
        self._orders = frozenset(orders)
        self._by_word = {
            word: name.removeprefix("command.words.")
            for name, words in self._words.items()
            if name.startswith("command.words.")
            for word in words
        }

    def read(self, line: str, asking: Asking | None = None, decl: FactDecl | None = None) -> Meaning:
        """The meaning of a line (or of a paste) while something is asked about ``decl``, or nothing is."""
        text = line.strip()
        if "\n" in text:
            return Telling(line)
        order = self._order(text)
        if order is not None:
            return order
        if len(text) > LONGEST_WORDS:
            return self._correction(text) or Telling(text)
        chosen = self._chosen(text, asking, decl) if asking else None
        if chosen is not None:
            return chosen
        order = self._plain_order(text)
        if order is not None:
            return order
        return self._correction(text) or self._answer(text, asking, decl) or Telling(text)

    def is_said(self, name: str, text: str) -> bool:
        """Whether the text is one of the words of ``talk.words.NAME``, or several of them in a row."""
        words, filler = (self._words.get(f"talk.words.{kind}", ()) for kind in (name, "filler"))
        if folded(text) in words:
            return True
        parts = [folded(self._without("filler", part)) for part in _BREAKS.split(text)]
        telling = [part for part in parts if part and (part in words or part not in filler)]
        return bool(telling) and all(part in words for part in telling)

    def value(self, text: str, decl: FactDecl, choices: Iterable[Choice] = ()) -> str | None:
        """The value of a fact that a short answer means, as text; nothing when it means none."""
        bare = self._without_end(self._without("lead-in", text))
        found = _by_label(bare, tuple(choices))
        if found is not None:
            return found.value
        if decl.type in ("text", "boolean"):
            return self._truth(bare) if decl.type == "boolean" else None
        if any(folded(bare) in self._words.get(f"talk.words.{kind}", ()) for kind in _NO_VALUES):
            return None
        tried = _NUMBER.findall(bare) if decl.type == "integer" else [bare]
        return _read(tried[0], decl) if len(tried) == 1 else None

    def _order(self, text: str) -> Order | None:
        found = _ORDER.fullmatch(text)
        return Order(found[1].lower(), (found[2] or "").strip()) if found else None

    def _plain_order(self, text: str) -> Order | None:
        """A command by its plain words, alone or with one argument that only a command can mean: "why not key-leaked"."""
        if folded(text) in self._by_word:
            return Order(self._by_word[folded(text)])
        if folded(text) in self._orders:
            return Order(folded(text))
        for word in self._words.get("command.words.whatif", ()):
            if folded(text).startswith(f"{word} "):
                return Order("whatif", text[len(word) :].strip(_ENDS))
        lead, _, argument = text.strip(_ENDS).rpartition(" ")
        name = folded(lead) if folded(lead) in self._orders else self._by_word.get(folded(lead))
        return Order(name, argument) if name and self._is_argument(argument) else None

    def _is_argument(self, text: str) -> bool:
        named = text.partition("=")[0]
        return named in self._names or text.lower() in _ARGUMENTS or bool(_FIX_NUMBERS.fullmatch(text))

    def _chosen(self, text: str, asking: Asking, decl: FactDecl | None) -> Chosen | None:
        if _NUMBERS.fullmatch(text):
            numbers = [int(number) for number in re.findall("[0-9]+", text)]
            if all(1 <= number <= len(asking.choices) for number in numbers):
                picked = tuple(dict.fromkeys(asking.choices[number - 1] for number in numbers))
                return Chosen(picked if decl is not None and decl.many else picked[:1])
        for choice in asking.choices:
            if choice.deed != "answer" and (folded(text) == folded(choice.label) or self.is_said(choice.deed, text)):
                return Chosen((choice,))
        if asking.kind == "fix" and self.is_said("unsure", text):
            return Chosen(tuple(choice for choice in asking.choices if choice.deed == "how-to-check"))
        first, comma, rest = _at_comma(text)
        if asking.kind == "consent" and comma and (said := self._truth(first)):  # "no, it still fails"
            return Chosen(tuple(choice for choice in asking.choices if choice.deed == said), rest.strip())
        return None

    def _answer(self, text: str, asking: Asking | None, decl: FactDecl | None) -> Meaning | None:
        if asking is None or decl is None or asking.kind != "fact":
            return None
        first, comma, rest = _at_comma(text)
        for part, also in ((first, rest.strip()), (text, "")) if comma else ((text, ""),):
            value = self.value(part, decl, asking.choices) if len(part.split()) <= MOST_WORDS else None
            if value is not None:
                return Chosen((Choice("answer", _label(value, asking), value),), also)
        return None

    def _truth(self, text: str) -> str | None:
        return next((name for name in ("yes", "no") if self.is_said(name, text)), None)

    def _correction(self, text: str) -> Correcting | None:
        rest = self._without("correction", text)
        return Correcting(rest) if rest and rest != text.strip(_ENDS) else None

    def _without_end(self, text: str) -> str:
        """``text`` without the words that make it less certain or more polite at its end."""
        bare = text.translate(_QUOTES).rstrip(_ENDS)
        for word in self._words.get("talk.words.lead-out", ()):
            rest = bare[: len(bare) - len(word)]
            if bare.lower().endswith(word) and rest.rstrip(_ENDS) and not (word[:1].isascii() and rest[-1:].isalnum()):
                return self._without_end(rest)
        return bare.strip(_ENDS)

    def _without(self, name: str, text: str) -> str:
        """``text`` without the words that lead into it, as often as such words come."""
        lowered = text.translate(_QUOTES).lower()
        for word in sorted(self._words.get(f"talk.words.{name}", ()), key=len, reverse=True):
            after = lowered[len(word) : len(word) + 1]
            if lowered.startswith(word) and not (word[-1:].isascii() and after.isalnum()):
                return self._without(name, text[len(word) :].lstrip(_ENDS)) if text[len(word) :] else text
        return text.strip(_ENDS)


def _at_comma(text: str) -> tuple[str, str, str]:
    """What stands before the first comma, the comma, and the rest; without one the whole text and nothing."""
    return text.partition(",") if "," in text else text.partition("，")


def _read(text: str, decl: FactDecl) -> str | None:
    try:
        return str(read_value(decl, text))
    except FactValueError:
        return None


def folded(text: str) -> str:
    """A text as words are compared: without case, outer punctuation and further blanks."""
    return " ".join(text.translate(_QUOTES).strip(_ENDS).casefold().split())


def _label(value: str, asking: Asking) -> str:
    return next((choice.label for choice in asking.choices if choice.deed == "answer" and choice.value == value), value)


def _by_label(text: str, choices: tuple[Choice, ...]) -> Choice | None:
    """The choice that the text names: by its value, its words, or words that only its own have."""
    answers = [choice for choice in choices if choice.deed == "answer"]
    wanted = folded(text)
    for choice in answers:
        if wanted in (folded(choice.value), folded(choice.label)):
            return choice
    said = set(_WORDS.findall(wanted))
    numbers = _NUMBER.findall(wanted)
    begun = [choice for choice in answers if len(numbers) == 1 and folded(choice.label).startswith(f"{numbers[0]} ")]
    if len(begun) == 1:
        return begun[0]
    if not any(len(word) >= _SHORTEST_WORD for word in said):
        return None
    fits = [choice for choice in answers if said <= set(_WORDS.findall(folded(f"{choice.value} {choice.label}")))]
    return fits[0] if len(fits) == 1 else None
