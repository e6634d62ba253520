"""Pasted text made fit for reading and for matching, in linear time.

Two views of one text: ``clean`` keeps the lines a person sees (for structure: objects, header lines,
tracebacks); ``flat`` is one long line (for phrases). Both know which line of the paste each offset stands on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise

from ..lazy_pattern import lazy_pattern
from ..values import Struct
from .decode import clip
from .html import HtmlPage, open_pages
from .log_entries import entries
from .prefixes import strip_prefixes
from .templates import said

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


_ANSI = lazy_pattern(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]|\x1b[\]PX^_][^\x07\x1b\n]{0,4096}(?:\x07|\x1b\\)?|\x1b[ -/]{0,4}[0-~]?"
)
_WRITTEN_ANSI = lazy_pattern(r"(?:\\x1b|\\u001b|\\033|\\e|\^\[)\[[0-9;]{0,32}[mKHJ]|\[(?:[0-9]{1,3};){0,4}[0-9]{1,3}m")
_CONTROL = lazy_pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INVISIBLE = lazy_pattern(r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_JOINERS = lazy_pattern(r"(?<![\u0600-\u0dff\u200d\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]+")
_BREAK = lazy_pattern(r"\r\n?|\x85|\u2028|\u2029")
_PLAIN = {
    **dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„‟″«»", '"'), "‐": "-", "‑": "-", "\u00a0": " ",
}  # fmt: skip
_FANCY = lazy_pattern(f"[{''.join(_PLAIN)}]")
_ESCAPE = lazy_pattern(
    r"(?P<path>\b[A-Za-z]:\\[^\s\"'<>|*?]{1,400})"
    r"|(?<!\\)\\{1,64}(?:u\{?(?P<hex>00[2-7][0-9A-Fa-f]|20[0-7][0-9A-Fa-f]|[3-9a-dA-D][0-9A-Fa-f]{3})\}?|(?P<char>[nrt\"'/`]))"
)
_DIGIT = lazy_pattern(r"\d")
_ENTRY = 10
"""Characters by which the entries of a log begin alike."""
_TERMINALS = frozenset({80, 100, 120, 132, 140, 150, 160, 180, 200})
_NARROWEST, _WIDEST = 40, 400
_NEARLY = 16


class Views(Struct):
    """The two views, and where their lines start. ``numbers`` gives the 1-based line of the paste.

    ``entries``: of a log, the entry of each line (`log_entries.entries`); empty for another text.
    """

    clean: str
    flat: str
    pages: tuple[HtmlPage, ...]
    numbers: tuple[int, ...]
    clean_starts: tuple[int, ...]
    flat_starts: tuple[int, ...]
    entries: tuple[int, ...] = ()

    def only(self, kept: Sequence[int]) -> Views:
        """The views of some of the lines, by their indexes in ascending order; they keep their numbers."""
        clean, flat = self.clean.split("\n"), self._flat_lines()
        return _assembled(
            [clean[index] for index in kept], [flat[index] for index in kept], [self.numbers[index] for index in kept],
            self.pages, tuple(self.entries[index] for index in kept),
        )  # fmt: skip

    def entry_texts(self) -> list[str]:
        """The flat text of each entry, by its number."""
        texts: list[list[str]] = [[] for _ in range(max(self.entries, default=-1) + 1)]
        for entry, line in zip(self.entries, self._flat_lines(), strict=True):
            if entry >= 0 and line:
                texts[entry].append(line)
        return [" ".join(lines) for lines in texts]

    def _flat_lines(self) -> list[str]:
        ends = (*self.flat_starts[1:], len(self.flat))
        return [self.flat[start:end].rstrip(" ") for start, end in zip(self.flat_starts, ends, strict=True)]

    def line_of_clean(self, offset: int) -> int:
        """The line of the paste (from 1) that an offset of ``clean`` stands on."""
        return self.numbers[self._index(self.clean_starts, offset)]

    def line_of_flat(self, offset: int) -> int:
        """The line of the paste (from 1) that an offset of ``flat`` stands on."""
        return self.numbers[self._index(self.flat_starts, offset)]

    def flat_offset(self, offset: int) -> int:
        """About where in ``flat`` an offset of ``clean`` is: the same line, so that orders can be compared."""
        index = self._index(self.clean_starts, offset)
        end = self.flat_starts[index + 1] if index + 1 < len(self.flat_starts) else len(self.flat)
        return min(self.flat_starts[index] + offset - self.clean_starts[index], max(end - 1, self.flat_starts[index]))

    @staticmethod
    def _index(starts: tuple[int, ...], offset: int) -> int:
        return max(0, bisect_right(starts, offset) - 1)


def normalise(text: str) -> str:
    """The text as phrases are matched against: one line, plain quotes, escapes opened."""
    return views(text).flat


def views(text: str) -> Views:
    """Both views of a text; a text beyond the limits of `decode.LIMITS` is clipped first."""
    opened, pages = open_pages(_visible(clip(text).text))
    raw = opened.split("\n")
    numbered = [(number, line.rstrip()) for number, line in enumerate(strip_prefixes(raw), 1)]
    kept = _unwrap(_without_blank_runs(numbered)) or [(1, "")]
    numbers, lines = [number for number, _ in kept], [line for _, line in kept]
    flat_lines = [" ".join(line.split()) for line in said(_flatten("\n".join(lines)).split("\n"))]
    of_raw = entries(raw)
    of_lines = tuple(of_raw[number - 1] for number in numbers) if of_raw else ()
    return _assembled(lines, flat_lines, numbers, pages, of_lines)


def _assembled(
    lines: Sequence[str],
    flat_lines: Sequence[str],
    numbers: Sequence[int],
    pages: tuple[HtmlPage, ...],
    of_lines: tuple[int, ...],
) -> Views:
    return Views(
        clean="\n".join(lines),
        flat=" ".join(filter(None, flat_lines)),
        pages=pages,
        numbers=tuple(numbers),
        clean_starts=(0, *accumulate(len(line) + 1 for line in lines[:-1])),
        flat_starts=(0, *accumulate(len(line) + 1 if line else 0 for line in flat_lines[:-1])),
        entries=of_lines,
    )


def _visible(text: str) -> str:
    """Without what a terminal would not show."""
    if "\x1b" in text or "\x9b" in text:
        text = _ANSI.sub("", text)
    if "[0" in text or "[3" in text or "[1;" in text or "[9" in text:
        text = _WRITTEN_ANSI.sub("", text)
    if "\r" in text or not text.isascii():
        text = _BREAK.sub("\n", text)
    text = _CONTROL.sub("", text)
    return text if text.isascii() else _JOINERS.sub("", _INVISIBLE.sub("", text))


def plain_quotes(text: str) -> str:
    """Typographic quotes, hyphens and blanks as the plain ones that programs print."""
    return text if text.isascii() else _FANCY.sub(lambda match: _PLAIN[match[0]], text)


def _without_blank_runs(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [line for index, line in enumerate(lines) if line[1] or (index and lines[index - 1][1])]


def _unwrap(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Join the lines that a terminal broke at its right edge, in the middle of words."""
    width = _wrap_width([len(line) for _, line in lines])
    if width is None or _is_log([line for _, line in lines], width):
        return lines
    joined: list[tuple[int, str]] = []
    open_end = False
    for number, line in lines:
        if open_end and line:
            first, start = joined[-1]
            joined[-1] = (first, start + line)
        else:
            joined.append((number, line))
        open_end = len(line) == width
    return joined


