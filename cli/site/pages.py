"""What the makers of pages have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frame import Frame
from .links import Links

if TYPE_CHECKING:
    from .knowledge import Knowledge


class Pages:
    """Makes pages of one kind, in one frame."""

    def __init__(self, frame: Frame, links: Links, known: Knowledge) -> None:
        self._frame = frame
        self._links = links
        self._known = known
        self._say = frame.say
        self._html = frame.html
