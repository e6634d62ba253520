"""What a pattern requires: no match without it."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from keymedic.engine.rulebase.required import MOST_TEXTS, alternatives, required


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?i)Billing", [[["billing"]]]),
        ("billing|cost", [[["billing", "cost"]]]),
        (r"\bquota\b.{0,40}exceeded", [[["exceeded"], ["quota"]]]),
        (
            r"a key .{0,9}(?:fails|is (?:bad|worn) .* too)",
            [[[" too"], ["a key "], ["is bad ", "is worn "]], [["a key "], ["fails"]]],
        ),
        ("colou?r", [[["color", "colour"]]]),
        ("gr[ae]y cat", [[["gray cat", "grey cat"]]]),
        ("(?P<place>Berlin|Bonn) region", [[["berlin r", "bonn reg"], ["n region"]]]),
        ("requests from here", [[[" from he"], ["requests"], ["rom here"]]]),
        ("没有(?:绑定)?结算", [[["没有绑定结算", "没有结算"]]]),
        ("(?:abc){2,}", [[["abc"]]]),
        ("ab*cde", [[["cde"]]]),
        (r"a\.b\(c", [[["a.b(c"]]]),
        (r"[^\]x]-?key", [[["key"]]]),
        ("STRASSE|Straße", [[["strasse"]]]),
    ],
)
def test_what_every_match_contains(pattern: str, expected: list[list[list[str]]]) -> None:
    """The ways to match, each with the texts it needs, case-folded, of eight letters at most."""
    found = [[list(texts) for texts in way] for way in required(pattern)]
    assert found == expected


@pytest.mark.parametrize(
    "pattern", ["", ".*", "[a-z]+", r"\d{3}", "a?", "x|.", "(?i)a", "(unclosed", "[a", r"\Qa.b\E", "a{x}", r"\n\t"]
)
def test_nothing_required(pattern: str) -> None:
    """Where any text might match, where a letter is all there is, and where the pattern is beyond this reader."""
    assert required(pattern) == ()


def test_never_too_many() -> None:
    """A pattern of very many alternatives is simply always run."""
    many = "|".join(f"{chr(97 + at // 26)}{chr(97 + at % 26)}q{at}" for at in range(MOST_TEXTS + 1))
    assert required(many) == ()
    assert len(required(f"(?:{many}) and key")) == 1


LETTERS = st.sampled_from(["a", "B", "ß", "É", "中", " ", "-", r"\.", "[xy]", "[^x]", "[a-c]", ".", r"\w", r"\b", "^"])


def _groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        parts.map("".join),
        parts.map(lambda some: f"(?:{'|'.join(some)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "+?"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    )


@settings(max_examples=400)
@given(
    st.recursive(st.lists(LETTERS, min_size=1, max_size=3).map("".join), _groups, max_leaves=6),
    st.booleans(),
    st.lists(st.sampled_from(list("aAbBßsSéÉ中 -.xyc")), max_size=14).map("".join),
)
def test_a_match_contains_what_is_required(pattern: str, any_case: bool, text: str) -> None:
    """Whatever RE2 finds contains one text of each need of some way, all case-folded."""
    pattern = f"(?i){pattern}" if any_case else pattern
    ways = required(pattern)
    match = re2.compile(pattern).search(text)
    if match is not None and ways:
        matched = text[match.start() : match.end()].casefold()
        assert any(all(any(text in matched for text in texts) for texts in way) for way in ways)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?i)no key|[a-z]{3} billing", ["no key", "[a-z]{3} billing"]),
        ("one", ["one"]),
        (r"(?:a|b)c\|d|[|]|(?P<e>f|g)", [r"(?:a|b)c\|d", "[|]", "(?P<e>f|g)"]),
        ("a(?i)b|c", ["a(?i)b|c"]),
        ("ab|(unclosed", ["ab|(unclosed"]),
    ],
)
def test_the_alternatives_of_a_whole_pattern(pattern: str, expected: list[str]) -> None:
    """Cut at the bars that part the whole; not where flags in the middle hold for what follows, nor beyond this reader."""
    start, parts = alternatives(pattern)
    assert pattern[:start] == ("(?i)" if pattern.startswith("(?i)") else "")
    found: list[str] = []
    for end, ways in parts:
        found.append(pattern[start:end])
        assert ways == required(pattern[: alternatives(pattern)[0]] + found[-1])
        start = end + 1
    assert found == expected


@settings(max_examples=600)
@given(
    st.lists(
        st.recursive(st.lists(LETTERS, min_size=1, max_size=3).map("".join), _groups, max_leaves=4),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
    st.lists(st.sampled_from(list("aAbBßsSéÉ中 -.xyc")), max_size=14).map("".join),
)
def test_without_the_alternatives_that_lack_something_matches_are_the_same(
    some: list[str], any_case: bool, text: str
) -> None:
    """Also which of them match first, and what their groups hold."""
    pattern = ("(?i)" if any_case else "") + "|".join(f"(?P<g{at}>{one})x?" for at, one in enumerate(some))
    first, parts = alternatives(pattern)
    kept, start = list[str](), first
    for end, ways in parts:
        if not ways or any(all(any(one in text.casefold() for one in texts) for texts in way) for way in ways):
            kept.append(pattern[start:end])
        start = end + 1
    whole = [_told(match) for match in re2.compile(pattern).finditer(text)]
    fewer = re2.compile(pattern[:first] + "|".join(kept)).finditer(text) if kept else ()
    assert [_told(match) for match in fewer] == whole


def _told(match: re2.Match) -> tuple[int, int, dict[str, str]]:
    """Where a match stands, and its groups that took part."""
    return match.start(), match.end(), {name: text for name, text in match.groupdict().items() if text is not None}
