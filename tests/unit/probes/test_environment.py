from __future__ import annotations

import pytest

from keymedic.engine.probes.environment import probe_environment
from keymedic.engine.probes.switches import switched_on
from keymedic.engine.rulebase.model import RuleBase

from .conftest import KEY, OTHER_KEY, MakePlace, checks, facts


def test_an_empty_environment_has_nothing_wrong(make_place: MakePlace, shipped: RuleBase) -> None:
    """No variable is a hint, no fault; what was looked for is known to be unset."""
    found = probe_environment(make_place(), shipped, None)
    known = facts(found)
    assert (known["env.GEMINI_API_KEY"], known["env.GOOGLE_API_KEY"]) == ({"unset"}, {"unset"})
    assert (known["env.both_set"], known["env.adc"], known["env.cloud_project"]) == ({False}, {False}, {False})
    assert "env.vertex_switch" not in known  # the code may still say vertexai=True
    assert checks(found) == {"environment.key-unset"}


def test_a_key_in_the_usual_variable_is_in_order(make_place: MakePlace, shipped: RuleBase) -> None:
    """One key, nothing else."""
    found = probe_environment(make_place(GEMINI_API_KEY=KEY), shipped, None)
    assert facts(found)["env.GEMINI_API_KEY"] == {"set"}
    assert {check.state for check in found.checks} == {"passed"}


@pytest.mark.parametrize("value", ["", "  "])
def test_a_variable_set_to_nothing_is_named(make_place: MakePlace, shipped: RuleBase, value: str) -> None:
    """Empty is another fault than unset."""
    found = probe_environment(make_place(GEMINI_API_KEY=value), shipped, None)
    assert facts(found)["env.GEMINI_API_KEY"] == {"empty"}
    assert checks(found, "failed") == {"environment.key-empty"}


@pytest.mark.parametrize(
    ("tool", "words"),
    [
        ("google-genai", "google-genai (Python) takes GOOGLE_API_KEY."), ("genkit", "Genkit takes GEMINI_API_KEY."),
        (None, "GOOGLE_API_KEY wins for google-genai (Python)"), (None, "GEMINI_API_KEY wins for google-generativeai"),
    ],
)  # fmt: skip
def test_two_keys_that_differ_are_named_with_the_winner(
    make_place: MakePlace, shipped: RuleBase, tool: str | None, words: str
) -> None:
    """Which one wins depends on the tool."""
    found = probe_environment(make_place(GEMINI_API_KEY=KEY, GOOGLE_API_KEY=OTHER_KEY), shipped, tool)
    assert (facts(found)["env.both_set"], facts(found)["env.keys_differ"]) == ({True}, {True})
    (text,) = [check.text for check in found.checks if check.id == "environment.keys-differ"]
    assert words in text


def test_two_equal_keys_are_no_fault(make_place: MakePlace, shipped: RuleBase) -> None:
    """The same key under both names does no harm."""
    found = probe_environment(make_place(GEMINI_API_KEY=KEY, GOOGLE_API_KEY=KEY), shipped, None)
    assert facts(found)["env.keys_differ"] == {False}
    assert checks(found, "failed", "warning") == set()


def test_a_variable_that_the_tool_does_not_read_is_named(make_place: MakePlace, shipped: RuleBase) -> None:
    """The Vercel AI SDK reads a name of its own only."""
    found = probe_environment(make_place(GEMINI_API_KEY=KEY), shipped, "vercel-ai")
    assert checks(found, "failed") == {"environment.key-unread"}


def test_an_unusual_variable_is_to_mind_while_the_tool_is_not_known(make_place: MakePlace, shipped: RuleBase) -> None:
    """The Vercel AI SDK may be in use, though nothing shows it."""
    found = probe_environment(make_place(GOOGLE_GENERATIVE_AI_API_KEY=KEY), shipped, None)
    assert checks(found) == {"environment.key-unusual"}
    assert {check.state for check in found.checks} == {"warning"}


@pytest.mark.parametrize(
    ("value", "tool", "on"),
    [
        ("true", None, True), ("True", "google-genai", True), ("1", "google-genai", True), ("yes", "google-genai", False),
        ("1", "js-genai", False), ("true", "js-genai", True), ("yes", "langchain", True), ("0", "llamaindex", True),
        ("", "llamaindex", True), ("false", "llamaindex", False), ("0", None, False), ("", None, False),
    ],
)  # fmt: skip
def test_each_tool_has_its_own_idea_of_true(shipped: RuleBase, value: str, tool: str | None, on: bool) -> None:
    """The switch to Vertex AI as measured with the tools."""
    assert switched_on(value, tool, shipped) is on


