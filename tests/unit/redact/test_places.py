"""Quick looks find exactly what the patterns that they stand for find."""

from __future__ import annotations

import re
from random import Random

import pytest

from keymedic.engine.redact import encoded
from keymedic.engine.redact.patterns import BY_START, STARTS, TRIGGERS
from keymedic.engine.redact.places import Stretches, Words, letters
from keymedic.engine.redact.view import View

PIECES = (
    "a",
    " ",
    "\n",
    "é",
    "中",
    "sk",
    "AIza",
    "zaSy",
    "sk-",
    "hf_",
    "keys",
    "key_id",
    "token",
    "4/0",
    "1//",
    "\ud800",
    "AI",
    "Iz",
    "iZa",
    "ZASY",
    "AQ",
    ".",
    "eyJ",
    "GOCSPX-",
    "gh",
    "p_",
    "sh",
    "pat_",
    "auth_tokens",
)
SEPARATORS = ("", " ", ", ", "\\x", " 0x", ":", ";\xa0", "=", "\u3000", ",", "   ")


@pytest.mark.parametrize("words", [STARTS, TRIGGERS], ids=["starts", "triggers"])
@pytest.mark.parametrize("count", [12, 9_000], ids=["short", "long"])
def test_words_are_found_as_a_pattern_finds_them(words: Words, count: int) -> None:
    """The longest at each place, in order, none overlapping; by RE2 in a long text."""
    random = Random(count)
    pattern = re.compile("|".join(map(re.escape, words._longest_first)))  # pyright: ignore[reportPrivateUsage]
    for _ in range(200 if count < 100 else 2):
        text = "".join(random.choice(PIECES) for _ in range(count))
        assert list(words.found(text)) == [(found.start(), found[0]) for found in pattern.finditer(text)]


def test_a_word_is_told_at_its_place() -> None:
    """Any of them, and nowhere else."""
    assert STARTS.at("xAIza", 1) and not STARTS.at("xAIza", 0) and not STARTS.at("x", 9)
    assert Words(BY_START).any_in("a hf_b") and not STARTS.any_in("prose")


def test_stretches_are_those_of_a_pattern() -> None:
    """Leftmost, as long as they go."""
    random = Random(1)
    pattern = re.compile("[abc]{4,}")
    for _ in range(300):
        text = "".join(random.choice("abcé ") for _ in range(random.randrange(40)))
        assert list(Stretches("abc", 4).found(letters(text))) == [found.span() for found in pattern.finditer(text)]


@pytest.mark.parametrize(("at", "name"), [(1, "_HEXADECIMAL"), (2, "_DECIMAL"), (3, "_LETTERS")])
def test_runs_of_codes_are_those_of_their_pattern(at: int, name: str) -> None:
    """Whatever parts the codes, and whatever stands around them."""
    pattern: re.Pattern[str] = getattr(encoded, name)
    random = Random(at)
    some = 0

    def codes() -> str:
        separator, count = random.choice(SEPARATORS), random.choice((3, 14, 15, 16, 40))
        kind, quote = random.randrange(3), random.choice(("", '"', "'"))
        units = (
            f"{random.randrange(256):02x}",
            str(random.randrange(10, 256)),
            quote + random.choice("aZ0-_+") + quote,
        )
        return separator.join(units[kind] for _ in range(count)) if random.random() < 0.7 else "prose, 1 a 中 "

    for _ in range(400):
        text = View.of("".join(codes() for _ in range(random.randrange(1, 6)))).text
        spans = [found.span() for found in pattern.finditer(text)]
        some += len(spans)
        assert encoded.runs_in(View.verbatim(text))[at][1] == spans
    assert some > 20
