"""HTML error pages inside a text: what they say, without the tags."""

from __future__ import annotations

from collections.abc import Callable

from ..lazy_pattern import lazy_pattern
from ..values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


_PAGE = lazy_pattern(r"(?i)<(?:!doctype\s+html|html|head|title)\b[^>]{0,500}>")
_PAGE_END = lazy_pattern(r"(?i)</html\s*>")
_HIDDEN = tuple(
    (lazy_pattern(f"(?is){begin}.*?{end}"), lazy_pattern(f"(?i){end}"))
    for begin, end in (
        *((rf"<{name}\b[^>]{{0,2000}}>", rf"</{name}\s*>") for name in ("style", "script", "svg", "noscript")),
        ("<!--", "-->"),
    )
)
"""What no reader sees, and how it ends."""
_TITLE = lazy_pattern(r"(?is)<title\b[^>]{0,200}>(.{0,500}?)(?:</title\s*>|\Z)")
_TAG = lazy_pattern(
    r"(?i)</?(?:!doctype|html|head|body|title|meta|link|base|style|script|div|span|p|br|hr|b|i|u|em|strong|ins|del|small"
    r"|code|pre|center|font|h[1-6]|a|img|ul|ol|li|dl|dt|dd|table|tbody|thead|tr|td|th|section|header|footer|main"
    r"|article|nav|form|input|button|label|blockquote|details|summary|sup|sub|kbd)\b[^<>]{0,2000}>"
)
_PAGE_SPAN = 100_000
_MOST_PAGES = 16


class HtmlPage(Struct):
    """An HTML page in the text: its first and last line (from 1), its title, and all its other words."""

    first_line: int
    last_line: int
    title: str
    text: str


def open_pages(text: str) -> tuple[str, tuple[HtmlPage, ...]]:
    """The text without the tags and with the entities opened, and the pages that were in it.

    The number of line breaks stays, so that lines keep their numbers. ``<empty>`` and other things in angle
    brackets that HTML does not know stay too.
    """
    if "<" in text:
        pages = _pages(text)
        text = _TAG.sub(_breaks_only, _seen(text, _breaks_only) if pages else text)
    else:
        pages = ()
    return _unescaped(text) if ";" in text else text, pages


def _pages(text: str) -> tuple[HtmlPage, ...]:
    pages: list[HtmlPage] = []
    end = 0
    for start in _PAGE.finditer(text):
        if start.start() < end:
            continue
        if len(pages) == _MOST_PAGES:
            break
        closing = _PAGE_END.search(text, start.end(), start.start() + _PAGE_SPAN)
        end = closing.end() if closing else min(len(text), start.start() + _PAGE_SPAN)
        body = _seen(text[start.start() : end], lambda _: " ")
        title = _TITLE.search(body)
        words = _words(_TITLE.sub(" ", body, count=1))
        first = text.count("\n", 0, start.start()) + 1
        last = first + text.count("\n", start.start(), end)
        pages.append(HtmlPage(first, last, _words(title[1]) if title else "", words))
    return tuple(pages)


def _seen(markup: str, instead: Callable[[re.Match[str]], str]) -> str:
    """The markup without what no reader sees. What is begun and never ended hides nothing.

    Up to the last end each beginning has one, so that no search runs through the whole text in vain.
    """
    for pattern, ending in _HIDDEN:
        end = max((match.end() for match in ending.finditer(markup)), default=0)
        markup = pattern.sub(instead, markup[:end]) + markup[end:]
    return markup


def _words(markup: str) -> str:
    return " ".join(_unescaped(_TAG.sub(" ", markup)).split())


def _breaks_only(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n") or " "


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape  # with a table of two thousand entities

    return unescape(text)
