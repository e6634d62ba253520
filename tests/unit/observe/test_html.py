"""HTML pages in a text: what a reader of the page sees."""

from __future__ import annotations

import pytest

from keymedic.engine.observe.html import open_pages


def test_styles_scripts_and_comments_are_not_seen() -> None:
    """Neither in the text nor in what the page says; line breaks stay."""
    text, (page,) = open_pages(
        "<html><style>a{}\n</style><body>hi <!-- no\n --> there<script>x()</script></html> after"
    )
    assert text.split() == ["hi", "there", "after"] and text.count("\n") == 2
    assert page.text == "hi there"


@pytest.mark.parametrize("begun", ["<style>", "<script>", "<!-- ", "<svg>", "<noscript>"])
def test_what_is_begun_and_never_ended_hides_nothing(begun: str) -> None:
    """A page that was cut off keeps the words behind the cut."""
    text, (page,) = open_pages(f"<html><head>{begun}body\n<title>403</title><p>not supported")
    assert "not supported" in text and "not supported" in page.text
    assert page.title == "403"


@pytest.mark.parametrize("begun", ["<style>", "<!--"])
def test_many_beginnings_without_an_end_are_read_once(begun: str) -> None:
    """A hostile page costs no more than its length."""
    text, _ = open_pages("<html>" + begun * 20_000 + "the end")
    assert text.endswith("the end")
