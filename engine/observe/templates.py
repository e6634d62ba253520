"""What stands in a report and was not said in it: an issue form's hints, unticked boxes, the paths of what a tool refers to.

Phrases are looked for in what is left; offsets within a line may shift, lines never do.
"""

from __future__ import annotations

from ..lazy_pattern import lazy_pattern

_UNTICKED = lazy_pattern(r"^\s*[-*+]\s?\[ {0,2}\](?:\s|$)")
_HINT = lazy_pattern(r"^\s*\[//\]: ?#")
_COMMENT_OPENS, _COMMENT_ENDS = "<!--", "-->"
_REFERENCE = lazy_pattern(
    r"((?:[Ss]ee|[Ll]earn more|[Rr]efer to|[Hh]ead to|[Bb]rowse to|details|information):? {0,2}"
    r"https?://(?:cloud|developers)\.google\.com/)[^\s\"'<>)\]\\`]{1,300}"
)
_LONGEST_COMMENT = 40
"""Lines; what is not closed by then was no comment."""


def said(lines: list[str]) -> list[str]:
    """The lines, as many as before, without what a form or a link brought along."""
    return [_line(line) for line in _without_comments(lines)]


def _line(line: str) -> str:
    if "[" in line and (_UNTICKED.match(line) or _HINT.match(line)):
        return ""
    return _REFERENCE.sub(r"\1", line) if "://" in line else line


def _without_comments(lines: list[str]) -> list[str]:
    kept = list(lines)
    for start in range(len(lines)):
        before, opens, rest = kept[start].partition(_COMMENT_OPENS)
        if not opens:
            continue
        if _COMMENT_ENDS in rest:
            kept[start] = before + rest.partition(_COMMENT_ENDS)[2]
            continue
        end = _end_of_comment(lines, start)
        if end:
            kept[start] = before
            kept[start + 1 : end] = [""] * (end - start - 1)
            kept[end] = lines[end].partition(_COMMENT_ENDS)[2]
    return kept


def _end_of_comment(lines: list[str], start: int) -> int:
    for number in range(start + 1, min(start + _LONGEST_COMMENT, len(lines))):
        if _COMMENT_ENDS in lines[number]:
            return number
    return 0
