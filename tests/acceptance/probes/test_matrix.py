"""Every trap of .env files and every defect of a key, laid out in a folder: found and named rightly, and nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from keymedic.engine.probes.look import look
from keymedic.engine.probes.place import Place
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase

NAME = "GEMINI_API_KEY"
KEY = "AIzaSyFAKE" + "FAKE0FAKE" * 3 + "FA"
AUTH = "AQ.Ab8RFAKE" + "FAKE0FAKE_" * 4 + "FA"
OTHER = "AIzaSyFAKE" + "OTHER0FAKE" * 2 + "FAKE0FAKE"
Found = Callable[..., set[str]]


@pytest.fixture(scope="module")
def shipped() -> RuleBase:
    """The shipped rule base."""
    return load_rule_base()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty project and home."""
    for name in ("project", "home"):
        (tmp_path / name).mkdir()
    return Place({}, tmp_path / "project", tmp_path / "home")


def wrong(place: Place, shipped: RuleBase, **environ: str) -> set[str]:
    """The ids of all checks that are not in order."""
    found = look(Place(environ, place.project, place.home), shipped)
    return {check.id for check in found.checks if check.state != "passed"}


HEALTHY_LINES = [
    f"{NAME}={KEY}\n", f'{NAME}="{KEY}"\n', f"{NAME}='{KEY}'", f"export {NAME}={KEY}\n", f"{NAME}={KEY} # note\n",
    f"{NAME}={AUTH}\n", f"# {NAME}=old\nDEBUG=1\n\n{NAME}={KEY}\n", f"GOOGLE_API_KEY={KEY}\n", f"BASE={KEY}\n{NAME}=${{BASE}}\n",
]  # fmt: skip


@pytest.mark.parametrize("text", HEALTHY_LINES)
def test_a_healthy_file(place: Place, shipped: RuleBase, text: str) -> None:
    """Nothing is found where nothing is wrong."""
    _ = (place.project / ".env").write_text(text)
    assert wrong(place, shipped) == set()


@pytest.mark.parametrize("key", [KEY, AUTH])
def test_a_healthy_environment(place: Place, shipped: RuleBase, key: str) -> None:
    """With an equal .env file, a profile, and both variables alike."""
    _ = (place.project / ".env").write_text(f"{NAME}={key}\n")
    _ = (place.home / ".zshrc").write_text(f"export {NAME}={key}\n")
    assert wrong(place, shipped, **{NAME: key, "GOOGLE_API_KEY": key}) == set()


