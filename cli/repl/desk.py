"""The real world of a conversation: this machine, its files, its clipboard."""

from __future__ import annotations

import argparse
import base64
import os
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from ...engine.errors import InputError
from ..keep import store
from ..phrases import Phrases
from .checklist import Checklist

if TYPE_CHECKING:
    from ...engine.probes.look import Online
    from ...engine.probes.notes import ProbeResult
    from ...engine.probes.progress import Group
    from ...engine.reason.diagnose import Diagnostician
    from ...engine.session import Session
    from ..output import Output
    from ..report import Report, ReportStyle
    from .screens import Screen

LAST = "last"
_LONGEST_COPY = 70_000
"""Bytes of base64 that terminals take for the clipboard."""


class Desk:
    """What `world.World` asks for. ``screen`` makes a screen as wide as the terminal is now."""

    def __init__(
        self, args: argparse.Namespace, out: Output, screen: Callable[[], Screen], fresh: Callable[[], Diagnostician],
        *, live: bool,
    ) -> None:  # fmt: skip
        self._args = args
        self._out = out
        self._screen = screen
        self._fresh = fresh
        self._live = live
        self._report: Report | None = None
        self._folder = store.state_folder()
        self._autosave = store.Autosave(self._folder, self._trouble)
        self.phrases = Phrases({})

    @property
    def base_url(self) -> str:
        """The address of ``--base-url``, which live checks go to; empty for Google's."""
        return self._args.base_url or ""

    def look(self, session: Session, online: Online | None, *, shown: Group | None = None) -> ProbeResult:
        """Run the probes on this process's environment and the project's folder."""
        from ...engine.probes.look import look
        from ...engine.probes.place import Place
        from ..doctor import existing

        rulebase = session.doctor.rulebase
        checklist = Checklist(self._out, self._screen(), Phrases(rulebase.phrases), live=self._live, shown=shown)
        project = Path(os.path.abspath(existing([self._args.project])[0]))
        place = Place(os.environ, project, Path(os.path.expanduser("~")))
        looked = look(place, rulebase, online, watch=checklist.watch)
        self._out.learn(looked.secrets)
        return looked

    def copy(self, text: str) -> bool:
        """Ask the terminal to put a text into the clipboard (OSC 52); terminals that cannot, ignore it."""
        encoded = base64.b64encode(text.encode()).decode()
        if not self._live or len(encoded) > _LONGEST_COPY:
            return False
        self._out.write_fixed(f"\x1b]52;c;{encoded}\x07")
        return True

    def save(self, session: Session, name: str) -> str:
        """Save the conversation under a name."""
        from ..keep.files import write_private

        path = Path(os.path.expanduser(name))
        try:
            write_private(path, store.session_bytes(session))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise InputError(f"cannot write {name}: {reason}") from error
        return name

    def load(self, name: str, doctor: Diagnostician) -> Session:
        """A saved conversation; ``last`` is the one before this."""
        if name != LAST:
            session = store.load(Path(os.path.expanduser(name)), doctor)
        elif (found := self.earlier(doctor)) is not None:
            session = found
        else:
            raise InputError(self.phrases.say("talk.no-earlier"))
        self.begin()
        return session

    def earlier(self, doctor: Diagnostician) -> Session | None:
        """The conversation before this one; damaged ones are put aside and named.

        One that ended while conclusions were drawn goes on without the native engine, which may have ended it.
        """
        found = store.resume(self._folder, doctor, self._broken, self._careful)
        return found[1] if found else None

    def report(self, session: Session, style: ReportStyle) -> str:
        """A report that is safe to show to others."""
        from ..report import make_report

        rulebase, tried = session.doctor.rulebase, session.state.progress.tried
        self._report = make_report(session.diagnosis, rulebase, self._out, style, tried=tried)
        return self._report.text

    def unused(self, name: str) -> str:
        """A name like this one that no file has: with a number where it is taken."""
        stem, suffix = os.path.splitext(name)
        numbered = (f"{stem}-{number}{suffix}" for number in count(2))
        return next(free for free in chain([name], numbered) if not os.path.lexists(free))

    def write_report(self, text: str, name: str) -> str:
        """Write the report that was shown."""
        from ..report import write_report

        assert self._report is not None and self._report.text == text
        write_report(self._report, Path(os.path.expanduser(name)))
        return name

    def reload(self) -> Diagnostician:
        """The rule bases read anew."""
        return self._fresh()

    def begin(self) -> None:
        """Another conversation, in a file of its own."""
        self._autosave.close()
        self._autosave = store.Autosave(self._folder, self._trouble)

    def keep(self, session: Session, *, concluding: bool = False) -> bool:
        """Save everything said so far."""
        return self._autosave.save(session, concluding=concluding)

    def close(self) -> None:
        """Let others take the conversation up."""
        self._autosave.close()

    def history(self) -> Path | None:
        """The file of what was typed before."""
        return self._folder / "history" if self._folder else None

    def trouble(self, error: OSError) -> None:
        """Trouble with the history file: told like trouble with saving."""
        self._trouble(error)

    def _trouble(self, error: OSError) -> None:
        self._out.tell(self.phrases.say("talk.not-saved", reason=error.strerror or type(error).__name__))

    def _careful(self) -> Diagnostician:
        self._args.engine = "plain"
        self._out.tell(self.phrases.say("talk.cut-off"))
        return self._fresh()

    def _broken(self, path: Path, error: InputError) -> None:
        self._out.tell(self.phrases.say("talk.broken", file=path, reason=error))
