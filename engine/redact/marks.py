"""The marks that a redactor leaves in place of what it took out; no later pass takes them for text."""

from __future__ import annotations

from ..lazy_pattern import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


SEALED: Final = "\ue000"
"""Stands in a view for a mark that a redactor left; no pattern matches it, so a mark is never redacted again."""

_SECRET: Final = r"\[[a-z][a-z0-9-]{1,30},\ \d{1,9}\ chars(?:,\ \#[0-9a-f]{8})?\]"
MARK_SOURCE: Final = rf"{_SECRET}|\[(?:user|e-mail|IPv4\ address|IPv6\ address|name)\]"
"""The pattern of every mark."""
_OF_PEOPLE: Final = ("[user]", "[e-mail]", "[IPv4 address]", "[IPv6 address]", "[name]")
_OF_SECRETS: Final = lazy_pattern(_SECRET)
_COUNT: Final = " chars"
"""In every mark of a secret; ends at most so many letters behind the mark's beginning."""
_COUNT_WITHIN: Final = 49


def may_have_marks(text: str) -> bool:
    """Whether a redactor may have left marks in a text."""
    return _COUNT in text or any(mark in text for mark in _OF_PEOPLE)


def mark_end(text: str, at: int) -> int:
    """Where the mark ends that begins at a place; 0 where none does."""
    if text.startswith(_OF_PEOPLE, at):
        return text.index("]", at) + 1
    mark = _OF_SECRETS.match(text, at) if text.find(_COUNT, at, at + _COUNT_WITHIN) >= 0 else None
    return mark.end() if mark else 0


def sealed(text: str, *, as_one: bool = False) -> str:
    """The text with every letter of its marks sealed, or with each mark ``as_one`` sealed letter.

    Marks never overlap: each begins with its only bracket.
    """
    for mark in _OF_PEOPLE:
        text = text.replace(mark, SEALED if as_one else SEALED * len(mark))
    if _COUNT not in text:
        return text
    return _OF_SECRETS.sub(SEALED if as_one else lambda mark: SEALED * len(mark.group()), text)