LINES: list[tuple[str, str | bytes, set[str]]] = [
    ("blanks around the equals sign", f"{NAME} = {KEY}", {"dotenv.trap.blank-around-equals"}),
    ("semicolon", f"{NAME}={KEY};", {"key.defect.semicolon"}),
    ("comma", f"{NAME}={KEY},", {"key.defect.comma"}),
    ("smart quotes", f"{NAME}=“{KEY}”", {"key.defect.smart-quote"}),
    ("unbalanced quote", f'{NAME}="{KEY}', {"dotenv.trap.unbalanced-quote", "key.none", "environment.key-unset"}),
    ("quote at the end", f'{NAME}={KEY}"', {"key.defect.quote"}),
    ("wrapped in quotes", f'{NAME}="{KEY[:9]}\n{KEY[9:]}"', {"key.defect.line-feed"}),
    ("colon", f"{NAME}: {KEY}", {"dotenv.trap.colon", "key.none", "environment.key-unset"}),
    ("set", f"set {NAME}={KEY}", {"dotenv.trap.set", "key.none", "environment.key-unset"}),
    ("$env", f'$env:{NAME}="{KEY}"', {"dotenv.trap.set", "key.none", "environment.key-unset"}),
    ("no equals sign", f"{NAME} {KEY}", {"dotenv.trap.no-equals", "key.none", "environment.key-unset"}),
    ("empty", f"{NAME}=", {"dotenv.trap.empty", "key.none", "environment.key-unset"}),
    ("twice", f"{NAME}={OTHER}\n{NAME}={KEY}", {"dotenv.trap.duplicate"}),
    ("CR LF", f"{NAME}={KEY}\r\n".encode(), {"dotenv.trap.carriage-return"}),
    ("UTF-8 BOM", b"\xef\xbb\xbf" + f"{NAME}={KEY}".encode(), {"dotenv.trap.byte-order-mark"}),
    ("UTF-16", f"{NAME}={KEY}\n".encode("utf-16"), {"dotenv.trap.utf-16", "key.none", "environment.key-unset"}),
    ("UTF-16 without a mark", f"{NAME}={KEY}\n".encode("utf-16-le"),
     {"dotenv.trap.utf-16", "key.none", "environment.key-unset"}),
    ("Latin-1", f"# schön\n{NAME}={KEY}\n".encode("latin-1"), {"dotenv.trap.not-utf-8"}),
    ("Vertex switch", f"GOOGLE_GENAI_USE_VERTEXAI=true\n{NAME}={KEY}", {"dotenv.vertex-on"}),
    ("base URL", f"GOOGLE_GEMINI_BASE_URL=https://relay.example\n{NAME}={KEY}", {"dotenv.base-url"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [line[1:] for line in LINES], ids=[line[0] for line in LINES])
def test_each_trap_in_a_file(place: Place, shipped: RuleBase, text: str | bytes, expected: set[str]) -> None:
    """Found, named, and nothing besides."""
    _ = (place.project / ".env").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert wrong(place, shipped) == expected


NO_KEY = {"environment.key-unset", "key.none"}


def test_a_directory(place: Place, shipped: RuleBase) -> None:
    """A virtual environment that was called .env; a key that is exported goes on to work."""
    (place.project / ".env").mkdir()
    assert wrong(place, shipped) == {"dotenv.directory", *NO_KEY}
    assert wrong(place, shipped, **{NAME: KEY}) == {"dotenv.directory"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe(place: Place, shipped: RuleBase) -> None:
    """Of a password manager: not opened."""
    os.mkfifo(place.project / ".env")
    assert wrong(place, shipped) == {"dotenv.other", *NO_KEY}


def test_a_loop_of_links_and_a_file_that_is_too_large(place: Place, shipped: RuleBase) -> None:
    """Not checked, and said so."""
    (place.project / ".env").symlink_to(".env")
    assert wrong(place, shipped) == {"dotenv.unreadable", *NO_KEY}
    (place.project / ".env").unlink()
    (place.project / ".env").touch()
    os.truncate(place.project / ".env", 1 << 33)
    assert wrong(place, shipped) == {"dotenv.too-large", *NO_KEY}


@pytest.mark.parametrize("name", [".env.txt", "env"])
def test_another_name(place: Place, shipped: RuleBase, name: str) -> None:
    """No loader finds it."""
    _ = (place.project / name).write_text(f"{NAME}={KEY}\n")
    assert wrong(place, shipped) == {"dotenv.misnamed", *NO_KEY}


def test_a_file_that_hides_the_one_with_the_key(place: Place, shipped: RuleBase) -> None:
    """Gemini CLI reads the first file only."""
    (place.home / ".gemini").mkdir()
    _ = (place.home / ".gemini" / ".env").write_text(f"{NAME}={KEY}\n")
    assert wrong(place, shipped) == set()
    _ = (place.project / ".env").write_text("DEBUG=1\n")
    assert wrong(place, shipped) == {"dotenv.shadowed"}


def test_the_shell_wins_over_the_file(place: Place, shipped: RuleBase) -> None:
    """Another key in the file is not used, which may be a surprise."""
    _ = (place.project / ".env").write_text(f"{NAME}={OTHER}\n")
    assert wrong(place, shipped, **{NAME: KEY}) == {"dotenv.outdone"}


DEFECTS: list[tuple[str, str, set[str]]] = [
    ("cut", KEY[:-3], {"key.defect.wrong-length"}),
    ("pasted twice", KEY + KEY, {"key.defect.wrong-length"}),
    ("cut auth key", AUTH[:30], {"key.defect.maybe-truncated"}),
    ("blank inside", f"{KEY[:9]} {KEY[9:]}", {"key.defect.space"}),
    ("blank at the end", f"{KEY} ", {"key.defect.space"}),
    ("tab", f"{KEY}\t", {"key.defect.tab"}),
    ("line break", f"{KEY}\n", {"key.defect.line-feed"}),
    ("CR", f"{KEY}\r", {"key.defect.carriage-return"}),
    ("no-break space", f"{KEY}\u00a0", {"key.defect.no-break-space"}),
    ("zero-width space", f"{KEY[:9]}\u200b{KEY[9:]}", {"key.defect.zero-width"}),
    ("byte-order mark", f"\ufeff{KEY}", {"key.defect.byte-order-mark"}),
    ("quotes", f'"{KEY}"', {"key.defect.quote"}),
    ("smart quotes", f"“{KEY}”", {"key.defect.smart-quote"}),
    ("semicolon", f"{KEY};", {"key.defect.semicolon"}),
    ("comma", f"{KEY},", {"key.defect.comma"}),
    ("angle brackets", f"<{KEY}>", {"key.defect.angle-bracket"}),
    ("control character", f"{KEY}\x01", {"key.defect.control-character"}),
    ("other letters", f"{KEY[:9]}а{KEY[10:]}", {"key.defect.not-ascii"}),
    ("whole line", f"{NAME}={KEY}", {"key.defect.assignment"}),
    ("with its scheme", f"Bearer {KEY}", {"key.defect.bearer", "key.defect.space"}),
    ("placeholder", "YOUR_API_KEY", {"key.kind.placeholder"}),
    ("placeholder in words", "your-api-key-here", {"key.kind.placeholder"}),
    ("dots", "AIza...", {"key.kind.placeholder"}),
    ("crosses", "AIzaSyXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX", {"key.kind.placeholder"}),
    ("undefined", "undefined", {"key.kind.placeholder"}),
    ("null", "null", {"key.kind.placeholder"}),
    ("None", "None", {"key.kind.placeholder"}),
    ("unexpanded", "${GEMINI_API_KEY}", {"key.kind.placeholder", "key.defect.unexpanded-variable"}),
    ("unexpanded in cmd", "%GEMINI_API_KEY%", {"key.kind.placeholder", "key.defect.unexpanded-variable"}),
    ("ephemeral", "auth_tokens/FAKEFAKEFAKEFAKEFAKEFAKE", {"key.kind.ephemeral"}),
    ("OAuth token", "ya29." + "FAKE0FAKE_" * 6, {"key.kind.oauth-token"}),
    ("OAuth client", "1234-fake.apps.googleusercontent.com", {"key.kind.oauth-token"}),
    ("OAuth secret", "GOCSPX-" + "FAKEFAKE" * 3, {"key.kind.oauth-token"}),
    ("service account", json.dumps({"type": "service_account"}), {"key.kind.service-account"}),
    ("service account's address", "x@fake.iam.gserviceaccount.com", {"key.kind.service-account"}),
    *[
        (prefix, prefix + "FAKE0FAKE" * 5, {"key.kind.other-vendor"})
        for prefix in ("sk-", "sk-proj-", "sk-ant-", "gsk_", "xai-", "hf_", "sk-or-", "pplx-", "r8_", "ghp_")
    ],
    ("unknown", "FAKEFAKEFAKEFAKEFAKE", {"key.kind.unknown"}),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), [row[1:] for row in DEFECTS], ids=[row[0] for row in DEFECTS])
def test_each_defect_of_a_key(place: Place, shipped: RuleBase, value: str, expected: set[str]) -> None:
    """Kind, length and stray characters; the value shows nowhere."""
    assert wrong(place, shipped, **{NAME: value}) == expected


SETTINGS: list[tuple[str, dict[str, str], set[str]]] = [
    ("nothing", {}, NO_KEY),
    ("empty", {NAME: ""}, {"environment.key-empty", *NO_KEY}),
    ("two keys", {NAME: KEY, "GOOGLE_API_KEY": OTHER}, {"environment.keys-differ"}),
    ("a rare name", {"GOOGLE_GENERATIVE_AI_API_KEY": KEY}, {"environment.key-unusual"}),
    ("Vertex", {NAME: KEY, "GOOGLE_GENAI_USE_VERTEXAI": "true"}, {"environment.vertex-on"}),
    ("Enterprise", {NAME: KEY, "GOOGLE_GENAI_USE_ENTERPRISE": "true"}, {"environment.vertex-on"}),
    ("Vertex for some", {NAME: KEY, "GOOGLE_GENAI_USE_VERTEXAI": "1"}, {"environment.vertex-mixed-on"}),
    ("relay", {NAME: KEY, "GOOGLE_GEMINI_BASE_URL": "https://relay.example"}, {"environment.base-url"}),
    ("proxy", {NAME: KEY, "HTTPS_PROXY": "http://proxy.example:3128"}, {"environment.proxy"}),
    ("certificates", {NAME: KEY, "SSL_CERT_FILE": "/nowhere.pem"}, {"environment.certificates-missing"}),
]  # fmt: skip


@pytest.mark.parametrize(("environ", "expected"), [row[1:] for row in SETTINGS], ids=[row[0] for row in SETTINGS])
def test_each_trap_of_the_environment(
    place: Place, shipped: RuleBase, environ: dict[str, str], expected: set[str]
) -> None:
    """Missing, empty, contradicting, diverted."""
    assert wrong(place, shipped, **environ) == expected


def test_a_variable_that_only_the_profile_has(place: Place, shipped: RuleBase) -> None:
    """Exported there and not here; or not exported at all."""
    _ = (place.home / ".bashrc").write_text(f"export {NAME}={KEY}\n")
    assert wrong(place, shipped) == {"profiles.unseen", "environment.key-unset"}
    _ = (place.home / ".bashrc").write_text(f"{NAME}={KEY}\n")
    assert wrong(place, shipped) == {"profiles.unexported", "environment.key-unset"}
