"""Nothing that lies in the way of a probe holds it up."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from keymedic.engine.probes.look import Limits, Online, look
from keymedic.engine.probes.place import Place
from keymedic.engine.probes.progress import GROUPS
from keymedic.engine.probes.variables import table
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase

from ...standin.answers import GOOD, key_for
from ...standin.server import serving

IN_PROJECT = (".env", ".gemini/.env", "package.json", "package-lock.json", "requirements.txt", "uv.lock", "poetry.lock",
              "pdm.lock", "go.mod", "node_modules/@google/genai/package.json", ".git", ".envrc", "backend/.env")  # fmt: skip
IN_HOME = (".env", ".gemini/.env", ".config/gcloud/application_default_credentials.json", ".config/git/ignore")


@pytest.fixture(scope="module")
def shipped() -> RuleBase:
    """The shipped rule base."""
    return load_rule_base()


def every_place(place: Place, rulebase: RuleBase) -> list[Path]:
    """All files that probes open."""
    project = (*IN_PROJECT, *table(rulebase, "files.settings.project"), *table(rulebase, "files.misnamed-dotenv"))
    home = (*IN_HOME, *table(rulebase, "files.settings.home"), *table(rulebase, "files.profiles"))
    return [*(place.project / name for name in project), *(place.home / name for name in home)]


def pipe(path: Path) -> None:
    """Something that nobody ever writes to."""
    os.mkfifo(path)


def loop(path: Path) -> None:
    """A link to itself."""
    path.symlink_to(path.name)


def huge(path: Path) -> None:
    """Eight gigabytes of nothing."""
    path.touch()
    os.truncate(path, 1 << 33)


def forbidden(path: Path) -> None:
    """A file that may not be read (but by root)."""
    _ = path.write_text("GEMINI_API_KEY=x\n")
    path.chmod(0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("lay", [pipe, loop, huge, forbidden])
def test_whatever_stands_where_files_should_be(tmp_path: Path, shipped: RuleBase, lay: Callable[[Path], None]) -> None:
    """Pipes, loops of links, huge and forbidden files in every place that is read: no probe fails or runs out of time."""
    place = Place(
        {"SSL_CERT_FILE": "certificates", "GEMINI_API_KEY": key_for(GOOD)}, tmp_path / "project", tmp_path / "home"
    )
    for path in [*every_place(place, shipped), place.project / "certificates"]:
        path.parent.mkdir(parents=True, exist_ok=True)
        lay(path)
    found = look(place, shipped, limits=Limits(local=20, history=10))
    assert not {check.id for check in found.checks} & set(GROUPS)
    assert "environment.key-set" in {check.id for check in found.checks}


def test_a_server_that_never_answers_costs_its_time_only(tmp_path: Path, shipped: RuleBase) -> None:
    """The time for one answer is kept, and the other probes are there."""
    with serving() as stand_in:
        online = Online(stand_in.answering("slow"))
        found = look(Place({"GEMINI_API_KEY": key_for(GOOD)}, tmp_path, tmp_path), shipped, online, Limits(answer=0.3))
    ids = {check.id for check in found.checks}
    assert "live.failure.timeout" in ids
    assert "environment.key-set" in ids
