from __future__ import annotations

from keymedic.engine.probes.dotenv import probe_dotenv
from keymedic.engine.probes.dotenv_search import find_dotenv
from keymedic.engine.probes.notes import ProbeResult
from keymedic.engine.probes.place import Place
from keymedic.engine.rulebase.model import RuleBase

from .conftest import KEY, MakePlace, checks, facts

LINE = f"GEMINI_API_KEY={KEY}\n"


def probe(place: Place, shipped: RuleBase, tool: str | None = None) -> ProbeResult:
    """What the probe of .env files finds."""
    return probe_dotenv(place, find_dotenv(place, shipped, tool), shipped, tool)


def test_loaders_of_javascript_look_here_only(make_place: MakePlace, shipped: RuleBase) -> None:
    """A file in the folder above is found by python-dotenv and not by dotenv."""
    place = make_place()
    _ = (place.project.parent / ".env").write_text(LINE)
    assert checks(probe(place, shipped, "google-genai")) == {"dotenv.key"}
    found = probe(place, shipped, "js-genai")
    assert checks(found, "failed") == {"dotenv.above"}
    assert facts(found)["dotenv.fault"] == {"folder"}
    assert facts(found)["dotenv.used"] == {True}


def test_a_key_in_a_folder_below_is_pointed_at(make_place: MakePlace, shipped: RuleBase) -> None:
    """The program may run there; where it runs here, the file is not found. What others brought along is left out."""
    place = make_place()
    for folder in ("backend", "node_modules", ".hidden"):
        (place.project / folder).mkdir()
        _ = (place.project / folder / ".env").write_text(LINE)
    found = probe(place, shipped)
    (text,) = [check.text for check in found.checks if check.id == "dotenv.below"]
    assert text.startswith("backend/.env sets a key.")
    assert text.endswith("keymedic probe --project backend")
    assert "dotenv.fault" not in facts(found)


def test_a_name_that_only_frameworks_read(make_place: MakePlace, shipped: RuleBase) -> None:
    """.env.local is read by Next.js and Vite, and by no other loader."""
    place = make_place()
    _ = (place.project / ".env.local").write_text(LINE)
    found = probe(place, shipped)
    assert checks(found, "failed") == {"dotenv.local-unread"}
    assert facts(found)["dotenv.fault"] == {"name"}
    _ = (place.project / "package.json").write_text('{"dependencies": {"next": "16"}}')
    found = probe(place, shipped)
    assert "dotenv.local" in checks(found, "passed")
    assert "dotenv.fault" not in facts(found)


def test_nothing_is_looked_for_where_the_key_is_set(make_place: MakePlace, shipped: RuleBase) -> None:
    """A variable of the process beats every file."""
    place = make_place(GEMINI_API_KEY=KEY)
    _ = (place.project / ".env.txt").write_text(LINE)
    assert checks(probe(place, shipped)) == {"dotenv.absent"}
