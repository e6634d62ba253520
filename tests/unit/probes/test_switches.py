from __future__ import annotations

import pytest

from keymedic.engine.probes.environment import keys_in_environment, probe_environment
from keymedic.engine.probes.look import look
from keymedic.engine.rulebase.model import RuleBase

from .conftest import KEY, MakePlace, checks, facts

GOOGLE = "https://generativelanguage.googleapis.com/v1beta/openai/"


@pytest.mark.parametrize(("tool", "state"), [("gemini-cli", "failed"), (None, "warning")])
def test_gemini_cli_that_signs_in_instead(
    make_place: MakePlace, shipped: RuleBase, tool: str | None, state: str
) -> None:
    """A fact only where Gemini CLI makes the call; other tools do not know the variable."""
    found = probe_environment(make_place(GEMINI_API_KEY=KEY, GOOGLE_GENAI_USE_GCA="true"), shipped, tool)
    assert "environment.login" in checks(found, state)
    assert facts(found).get("client.login") == ({"google-login"} if tool else None)
    off = probe_environment(make_place(GEMINI_API_KEY=KEY, GOOGLE_GENAI_USE_GCA="false"), shipped, tool)
    assert "environment.login" not in checks(off)


def test_gemini_cli_that_sends_the_key_as_a_bearer_token(make_place: MakePlace, shipped: RuleBase) -> None:
    """Google refuses keys that are sent this way."""
    place = make_place(GEMINI_API_KEY=KEY, GEMINI_API_KEY_AUTH_MECHANISM="bearer")
    found = probe_environment(place, shipped, "gemini-cli")
    assert facts(found)["key.transport"] == {"bearer"}
    assert checks(found, "warning") == {"environment.bearer"}


def test_the_sdk_of_openai_sent_to_google(make_place: MakePlace, shipped: RuleBase) -> None:
    """It has a key variable of its own, and what it sends along may be refused."""
    place = make_place(OPENAI_BASE_URL=GOOGLE, OPENAI_API_KEY=f"{KEY};", OPENAI_ORG_ID="org-FAKE")
    found = look(place, shipped)
    assert facts(found)["endpoint.kind"] == {"openai-compat"}
    assert "environment.openai-extra" in checks(found, "warning")
    assert "key.defect.semicolon" in checks(found, "failed")
    assert "environment.openai-key" in checks(look(make_place(OPENAI_BASE_URL=GOOGLE), shipped), "failed")


def test_the_sdk_of_openai_at_home_is_none_of_ours(make_place: MakePlace, shipped: RuleBase) -> None:
    """A key of OpenAI's for OpenAI is in order and not looked at."""
    place = make_place(OPENAI_API_KEY="sk-" + "FAKE" * 12, OPENAI_ORG_ID="org-FAKE")
    assert keys_in_environment(place, shipped) == ()
    assert checks(probe_environment(place, shipped, None), "failed") == set()


def test_a_variable_and_a_file_that_contradict_each_other(make_place: MakePlace, shipped: RuleBase) -> None:
    """Once the file is loaded, both are set; the tools choose differently."""
    place = make_place(GEMINI_API_KEY=KEY)
    _ = (place.project / ".env").write_text(f"GOOGLE_API_KEY={KEY[:-3]}XXX\n")
    found = look(place, shipped)
    assert facts(found)["env.keys_differ"] == {True}
    assert "environment.keys-differ" in checks(found, "failed")
