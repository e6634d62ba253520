from __future__ import annotations

import threading

import pytest

from keymedic.engine.errors import InstallationError
from keymedic.engine.probes import look as module
from keymedic.engine.probes.look import Limits, Online, look
from keymedic.engine.probes.notes import ProbeResult
from keymedic.engine.probes.place import Place
from keymedic.engine.probes.progress import GROUPS, Progress
from keymedic.engine.probes.tools import Installed
from keymedic.engine.rulebase.model import RuleBase
from keymedic.engine.values import replace

from ...standin.answers import GOOD, key_for
from ...standin.server import serving
from .conftest import KEY, OTHER_KEY, MakePlace, checks, facts


def test_a_healthy_place_has_nothing_wrong(make_place: MakePlace, shipped: RuleBase) -> None:
    """A key in the environment, an equal one in .env: every check passes, and nothing was sent."""
    place = make_place(GEMINI_API_KEY=KEY)
    _ = (place.project / ".env").write_text(f"GEMINI_API_KEY={KEY}\n")
    found = look(place, shipped)
    assert {check.state for check in found.checks} == {"passed"}
    assert not any(check.id.startswith("live") for check in found.checks)


def test_the_environment_beats_the_file(make_place: MakePlace, shipped: RuleBase) -> None:
    """The key that is looked at is the one that tools would use."""
    place = make_place(GEMINI_API_KEY="YOUR_API_KEY")
    _ = (place.project / ".env").write_text(f"GEMINI_API_KEY={KEY}\n")
    assert facts(look(place, shipped))["key.kind"] == {"placeholder"}


def test_the_file_gives_the_key_where_the_environment_has_none(make_place: MakePlace, shipped: RuleBase) -> None:
    """Its source says which file and line."""
    place = make_place()
    _ = (place.project / ".env").write_text(f"\nGEMINI_API_KEY={KEY}\n")
    (kind,) = [fact for fact in look(place, shipped).facts if fact.name == "key.kind"]
    assert kind.source.detail == "GEMINI_API_KEY in .env, line 2"


def test_a_key_in_a_variable_that_the_tool_does_not_read_is_looked_at(make_place: MakePlace, shipped: RuleBase) -> None:
    """It is the one that the person means, whether or not the tool is known."""
    place = make_place(GOOGLE_GENERATIVE_AI_API_KEY=KEY)
    assert facts(look(place, shipped))["key.kind"] == {"standard"}
    _ = (place.project / "requirements.txt").write_text("google-genai==2.34.0\n")
    found = look(place, shipped)
    assert facts(found)["key.kind"] == {"standard"}
    assert "environment.key-unread" in checks(found, "failed")


def test_a_key_in_a_profile_is_looked_at_when_there_is_no_other(make_place: MakePlace, shipped: RuleBase) -> None:
    """What is wrong with it there is wrong in the next terminal."""
    place = make_place()
    _ = (place.home / ".zshrc").write_text("export GEMINI_API_KEY=YOUR_API_KEY\n")
    assert facts(look(place, shipped))["key.kind"] == {"placeholder"}


def test_a_version_that_reads_one_name_only(make_place: MakePlace, shipped: RuleBase) -> None:
    """Before 1.19.0 google-genai reads GOOGLE_API_KEY alone."""
    place = make_place(GEMINI_API_KEY=KEY)
    for version, unread in (("1.18.0", True), ("1.19.0", False)):
        _ = (place.project / "requirements.txt").write_text(f"google-genai=={version}\n")
        assert ("environment.key-unread" in checks(look(place, shipped), "failed")) is unread


