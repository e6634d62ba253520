"""What every match of a pattern contains: texts that are quick to look for, so that few patterns are run at all.

Searching for a few thousand short texts takes a millisecond, preparing RE2 for a few hundred patterns a tenth of a
second. So what a text needs to match is found when a rule base is compiled, and a case runs only the patterns whose
needs it meets (RE2's own FilteredRE2 does likewise). Where this reader does not understand a pattern it finds no
needs, which only means: always run it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NoReturn

MOST_TEXTS = 80
"""More alternatives than this cost more to look for than the pattern costs to run."""
_MOST_JOINED = 16
_LONGEST_JOINED = 24
_LETTERS = 8
"""What contains a text contains its first letters too, and these tell nearly as much."""
_LONG_ENOUGH = 6
"""Bytes from which on an anchor is rare enough: two Chinese characters, or as many letters."""
_MOST_LETTERS = 4

_MOST_WAYS = 24
"""Ways to match that are kept apart; beyond, a group only needs one of its anchors."""

Texts = frozenset[str]
Way = frozenset[Texts]
"""Of each of these sets, a match contains one text."""
Required = tuple[tuple[tuple[str, ...], ...], ...]
"""Ways to match; what each needs; the texts of which one will do, of eight letters at most."""
Alternative = tuple[int, Required]
"""Where one of the alternatives ends that a pattern as a whole is made of, and what a match of it requires."""
_FLAGS = re.compile(r"\(\?[imsU-]+\)")


class _Unreadable(ValueError):
    """A pattern that this reader does not follow."""


class _Part:
    """What a piece of a pattern matches: exactly one of ``exact``, or something that contains one of ``anchors``, in
    one of ``ways``. ``None``: nothing is known.
    """

    def __init__(
        self, exact: Texts | None = None, anchors: Texts | None = None, ways: frozenset[Way] | None = None
    ) -> None:
        self.exact: Texts | None = exact
        self.anchors: Texts | None = anchors if exact is None else exact
        self._ways = ways

    @property
    def ways(self) -> frozenset[Way]:
        """Most parts are joined with their neighbours, and nobody asks for theirs."""
        if self._ways is None:
            self._ways = frozenset((_way(self.anchors),))
        return self._ways


def required(pattern: str) -> Required:
    """The ways in which a text can match, each with all it must contain, case-folded; none where any text might match."""
    try:
        return _sorted(_Reader(pattern).read().ways)
    except (ValueError, IndexError):
        return ()


def alternatives(pattern: str) -> tuple[int, tuple[Alternative, ...]]:
    """Where the flags of a pattern end, and its alternatives: ``(?i)one|two`` matches what ``(?i)two`` matches, wherever
    ``one`` cannot match. A pattern beyond this reader is one alternative, flags and all."""
    reader = _Reader(pattern)
    try:
        parts = reader.alternatives()
    except (ValueError, IndexError):
        parts = []
    if not parts or reader.flagged:  # flags in the middle hold for what follows them
        return 0, ((len(pattern), required(pattern)),)
    return reader.first, tuple((end, _sorted(part.ways)) for end, part in parts)


def _sorted(ways: frozenset[Way]) -> Required:
    if not all(ways):
        return ()
    return tuple(sorted(tuple(sorted(tuple(sorted(texts)) for texts in way)) for way in ways))


def _way(texts: Texts | None) -> Way:
    """What whatever contains one of the texts must contain: their first and their last letters; of a single text all."""
    if texts is None or not _worth(texts):
        return frozenset()
    if len(texts) == 1:
        (text,) = texts
        pieces = [text[at : at + _LETTERS] for at in range(0, len(text), _LETTERS)]
        return frozenset(
            frozenset((piece,)) for piece in (*pieces, text[-_LETTERS:]) if len(piece) == _LETTERS or piece == text
        )
    return frozenset((_shortest(text[:_LETTERS] for text in texts), _shortest(text[-_LETTERS:] for text in texts)))


def _all_of(parts: Sequence[_Part]) -> frozenset[Way]:
    """The ways of parts in a row: of each part any way, as long as that does not make too many."""
    ways: frozenset[Way] = frozenset((frozenset[Texts](),))
    for part in sorted(parts, key=lambda part: len(part.ways)):
        choice = part.ways if len(ways) * len(part.ways) <= _MOST_WAYS else frozenset((_way(part.anchors),))
        ways = frozenset(_without_weaker(way | other) for way, other in product(ways, choice))
    return ways


def _without_weaker(way: Way) -> Way:
    """Without the sets that hold wherever another one does."""
    return frozenset(texts for texts in way if not any(other < texts for other in way))


def _worth(texts: Texts) -> bool:
    return 0 < len(texts) <= MOST_TEXTS and all(map(_telling, texts)) and min(map(min, texts)) >= " "


def _shortest(texts: Iterable[str]) -> Texts:
    """The texts without those that contain another one."""
    kept: list[str] = []
    for text in sorted(set(texts), key=lambda text: (len(text), text)):
        if not any(shorter in text for shorter in kept):
            kept.append(text)
    return frozenset(kept)


def _telling(text: str) -> bool:
    """Whether few texts contain it: two letters at least, or one of a script with thousands of them."""
    return len(text) > 1 or text > "\u2fff"


def _better(one: Texts | None, other: Texts | None) -> Texts | None:
    """The more telling anchors of a match that contains one of both: long enough ones, then the fewest."""
    if one is None or other is None:
        return other if one is None else one

    def merit(texts: Texts) -> tuple[bool, int, int]:
        weakest = min(len(text.encode()) for text in texts)
        return _worth(texts), min(weakest, _LONG_ENOUGH), -len(texts)

    return max(one, other, key=merit)


_EMPTY = _Part(frozenset(("",)))
_ANYTHING = _Part()


_PLAIN = re.compile(r"[A-Za-z0-9 _=:;,<>@/!#%&'\"`~-]+")
"""Letters that stand for themselves. None of them becomes two when it is case-folded."""


class _Reader:
    """Reads the part of RE2's syntax that rule bases use."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        flags = _FLAGS.match(pattern)
        self.first: int = flags.end() if flags else 0
        self.flagged: bool = False
        """Whether there were flags behind the first ones."""

    def read(self) -> _Part:
        """The whole pattern."""
        part = self._alternatives()
        self._end()
        return part

    def alternatives(self) -> list[tuple[int, _Part]]:
        """Where each of the whole pattern's alternatives ends, and what it matches."""
        self._at = self.first
        parts = [(self._sequence(), self._at)]
        while self._accept("|"):
            parts.append((self._sequence(), self._at))
        self._end()
        return [(end, part) for part, end in parts]

    def _end(self) -> None:
        if self._at < len(self._pattern):
            raise _Unreadable(self._pattern)

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _next(self) -> str:
        self._at += 1
        return self._pattern[self._at - 1]

    def _accept(self, text: str) -> bool:
        found = self._pattern.startswith(text, self._at)
        self._at += len(text) if found else 0
        return found

    def _alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self._accept("|"):
            parts.append(self._sequence())
        if len(parts) == 1:
            return parts[0]
        exact = _union(part.exact for part in parts)
        if exact is not None and len(exact) <= MOST_TEXTS:
            return _Part(exact)
        ways = frozenset[Way]().union(*(part.ways for part in parts))
        found = _union(part.anchors for part in parts)
        return _Part(None, found, ways if len(ways) <= MOST_TEXTS else None)

    def _sequence(self) -> _Part:
        """Pieces in a row: neighbours that match few exact texts are joined, the most telling ones count."""
        best: Texts | None = None
        joined, whole = _EMPTY.exact, True
        row: list[_Part] = []
        while self._peek() not in ("", "|", ")"):
            part = self._run(joined) or self._repeated()
            longer = _joined(joined, part.exact)
            if longer is None:
                whole = False
                best = _better(_better(best, joined), part.anchors)
                row += [_Part(joined), *([part] if part.exact is None else [])]
                joined = part.exact or _EMPTY.exact
            else:
                joined = longer
        return _Part(joined) if whole else _Part(None, _better(best, joined), _all_of([*row, _Part(joined)]))

    def _repeated(self) -> _Part:
        part = self._piece()
        while (sign := self._peek()) and sign in "*+?{":
            part = self._repetition(part, self._next())
            _ = self._accept("?")
        return part

    def _repetition(self, part: _Part, sign: str) -> _Part:
        if sign == "?":
            return _Part(part.exact | {""}) if part.exact is not None else _ANYTHING
        if sign == "{":
            end = self._pattern.find("}", self._at)
            least = self._pattern[self._at : end].split(",")[0]
            if end < 0 or not least.isdecimal():
                raise _Unreadable("a brace that is no repetition")
            self._at = end + 1
            sign = "+" if int(least) else "*"
        return _Part(None, part.anchors, part.ways) if sign == "+" else _ANYTHING

    def _run(self, joined: Texts | None) -> _Part | None:
        """Several plain letters at once, as many as can be joined to what stands before them."""
        found = _PLAIN.match(self._pattern, self._at)
        if found is None or joined is None:
            return None
        repeated = self._pattern[found.end() : found.end() + 1] in ("*", "+", "?", "{")
        length = min(len(found[0]) - repeated, _LONGEST_JOINED - max(map(len, joined)))
        if length < 2:
            return None
        self._at += length
        return _letters(found[0][:length])

    def _piece(self) -> _Part:
        sign = self._next()
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._class()
        if sign == "\\":
            return self._escape()
        if sign == ".":
            return _ANYTHING
        if sign in "^$":
            return _EMPTY
        if sign in "*+?":
            raise _Unreadable("a repetition of nothing")
        return _letters(sign)

    def _group(self) -> _Part:
        if self._accept("?P<") or self._accept("?<"):
            self._at = self._pattern.index(">", self._at) + 1
        elif self._accept("?"):
            while self._peek() and self._peek() in "imsU-":
                self._at += 1
            if self._accept(")"):
                self.flagged = True
                return _EMPTY
            if not self._accept(":"):
                self._fail()
        part = self._alternatives()
        if not self._accept(")"):
            self._fail()
        return part

    def _class(self) -> _Part:
        """A class of a few single letters is known exactly; of any other it only matters where it ends."""
        letters: list[str] = []
        known = not self._accept("^")
        first = True
        while first or self._peek() != "]":
            first = False
            sign = self._next()
            if sign == "[" and self._peek() == ":":
                self._fail()
            if sign == "\\":
                sign = self._next()
                if sign.isalnum():
                    known = False
                    if sign in "pPx":
                        _ = self._skip_braces()
            if self._peek() == "-" and self._pattern[self._at + 1 : self._at + 2] != "]":
                known = False
            letters.append(sign)
        self._at += 1
        folded = frozenset(letter.casefold() for letter in letters)
        return _Part(folded) if known and len(folded) <= _MOST_LETTERS else _ANYTHING

    def _escape(self) -> _Part:
        sign = self._next()
        if not sign.isalnum():
            return _letters(sign)
        if sign in "bBAz":
            return _EMPTY
        if sign in "dDsSwW":
            return _ANYTHING
        if sign in "nrtfv":
            return _letters({"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v"}[sign])
        if sign in "pP" and self._skip_braces():
            return _ANYTHING
        return self._fail()

    def _skip_braces(self) -> bool:
        if self._peek() != "{":
            self._at += 1
            return True
        end = self._pattern.find("}", self._at)
        self._at = end + 1
        return end >= 0

    def _fail(self) -> NoReturn:
        raise _Unreadable(self._pattern[: self._at])


def _letters(text: str) -> _Part:
    return _Part(frozenset((text.casefold(),)))


def _union(parts: Iterable[Texts | None]) -> Texts | None:
    together: set[str] = set()
    for part in parts:
        if part is None:
            return None
        together |= part
    return frozenset(together)


def _joined(one: Texts | None, other: Texts | None) -> Texts | None:
    """Every text of one followed by every text of the other; nothing where that would be too many or too long."""
    if one is None or other is None or len(one) * len(other) > _MOST_JOINED:
        return None
    pairs: Sequence[tuple[str, str]] = list(product(one, other))
    return frozenset(map("".join, pairs)) if all(len(a) + len(b) <= _LONGEST_JOINED for a, b in pairs) else None
