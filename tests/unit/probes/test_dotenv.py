from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from keymedic.engine.probes.dotenv import probe_dotenv
from keymedic.engine.probes.dotenv_search import find_dotenv, keys_in_dotenv
from keymedic.engine.probes.notes import ProbeResult
from keymedic.engine.probes.place import MAX_FILE_BYTES, Place
from keymedic.engine.rulebase.model import RuleBase

from .conftest import KEY, OTHER_KEY, MakePlace, checks, facts

LINE = f"GEMINI_API_KEY={KEY}\n"


def probe(place: Place, shipped: RuleBase, tool: str | None = None) -> ProbeResult:
    """The probe of the files as the command runs it."""
    return probe_dotenv(place, find_dotenv(place, shipped, tool), shipped, tool)


def test_a_healthy_file_has_no_fault(make_place: MakePlace, shipped: RuleBase) -> None:
    """A plain file with a key in the project: used, of the right sort, nothing wrong."""
    place = make_place()
    _ = (place.project / ".env").write_text(LINE)
    found = probe(place, shipped)
    assert facts(found) == {
        "dotenv.kind": {"file"}, "dotenv.used": {True}, "dotenv.fault": {"none"}, "env.set_in": {"dotenv"},
    }  # fmt: skip
    assert checks(found, "failed", "warning", "not-checked") == set()


def test_no_file_is_said_and_no_fault(make_place: MakePlace, shipped: RuleBase) -> None:
    """Without any .env nothing is wrong."""
    found = probe(make_place(), shipped)
    assert facts(found) == {"dotenv.kind": {"absent"}, "dotenv.used": {False}}
    assert checks(found) == {"dotenv.absent"}


@pytest.mark.parametrize(
    ("text", "fault", "check"),
    [
        (f"GEMINI_API_KEY: {KEY}", "syntax", "colon"), (f"set GEMINI_API_KEY={KEY}", "syntax", "set"),
        (f'GEMINI_API_KEY="{KEY}', "syntax", "unbalanced-quote"), (f"GEMINI_API_KEY {KEY}", "syntax", "no-equals"),
        (f"\ufeffGEMINI_API_KEY={KEY}", "encoding", "byte-order-mark"),
    ],
)  # fmt: skip
def test_a_trap_becomes_a_fault_with_its_place(
    make_place: MakePlace, shipped: RuleBase, text: str, fault: str, check: str
) -> None:
    """The fact names the kind of fault, its source the file and line, and the check the trap."""
    place = make_place()
    _ = (place.project / ".env").write_text(text, encoding="utf-8")
    found = probe(place, shipped)
    assert facts(found)["dotenv.fault"] == {fault}
    assert [fact.source.detail for fact in found.facts if fact.name == "dotenv.fault"] == [".env, line 1"]
    assert checks(found, "failed") == {f"dotenv.trap.{check}"}


@pytest.mark.parametrize(
    ("text", "check"),
    [(f"GEMINI_API_KEY={KEY};", "semicolon"), (f"GEMINI_API_KEY=“{KEY}”", "smart-quote"), (f"GEMINI_API_KEY={KEY},", "comma")],
)  # fmt: skip
def test_a_spoilt_value_is_read_all_the_same(make_place: MakePlace, shipped: RuleBase, text: str, check: str) -> None:
    """The loader takes the line and what strays in it: a fault of the key, not of the loading."""
    place = make_place()
    _ = (place.project / ".env").write_text(text, encoding="utf-8")
    found = probe(place, shipped)
    assert "dotenv.fault" not in facts(found)
    assert facts(found)["dotenv.used"] == {True}
    assert checks(found, "failed") == {f"dotenv.trap.{check}"}


def test_a_fault_does_no_harm_when_the_process_has_the_key(make_place: MakePlace, shipped: RuleBase) -> None:
    """An exported variable beats the file, so its faults are told and are no facts of the case."""
    place = make_place(GEMINI_API_KEY=KEY)
    _ = (place.project / ".env").write_text(f"GEMINI_API_KEY={KEY};")
    found = probe(place, shipped)
    assert "dotenv.fault" not in facts(found)
    assert checks(found, "failed") == set()
    assert "dotenv.trap.semicolon" in checks(found, "warning")


