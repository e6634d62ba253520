"""RE2 patterns and placeholders are checked before anything uses them."""

from __future__ import annotations

import pytest

from keymedic.engine.rulebase.patterns import (
    MAX_PATTERN,
    PatternError,
    matches_nothing_at_all,
    pattern_groups,
    placeholder_problem,
)


def test_named_groups_are_found() -> None:
    """The names of the groups, without the unnamed ones."""
    assert set(pattern_groups(r"(?i)(?P<place>\w+) (x) (?P<other>.)")) == {"place", "other"}


@pytest.mark.parametrize("pattern", ["(a", "a{2000}", "(?=a)", r"(a)\1", "x" * (MAX_PATTERN + 1)])
def test_unusable_patterns_say_why(pattern: str) -> None:
    """Syntax errors, what RE2 leaves out on purpose, and giants are refused with a reason."""
    with pytest.raises(PatternError, match="."):
        _ = pattern_groups(pattern)


def test_patterns_that_match_everything() -> None:
    """A pattern that matches the empty text matches every text."""
    assert matches_nothing_at_all("a*")
    assert not matches_nothing_at_all("a+")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("plain", ""), ("{name} and {other_name}", ""), ("{{braces}}", "no place"),
        ("{}", '"{}" is no place'), ("{0}", "{0}"), ("{a.b}", "{a.b}"), ("{a[0]}", "{a[0]}"), ("{A}", "{A}"),
        ("{a!r}", "{a!r}"), ("{a:>9}", "{a:>9}"), ("a {b", '"{b"'), ("}", '"}"'),
    ],
)  # fmt: skip
def test_placeholders_are_names_only(text: str, problem: str) -> None:
    """No attribute, index, conversion or format can be smuggled into a phrase."""
    found = placeholder_problem(text)
    assert (problem in found) if problem else not found
