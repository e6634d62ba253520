"""What probes see leads to its cause: each trap together with an error that says little, as people paste it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from keymedic.engine.probes.look import look
from keymedic.engine.probes.place import Place
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base

from .test_matrix import AUTH, KEY, NAME, OTHER

GOOGLE = "GOOGLE_API_KEY"
NOT_VALID = "API key not valid. Please pass a valid API key."
NO_KEY = "ValueError: No API key was provided. Please pass a valid API key."
NO_DEFAULT = "google.auth.exceptions.DefaultCredentialsError: Your default credentials were not found."
KEYS_NOT_SUPPORTED = "401 UNAUTHENTICATED. API keys are not supported by this API. Expected OAuth2 access token."
NOT_ACCEPTED = (
    "401 Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential."
)
CLI: Files = {"project/node_modules/@google/gemini-cli/package.json": '{"version": "0.45.0"}'}
OLD_CLI: Files = {"project/node_modules/@google/gemini-cli/package.json": '{"version": "0.38.2"}'}
VERCEL: Files = {"project/package.json": '{"dependencies": {"@ai-sdk/google": "^3"}}'}
Files: TypeAlias = Mapping[str, str | bytes | None]
"""Files by their paths in a new folder with a home and a project; ``None`` for a directory."""


def dotenv(text: str | bytes) -> Files:
    """The project's .env file."""
    return {"project/.env": text}