def test_a_probe_that_hangs_does_not_hold_up_the_others(
    make_place: MakePlace, shipped: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not checked, with the time as the reason; the rest is there."""
    never = threading.Event()

    def hang(_place: Place, _rulebase: RuleBase) -> ProbeResult:
        _ = never.wait(60)
        return ProbeResult()

    monkeypatch.setattr(module, "probe_profiles", hang)
    found = look(make_place(GEMINI_API_KEY=KEY), shipped, limits=Limits(local=0.5))
    never.set()
    assert checks(found, "not-checked") == {"profiles"}
    assert {"environment.key-set", "key.kind.standard", "dotenv.absent"} <= checks(found, "passed")


def test_a_probe_that_fails_says_so(make_place: MakePlace, shipped: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the failure is told, its words are not: they may hold anything."""

    def fail(_place: Place, _rulebase: RuleBase) -> ProbeResult:
        raise RuntimeError(KEY)

    monkeypatch.setattr(module, "probe_profiles", fail)
    found = look(make_place(), shipped)
    (text,) = [check.text for check in found.checks if check.id == "profiles"]
    assert "RuntimeError" in text
    assert KEY not in text


def test_a_damaged_installation_is_no_failed_probe(make_place: MakePlace, shipped: RuleBase) -> None:
    """A missing phrase is an error of keymedic and surfaces as one."""
    with pytest.raises(InstallationError):
        _ = look(make_place(), replace(shipped, phrases={}))


def test_live_checks_are_bounded_as_a_whole(make_place: MakePlace, shipped: RuleBase) -> None:
    """A server that never answers costs no more than the limit of all live checks together."""
    with serving() as stand_in:
        found = look(
            make_place(GEMINI_API_KEY=KEY), shipped, Online(stand_in.answering("slow")), Limits(answer=30, live=0.5)
        )
    assert checks(found, "not-checked") == {"live"}


def test_another_host_of_the_environment_or_a_file_is_not_contacted(make_place: MakePlace, shipped: RuleBase) -> None:
    """The key goes where --base-url says, and to nobody whom a variable or a project names."""
    with serving() as asked, serving() as relay:
        place = make_place(GEMINI_API_KEY=key_for(GOOD), GOOGLE_GEMINI_BASE_URL=relay.url)
        _ = (place.project / ".env").write_text(f"GEMINI_API_BASE={relay.url}\n")
        found = look(place, shipped, Online(asked.url))
        assert relay.requests == []
        assert len(asked.requests) == 2
    assert {"environment.base-url", "dotenv.base-url"} <= checks(found, "warning")


def test_planted_keys_are_nowhere_in_the_result(make_place: MakePlace, shipped: RuleBase) -> None:
    """Environment, .env, profile: not one letter sequence of a key comes out, whatever is wrong with it."""
    place = make_place(GEMINI_API_KEY=f"“{KEY}", GOOGLE_API_KEY=OTHER_KEY)
    _ = (place.project / ".env").write_text(f"GEMINI_API_KEY={OTHER_KEY};\nGOOGLE_API_KEY=“{KEY}”\n")
    _ = (place.home / ".zshrc").write_text(f"export GEMINI_API_KEY={KEY[:-4]}\n")
    with serving() as stand_in:
        found = repr(look(place, shipped, Online(stand_in.url)))
    assert KEY[8:20] not in found
    assert OTHER_KEY[8:20] not in found


def test_each_probe_is_told_of_when_it_starts_and_when_it_is_done(make_place: MakePlace, shipped: RuleBase) -> None:
    """In order, with stable ids; the line of the finished one is that of its worst check, the rest are details."""
    seen: list[Progress] = []
    place = make_place(GEMINI_API_KEY=KEY, GOOGLE_API_KEY=OTHER_KEY)
    found = look(place, shipped, watch=seen.append)
    local = [name for name, group in GROUPS.items() if group != "network"]
    assert [progress.id for progress in seen] == [name for name in local for _ in range(2)]
    assert {progress.state for progress in seen[::2]} == {"running"}
    environment = seen[1]
    assert (environment.group, environment.state, environment.title) == ("machine", "failed", "The environment")
    assert environment.text == next(check.text for check in environment.checks if check.state == "failed")
    assert tuple(check for progress in seen[1::2] for check in progress.checks) == found.checks


def test_what_could_not_be_searched_is_not_found_empty(
    make_place: MakePlace, shipped: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the search for tools fails, the checklist does not say that there are none."""

    def fail(_place: Place, _rulebase: RuleBase) -> tuple[Installed, ...]:
        raise RuntimeError

    monkeypatch.setattr(module, "find_tools", fail)
    found = look(make_place(), shipped)
    assert [check.state for check in found.checks if check.id.startswith("tools")] == ["not-checked"]
