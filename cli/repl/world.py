"""What the conversation needs of the world around it; tests bring a world of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ...engine.probes.look import Online
    from ...engine.probes.notes import ProbeResult
    from ...engine.probes.progress import Group
    from ...engine.reason.diagnose import Diagnostician
    from ...engine.session import Session
    from ..report import ReportStyle


class World(Protocol):
    """Everything that leaves the process or comes into it, beside the lines of the person."""

    @property
    def base_url(self) -> str:
        """The address that live checks go to; empty for Google's."""
        ...

    def look(self, session: Session, online: Online | None, *, shown: Group | None = None) -> ProbeResult:
        """Run the probes, with their progress on the screen (of all, or the ``shown`` group); ``online``: ask the network, too."""
        ...

    def copy(self, text: str) -> bool:
        """Put a text into the clipboard; false where the terminal cannot."""
        ...

    def keep(self, session: Session, *, concluding: bool = False) -> bool:
        """Save everything said so far by itself; false when that cannot be. ``concluding``: conclusions are drawn next."""
        ...

    def save(self, session: Session, name: str) -> str:
        """Save the conversation under a name; gives the path as people write it. Raises `InputError`."""
        ...

    def load(self, name: str, doctor: Diagnostician) -> Session:
        """A saved conversation; ``last`` is the one before this. Raises `InputError`."""
        ...

    def report(self, session: Session, style: ReportStyle) -> str:
        """A report that is safe to show to others. Raises `InputError` when it is not."""
        ...

    def unused(self, name: str) -> str:
        """A name like this one that no file has."""
        ...

    def write_report(self, text: str, name: str) -> str:
        """Write a report that was shown; gives the path as people write it. Raises `InputError`."""
        ...

    def reload(self) -> Diagnostician:
        """The rule bases read anew. Raises `RuleBaseError`."""
        ...

    def begin(self) -> None:
        """What comes now is another conversation, kept beside the one so far."""
        ...