def test_a_directory_is_named(make_place: MakePlace, shipped: RuleBase) -> None:
    """A virtual environment called .env keeps every loader from its file."""
    place = make_place()
    (place.project / ".env").mkdir()
    found = probe(place, shipped)
    assert facts(found) == {"dotenv.kind": {"directory"}}
    assert checks(found, "failed") == {"dotenv.directory"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_opened(make_place: MakePlace, shipped: RuleBase) -> None:
    """A password manager's pipe would make keymedic wait for ever."""
    place = make_place()
    os.mkfifo(place.project / ".env")
    found = probe(place, shipped)
    assert facts(found)["dotenv.kind"] == {"other"}
    assert checks(found, "failed") == {"dotenv.other"}


def test_a_huge_file_is_not_checked(make_place: MakePlace, shipped: RuleBase) -> None:
    """Too much for a .env file is neither passed nor failed."""
    place = make_place()
    _ = (place.project / ".env").write_bytes(LINE.encode() + b"#" * MAX_FILE_BYTES)
    assert checks(probe(place, shipped), "not-checked") == {"dotenv.too-large"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_loop_of_links_is_not_checked(make_place: MakePlace, shipped: RuleBase) -> None:
    """A link to itself ends in the system's own words."""
    place = make_place()
    (place.project / ".env").symlink_to(".env")
    assert checks(probe(place, shipped), "not-checked") == {"dotenv.unreadable"}


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read even by root")
def test_an_unreadable_file_is_not_checked(make_place: MakePlace, shipped: RuleBase) -> None:
    """An error while reading is reported, and the rest goes on."""
    place = make_place()
    (place.project / ".env").symlink_to("/proc/self/mem")
    assert checks(probe(place, shipped), "not-checked") == {"dotenv.unreadable"}


def test_the_way_leads_upwards(make_place: MakePlace, shipped: RuleBase) -> None:
    """A file in a folder above the project is found, and named by its path."""
    place = make_place()
    below = place.project / "a" / "b"
    below.mkdir(parents=True)
    _ = (place.project / ".env").write_text(LINE)
    lower = Place({}, below, place.home)
    assert facts(probe(lower, shipped))["dotenv.used"] == {True}
    (key,) = keys_in_dotenv(find_dotenv(lower, shipped, None), lower, shipped)
    assert (key.name, key.value) == ("GEMINI_API_KEY", KEY)
    assert key.where.endswith(".env, line 1")
    assert KEY not in repr(key)


def test_the_first_file_hides_the_next(make_place: MakePlace, shipped: RuleBase) -> None:
    """Loaders stop at the first file, with or without a key in it."""
    place = make_place()
    below = place.project / "app"
    below.mkdir()
    _ = (below / ".env").write_text("DEBUG=1\n")
    _ = (place.project / ".env").write_text(LINE)
    found = probe(Place({}, below, place.home), shipped)
    assert facts(found)["dotenv.fault"] == {"shadowed"}
    assert checks(found, "failed") == {"dotenv.shadowed"}


def test_only_gemini_cli_looks_into_the_home_folder(make_place: MakePlace, shipped: RuleBase) -> None:
    """~/.gemini/.env counts for gemini-cli and for an unknown tool, and not for another one."""
    place = make_place()
    (place.home / ".gemini").mkdir()
    _ = (place.home / ".gemini" / ".env").write_text(LINE)
    assert facts(probe(place, shipped, "gemini-cli"))["dotenv.used"] == {True}
    assert facts(probe(place, shipped, "google-genai"))["dotenv.used"] == {False}


def test_a_wrong_name_is_noticed(make_place: MakePlace, shipped: RuleBase) -> None:
    """Windows' hidden endings make .env.txt of .env."""
    place = make_place()
    _ = (place.project / ".env.txt").write_text(LINE)
    found = probe(place, shipped)
    assert facts(found)["dotenv.fault"] == {"name"}
    assert checks(found, "failed") == {"dotenv.misnamed"}


def test_another_value_than_the_environment_is_told(make_place: MakePlace, shipped: RuleBase) -> None:
    """The environment wins, so a new key in the file changes nothing."""
    place = make_place(GEMINI_API_KEY=OTHER_KEY)
    _ = (place.project / ".env").write_text(LINE)
    assert checks(probe(place, shipped), "warning") == {"dotenv.outdone"}


def test_switches_and_addresses_in_the_file_are_found(make_place: MakePlace, shipped: RuleBase) -> None:
    """Vertex mode and another host are reported; the host's name only, without the letters around it."""
    place = make_place()
    text = "GOOGLE_GENAI_USE_VERTEXAI=1\nGOOGLE_GEMINI_BASE_URL=https://me:FAKEpass@relay.example/x?key=FAKE\n"
    _ = (place.project / ".env").write_text(text)
    found = probe(place, shipped)
    assert facts(found)["env.vertex_switch"] == {True}
    assert facts(found)["env.base_url"] == {True}
    told = " ".join(check.text for check in found.checks)
    assert "relay.example" in told
    assert "FAKE" not in told
