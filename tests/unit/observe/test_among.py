"""Many lines at once, and the same answer as one by one."""

from __future__ import annotations

import pytest

from keymedic.engine.infer.text import compile_pattern
from keymedic.engine.observe import among
from keymedic.engine.observe.among import Among

PATTERNS = {
    1: ("quota", "(?i)leaked"),
    2: (r"key\s+not",),
    3: ("^denied$",),
    4: (r"\Aend\z",),
    5: ("nobody says this",),
}
LINES = [
    "a quota",
    "the key",
    "not here",
    "Leaked!",
    "denied",
    "is denied",
    "the end",
    "end",
    "",
    "key  not",
    "clé 中 quota",
]


WORDS = ("quota", "leaked", "key", "denied", "end", "nobody")


@pytest.mark.parametrize(
    ("owners", "words"), [(None, ()), (None, WORDS), (None, (*WORDS, "")), ({1, 2, 3, 4}, ())],
    ids=["all together", "with words", "words of some", "only some"],
)  # fmt: skip
def test_the_lines_are_those_that_match_by_themselves(owners: set[int] | None, words: tuple[str, ...]) -> None:
    """What a pattern matches across two lines is in neither of them; the ends of a text are those of a line."""
    expected = {
        number for number, line in enumerate(LINES) for owner, some in PATTERNS.items() for pattern in some
        if (owners is None or owner in owners) and compile_pattern(pattern).search(line)
    }  # fmt: skip
    assert Among(PATTERNS, words).which(LINES, owners) == expected == {0, 3, 4, 7, 9, 10}


def test_lines_are_not_searched_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many lines there are, only patterns that occur are looked for, each in one go."""
    compiled: list[str] = []
    compile_ = compile_pattern

    def watched(pattern: str) -> object:
        compiled.append(pattern)
        return compile_(pattern)

    monkeypatch.setattr("keymedic.engine.infer.text.compile_pattern", watched)
    assert among.Among({1: ("quota",), 2: ("leaked",)}).which(["no", "quota"] * 5_000) == set(range(1, 10_000, 2))
    assert set(compiled) == {"(?m)quota"}
