"""Pieces of one text that decoration holds apart: string literals joined by ``+``, marks of comments, quotations and logs.

`View.of` takes out plain line breaks. Here what stands around them goes, too, and what ties pieces within a line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ..lazy_pattern import lazy_pattern
from .joints import KEY_LETTER, LONGEST_END, OPERATOR, TAG, ends_paragraph, joint_at
from .patterns import BY_START
from .places import ALPHANUMERIC, is_one_word, letters, table_of
from .view import Chunks, View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


_INLINE: Final = lazy_pattern(
    rf"""(?x)(?:
      (?P<q>["'])(?<={KEY_LETTER}["'])[ \t]{{0,8}}{OPERATOR}[ \t]{{0,8}}[bBrRfFuU@$]?(?P=q)
    | <(?<={KEY_LETTER}<){TAG[1:]}(?:{TAG}){{0,5}} | \*(?<={KEY_LETTER}\*)\*{{0,2}}
    )(?={KEY_LETTER})"""
)
_TIE_SIGNS: Final = table_of({"q": "\"'", "o": ".+&", "_": "_", "p": "bBrRfFuU@$"}, "x")
_TIES: Final = lazy_pattern(r"qo{1,2}_?p?q")
"""Two texts tied together, in these signs and without blanks: few texts have any, and `_INLINE` need not be tried."""
_TIED_BY_TAG: Final = lazy_pattern(r"</?[a-z]")
_TIED_BY_STAR: Final = lazy_pattern(r"\*[A-Za-z0-9_.+/=~*-]")
"""Apart, as a pattern that begins with a fixed letter is looked for many times faster."""
_LONGEST_REST: Final = 4
_MOST_PIECES: Final = 3
"""Of what a joint begins with that is no tag: what a cut left, and a sign with blanks."""
_KEY_LETTERS: Final = lazy_pattern(rf"{KEY_LETTER}*")
_CUTS: Final = {start[:at] for start in BY_START for at in range(1, len(start))}
"""How a secret begins, cut anywhere."""
_WORD: Final = ALPHANUMERIC + "_"
_WORDS: Final = table_of({letter: letter for letter in _WORD})
_LAST_WORDS: Final = frozenset(letters(" ".join(_CUTS)).translate(_WORDS).split())
"""Those in which a cut ends: all that are in any, as a cut's first words are a shorter cut."""
_LONGEST_START: Final = max(map(len, BY_START))
_LONGEST_CUT: Final = 28
WHOLE: Final = 20_000
"""Letters of a text that is stitched as a whole where there is a reason; of a longer one only what is near."""
_BEFORE, _BEHIND = 2_000, 50_000


def stitched(view: View, known: Iterable[int], codes: Iterable[tuple[int, int]]) -> Iterator[View]:
    """Views of what may hold the pieces of a secret apart, without what stands between them.

    Looked for where something that begins like a secret, or a run of ``codes``, goes on behind such a joint, where such
    a run follows one, where a beginning may itself be cut, at joints within a line, and near the places of pieces of ``known`` secrets.
    """
    tied = list(_tied(view))
    starts = (place for place, _ in view.starts)
    going_on = (place for place in starts if _goes_on(view, place, _end_of_run(view, place)))
    coded = (place for place, end in codes if _goes_on(view, place, end) or _comes_from(view, place))
    inline = [joint for joint in tied if not view.breaks_in(joint[0] - 1, joint[1] + 1)]
    places = sorted({*(start for start, _ in tied), *_cut_starts(view), *going_on, *coded, *known})
    for first, last in _parts(view, places):
        joints = sorted({*(joint for joint in inline if first <= joint[0] < last), *_around_breaks(view, first, last)})
        if any(start < end for start, end in joints):
            yield _joined(view, first, last, joints)


def _parts(view: View, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The parts of a text that are near the places, whole lines."""
    size = len(view.text)
    first = last = -1
    for place in places:
        if size <= WHOLE:
            yield 0, size
            return
        if place - _BEFORE > last:
            if last >= 0:
                yield first, last
            first = _line_start(view, max(0, place - _BEFORE))
        last = min(size, place + _BEHIND)
    if last >= 0:
        yield first, last


def _joined(view: View, first: int, last: int, joints: Iterable[tuple[int, int]]) -> View:
    chunks, breaks, done = Chunks(), list[int](), first
    for start, end in joints:
        if start >= done:
            chunks.add(view.text[done:start], done)
            breaks.append(chunks.length)
            done = end
    chunks.add(view.text[done:last], done)
    return View("".join(chunks.parts), tuple(breaks), chunks, view.decoded, view, view.coded)


def _cut_starts(view: View) -> Iterator[int]:
    """The ends of lines that may cut the beginning of a secret in two."""
    text = view.text
    words = view.letters.translate(_WORDS)
    breaks = view.breaks_in(-1, len(text))
    cut = [
        at
        for before, at in pairwise((0, *breaks))
        if not _LAST_WORDS.isdisjoint(words[max(before, at - _LONGEST_CUT) : at].rsplit(None, 1)[-1:])
    ]
    for at in cut:
        before = _line_start(view, at - 1)
        if not ends_paragraph(text, before, at):
            start, end = joint_at(text, before, at)
            if start < end and _completes_start(text[before:start], view, end):
                yield start


def _completes_start(line: str, view: View, at: int) -> bool:
    """Whether a line and what follows at a place are the beginning of a secret, as far as the next line break."""
    following = view.text[at : min((at + _LONGEST_START, *view.breaks_in(at, at + _LONGEST_START)[:1]))]
    for length in range(1, min(len(line), _LONGEST_START) + 1):
        if length < len(line) and line[-length - 1] in _WORD:
            continue
        if (cut := line[-length:]) in _CUTS and _follows(cut, following):
            return True
    return False


def _follows(cut: str, following: str) -> bool:
    """Whether something that begins with a cut goes on like that."""
    rests = (start[len(cut) :] for start in BY_START if start.startswith(cut) and start != cut)
    return any(following.startswith(rest) or rest.startswith(following) for rest in rests)


def _end_of_run(view: View, place: int) -> int:
    """How far letters of keys go from a place on."""
    run = _KEY_LETTERS.match(view.text, place)
    return run.end() if run else place


def _goes_on(view: View, place: int, end: int) -> bool:
    """Whether what stands there reaches a joint between two lines: itself, or with what a cut left of a code."""
    for at in view.breaks_in(place, end + LONGEST_END):
        rest = view.text[end:at]
        if len(rest.split()) > _MOST_PIECES and "<" not in rest:
            return False
        start, after = joint_at(view.text, _line_start(view, at - 1), at)
        if start < after and (start <= end + _LONGEST_REST or is_one_word(view.text[end:start])):
            return True
    return False


def _comes_from(view: View, place: int) -> bool:
    """Whether a joint between two lines ends at a place."""
    if not (found := bisect_right(view.breaks, place)):
        return False
    at = view.breaks[found - 1]
    start, after = joint_at(view.text, _line_start(view, at - 1), at)
    return start < after == place


def _line_start(view: View, place: int) -> int:
    """Where the line begins that a place is on."""
    found = bisect_right(view.breaks, place)
    at = view.breaks[found - 1] if found else 0
    return at + 1 if found and view.text[at : at + 1] == "\n" else at


def _tied(view: View) -> Iterator[tuple[int, int]]:
    """What ties two pieces within a line, or would if they were in one."""
    text = view.text
    tied = view.letters.translate(_TIE_SIGNS, b" \t").decode()
    by_tags = ("<" in text and _TIED_BY_TAG.search(text)) or ("*" in text and _TIED_BY_STAR.search(text))
    if not by_tags and not ("qo" in tied and _TIES.search(tied)):
        return
    yield from (joint.span() for joint in _INLINE.finditer(text))


def _lines(view: View, first: int, last: int) -> Iterator[tuple[int, int]]:
    """For every line break of a part where the line before it begins, and its own place."""
    text, before = view.text, first
    for at in view.breaks_in(first - 1, last):
        yield before, at
        before = at + 1 if text.startswith("\n", at) else at


def _around_breaks(view: View, first: int, last: int) -> Iterator[tuple[int, int]]:
    """For every line break what else stands between the texts of the two lines."""
    return (joint_at(view.text, before, at) for before, at in _lines(view, first, last))
