from __future__ import annotations

import json
from pathlib import Path

import pytest

from keymedic.engine.probes.place import Place
from keymedic.engine.probes.tools import find_tools, probe_tools
from keymedic.engine.rulebase.model import RuleBase

from .conftest import MakePlace, checks, facts


def install(place: Place, *packages: str) -> None:
    """Lay out a virtual environment with these packages, as folders of metadata."""
    for package in packages:
        (place.project / ".venv" / "lib" / "python3.12" / "site-packages" / f"{package}.dist-info").mkdir(parents=True)


def write(path: Path, text: str) -> None:
    """A file with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _ = path.write_text(text)


def found_facts(place: Place, shipped: RuleBase) -> dict[str, set[object]]:
    """The facts of the probe."""
    return facts(probe_tools(find_tools(place, shipped), shipped))


def test_an_installed_sdk_is_the_tool(make_place: MakePlace, shipped: RuleBase) -> None:
    """Name and version come from the folder of its metadata."""
    place = make_place()
    install(place, "google_genai-2.34.0", "httpx-0.28.1")
    assert found_facts(place, shipped) == {"client.tool": {"google-genai"}, "client.version": {"2.34.0"}}


def test_what_is_built_on_an_sdk_makes_the_call(make_place: MakePlace, shipped: RuleBase) -> None:
    """LangChain brings google-genai along, so LangChain is the tool."""
    place = make_place()
    install(place, "google_genai-2.34.0", "langchain_google_genai-4.4.2")
    assert found_facts(place, shipped) == {"client.tool": {"langchain"}, "client.version": {"4.4.2"}}


def test_two_tools_leave_it_open(make_place: MakePlace, shipped: RuleBase) -> None:
    """Which of two makes the call cannot be told; both are listed."""
    place = make_place()
    install(place, "litellm-1.106.2", "langchain_google_genai-4.4.2")
    found = probe_tools(find_tools(place, shipped), shipped)
    assert facts(found) == {}
    assert len(found.checks) == 2


def test_an_ended_library_is_to_mind(make_place: MakePlace, shipped: RuleBase) -> None:
    """google-generativeai ended in 2025."""
    place = make_place()
    install(place, "google_generativeai-0.8.5")
    found = probe_tools(find_tools(place, shipped), shipped)
    assert checks(found, "warning") == {"tools.ended"}
    assert facts(found)["client.tool"] == {"google-generativeai"}


@pytest.mark.parametrize(
    ("file", "text", "tool", "version"),
    [
        ("node_modules/@google/genai/package.json", '{"name": "@google/genai", "version": "2.32.0"}', "js-genai", "2.32.0"),
        ("package.json", '{"dependencies": {"@ai-sdk/google": "^3.0.0"}}', "vercel-ai", None),
        ("package-lock.json", json.dumps({"packages": {"": {}, "node_modules/@google/genai": {"version": "1.4.0"}}}),
         "js-genai", "1.4.0"),
        ("uv.lock", '[[package]]\nname = "google-genai"\nversion = "1.65.0"\n', "google-genai", "1.65.0"),
        ("poetry.lock", '[[package]]\nname = "litellm"\nversion = "1.1.2"\n', "litellm", "1.1.2"),
        ("requirements.txt", "httpx\ngoogle_genai[aio]==1.70.0 ; python_version > '3'\n", "google-genai", "1.70.0"),
        ("requirements.txt", "google-genai>=1.70.0\n", "google-genai", None),
        ("go.mod", "module x\n\nrequire (\n\tgoogle.golang.org/genai v1.20.0\n)\n", "go-genai", "1.20.0"),
    ],
)  # fmt: skip
def test_other_files_name_the_tool_too(
    make_place: MakePlace, shipped: RuleBase, file: str, text: str, tool: str, version: str | None
) -> None:
    """Lock files give versions; ranges do not."""
    place = make_place()
    write(place.project / file, text)
    known = found_facts(place, shipped)
    assert known["client.tool"] == {tool}
    assert known.get("client.version") == ({version} if version else None)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"packages": []}', '{"packages": {"a": 1}}', "[" * 100_000])
def test_damaged_files_are_passed_over(make_place: MakePlace, shipped: RuleBase, text: str) -> None:
    """Nothing that lies in a project makes the probe fail."""
    place = make_place()
    for name in ("package-lock.json", "package.json", "uv.lock", "go.mod", "requirements.txt"):
        write(place.project / name, text)
    assert checks(probe_tools(find_tools(place, shipped), shipped)) == {"tools.none"}


@pytest.mark.parametrize(
    ("line", "check"),
    [
        ("google-genai==1.18.0", "too-old.google-genai"), ("google-genai==1.19.0", "reads"), ("google-genai", "reads"),
        ("google-genai==1.100.0", "reads"), ("llama-index-llms-gemini==0.6.1", "reads"), ("google-generativeai==0.8.5", "ended"),
        ("google-adk==1.2.0", "found"),
    ],
)  # fmt: skip
def test_what_is_known_of_a_version(make_place: MakePlace, shipped: RuleBase, line: str, check: str) -> None:
    """Too old for the variables of today, reads others than most, no longer maintained."""
    place = make_place()
    _ = (place.project / "requirements.txt").write_text(f"{line}\n")
    assert checks(probe_tools(find_tools(place, shipped), shipped)) == {f"tools.{check}"}
