"""Every error that a text shows, as records: from objects, header lines, pages, at any depth of quoting."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator

from ..values import replace
from .lines import records_in_lines, records_in_pages
from .normalise import Views
from .records import ErrorRecord, join, rank

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .relaxed import Budget, Found

_BETWEEN = 40
_DEEPEST = 5
_LONGEST_STRING = 60_000


def find_records(views: Views, reasons: Collection[str] = ()) -> tuple[ErrorRecord, ...]:
    """All errors in a text, the root one first, the others in the order of the text.

    ``reasons`` are the error reasons of the vocabulary, whose mention alone is worth a record. The root is
    the server's own answer before any wrapper of it, and the first cause of a chain.
    """
    objects = _objects_of(views.clean, reasons) if _may_hold_objects(views.clean) else []
    lines = [record for record in records_in_lines(views.clean, reasons) if not _in_page(views, record)]
    pages = records_in_pages(views.pages, views.numbers, views.clean_starts)
    sightings = [*objects, *_without_wrappers(lines, objects), *pages]
    records = [record for record in join(sightings) if record.says_something or record.exception]
    numbered = [replace(record, line=views.line_of_clean(record.position)) for record in records]
    if not numbered:
        return ()
    root = min(numbered, key=rank)
    return root, *(record for record in numbered if record is not root)


def _without_wrappers(lines: list[ErrorRecord], objects: list[ErrorRecord]) -> Iterator[ErrorRecord]:
    """The lines' records; what a client says in front of the server's answer is no message of its own."""
    answers = [record.position for record in objects if record.quoted and record.message]
    for record in lines:
        if not record.quoted and record.message:
            index = bisect_left(answers, record.position)
            if index < len(answers) and answers[index] <= record.end + _BETWEEN:
                yield replace(record, message="")
                continue
        yield record


def _in_page(views: Views, record: ErrorRecord) -> bool:
    line = views.line_of_clean(record.position) if views.pages else 0
    return any(page.first_line <= line <= page.last_line for page in views.pages)


def _may_hold_objects(text: str) -> bool:
    return "{" in text or "map[" in text


def _objects_of(text: str, reasons: Collection[str]) -> list[ErrorRecord]:
    from .relaxed import Budget  # read where a text has objects

    return list(_in_objects(text, 0, Budget(), reasons))


def _in_objects(text: str, depth: int, budget: Budget, reasons: Collection[str]) -> Iterator[ErrorRecord]:
    from .relaxed import find_objects

    for found in find_objects(text, budget):
        yield from _in_object(found, depth, budget, reasons)


def _in_object(found: Found, depth: int, budget: Budget, reasons: Collection[str]) -> Iterator[ErrorRecord]:
    from .structured import records_in_data

    own: list[ErrorRecord] = []
    quoted: list[ErrorRecord] = []
    openings: set[str] = set()
    for record, text in records_in_data(found.value):
        if record:
            own.append(replace(record, depth=record.depth + depth))
        elif depth < _DEEPEST and budget.nodes > 0:
            inner = _in_string(text[:_LONGEST_STRING], depth, budget, reasons)
            if inner:
                openings.add(" ".join(text[:_LONGEST_STRING].split())[:200])
                quoted += inner
    for record in (*own, *quoted):
        wrapper = record.message and record.message[:200] in openings
        unwrapped = replace(record, message="", quoted=False) if wrapper else record
        yield replace(unwrapped, position=found.start, end=found.end)


def _in_string(text: str, depth: int, budget: Budget, reasons: Collection[str]) -> list[ErrorRecord]:
    """The errors quoted inside a string of an object (an answer that a gateway passed on as text, a traceback)."""
    budget.nodes -= len(text) // 100
    inner = list(_in_objects(text, depth + 1, budget, reasons)) if _may_hold_objects(text) else []
    if inner or "\n" in text or "rror" in text[:200]:
        lines = [replace(record, depth=depth + 1) for record in records_in_lines(text, ()) if record.server]
        inner += [record for record in lines if record.status or record.http_status or record.reason or record.service]
    return inner
