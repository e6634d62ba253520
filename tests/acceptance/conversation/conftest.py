"""What the conversations need: a home and a project of their own, and a stand-in for Google."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from ...standin.answers import key_for
from ...standin.server import StandIn, serving
from .person import Person

PRIVATE = (
    "GEMINI_",
    "GOOGLE_",
    "CLOUDSDK_",
    "SSL_",
    "REQUESTS_",
    "NODE_",
    "VIRTUAL_ENV",
    "KEYMEDIC_",
    "LC_",
    "HTTP",
    "NO_",
)
KEYMEDIC = (sys.executable, "-m", "keymedic")
START = "Paste the error, or say what happens."
Start = Callable[..., Person]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache of compiled rules for all conversations."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with nothing in it."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own; its .env is for the tests to write."""
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    """A stand-in for Google."""
    with serving() as running:
        yield running


@pytest.fixture
def start(cache: Path, home: Path, project: Path) -> Iterator[Start]:
    """``start("--resume", columns=40, TERM="dumb")``: keymedic on a terminal, once it is ready for the first line."""
    people: list[Person] = []

    def begin(
        *arguments: str,
        columns: int = 80,
        rows: int = 40,
        wait: str = START,
        program: tuple[str, ...] = KEYMEDIC,
        **environ: str,
    ) -> Person:
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(PRIVATE)}
        environment = {
            **kept, "HOME": str(home), "KEYMEDIC_CACHE_DIR": str(cache), "KEYMEDIC_STATE_DIR": str(home / "state"),
            "PYTHONUTF8": "1", "TERM": "xterm-256color", "LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": "1795430000", **environ,
        }  # fmt: skip
        person = Person(arguments, environment, str(project), columns=columns, rows=rows, program=program)
        people.append(person)
        person.waits_for(wait)
        return person

    yield begin
    for person in people:
        person.child.close(force=True)


@pytest.fixture
def env_file(project: Path) -> Callable[[str], str]:
    """Writes the project's .env with the key that makes the stand-in give an answer; hands the key over."""

    def write(answer: str) -> str:
        key = key_for(answer)
        _ = (project / ".env").write_text(f"GEMINI_API_KEY={key}\n", encoding="utf-8")
        return key

    return write