def _wrap_width(lengths: list[int]) -> int | None:
    """The width at which lines were cut, ``None`` when they end where their words do.

    Cut lines all have the same length and it is the greatest; wrapped words leave a ragged edge below it.
    """
    width = max(lengths, default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return None
    counted = Counter(lengths)
    full = counted[width]
    ragged = sum(count for length, count in counted.items() if width - _NEARLY <= length < width)
    wanted = 1 if width in _TERMINALS else 2
    return width if full >= wanted and full > ragged else None


def _is_log(lines: Sequence[str], width: int) -> bool:
    """Whether the full lines are entries of their own: most of the next ones begin alike but for digits (a time, a level)."""
    after = [(line, following) for line, following in pairwise(lines) if len(line) == width]
    alike = sum(_DIGIT.sub("0", line[:_ENTRY]) == _DIGIT.sub("0", following[:_ENTRY]) for line, following in after)
    return 2 * alike > len(after)


def _flatten(text: str) -> str:
    """Plain quotes, escapes opened; never fewer or more line breaks."""
    if not text.isascii():
        text = plain_quotes(text)
    return _whole(_ESCAPE.sub(_open_escape, text)) if "\\" in text else text


def _whole(text: str) -> str:
    """A text whose escapes were opened, with the two halves of a character put together, and a lone one replaced."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _open_escape(match: re.Match[str]) -> str:
    if match["path"]:
        return match[0]
    if match["hex"]:
        char = chr(int(match["hex"], 16))
        return _PLAIN.get(char, char)
    return " " if match["char"] in "nrt" else match["char"]
