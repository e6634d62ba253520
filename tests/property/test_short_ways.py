"""What the redactor tells by string methods is what patterns say, letter by letter."""

from __future__ import annotations

import random
from itertools import pairwise
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from keymedic.engine.observe.shapes import may_show_error
from keymedic.engine.redact import assigned, contexts, joints, margins, names, patterns, view, words

from . import redaction_by_pattern as by

WORDS = [
    "api", "key", "keys", "_", "-", " ", "access", "secret", "private", "id", "signing", "license", "licence", "client", "passwd",
    "password", "passphrase", "pwd", "auth", "token", "bearer", "hf", "csrf", "next", "page", "eos", "x", "9", "\n", "ı", "é",
]  # fmt: skip
SIGNS = [
    *"\"'`])=:,v \t[bBrRuU&<>|\ue000\n\x1f\xa0", ":=", "=>", "===", "value", "  ", "abc", " " * 8, "x" * 999, "y" * 3999,
]  # fmt: skip
JOINTS = [
    *" \t\n\"'.+&_\\`^=|│┃║↵…>#/-*;%:019abfzBU@$~!)]↪⤷٣²", "<br>", "</b>", "<span class=x>", "2026 ", "[x] ", "    ", "00ff", "12 | ",
    "& _", "x" * 50, "web-1  | ", " " * 399, "1234567",
]  # fmt: skip
STOCK = [
    "placeholder", "example", "my", "My-", "the-", "tHe_", "api", "key", "AIza", "AIzaSy", "sk-", "sk-proj-", "AQ.", "xxxx", "XXX",
    "***", "....", "…", "12345", "67890", "abcdef", "UVWXYZ", "90", "-", "_", ".", "q7", "Zr", "t5Lm", "paste", "add_", "aaaaa", "0000",
    "\u212a", "\u017f", "$", "<", "{", "%", "@", "env:", "Word", "WORD", "camelCase", "²",
]  # fmt: skip

ADDRESSES = [
    "?", "&", "=", "key", "KEY", "api_", "to", "ken", "sig", "code", "-", "x" * 29, "x" * 31, " ", "\u017f", "é", "val1", "pass", "word", "\n",
]  # fmt: skip
ERROR_LINES = [
    "4", "40", "403", "4290", "5", ".", "10", "1005", "1011", "1016", "٤", "rror", "Err", "xcep", "tion", "_", "_A", "AB", "a", "z", "Denied",
    "Exhausted", "Timeout", "grpc", "rpc", " ", "UNAV", "UNA", "UTH", "StatusCode", "Status", "details", " = ", "pan", "ic", "é", "-",
]  # fmt: skip
PAGES = [
    "\n", "\n", "\n", "\\n", "\\\\n", "\\r\\n", "\r\n", "\r", "\x0b", "\u2028", " ", "  ", "\t", "|", "| ", "> ", "│ ", "web-1 | ", "║", "a", "bc", "x" * 38,
    " " * 399, "[name]", "[user]", "[auth-key, 53 chars]", "[jwt, 9 chars, #0a1b2c3d]", "[na", "me]", " chars", "é", "…", "50%", "%41", "\\", "&lt;", ".",
]  # fmt: skip


SEEDS = st.integers(0, 2**32)
TEXTS = 40
"""Of each seed; making them is cheaper than drawing their pieces."""


def soups(seed: int, pieces: list[str], most: int) -> list[str]:
    """Texts of a few of these pieces."""
    generator = random.Random(seed)
    return ["".join(generator.choices(pieces, k=generator.randint(0, most))) for _ in range(TEXTS)]


@settings(max_examples=50)
@given(SEEDS)
def test_names_are_told_as_by_pattern(seed: int) -> None:
    """Those that say that their value is a secret, and those that do not."""
    for name in soups(seed, WORDS, 6):
        assert names.says_secret(name) == (by.NAME.search(name) is not None)
        assert names.is_credential(name) == (names.says_secret(name) and by.NO_SECRET_NAMES.search(name) is None)


@settings(max_examples=50)
@given(SEEDS)
def test_signs_and_values_are_told_as_by_pattern(seed: int) -> None:
    """Kind and place of a sign and of a value, wherever one is looked for."""
    for text in soups(seed, SIGNS, 12):
        for at in range(min(len(text), 12) + 1):
            found = by.ASSIGN.match(text, at)
            sign = assigned.sign_behind(text, at)
            assert (sign is None) == (found is None)
            if sign and found:
                assert (
                    found[sign.kind] is not None and sign.end == found.end() and sign.letters == (found["sign"] or "")
                )
            found, value = by.VALUE.match(text, at), assigned.value_behind(text, at)
            assert (value is None) == (found is None)
            if value and found:
                assert found.span(value.kind) == (value.start, value.end)


@settings(max_examples=50)
@given(SEEDS)
def test_joints_and_margins_are_told_as_by_pattern(seed: int) -> None:
    """What stands around a line break, whether or not the lines begin alike."""
    for shared, (upper, lower) in enumerate(pairwise(soups(seed, JOINTS, 12))):
        text = upper + upper[: shared % 10] + lower
        for at in range(len(upper), min(len(text), len(upper) + 3) + 1):
            joint, told = by.joint_by_pattern(text, 0, at), joints.joint_at(text, 0, at)
            assert told == joint or (told[0] >= told[1] and joint[0] >= joint[1])
            found = by.MARGIN.match(text, at)
            assert found and margins.line_start(text, at) == found.end()


@settings(max_examples=50)
@given(SEEDS)
def test_words_are_told_as_by_pattern(seed: int) -> None:
    """What is told to be a word without the pattern of words is one by it, too."""
    values = soups(seed, STOCK, 9)
    wordy = [words.is_wordy(value) for value in values]
    with patch.object(words, "_is_word", return_value=False):
        assert [words.is_wordy(value) for value in values] == wordy


@settings(max_examples=100)
@given(SEEDS)
def test_pages_are_read_quickly_as_sign_by_sign(seed: int) -> None:
    """Texts that have line breaks and marks only are read alike without origins and with them; each letter has its origin."""
    for text in soups(seed, PAGES, 14):
        if read := view._read_quickly(text):  # pyright: ignore[reportPrivateUsage]
            chunks, breaks, decoded = view._decoded(text, inside=False)  # pyright: ignore[reportPrivateUsage]
            assert read == ("".join(chunks.parts), tuple(breaks)) and not decoded
            found = view.View.of(text)
            assert [found.span(at, at + 1) for at in range(len(found.text))] == [
                chunks.place(at) for at in range(len(found.text))
            ]


@settings(max_examples=50)
@given(SEEDS)
def test_no_parameter_is_missed_by_the_quick_look(seed: int) -> None:
    """Where the pattern of URL parameters matches, the quick look for their names says that it may."""
    for text in soups(seed, ADDRESSES, 14):
        read = view.View.of(text)
        if patterns.URL_PARAMETER.search(read.text):
            assert contexts._may_have_parameters(read)  # pyright: ignore[reportPrivateUsage]


@settings(max_examples=100)
@given(SEEDS)
def test_lines_that_may_show_an_error_are_told_as_by_pattern(seed: int) -> None:
    """By numbers that are a status or the code of a close, and by words and names; numbers within others are none."""
    for line in soups(seed, ERROR_LINES, 5):
        assert may_show_error(line) == (by.ERROR_LINE.search(line) is not None)
