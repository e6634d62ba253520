"""The words of a text, and which terms of the lexicon they belong to.

A word of the lexicon is one of: a word or several (``credit card``), each with a ``*`` where it may go on
(``delet*``) or begin otherwise (``*limit``); or a text of a script that writes no blanks, found anywhere in such a
text. Case and diacritics do not count. A text is looked up word by word, in the piece of the lexicon that a word may
stand in, so that the size of the lexicon costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..lazy_pattern import lazy_pattern
from ..values import Struct

NUMBER = "number"
"""The term that every number in digits belongs to, with the number as its value."""
_WIDE = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff々"
_HANGUL = "\uac00-\ud7a3"
_TOKEN = lazy_pattern(
    rf"(?P<wide>[{_WIDE}]+)|(?P<hangul>[{_HANGUL}]+)"
    rf"|(?P<word>\.?(?:[^\W{_WIDE}{_HANGUL}])+(?:['.][^\W{_WIDE}{_HANGUL}]+)*(?:-(?![^\W{_WIDE}{_HANGUL}]))?)"
)
_NARROW = lazy_pattern(r"(?P<wide>(?!))|\.?\w+(?:['.]\w+)*(?:-(?!\w))?")
"""The same for a text without wide letters: far quicker to compile."""
_FIRST_WIDE = "々"
_IS_WIDE = lazy_pattern(f"[{_WIDE}{_HANGUL}]")
_IS_HAN = lazy_pattern(f"[{_WIDE}]")
_ALL_WIDE = lazy_pattern(f"[{_WIDE}]+|[{_HANGUL}]+")
_NUMBER = lazy_pattern(r"\d{1,9}")
_ELISION = 2
_LONGEST_END = 12
_LONGEST_WORD = 40
_WIDE_LETTER = 0.5
_BEYOND_ALPHABETS = "\u1e00"
ANYWHERE = "~"
"""Begins the key of a text that is looked for anywhere."""
_PIECE = 2
"""Letters by which words begin alike, or ends end, that stand in one piece of the lexicon."""
Words = Mapping[str, Mapping[str, Sequence[str]]]
"""The pieces of a lexicon: of each its keys, and to them the terms with their values and the rests of the words."""
_NO_PIECE: Mapping[str, Sequence[str]] = {}


class Token(Struct):
    """A word of a text: where it stands, its folded form, and the how-manieth word it is (wide letters count half)."""

    start: int
    end: int
    text: str
    place: float


class Hit(Struct):
    """A word of the lexicon in a text. ``value`` is what it stands for, in terms with values."""

    start: int
    end: int
    first: float
    last: float
    term: str
    value: str


def fold(text: str) -> str:
    """A word without case, and without the diacritics that people leave out."""
    folded = text.casefold()
    if folded.isascii() or max(folded) >= _BEYOND_ALPHABETS:
        return folded
    import unicodedata  # few words have diacritics

    return "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))


def tokens(text: str, offset: int = 0, place: float = 0.0) -> Iterator[Token]:
    """The words of ``text``, which begins at ``offset`` of a longer text; runs of wide letters come as one."""
    pattern = _NARROW if max(text, default="") < _FIRST_WIDE else _TOKEN
    for match in pattern.finditer(text):
        start, end = offset + match.start(), offset + match.end()
        if match["wide"]:
            yield Token(start, end, match["wide"], place)
            place += len(match["wide"]) * _WIDE_LETTER
            continue
        head, apostrophe, rest = match[0].partition("'")
        if apostrophe and len(head) <= _ELISION < len(rest):
            yield Token(start, start + len(head), fold(head), place)
            yield Token(end - len(rest), end, fold(rest), place)
        else:
            yield Token(start, end, fold(match[0]), place)
        place += 1


def width(text: str) -> float:
    """How many words a text has."""
    found = tuple(tokens(text))
    if not found:
        return 0.0
    last = found[-1]
    return last.place + (len(last.text) * _WIDE_LETTER if _IS_HAN.match(last.text) else 1)


def entry(word: str) -> tuple[str, str]:
    """The key under which a word of the lexicon is looked up, and the rest of it; empty keys for unusable words."""
    if _IS_WIDE.search(word) and not any(sign in word for sign in "* "):
        return (ANYWHERE + word[:1], word) if _ALL_WIDE.fullmatch(word) else ("", "")
    first, *rest = [part for text in word.split() for part in _entry_parts(text)] or [""]
    usable = not any(_IS_HAN.search(part) for part in (first, *rest)) and len(first.strip("*")) >= 1
    return (first if usable else ""), " ".join(rest)


def _entry_parts(text: str) -> list[str]:
    """A part of a word as a text is read: cut where the reader cuts, with the stars at its ends."""
    found = [token.text for token in tokens(text.strip("*"))]
    if not found:
        return [""]
    if _is_hangul(found[-1]) or text.endswith("*"):  # particles follow the words of Korean
        found[-1] += "*"
    if text.startswith("*"):
        found[0] = "*" + found[0]
    return found


def pieces(keys: Mapping[str, Sequence[str]]) -> dict[str, dict[str, tuple[str, ...]]]:
    """The lexicon in pieces, of which a text needs few."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for key in sorted(keys):
        piece = f"*{key[-_PIECE:]}" if key.startswith("*") else key[:_PIECE]
        found.setdefault(piece, {})[key] = tuple(keys[key])
    return {piece: found[piece] for piece in sorted(found)}


