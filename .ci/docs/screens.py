"""docs/screens/*.svg: screens of real conversations, as a terminal shows them.

keymedic runs on a pseudo-terminal in a made-up project; what its screen shows in the end is drawn cell by cell.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyte.screens import Char

    from tests.acceptance.conversation.person import Person

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = 80
CELL, LINE, EDGE, BAR = 8.4, 18.0, 16.0, 34.0
"""Sizes in pixels: the width and height of a character, the margin, the title bar."""
DARK = "#16181d"
TEXT = "#d7dae0"
COLOURS = {
    "red": "#ff7b72", "brightred": "#ff7b72", "green": "#7ee787", "brown": "#e3b341", "cyan": "#76e3ea",
    "brightblack": "#8b949e", "brightcyan": "#76e3ea", "default": TEXT,
}  # fmt: skip
HIDDEN = ("GEMINI_", "GOOGLE_", "CLOUDSDK_", "KEYMEDIC_", "LC_", "NO_", "COLUMNS", "LINES", "VIRTUAL_ENV")
Story = Callable[["Person", Path], None]


def question(person: Person, _project: Path) -> None:
    """An error, two facts in one sentence, and the way out."""
    person.paste(
        "google.genai.errors.ClientError: 400 FAILED_PRECONDITION. User location is not supported for the API use."
    )
    person.type("\r")
    person.waits_for("From which country")
    person.say("I'm in Germany, on a VPN")
    person.waits_for("Tell me when you have tried it.", "Show me another way", "Enter, a number")


def look(person: Person, _project: Path) -> None:
    """The checklist of a look around."""
    person.say("look")
    person.waits_until(lambda: "/probe details" in person.everything() and person.everything().endswith("›"))


STORIES: dict[str, tuple[Story, int]] = {
    "docs/screens/way-out.svg": (question, 60),
    "docs/screens/look.svg": (look, 30),
}


def drawn(name: str) -> str:
    """The picture of a story, from a real run."""
    sys.path.insert(0, str(ROOT))
    from tests.acceptance.conversation.person import Person

    story, rows = STORIES[name]
    with tempfile.TemporaryDirectory() as folder:
        project = _project(Path(folder))
        person = Person([], _environment(Path(folder)), str(project), columns=COLUMNS, rows=rows)
        try:
            person.waits_for("“help” lists everything", "›")
            story(person, project)
            return _svg(list(_used(person.cells())))
        finally:
            person.child.close(force=True)


def _project(folder: Path) -> Path:
    """A project with a .env file in which a key has lost its closing quotation mark."""
    project = folder / "shop"
    project.mkdir()
    _ = (project / ".env").write_text('GEMINI_API_KEY="AIzaSyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEF\n', encoding="utf-8")
    _ = (project / "requirements.txt").write_text("google-genai==1.56.0\n", encoding="utf-8")
    (folder / "home").mkdir()
    return project


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(HIDDEN)}
    home = str(folder / "home")
    return kept | {
        "HOME": home, "KEYMEDIC_STATE_DIR": home, "KEYMEDIC_CACHE_DIR": home, "KEYMEDIC_CONFIG_DIR": home,
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": "1795430000",
    }  # fmt: skip


def _used(rows: list[list[Char]]) -> Iterator[list[Char]]:
    """The rows without the room that is left empty: of several empty ones in a row, one."""
    empty = False
    for row in rows:
        blank = not any(cell.data.strip() for cell in row)
        if not (blank and empty):
            yield row
        empty = blank


def _svg(rows: list[list[Char]]) -> str:
    width, height = COLUMNS * CELL + 2 * EDGE, len(rows) * LINE + BAR + EDGE
    dots = "".join(
        f'<circle cx="{EDGE + 6 + 20 * place:g}" cy="17" r="6" fill="{colour}"/>'
        for place, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    lines = "\n".join(_row(row, BAR + LINE * (number + 0.72)) for number, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">\n'
        f'<rect width="100%" height="100%" rx="10" fill="{DARK}"/>{dots}\n'
        f'<g fill="{TEXT}" xml:space="preserve">\n{lines}\n</g>\n</svg>\n'
    )


def _row(row: list[Char], baseline: float) -> str:
    """A text element for every run of cells that look alike; each has its place and width, whatever the font."""
    parts: list[str] = []
    for look_, cells in groupby(enumerate(row), key=lambda cell: (cell[1].fg, cell[1].bold, cell[1].data == " ")):
        run = list(cells)
        text = "".join(cell.data for _, cell in run)
        if not text.strip():
            continue
        colour, bold, _ = look_
        style = f' fill="{COLOURS.get(colour, TEXT)}"' if colour != "default" else ""
        style += ' font-weight="bold"' if bold else ""
        parts.append(
            f'<text x="{EDGE + CELL * run[0][0]:g}" y="{baseline:g}" textLength="{CELL * len(run):g}"{style}>'
            f"{escape(text, quote=False)}</text>"
        )
    return "".join(parts)
