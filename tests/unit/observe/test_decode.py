"""Bytes become text whatever their encoding, within limits; data that is no text is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.errors import InputError
from keymedic.engine.observe.decode import LIMITS, clip, decode

TEXT = "Fehler: Schlüssel ungültig\n错误 400\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_and_without_a_mark(encoding: str) -> None:
    """UTF-8, and UTF-16 or UTF-32 with a byte order mark, are read as they are."""
    assert decode(TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    """UTF-16 of plain text is recognised by its zero bytes."""
    decoded = decode("HTTP 403 Forbidden".encode(encoding))
    assert decoded.text == "HTTP 403 Forbidden"
    assert "UTF-16" in decoded.note


def test_latin1_and_stray_bytes() -> None:
    """Text of an old code page is read as Latin-1; single broken bytes in UTF-8 are replaced; both are noted."""
    latin = decode("clé refusée, dépassé".encode("latin-1"))
    assert latin.text == "clé refusée, dépassé"
    assert "Latin-1" in latin.note
    broken = decode("错误错误错误 ".encode() + b"\xff")
    assert broken.text == "错误错误错误 �"
    assert "replaced" in broken.note


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x1f\x8b\x08....", "gzip"),
        (bytes(range(256)) * 10, "binary"),
        (b"\0" * 1000, "binary"),
        (b"text " * 100 + b"\0\1\2\3\4\5\6" * 50 + b"text " * 100, "binary"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, says: str) -> None:
    """Known formats are named, other binary data is called that."""
    with pytest.raises(InputError, match=says):
        _ = decode(data)


def test_empty_input_is_empty_text() -> None:
    """Nothing is decoded as nothing; whether that is an error is for the command to say."""
    assert decode(b"").text == ""


def test_a_long_text_keeps_its_head_and_its_tail() -> None:
    """Beyond the limits the middle goes, with a note; both ends stay."""
    decoded = decode(b"first line\n" + b"x" * 99 * 400_000 + b"\nlast line")
    assert decoded.truncated
    assert "too long" in decoded.note
    assert decoded.text.startswith("first line\n")
    assert decoded.text.endswith("\nlast line")
    assert len(decoded.text) <= LIMITS["characters"] + 100


def test_the_cut_never_splits_a_character() -> None:
    """The cut of UTF-8 and UTF-16 falls between characters, so nothing turns into rubbish."""
    for shift in range(4):
        data = ("." * shift + "错" * 1_200_000 + "Ende").encode()
        decoded = decode(data)
        assert decoded.truncated
        assert "�" not in decoded.text
        assert decoded.text.endswith("错Ende")
    wide = decode(("a" + "\U0001f600" * 3_200_000).encode("utf-16"))
    assert wide.truncated
    assert wide.text.startswith("a\U0001f600")


def test_very_many_lines() -> None:
    """The number of lines is limited too, and what is left out is said in its place."""
    text = "head\n" + "\n" * 1_000_000 + "tail"
    clipped = clip(text)
    assert clipped.truncated
    assert clipped.text.count("\n") <= LIMITS["lines"] + 2
    assert clipped.text.startswith("head\n")
    assert clipped.text.endswith("\ntail")
    assert "left out" in clipped.text


def test_a_text_within_the_limits_is_unchanged() -> None:
    """Nothing is done to what is short enough."""
    clipped = clip(TEXT)
    assert clipped.text is TEXT
    assert not clipped.truncated


@given(st.binary(max_size=3_000))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    """No bytes make it fail in another way than by its own error."""
    try:
        assert isinstance(decode(data).text, str)
    except InputError as error:
        assert str(error)


def test_no_word_is_cut_in_two() -> None:
    """Where the middle of a long text is left out, no key loses its beginning or its end: nobody would know the rest."""
    for shift in range(0, 40, 7):
        key = "AI" + "zaSyFAKE" + "x7Qw9Zk2" * 4
        clipped = clip("-" * shift + f"key {key} " * (LIMITS["characters"] // 30)).text
        assert set(clipped.replace("-", "").split()) - {"[…", "part", "of", "the", "text", "left", "out", "…]"} == {
            "key",
            key,
        }