def hits(found: Sequence[Token], words: Words) -> Iterator[Hit]:
    """Every word of the lexicon in a row of tokens, longer and shorter ones alike, in their order."""
    for at, token in enumerate(found):
        if token.text >= _FIRST_WIDE and _IS_WIDE.match(token.text):
            yield from _in_wide(token, words)
            if not _is_hangul(token.text):
                continue
        for entries in _entries(token.text, words):
            for packed in entries:
                term, value, rest = packed.split("\t")
                last = _follows(found, at, rest) if rest else at
                if last is not None:
                    yield Hit(token.start, found[last].end, token.place, found[last].place, term, value)
        if _NUMBER.fullmatch(token.text):
            yield Hit(token.start, token.end, token.place, token.place, NUMBER, token.text)


def _is_hangul(text: str) -> bool:
    return "\uac00" <= text[0] <= "\ud7a3"


def _in_wide(token: Token, words: Words) -> Iterator[Hit]:
    text = token.text
    for at, letter in enumerate(text):
        key = ANYWHERE + letter
        for packed in _piece(words, key).get(key, ()):
            term, value, word = packed.split("\t")
            if text.startswith(word, at):
                first = token.place + at * _WIDE_LETTER
                last = first + (len(word) - 1) * _WIDE_LETTER
                yield Hit(token.start + at, token.start + at + len(word), first, last, term, value)


def _entries(text: str, words: Words) -> Iterator[Sequence[str]]:
    """What stands in the lexicon for a word: as a whole, by its stem, by its end."""
    begun = _piece(words, text[:_PIECE])
    if text in begun:
        yield begun[text]
    if len(text) > _LONGEST_WORD:
        text = text[:_LONGEST_WORD]
    letter = f"{text[:1]}*"
    yield from filter(None, (_piece(words, letter).get(letter),))
    for size in range(_PIECE, len(text) + 1) if begun else ():
        if (stem := text[:size] + "*") in begun:
            yield begun[stem]
    ended = _piece(words, f"*{text[-_PIECE:]}")
    for size in range(_PIECE, min(len(text), _LONGEST_END) + 1) if ended else ():
        if (ending := "*" + text[-size:]) in ended:
            yield ended[ending]


def _piece(words: Words, name: str) -> Mapping[str, Sequence[str]]:
    return words[name] if name in words else _NO_PIECE  # noqa: SIM401  # get() of a mapping read late raises within


def _follows(found: Sequence[Token], at: int, rest: str) -> int | None:
    """The index of the token that ends a word of several parts, if they follow one another."""
    for part in rest.split(" "):
        at += 1
        if at >= len(found) or not _fits(found[at].text, part):
            return None
    return at


def _fits(text: str, part: str) -> bool:
    if part.endswith("*"):
        return text.startswith(part[:-1])
    return text.endswith(part[1:]) if part.startswith("*") else text == part