TRAPS: list[tuple[str, Files, dict[str, str], str, str]] = [
    ("directory", {"project/.env": None}, {}, NOT_VALID, "dotenv-is-directory"),
    ("directory, no key", {"project/.env": None}, {}, NO_KEY, "dotenv-is-directory"),
    *(
        (name, dotenv(text), {}, report, "dotenv-not-loaded")
        for report in (NOT_VALID, NO_KEY)
        for name, text in [
            ("unbalanced quote", f'{NAME}="{KEY}'), ("colon", f"{NAME}: {KEY}"), ("set", f"set {NAME}={KEY}"),
            ("$env", f'$env:{NAME}="{KEY}"'), ("no equals sign", f"{NAME} {KEY}"),
            ("byte-order mark", f"\ufeff{NAME}={KEY}"), ("UTF-16", f"{NAME}={KEY}\n".encode("utf-16")),
        ]
    ),
    *(
        (name, dotenv(text), {}, NOT_VALID, "key-whitespace")
        for name, text in [
            ("semicolon", f"{NAME}={KEY};"), ("comma", f"{NAME}={KEY},"), ("curly quotes", f"{NAME}=“{KEY}”"),
            ("quote at the end", f'{NAME}={KEY}"'), ("wrapped", f'{NAME}="{KEY[:9]}\n{KEY[9:]}"'),
        ]
    ),
    ("empty", dotenv(f"{NAME}="), {}, NO_KEY, "key-missing"),
    ("sound, not loaded", dotenv(f"{NAME}={KEY}"), {}, NO_KEY, "dotenv-not-loaded"),
    ("another name", {"project/.env.txt": f"{NAME}={KEY}"}, {}, NO_KEY, "dotenv-not-loaded"),
    (".env.local", {"project/.env.local": f"{NAME}={KEY}"}, {}, NO_KEY, "dotenv-not-loaded"),
    ("hidden by another file", {**CLI, "project/.env": "DEBUG=1", "home/.gemini/.env": f"{NAME}={KEY}"}, {}, NO_KEY,
     "dotenv-not-loaded"),
    ("told to ignore it", {**CLI, **dotenv(f"{NAME}={KEY}"), "home/.gemini/settings.json": '{"ignoreLocalEnv": true}'}, {},
     "When using Gemini API, you must specify the GEMINI_API_KEY environment variable.", "dotenv-not-loaded"),
    ("JavaScript looks here only", {".env": f"{NAME}={KEY}", "project/package.json": '{"dependencies": {"@google/genai": "2"}}'},
     {}, "Error: API key must be set when using the Gemini API.", "dotenv-not-loaded"),
    ("another key in the file", dotenv(f"{NAME}={OTHER}"), {NAME: KEY}, NOT_VALID, "stale-key-source"),
    ("two variables", {}, {NAME: KEY, GOOGLE: OTHER}, NOT_VALID, "env-precedence-conflict"),
    ("variable and file", dotenv(f"{GOOGLE}={OTHER}"), {NAME: KEY}, NOT_VALID, "env-precedence-conflict"),
    *(
        (f"only in {file}", {file: text}, {}, report, "env-not-inherited")
        for report in (NOT_VALID, NO_KEY)
        for file, text in [
            ("home/.bashrc", f"export {NAME}={KEY}"), ("home/.zshrc", f"{NAME}={KEY}"),
            ("home/.config/fish/fish_variables", f"SETUVAR --export {NAME}:{KEY}"), ("project/.envrc", f"export {NAME}={KEY}"),
            ("home/Documents/PowerShell/Microsoft.PowerShell_profile.ps1", f'$env:{NAME} = "{KEY}"'),
        ]
    ),
    ("only here", {}, {NAME: KEY}, NO_KEY, "env-not-inherited"),
    ("an old profile", {"home/.zshrc": f"export {NAME}={OTHER}"}, {NAME: KEY}, NOT_VALID, "stale-key-source"),
    ("a saved key", {**CLI, "home/.gemini/settings.json": f'{{"apiKey": "{OTHER}"}}'}, {NAME: KEY}, NOT_VALID, "stale-key-source"),
    ("nothing anywhere", {}, {}, NO_KEY, "key-missing"),
    ("set to nothing", {}, {NAME: ""}, NO_KEY, "key-missing"),
    ("Vertex by variable", {}, {NAME: KEY, "GOOGLE_GENAI_USE_VERTEXAI": "true"}, KEYS_NOT_SUPPORTED, "vertex-mode-unintended"),
    ("Vertex by file", dotenv(f"GOOGLE_GENAI_USE_VERTEXAI=true\n{NAME}={KEY}"), {}, NO_DEFAULT, "vertex-mode-unintended"),
    ("the name of another tool", VERCEL, {NAME: KEY}, NOT_VALID, "env-wrong-name"),
    ("Gemini CLI's name", CLI, {GOOGLE: KEY}, "When using Gemini API, you must specify the GEMINI_API_KEY environment variable.",
     "env-wrong-name"),
    ("a rare name", {}, {"GOOGLE_GENERATIVE_AI_API_KEY": KEY}, NO_KEY, "env-wrong-name"),
    ("an old library's name", {"project/requirements.txt": "google-genai==1.10.0"}, {NAME: KEY},
     "ValueError: Missing key inputs argument! To use the Google AI API, provide (`api_key`) arguments.", "env-wrong-name"),
    ("quotes in Compose", {"project/compose.yaml": f"services:\n a:\n  environment:\n   - {NAME}='{KEY}'"}, {}, NOT_VALID,
     "key-whitespace"),
    ("an old Gemini CLI", OLD_CLI, {NAME: AUTH}, NOT_VALID, "tool-rejects-auth-key"),
    ("login by variable", CLI, {NAME: KEY, "GOOGLE_GENAI_USE_GCA": "true"}, "Failed to sign in.", "login-discontinued"),
    ("a relay", {}, {NAME: KEY, "GOOGLE_GEMINI_BASE_URL": "https://relay.example"}, "HTTP 401: invalid token", "relay-rejected"),
    ("proxy", {}, {NAME: KEY, "HTTPS_PROXY": "http://proxy.example:1"}, "User location is not supported for the API use.",
     "region-hosting"),
    ("a standard key of old", {}, {NAME: KEY}, NOT_ACCEPTED, "key-standard-rejected"),
    *(
        (f"key: {name}", {}, {NAME: value}, NOT_VALID, cause)
        for name, value, cause in [
            ("cut", KEY[:-3], "key-truncated"), ("twice", KEY * 2, "key-truncated"), ("short auth", AUTH[:30], "key-truncated"),
            ("blank inside", f"{KEY[:9]} {KEY[9:]}", "key-whitespace"), ("line end", f"{KEY}\n", "key-whitespace"),
            ("invisible", f"{KEY[:9]}\u200b{KEY[9:]}", "key-whitespace"), ("quotes", f'"{KEY}"', "key-whitespace"),
            ("whole line", f"{NAME}={KEY}", "key-whitespace"), ("Cyrillic", f"{KEY[:9]}а{KEY[10:]}", "key-whitespace"),
            ("sample", "YOUR_API_KEY", "key-placeholder"), ("undefined", "undefined", "key-placeholder"),
            ("unexpanded", "${GEMINI_API_KEY}", "key-placeholder"), ("OpenAI", "sk-" + "FAKE0FAKE" * 5, "key-wrong-kind"),
            ("OAuth", "ya29." + "FAKE0FAKE_" * 6, "key-wrong-kind"), ("secret", "GOCSPX-" + "FAKE" * 6, "key-wrong-kind"),
            ("service account", json.dumps({"type": "service_account"}), "key-wrong-kind"),
            ("ephemeral", "auth_tokens/" + "FAKE" * 6, "ephemeral-token-misuse"),
        ]
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def doctor() -> Diagnostician:
    """With the shipped knowledge."""
    return Diagnostician(load_rule_base(), "plain")


def found(doctor: Diagnostician, base: Path, files: Files, environ: dict[str, str], report: str | None) -> list[str]:
    """The verdict and the causes of what is laid out, the likeliest first."""
    for name, content in {"project/x": "", "home/x": "", **files}.items():
        path = base / name
        (path if content is None else path.parent).mkdir(parents=True, exist_ok=True)
        if content is not None:
            _ = path.write_bytes(content if isinstance(content, bytes) else content.encode())
    seen = look(Place(environ, base / "project", base / "home"), doctor.rulebase)
    diagnosis = doctor.diagnose(report, seen.facts)
    return [diagnosis.verdict, *(cause.id for cause in diagnosis.causes)]


@pytest.mark.parametrize(("name", "files", "environ", "report", "cause"), TRAPS, ids=[trap[0] for trap in TRAPS])
def test_a_trap_leads_to_its_cause(
    doctor: Diagnostician, tmp_path: Path, name: str, files: Files, environ: dict[str, str], report: str, cause: str
) -> None:
    """Whatever a bare message leaves open, the look at the machine decides."""
    assert found(doctor, tmp_path, files, environ, report)[1] == cause, name


@pytest.mark.parametrize("key", [KEY, AUTH])
def test_a_healthy_machine_accuses_nobody(doctor: Diagnostician, tmp_path: Path, key: str) -> None:
    """Without a report and without a trap nothing is diagnosed; with one, the key's form is not what is blamed."""
    assert found(doctor, tmp_path, {}, {NAME: key}, None)[0] == "undecided"
    first = found(doctor, tmp_path, {}, {NAME: key}, NOT_VALID)[1]
    assert first not in ("key-whitespace", "key-truncated", "key-placeholder", "key-wrong-kind", "key-missing")
