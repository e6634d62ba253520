"""Where something may stand in a text, at the speed of the C library: a quick look that saves a long one.

`letters` gives a text as bytes, one for each letter, so that places in them are places in the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    import re2

SMALL_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
CAPITALS: Final = SMALL_LETTERS.upper()
DIGITS: Final = "0123456789"
ALPHANUMERIC: Final = SMALL_LETTERS + CAPITALS + DIGITS
HEXADECIMAL: Final = DIGITS + "abcdefABCDEF"
"""As `string` has them, which compiles patterns when it is imported."""
_SHORT: Final = 20_000
"""Letters up to which words are looked for one after the other; RE2 takes all at once, and takes long to import."""
NOT_ASCII: Final = "?"
"""What `letters` has for a letter beyond ASCII."""
BLANKS: Final = " \t\n\r\v\f\x1c\x1d\x1e\x1f" + NOT_ASCII
"""All that a pattern's blank may be."""
_ASCII: Final = bytes(range(128))
_ALIKE: Final = 3
_IN: Final = b"x"
_OUT: Final = b" "


def letters(text: str) -> bytes:
    """A text as ASCII, one byte for each letter; see `NOT_ASCII`."""
    return text.encode("ascii", "replace")


def beyond_ascii(text: str) -> frozenset[str]:
    """The different letters of a text that are none of ASCII."""
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return frozenset(others.decode("utf-8", "surrogatepass"))


def is_one_word(text: str) -> bool:
    """Whether a text has letters, and no blank among them."""
    return text.split() == [text]


def past(text: str, at: int, members: str, most: int) -> int:
    """Behind at most so many letters of one kind."""
    piece = text[at : at + most]
    return at + len(piece) - len(piece.lstrip(members))


def table_of(kinds: dict[str, str], other: str = " ") -> bytes:
    """A table for ``bytes.translate``: the letters of each kind become its sign, all others ``other``."""
    table = bytearray(other.encode() * 256)
    for sign, members in kinds.items():
        for member in members:
            table[ord(member)] = ord(sign)
    return bytes(table)


def places_of(part: bytes, text: bytes) -> Iterator[int]:
    """Where a part stands, also where it overlaps itself."""
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def places_apart(part: str, text: str) -> Iterator[int]:
    """Where a part stands, one behind the other. One search by the C library for each part: a pattern of many alternatives
    would try all of them at each letter."""
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + len(part))


class Stretches:
    """Stretches of so many letters and more of one kind: what ``[members]{least,}`` finds, many times faster."""

    def __init__(self, members: str, least: int) -> None:
        self._table: bytes = table_of({_IN.decode(): members})
        self._needle: bytes = _IN * least

    def found(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Start and end of each, in order."""
        signs = text.translate(self._table)
        start = signs.find(self._needle)
        while start >= 0:
            end = signs.find(_OUT, start)
            end = len(signs) if end < 0 else end
            yield start, end
            start = signs.find(self._needle, end)


class Words:
    """Words in ASCII to be looked for together; where several begin at one place the longest counts.

    ``tells``: letters of few places in most texts; a word that has one, but not at its beginning, is looked for there.
    """

    def __init__(self, words: Collection[str], tells: str = "") -> None:
        self._longest_first: tuple[str, ...] = tuple(sorted(words, key=lambda word: (-len(word), word)))
        told = {word: tell for word in self._longest_first if (tell := _tell(word, tells))}
        self._told: Mapping[str, Mapping[str, list[tuple[int, str]]]] = _told(told)
        self._alike: Mapping[str, tuple[str, ...]] = _alike(word for word in self._longest_first if word not in told)
        self._pattern: re2.Pattern | None = None

    def at(self, text: str, place: int) -> bool:
        """Whether one of them stands there."""
        return text.startswith(self._longest_first, place)

    def any_in(self, text: str) -> bool:
        """Whether one of them stands anywhere."""
        return next(self.found(text), None) is not None

    def found(self, text: str) -> Iterator[tuple[int, str]]:
        """Place and word, in the order of the text, none overlapping another."""
        return self._in_short(text) if len(text) <= _SHORT else self._in_long(text)

    def _in_short(self, text: str) -> Iterator[tuple[int, str]]:
        places: dict[int, str] = {}
        for begin, words in self._alike.items():
            place = text.find(begin)
            while place >= 0:
                for word in words:
                    if text.startswith(word, place):
                        if len(word) > len(places.get(place, "")):
                            places[place] = word
                        break
                place = text.find(begin, place + 1)
        for tell, by_letter in self._told.items():
            at = text.find(tell, 1)
            while at >= 0:
                if text[at - 1] in by_letter:
                    for before, word in by_letter[text[at - 1]]:
                        place = at - before
                        if place >= 0 and text.startswith(word, place) and len(word) > len(places.get(place, "")):
                            places[place] = word
                at = text.find(tell, at + 1)
        done = 0
        for place in sorted(places):
            if place >= done:
                done = place + len(places[place])
                yield place, places[place]

    def _in_long(self, text: str) -> Iterator[tuple[int, str]]:
        if self._pattern is None:
            import re2  # as said above

            self._pattern = re2.compile("|".join(map(re2.escape, self._longest_first)).encode())
        for match in self._pattern.finditer(letters(text)):
            yield match.start(), match.group().decode()


def _tell(word: str, tells: str) -> str:
    """By which of the letters a word is looked for; empty for none."""
    for tell in tells:
        if word.find(tell, 1) > 0:
            return tell
    return ""


def _told(tells: Mapping[str, str]) -> Mapping[str, Mapping[str, list[tuple[int, str]]]]:
    """Words by the letter that they are looked for by and the one before it, each with how far before it the word begins."""
    groups: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for word, tell in tells.items():
        before = word.index(tell, 1)
        groups.setdefault(tell, {}).setdefault(word[before - 1], []).append((before, word))
    return groups


def _alike(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Words by the first letters that they have in common, alone ones by themselves: without these a text has none of them."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[:_ALIKE], []).append(word)
    return {begin if len(group) > 1 else group[0]: tuple(group) for begin, group in groups.items()}
