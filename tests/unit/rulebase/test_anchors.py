"""Anchors: no match without one of them, and few of them."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from keymedic.engine.rulebase.anchors import MOST_ANCHORS, anchors


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?i)Billing", ("billing",)),
        ("billing account|billing|no billing", ("billing", "no billi")),
        (r"\bquota\b.{0,40}exceeded", ("exceeded",)),
        ("colou?r", ("color", "colour")),
        ("gr[ae]y cat", ("gray cat", "grey cat")),
        ("(?P<place>Berlin|Bonn) region", ("berlin r", "bonn reg")),
        ("没有(?:绑定)?结算", ("没有绑定结算", "没有结算")),
        ("(?:abc){2,}", ("abc",)),
        ("ab*cde", ("cde",)),
        (r"a\.b\(c", ("a.b(c",)),
        (r"[^\]x]-?key", ("key",)),
        ("STRASSE|Straße", ("strasse",)),
    ],
)
def test_what_every_match_contains(pattern: str, expected: tuple[str, ...]) -> None:
    """The first letters of the most telling part, case-folded."""
    assert anchors(pattern) == expected


@pytest.mark.parametrize(
    "pattern", ["", ".*", "[a-z]+", r"\d{3}", "a?", "x|.", "(?i)a", "(unclosed", "[a", r"\Qa.b\E", "a{x}"]
)
def test_no_anchors(pattern: str) -> None:
    """Where any text might match, where a letter is all there is, and where the pattern is beyond this reader."""
    assert anchors(pattern) == ()


def test_never_too_many() -> None:
    """A pattern of very many alternatives is simply always run."""
    many = "|".join(f"{chr(97 + at // 26)}{chr(97 + at % 26)}q{at}" for at in range(MOST_ANCHORS + 1))
    assert anchors(many) == ()
    assert len(anchors(f"(?:{many}) and key")) == 1


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
def test_a_match_contains_an_anchor(pattern: str, any_case: bool, text: str) -> None:
    """Whatever RE2 finds, one of the anchors is in it, all case-folded."""
    pattern = f"(?i){pattern}" if any_case else pattern
    found = anchors(pattern)
    match = re2.compile(pattern).search(text)
    if match is not None and found:
        matched = text[match.start() : match.end()].casefold()
        assert any(anchor in matched for anchor in found)
