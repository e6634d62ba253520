"""A key is described by kind, length and what is wrong with its letters."""

from __future__ import annotations

import pytest

from keymedic.engine.redact import describe_key

from .made_up import KINDS

KEY = KINDS["standard-key"](1)


@pytest.mark.parametrize(
    ("value", "kind", "vendor"),
    [
        (KEY, "standard", "Google"),
        (KINDS["auth-key"](1), "auth", "Google"),
        (KINDS["ephemeral-token"](1), "ephemeral", "Google"),
        (KINDS["oauth-token"](1), "oauth-token", "Google"),
        (KINDS["client-secret"](1), "oauth-token", "Google"),
        (KINDS["jwt"](1), "oauth-token", ""),
        (KINDS["anthropic-key"](1), "other-vendor", "Anthropic"),
        (KINDS["groq-key"](1), "other-vendor", "Groq"),
        ('{"type": "service_account"}', "service-account", "Google"),
        ("YOUR_API_KEY", "placeholder", ""),
        ("AIzaSyXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX", "placeholder", ""),
        ("undefined", "placeholder", ""),
        ("", "placeholder", ""),
        ("${GEMINI_API_KEY}", "placeholder", ""),
        ("FAKE-x7Qw9-nothing-known", "unknown", ""),
    ],
)
def test_kind_and_vendor(value: str, kind: str, vendor: str) -> None:
    """The beginning of a value tells its kind, unless it is a placeholder."""
    described = describe_key(value)
    assert (described.kind, described.vendor, described.length) == (kind, vendor, len(value))


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        (KEY, []),
        (KEY + "\n", ["line-feed"]),
        (KEY + "\r\n", ["carriage-return", "line-feed"]),
        (f" {KEY}\t", ["space", "tab"]),
        (f'"{KEY}"', ["quote", "quote"]),
        (f"\u201c{KEY}\u201d", ["smart-quote", "smart-quote"]),
        (f"{KEY};", ["semicolon"]),
        (f"<{KEY}>", ["angle-bracket", "angle-bracket"]),
        (f"\ufeff{KEY}", ["byte-order-mark"]),
        (f"{KEY[:4]}\u200b{KEY[4:]}", ["zero-width"]),
        (f"{KEY}\u00a0", ["no-break-space"]),
        (KEY[:30], ["wrong-length"]),
        (KEY + "xY1", ["wrong-length"]),
        (KINDS["auth-key"](1)[:30], ["maybe-truncated"]),
        (f"GEMINI_API_KEY={KEY}", ["assignment"]),
        (f"Bearer {KEY}", ["bearer", "space"]),
        ("$GEMINI_API_KEY", ["unexpanded-variable"]),
        ("", ["empty"]),
    ],
)
def test_defects(value: str, codes: list[str]) -> None:
    """Every stray or invisible character and a wrong length is named."""
    assert [defect.code for defect in describe_key(value).defects] == codes


def test_a_defect_says_where_and_which_character() -> None:
    """The index and the Unicode name of the letter are given."""
    (defect,) = describe_key(f"{KEY[:4]}\u200b{KEY[4:]}").defects
    assert (defect.position, defect.character) == (4, "U+200B ZERO WIDTH SPACE")


def test_the_fingerprint_is_that_of_the_key_itself() -> None:
    """Stray characters do not change the fingerprint; short values and placeholders have none; no value shows."""
    assert describe_key(f' "{KEY}"\n').fingerprint == describe_key(KEY).fingerprint != ""
    assert describe_key("FAKEx7Qw9").fingerprint == describe_key("YOUR_API_KEY_GOES_HERE_PLEASE").fingerprint == ""
    assert KEY[4:16] not in repr(describe_key(KEY))
