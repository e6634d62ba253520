"""Rules that are edited while keymedic runs, on a real terminal: `/reload`, and `diagnose --watch`."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Start
from .person import CTRL_C, CTRL_D

LEAKED = "403 PERMISSION_DENIED. Your API key was reported as leaked."
CAUSE = (
    "- cause: key-leaked\n  override: ours\n  title: {title}\n  explanation: E\n  prior: common\n"
    "  sources: [{{ref: r, checked: 2026-11-01, grade: A}}]\n"
)
BROKEN = "- cause: ["


@pytest.fixture
def cause(project: Path) -> Path:
    """The one file of a rule base of the person's own, which calls a shipped cause by another title."""
    folder = project / "own"
    (folder / "causes").mkdir(parents=True)
    _ = (folder / "pack.yaml").write_text("name: own\nversion: '1'\nscope: S\nknowledge_date: 2026-11-01\n")
    _ = (folder / "causes" / "c.yaml").write_text(CAUSE.format(title="First title"))
    return folder / "causes" / "c.yaml"


def test_reload_takes_an_edit_and_refuses_a_broken_one(start: Start, cause: Path) -> None:
    """The conversation goes on with the new rules; a broken edit is shown with its place and changes nothing."""
    person = start("--kb", "own")
    person.say(LEAKED)
    person.waits_for("First title")
    _ = cause.write_text(CAUSE.format(title="Second title"))
    person.say("/reload")
    person.waits_for("Second title")
    _ = cause.write_text(BROKEN)
    person.say("/reload")
    person.waits_for("KM201", "c.yaml:1")
    person.say("/why")
    person.waits_until(lambda: person.everything().count("Second title") > 1)
    person.type(CTRL_D)
    assert person.ends() == 0


def test_watch_diagnoses_again_after_every_edit(start: Start, cause: Path, project: Path) -> None:
    """A good edit shows at once, a broken one with its fault while the last good rule base stays; Ctrl-C ends it with 130."""
    _ = (project / "report.txt").write_text(LEAKED)
    person = start("diagnose", "report.txt", "--watch", "--kb", "own", rows=60, wait="First title")
    person.waits_for("Waiting for a change")
    for text, shown in (
        (CAUSE.format(title="Second title"), "Second title"), (BROKEN, "The last good rule base stays in use."),
        (CAUSE.format(title="Third title"), "Third title"),
    ):  # fmt: skip
        _ = cause.write_text(text)
        person.waits_until(lambda shown=shown: shown in person.everything(), f"for {shown}")
    assert "KM201" in person.everything()
    person.type(CTRL_C)
    assert person.ends() == 130
