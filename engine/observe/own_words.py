"""What of a report a person wrote: neither code nor logs nor headings, nor what a server or a tool says.

A sentence that somebody quotes at length is not their own; a short quotation is ("the key was 'YOUR_API_KEY'").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..lazy_pattern import lazy_pattern
from ..values import Struct
from .normalise import Views

_MACHINE = lazy_pattern(
    r"\s*(?:at [\w.$<]+[ (/]|File \"|Traceback |During handling|The above exception|>>>|\$ |> |[{}\[\]<|^~]|#|//|/\*|\* \[|```|~~~"
    r"|from [\w.]+ import |import (?:[\w.]+(?:$| as |, | from )|[{*])"
    r"|(?:def|class|const|let|var|async|await|return|print|try|except|catch|throw|raise|public|private|function) ?[\w({.*\"']+ ?[\w({.*=\"':]*(?:$|.*[;{:()])"
    r"|\d{4}-\d\d-\d\d[ T]\d|\[?\d\d:\d\d:\d\d|[\w.-]+ +\|? ?\d{4}-\d\d|(?:INFO|DEBUG|WARN(?:ING)?|ERROR|FATAL|TRACE)\b[ :\]]"
    r"|(?:export |set |setx )?[A-Z][A-Z0-9_]{3,}=\S*$|(?:curl|pip|npm|npx|docker|git|gcloud|sudo|python3?|node) -?[\w./-]+(?: -\S.*)?$"
    r"|(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception)\b(?: \[\w+\])?:|\w+@[\w.-]+[:~ ]|\[[ xX]\] |- \[[ xX]\] |(?:GET|POST|PUT|HTTP/[\d.]+) )"
)
_SIGNS = lazy_pattern(r"[{}\[\]<>=;\\|_/\"$&*()]")
_TOO_MANY_SIGNS = 0.14
_QUOTED = lazy_pattern(
    r"\"[^\"\n]{1,400}\"|`[^`\n]{1,400}`|“[^”\n]{1,400}”|「[^」\n]{1,200}」|(?<![\w])'[^'\n]{12,400}'(?!\w)"
)
_URL = lazy_pattern(r"\bhttps?://\S+|\{[^{}\n]{20,}\}?")
_LONG_QUOTE = 6
_LONG_WIDE_QUOTE = 14
_OPEN_LINE = 55
_GOES_ON = lazy_pattern(r"\s*[a-zà-ÿа-я0-9(]")
_ENDED = lazy_pattern(r"[.!?:;。！？：]\s*$")
_TITLE = lazy_pattern(r"\s*#{1,6}\s+(\S.*)")
_LEAD = lazy_pattern(r"\s*(?:\*\*(.{3,60}?):?\*\*:?|(\S.{2,60}?)[:：])\s*$")
_ITEM = lazy_pattern(r"\s*(?:[-*•]|\d{1,2}[.)、])\s?")


class Passage(Struct):
    """A row of a person's own words, from ``start`` of the flat view; what it quotes at length is blanked out."""

    start: int
    text: str
    heading: str = ""
    """The title over it, or the words that lead in the list that it is part of."""


def own_words(views: Views, foreign: Sequence[tuple[int, int]] = ()) -> Iterator[Passage]:
    """The passages of a report that its writer wrote; ``foreign`` are spans of the flat view that are known not to be."""
    clean, flat = views.clean.split("\n"), views.flat
    bounds = (*views.flat_starts, len(flat) + 1)
    start: int | None = None
    end = 0
    breaks: list[int] = []
    above = ""
    for number, (line, fenced, heading) in enumerate(_headed(clean)):
        prose = not fenced and _is_prose(line)
        if start is not None and (not prose or heading != above):
            yield _passage(flat, start, end, breaks, foreign, above)
            start = None
        if not prose:
            continue
        if start is None:
            start, breaks, above = bounds[number], [], heading
        elif not _goes_on(clean[number - 1], line):
            breaks.append(bounds[number] - 1)
        end = bounds[number + 1] - 1
    if start is not None:
        yield _passage(flat, start, end, breaks, foreign, above)


def _headed(lines: Sequence[str]) -> Iterator[tuple[str, bool, str]]:
    """Each line, whether it belongs to a fenced block, and the words over it: a title, or what leads in its list."""
    title = lead = ""
    within = False
    for line in lines:
        fence = line.lstrip().startswith(("```", "~~~"))
        within = within != fence
        titled = None if within or fence else _TITLE.match(line)
        led = None if within or fence or titled else _LEAD.match(line)
        if titled:
            title, lead = titled[1], ""
        elif led:
            lead = led[1] or led[2]
        elif line.strip() and not _ITEM.match(line):
            lead = ""
        yield line, fence or within, title if titled or led else lead or title


def _is_prose(line: str) -> bool:
    stripped = line.strip()
    if _MACHINE.match(line):
        return False
    signs = len(_SIGNS.findall(_QUOTED.sub("", _URL.sub("", stripped))))
    return not stripped or signs <= 2 or signs / len(stripped) <= _TOO_MANY_SIGNS


def _goes_on(before: str, line: str) -> bool:
    """Whether a line goes on with the sentence of the line before: a text that was wrapped at a width."""
    return len(before) >= _OPEN_LINE and bool(_GOES_ON.match(line)) and not _ENDED.search(before)


def _passage(
    flat: str, start: int, end: int, breaks: Sequence[int], foreign: Sequence[tuple[int, int]], heading: str
) -> Passage:
    """The text with line feeds at its breaks and ``\\0`` over what is quoted; as long as in the flat view."""
    text = list(flat[start:end])
    for at in breaks:
        if start <= at < end:
            text[at - start] = "\n"
    blanks = [match.span() for match in _QUOTED.finditer(flat, start, end) if _is_long(match[0])]
    blanks += [match.span() for match in _URL.finditer(flat, start, end)]
    for first, last in (*blanks, *foreign):
        for at in range(max(first, start), min(last, end)):
            text[at - start] = "\0"
    return Passage(start, "".join(text), heading)


def _is_long(quotation: str) -> bool:
    if quotation.isascii():
        return len(quotation.split()) >= _LONG_QUOTE
    return len(quotation) >= _LONG_WIDE_QUOTE
