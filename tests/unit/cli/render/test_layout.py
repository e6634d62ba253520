from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from keymedic.cli.render.layout import bar, display_width, shorten, wrap
from keymedic.cli.render.style import BOLD, styled


def test_wide_characters_take_two_columns() -> None:
    """Chinese characters and emoji count two columns, accents none."""
    assert display_width("密钥") == 4
    assert display_width("e\u0301") == 1
    assert display_width("key") == 3


def test_style_markers_take_no_column() -> None:
    """A styled text is as wide as the plain one."""
    assert display_width(styled(BOLD, "key")) == 3


def test_wraps_with_a_hanging_indent() -> None:
    """The first line has its lead, the others stand under its text."""
    assert wrap("one two three four", 12, "  1. ") == ["  1. one two", "     three", "     four"]


def test_long_words_stay_whole() -> None:
    """A web address is not torn, so that it can be copied."""
    address = "https://ai.google.dev/gemini-api/docs/api-key"
    assert wrap(f"See {address} there", 20) == ["See", address, "there"]


def test_closing_punctuation_stays_with_its_word() -> None:
    """A Chinese full stop does not begin a line."""
    assert all(not line.startswith("。") for line in wrap("密钥已失效。" * 8, 10))


def test_paragraphs_stay_apart() -> None:
    """A line feed in the text ends the line."""
    assert wrap("one\ntwo", 40, "- ") == ["- one", "  two"]


def test_empty_text_is_one_line() -> None:
    """Nothing to wrap still gives its lead."""
    assert wrap("", 40, "- ") == ["-"]


@given(st.text(alphabet=st.sampled_from("ab 密钥。é\n")), st.integers(10, 40))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """Apart from blanks, the wrapped lines hold the text as it was."""
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


def test_shortens_to_columns() -> None:
    """A cut text fits and ends with an ellipsis; one that fits stays; line feeds become blanks."""
    assert shorten("密钥密钥密钥", 7) == "密钥密…"
    assert shorten("a\n b", 7) == "a b"


def test_bars() -> None:
    """A bar is in proportion, and never empty for a share above zero."""
    assert bar(0.5) == "█████░░░░░"
    assert bar(0.001) == "█░░░░░░░░░"
    assert bar(0.0) == "░░░░░░░░░░"
    assert bar(1.0, 5) == "█████"


def test_a_styled_text_wraps_like_the_plain_one() -> None:
    """Style markers part no words."""
    assert wrap(styled(BOLD, "one two three"), 8) == [
        styled(BOLD, "one two three")[:8],
        f"three{styled(BOLD, 'x')[-1]}",
    ]
