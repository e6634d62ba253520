from __future__ import annotations

import pytest

from keymedic.engine.probes.key import probe_key, sendable
from keymedic.engine.probes.variables import Candidate
from keymedic.engine.rulebase.model import RuleBase

from .conftest import KEY, checks, facts

AUTH = "AQ.FAKE" + "FAKE0FAKE" * 5 + "F"


def candidate(value: str) -> Candidate:
    """A value of GEMINI_API_KEY."""
    return Candidate("GEMINI_API_KEY", "the environment", value)


@pytest.mark.parametrize(("key", "kind"), [(KEY, "standard"), (AUTH, "auth")])
def test_a_good_key_passes(shipped: RuleBase, key: str, kind: str) -> None:
    """Kind and length fit, nothing strays, nothing is wrong."""
    found = probe_key(candidate(key), shipped)
    expected = {"key.kind": {kind}, "key.stray": {"none"}, "key.length_fit": {"fits"}, "key.form": {"whole"}}
    assert facts(found) == expected
    assert {check.state for check in found.checks} == {"passed"}


@pytest.mark.parametrize(
    ("value", "stray"),
    [
        (f'"{KEY}"', "quotes"), (f"“{KEY}”", "smart-quotes"), (f"{KEY};", "punctuation"), (f"{KEY},", "punctuation"),
        (f"{KEY} ", "space"), (f"{KEY}\u00a0", "space"), (f"{KEY}\n", "newline"), (f"{KEY}\r", "newline"),
        (f"AIza\u200b{KEY[4:]}", "invisible"), (f"\ufeff{KEY}", "invisible"), (f"{KEY}>", "punctuation"),
    ],
)  # fmt: skip
def test_stray_characters_are_named_and_placed(shipped: RuleBase, value: str, stray: str) -> None:
    """The sort of character is a fact, and whether tools may cut it off; the check says where it stands."""
    found = probe_key(candidate(value), shipped)
    known = facts(found)
    assert (known["key.kind"], known["key.stray"]) == ({"standard"}, {stray})
    assert known["key.form"] == {"edged" if stray in ("space", "newline") else "spoilt"}
    assert ("key.length_fit" in known) is (known["key.form"] == {"edged"})
    assert any("U+" in check.text for check in found.checks if check.state == "failed")


@pytest.mark.parametrize(("value", "fit", "form"), [(KEY[:-5], "shorter", "short"), (KEY + "F", "longer", "long")])
def test_a_wrong_length_has_a_direction(shipped: RuleBase, value: str, fit: str, form: str) -> None:
    """A standard key has 39 letters."""
    found = probe_key(candidate(value), shipped)
    assert (facts(found)["key.length_fit"], facts(found)["key.form"]) == ({fit}, {form})
    assert "key.defect.wrong-length" in checks(found, "failed")


def test_several_faults_at_once_are_all_told(shipped: RuleBase) -> None:
    """Stray letters are not counted for the length, and say more than it does."""
    found = probe_key(candidate(f'"{KEY[:-1]}"\n'), shipped)
    assert facts(found)["key.form"] == {"short", "spoilt", "edged"}
    assert "key.length_fit" not in facts(found)


def test_what_begins_like_no_key_is_odd(shipped: RuleBase) -> None:
    """The beginning is missing, or it is something else."""
    assert facts(probe_key(candidate(KEY[4:]), shipped))["key.form"] == {"odd"}


def test_a_short_auth_key_is_a_hint_only(shipped: RuleBase) -> None:
    """Auth keys have no fixed length: a short one is to mind, and no wrong length."""
    found = probe_key(candidate("AQ.FAKEFAKE0FAKE"), shipped)
    assert facts(found)["key.form"] == {"doubtful"}
    assert "key.length_fit" not in facts(found)
    assert checks(found, "warning") == {"key.defect.maybe-truncated"}
    assert checks(found, "failed") == set()


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("YOUR_API_KEY", "placeholder"), ("undefined", "placeholder"), ("${GEMINI_API_KEY}", "placeholder"),
        ("sk-proj-FAKEFAKEFAKEFAKEFAKEFAKE", "other-vendor"), ("ya29.FAKEFAKEFAKEFAKEFAKE", "oauth-token"),
        ('{"type": "service_account"}', "service-account"), ("auth_tokens/FAKEFAKEFAKE", "ephemeral"),
    ],
)  # fmt: skip
def test_what_is_no_key_is_named_and_never_sent(shipped: RuleBase, value: str, kind: str) -> None:
    """Samples, tokens and other vendors' keys are recognised, and Google's host never sees them."""
    found = probe_key(candidate(value), shipped)
    assert facts(found)["key.kind"] == {kind}
    assert f"key.kind.{kind}" in checks(found, "failed")
    assert sendable(candidate(value)) is None


@pytest.mark.parametrize("value", [f"{KEY[:9]}\n{KEY[9:]}", f"“{KEY}”", f"{KEY[:5]}\u200b{KEY[5:]}"])
def test_what_no_header_can_hold_is_not_sent(value: str) -> None:
    """Line breaks and letters beyond ASCII would break the request."""
    assert sendable(candidate(value)) is None


def test_blanks_at_the_ends_are_not_sent() -> None:
    """The tools strip them too."""
    assert sendable(candidate(f" {KEY}\n")) == KEY


def test_no_key_is_not_checked(shipped: RuleBase) -> None:
    """Without a key there is nothing to say about it."""
    found = probe_key(None, shipped)
    assert (facts(found), checks(found, "not-checked")) == ({}, {"key.none"})


@pytest.mark.parametrize(
    "value", [KEY, f"GEMINI_API_KEY={KEY}", f"Bearer {KEY}", KEY[:-3], "FAKE-unheard-of-secret-0123456789"]
)
def test_no_check_shows_the_key(shipped: RuleBase, value: str) -> None:
    """Neither the key nor half of it is in any text or fact."""
    found = probe_key(candidate(value), shipped)
    assert value[-12:] not in repr(found)