def test_a_switch_that_is_on_is_a_fault(make_place: MakePlace, shipped: RuleBase) -> None:
    """Vertex mode refuses keys of AI Studio."""
    found = probe_environment(make_place(GEMINI_API_KEY=KEY, GOOGLE_GENAI_USE_VERTEXAI="true"), shipped, None)
    assert facts(found)["env.vertex_switch"] == {True}
    assert checks(found, "failed") == {"environment.vertex-on"}


def test_a_switch_that_tools_read_differently_is_to_mind(make_place: MakePlace, shipped: RuleBase) -> None:
    """``1`` is true in Python and false in JavaScript, ``0`` is true for LlamaIndex."""
    for value, on, check in (("1", True, "vertex-mixed-on"), ("0", False, "vertex-mixed-off")):
        found = probe_environment(make_place(GOOGLE_GENAI_USE_VERTEXAI=value), shipped, None)
        assert facts(found)["env.vertex_switch"] == {on}
        assert f"environment.{check}" in checks(found, "warning")


def test_the_newer_switch_beats_the_older(make_place: MakePlace, shipped: RuleBase) -> None:
    """GOOGLE_GENAI_USE_ENTERPRISE decides when both are set."""
    place = make_place(GOOGLE_GENAI_USE_ENTERPRISE="false", GOOGLE_GENAI_USE_VERTEXAI="true")
    assert facts(probe_environment(place, shipped, "google-genai"))["env.vertex_switch"] == {False}


def test_another_host_is_reported_by_its_name_only(make_place: MakePlace, shipped: RuleBase) -> None:
    """A relay's address may have a password in it; Google's own hosts are no news."""
    relay = make_place(GOOGLE_GEMINI_BASE_URL="https://me:FAKEpass@relay.example/v1?key=FAKEFAKE")
    found = probe_environment(relay, shipped, None)
    assert facts(found)["env.base_url"] == {True}
    told = " ".join(check.text for check in found.checks)
    assert "relay.example" in told
    assert "FAKE" not in told
    google = make_place(GOOGLE_GEMINI_BASE_URL="https://generativelanguage.googleapis.com/")
    assert "env.base_url" not in facts(probe_environment(google, shipped, None))


def test_a_name_that_only_ends_like_googles_is_foreign(make_place: MakePlace, shipped: RuleBase) -> None:
    """evilgoogleapis.com is not Google."""
    found = probe_environment(make_place(GEMINI_API_BASE="https://evilgoogleapis.com"), shipped, None)
    assert facts(found)["env.base_url"] == {True}


@pytest.mark.parametrize(("no_proxy", "proxied"), [("", True), ("localhost,.googleapis.com", False), ("*", False)])
def test_a_proxy_counts_unless_google_is_excepted(
    make_place: MakePlace, shipped: RuleBase, no_proxy: str, proxied: bool
) -> None:
    """NO_PROXY may name the host, its domain, or everything."""
    found = probe_environment(make_place(HTTPS_PROXY="http://proxy.example:3128", NO_PROXY=no_proxy), shipped, None)
    assert ("network.route" in facts(found)) is proxied


def test_credentials_and_certificates_are_looked_for(make_place: MakePlace, shipped: RuleBase) -> None:
    """A login of gcloud counts as credentials; files that are named and not there are told of."""
    place = make_place(SSL_CERT_FILE="nowhere.pem", GOOGLE_CLOUD_PROJECT="demo")
    folder = place.home / ".config" / "gcloud"
    folder.mkdir(parents=True)
    _ = (folder / "application_default_credentials.json").write_text("{}")
    found = probe_environment(place, shipped, None)
    assert (facts(found)["env.adc"], facts(found)["env.cloud_project"]) == ({True}, {True})
    assert checks(found, "failed") == {"environment.certificates-missing"}
    missing = probe_environment(make_place(GOOGLE_APPLICATION_CREDENTIALS="nowhere.json"), shipped, None)
    assert "environment.adc-file-missing" in checks(missing, "warning")
