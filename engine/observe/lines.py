"""Error records in lines of text: header lines, traceback ends, status lines, and bare mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from itertools import accumulate

from ..lazy_pattern import lazy_pattern
from .html import HtmlPage
from .records import GOOGLE_CODES, ErrorRecord, google_code
from .shapes import ERROR_PAGE, NAMED, NUMBER, PHRASES, PROTOBUF_SERVICE, SHAPES, Shape, may_show_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


_SENTENCE_END = lazy_pattern(r"[.!?。！？:;}\])>'\"`]$")
_NEW_THING = lazy_pattern(
    r"\s*(?:at |File \"|Traceback |During |The above |[{}\[\]^~#`]|Caused by|[\w.]{1,80}(?:Error|Exception)\b|\d{4}-\d\d"
    r"|[\w.]{1,30} ?= |-{3}|$)"
)
_PAGE_HEADING = lazy_pattern(r"^[\d. ]*(?:That.s an error\.)?\s*")
_CONTINUES = lazy_pattern(r"\s*(?:\* |Please )")
_TAIL = lazy_pattern(
    r"\s*(?:[\[(]\s*)?(?:[bru]?[\"']?\{\s*\\*[\"'“\n]|\{\s*\w+: )|\s\[(?:reason|links|violations|field_violations|detail|type_url)\b"
    r"|\s*\[\{|, [Dd]etails: |, Status:|\s\(Status: [A-Z_]+\)|; then sent \d|\s\(Background on this error"
)
_NO_SENTENCE = lazy_pattern(
    r"[\W\d_]*|(?:[Ee]rror code:? )?(?:\d{3})? ?(?:status code \(no body\))?|\W*[A-Z]{2,}(?:[\W_]+[A-Z]{2,})+\W*|<_?[\w.]+ .*|\(\w[\w ]{2,30}\)\W*\d?"
    rf"|(?:(?:Client|Server) Error: )?\W*(?:{PHRASES}|no body)\W*(?:(?:for|from) (?:url: )?(?:(?:GET|POST) )?\S+)?"
)
_LONGEST_LINE = 6_000
_MOST_LINES = 2_400
_JOINED_LINES = 8
_SHORTEST_WRAPPED = 40
_LONGEST_MESSAGE = 4_000
_HEADING = 60
_QUOTES = frozenset("`'\"")


def records_in_lines(text: str, reasons: Collection[str]) -> Iterator[ErrorRecord]:
    """Every record that a line of ``text`` shows; ``reasons`` are the error reasons whose bare mention counts.

    Of a line that comes again and again only the first is read; of very many, the first and the last ones.
    """
    lines = text.split("\n")
    offsets = [0, *accumulate(len(line) + 1 for line in lines)]
    first = {line: index for index, line in reversed(list(enumerate(lines)))}
    telling = sorted(index for line, index in first.items() if may_show_error(line[:_LONGEST_LINE]))
    if len(telling) > _MOST_LINES:
        telling = telling[: _MOST_LINES // 4] + telling[-_MOST_LINES * 3 // 4 :]
    for index in telling:
        yield from _in_line(lines, index, offsets[index], reasons)
    for match in PROTOBUF_SERVICE.finditer(text):
        service = match[2] if match[1] == "service" else ""
        yield ErrorRecord(
            match.start(), service=service, method="" if service else match[2], end=match.end(), server=True
        )


def records_in_pages(
    pages: Collection[HtmlPage], numbers: tuple[int, ...], starts: tuple[int, ...]
) -> Iterator[ErrorRecord]:
    """The error that each HTML page reports: the status of its title or first words, and its text."""
    for page in pages:
        number = ERROR_PAGE.search(page.title) or ERROR_PAGE.match(page.text)
        position = starts[min(bisect_left(numbers, page.first_line), len(starts) - 1)]
        message = page.text[:_LONGEST_MESSAGE] or page.title
        if number:
            message = _PAGE_HEADING.sub("", message).removesuffix("That’s all we know.").strip()
        yield ErrorRecord(
            position=position,
            http_status=int(number["http"]) if number else None,
            message=message,
            end=position + len(page.text),
            server=True,
            quoted=True,
        )


def _in_line(lines: list[str], index: int, offset: int, reasons: Collection[str]) -> Iterator[ErrorRecord]:
    line = lines[index][:_LONGEST_LINE]
    number, named = NUMBER.search(line) is not None, NAMED.search(line) is not None
    paragraph = ""
    found = False
    for shape in SHAPES:
        if shape.mention and found and not shape.reasons:
            continue
        if (shape.number and not number) or (shape.named and not named) or shape.needs not in line:
            continue
        for match in shape.pattern.finditer(line):
            if match.end() == len(line) and match.groupdict().get("message"):
                paragraph = paragraph or _paragraph(lines, index)
                match = shape.pattern.match(paragraph, match.start()) or match
            record = _record(shape, match, offset, reasons)
            if record:
                found = found or not shape.mention
                yield record


def _paragraph(lines: list[str], index: int) -> str:
    """A line with those that a narrow window wrapped it into."""
    parts = [lines[index][:_LONGEST_LINE]]
    for following in lines[index + 1 : index + _JOINED_LINES]:
        wrapped = len(parts[-1]) >= _SHORTEST_WRAPPED and not _SENTENCE_END.search(parts[-1])
        if not _CONTINUES.match(following) and (not wrapped or _NEW_THING.match(following)):
            break
        parts.append(following[:_LONGEST_LINE].strip())
    return " ".join(parts)


def _record(shape: Shape, match: re.Match[str], offset: int, reasons: Collection[str]) -> ErrorRecord | None:
    groups = match.groupdict()
    reason = groups.get("reason") or ""
    if shape.mention and reason and (reason not in reasons or google_code(reason)):
        return None
    status = google_code(groups.get("status") or "")
    if groups.get("grpc") and not status:
        number = int(groups["grpc"])
        status = GOOGLE_CODES[number] if 0 < number < len(GOOGLE_CODES) else ""
    start = offset + match.start()
    message = groups.get("message") or ""
    said = _message(message)
    return ErrorRecord(
        position=start,
        http_status=int(groups["http"]) if groups.get("http") else None,
        status=status,
        reason=reason,
        message=said,
        code="" if shape.mention else groups.get("code") or "",
        exception=groups.get("exc") or "",
        close_code=int(groups["close"]) if groups.get("close") else None,
        server=shape.server,
        quoted=shape.server and bool(said),
        cause=bool(groups.get("cause")),
        end=offset + match.end() - (len(message) - len(said)),
    )


def _message(text: str) -> str:
    """The sentence of a captured rest of a line, without the data that follows it."""
    tail = _TAIL.search(text)
    cut = text[: tail.start()] if tail else text
    if tail and "{" in tail[0] and len(cut) < _HEADING:
        return "" if not cut.rstrip().endswith((".", "!", "?")) or len(cut.split()) < 3 else cut.strip()
    words = " ".join(cut[:_LONGEST_MESSAGE].split()).strip("\\ ").removesuffix(" -")
    if words.endswith("]") and "[" not in words:
        words = words[:-1].rstrip()
    if words[:1] in _QUOTES and words[1:] and (words[-1] == words[0] or words[0] not in words[1:]):
        words = words.strip(words[0])
    elif words[-1:] in _QUOTES and words.count(words[-1]) == 1:
        words = words[:-1]
    return "" if _NO_SENTENCE.fullmatch(words) or google_code(words) else words
