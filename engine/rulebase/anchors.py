"""The anchors of a pattern: texts of which every match contains at least one, whatever the case.

Searching for a few thousand short texts takes a millisecond, preparing RE2 for a few hundred patterns a tenth of a
second. So the anchors are found when a rule base is compiled, and a text runs only the patterns whose anchors it
contains. Where this reader does not understand a pattern it finds no anchors, which only means: always run it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NoReturn

MOST_ANCHORS = 80
"""More alternatives than this cost more to look for than the pattern costs to run."""
_MOST_JOINED = 16
_LONGEST_JOINED = 24
_LETTERS = 8
"""An anchor's first letters are an anchor too, and tell nearly as much."""
_LONG_ENOUGH = 6
"""Bytes from which on an anchor is rare enough: two Chinese characters, or as many letters."""
_MOST_LETTERS = 4

Texts = frozenset[str]


class _Unreadable(ValueError):
    """A pattern that this reader does not follow."""


class _Part:
    """What a piece of a pattern matches: exactly one of ``exact``, or something that contains one of ``anchors``.

    ``None``: nothing is known.
    """

    def __init__(self, exact: Texts | None = None, anchors: Texts | None = None) -> None:
        self.exact: Texts | None = exact
        self.anchors: Texts | None = anchors if exact is None else exact


_EMPTY = _Part(frozenset(("",)))
_ANYTHING = _Part()


def anchors(pattern: str) -> tuple[str, ...]:
    """The anchors, case-folded and sorted; none where any text might match."""
    try:
        found = _Reader(pattern).read().anchors
    except (ValueError, IndexError):
        return ()
    return tuple(sorted(_shortest(text[:_LETTERS] for text in found))) if found and _worth(found) else ()


def _worth(texts: Texts) -> bool:
    return 0 < len(texts) <= MOST_ANCHORS and all(map(_telling, texts))


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


class _Reader:
    """Reads the part of RE2's syntax that rule bases use."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def read(self) -> _Part:
        """The whole pattern."""
        part = self._alternatives()
        if self._at < len(self._pattern):
            raise _Unreadable(self._pattern)
        return part

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
        exact = _union(part.exact for part in parts)
        if exact is not None and len(exact) <= MOST_ANCHORS:
            return _Part(exact)
        return _Part(None, _union(part.anchors for part in parts))

    def _sequence(self) -> _Part:
        """Pieces in a row: neighbours that match few exact texts are joined, the most telling ones count."""
        best: Texts | None = None
        joined, whole = _EMPTY.exact, True
        while self._peek() not in ("", "|", ")"):
            part = self._repeated()
            longer = _joined(joined, part.exact)
            if longer is None:
                whole = False
                best = _better(_better(best, joined), part.anchors)
                joined = part.exact or _EMPTY.exact
            else:
                joined = longer
        return _Part(joined) if whole else _Part(None, _better(best, joined))

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
        return _Part(None, part.anchors) if sign == "+" else _ANYTHING

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
