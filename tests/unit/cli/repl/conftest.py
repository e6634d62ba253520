"""A conversation with the shipped knowledge in a made-up world."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from keymedic.cli.render.style import plain
from keymedic.cli.repl.blocks import Blocks, Cut, Gap, Para, Row, Share, Verbatim
from keymedic.cli.repl.talk import Talk
from keymedic.cli.repl.turns import take
from keymedic.cli.report import ReportStyle
from keymedic.engine.errors import InputError
from keymedic.engine.probes.look import Online
from keymedic.engine.probes.notes import ProbeResult
from keymedic.engine.probes.progress import Group
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.session import Session

INVALID = "API key not valid. Please pass a valid API key."
LEAKED = "403 PERMISSION_DENIED. Your API key was reported as leaked. Please use another API key."


class MadeUpWorld:
    """Remembers what it was asked for; ``found`` is what the probes find."""

    def __init__(self) -> None:
        self.base_url = ""
        self.found = ProbeResult()
        self.looks: list[Online | None] = []
        self.copied: list[str] = []
        self.clipboard = True
        self.files: dict[str, str] = {}
        self.saved: dict[str, Session] = {}
        self.begun = 0
        self.kept = 0
        self.fresh: Diagnostician | None = None

    def look(self, session: Session, online: Online | None, *, shown: Group | None = None) -> ProbeResult:
        """What the test says that there is to find."""
        self.looks.append(online)
        return self.found

    def copy(self, text: str) -> bool:
        """Into a list."""
        self.copied.append(text)
        return self.clipboard

    def keep(self, session: Session, *, concluding: bool = False) -> bool:
        """Counted."""
        self.kept += 1
        return True

    def save(self, session: Session, name: str) -> str:
        """Into a dictionary."""
        self.saved[name] = session
        return name

    def load(self, name: str, doctor: Diagnostician) -> Session:
        """Out of it."""
        if name not in self.saved:
            raise InputError(f"there is no {name}")
        return self.saved[name]

    def report(self, session: Session, style: ReportStyle) -> str:
        """The verdict alone."""
        return f"{style}: {session.diagnosis.verdict}"

    def unused(self, name: str) -> str:
        """Every name is free."""
        return name

    def write_report(self, text: str, name: str) -> str:
        """Into a dictionary."""
        self.files[name] = text
        return name

    def reload(self) -> Diagnostician:
        """The same rules."""
        assert self.fresh is not None
        return self.fresh

    def begin(self) -> None:
        """Count it."""
        self.begun += 1


@pytest.fixture(scope="session")
def doctor() -> Iterator[Diagnostician]:
    """A diagnostician of the shipped rule base."""
    made = Diagnostician(load_rule_base(), "plain")
    yield made
    made.close()


@pytest.fixture
def world(doctor: Diagnostician) -> MadeUpWorld:
    """A world in which nothing is to be found."""
    made = MadeUpWorld()
    made.fresh = doctor
    return made


@pytest.fixture
def talk(doctor: Diagnostician, world: MadeUpWorld) -> Talk:
    """A conversation that has not begun."""
    return Talk(Session(doctor), world)


Say = Callable[[str], str]


@pytest.fixture
def say(talk: Talk) -> Say:
    """``say(line)``: what the conversation answers, as one text."""
    return lambda line: text_of(take(talk, line))


def text_of(blocks: Blocks) -> str:
    """The words of blocks, a line each."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Para(text, lead):
                lines.append(plain(lead + text))
            case Cut(text, lead):
                lines.append(plain(lead + text))
            case Verbatim(text, number):
                lines.append(f"[{number}] {text}")
            case Share(title, share):
                lines.append(f"{share:.0%} {title}")
            case Row(name, text):
                lines.append(f"  {name} {text}")
            case Gap():
                lines.append("")
    return "\n".join(lines)


def until_fix(talk: Talk, say: Say) -> str:
    """Answer whatever is asked with "no idea" until a way out is shown."""
    said = ""
    while talk.asking is not None and talk.asking.kind == "fact":
        said = say("no idea")
    return said
