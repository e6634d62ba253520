"""The small parts of the conversation: masking, echo, panel, screens, languages, completion."""

from __future__ import annotations

import re

import pytest

from keymedic.cli.render.style import plain
from keymedic.cli.repl.blocks import Gap, Para, Row, Share, Verbatim
from keymedic.cli.repl.completion import fuzzy
from keymedic.cli.repl.echo import echo
from keymedic.cli.repl.languages import language
from keymedic.cli.repl.masking import Masking
from keymedic.cli.repl.panel import panel
from keymedic.cli.repl.screens import Screen
from keymedic.cli.repl.suggestions import Suggestion, suggestions
from keymedic.cli.repl.talk import Talk
from keymedic.cli.repl.turns import take

from .conftest import INVALID, text_of

SHARES = [Share("The key is gone", 0.7), Share("A very long title of a cause " * 4, 0.2)]


def hide(text: str) -> str:
    """Hides what the tests call a secret."""
    return text.replace("SECRET", "[key]")


def test_a_hidden_paste_is_given_back_when_it_is_sent() -> None:
    """Also with something typed around it, and once only."""
    masking = Masking(hide)
    shown = masking.hide("x=SECRET\n")
    assert shown == "x=[key]\n"
    assert masking.reveal(f"look: {shown}end") == "look: x=SECRET\nend"
    assert masking.reveal(shown) == shown


def test_a_paste_that_was_edited_stays_hidden() -> None:
    """No guess is made about what belongs where."""
    masking = Masking(hide)
    assert masking.reveal(masking.hide("x=SECRET")[:-1]) == "x=[key"


def test_a_long_paste_is_echoed_by_its_ends(talk: Talk) -> None:
    """The first line, how many are left out, the last one."""
    said = text_of(echo("\n".join(f"line {number}" for number in range(200)), talk)).split("\n")
    assert said[1:] == ["› line 0", "  … 198 more lines …", "  line 199"]


def test_a_number_is_echoed_with_the_words_of_its_choice(talk: Talk) -> None:
    """So that the conversation can be read later."""
    _ = take(talk, INVALID)
    assert "› 3  AIza, and fewer than 39 characters" in text_of(echo("3", talk))
    assert text_of(echo("17", talk)).endswith("› 17")


@pytest.mark.parametrize(("columns", "rows", "lines"), [(80, 40, 2), (80, 12, 1), (40, 40, 1)])
def test_the_panel_takes_one_line_where_there_is_little_room(columns: int, rows: int, lines: int) -> None:
    """And no line is wider than the screen."""
    shown = "".join(fragment[1] for fragment in panel(SHARES, columns, rows)).split("\n")
    assert len(shown) == lines
    assert all(len(line) < columns for line in shown)
    assert panel([], columns, rows) == []


def test_a_screen_wraps_all_but_what_is_to_be_copied() -> None:
    """Commands stay whole; never two empty lines in a row."""
    lines = Screen(30, str).lines([Gap(), Para("word " * 10, "- "), Gap(), Gap(), Verbatim("x" * 50, 1)])
    assert [plain(line) for line in lines][-2:] == ["", f"  [1] {'x' * 50}"]
    assert all(len(plain(line)) <= 30 for line in lines[:-1])


def test_a_screen_lets_no_control_character_through() -> None:
    """Nothing that was pasted can steer the terminal, and no secret is shown."""
    text = Screen(80, hide).text([Para("a\x1b[2Jb SECRET\x07"), Verbatim("c\x1b]52;c;x\x07")])
    assert "\x1b" not in text and "\x07" not in text and "SECRET" not in text


def test_shares_are_read_out_on_a_plain_screen() -> None:
    """Bars say nothing to who listens."""
    assert Screen(80, str, plain=True).lines(SHARES[:1]) == ["  70 %: The key is gone"]
    assert re.match(r"  █+░+\s+70 %  The key is gone$", Screen(80, str).lines(SHARES[:1])[0])


def test_a_row_breaks_on_a_narrow_screen() -> None:
    """The name keeps a line of its own."""
    row = Row("/probe [online|details]", "look at this machine")
    assert Screen(40, str).lines([row]) == ["  /probe [online|details]", "      look at this machine"]
    assert len(Screen(80, str).lines([row])) == 1


@pytest.mark.parametrize(
    ("wanted", "environ", "found"),
    [
        ("zh", {}, "zh"), (None, {"KEYMEDIC_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"), (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"), ("en", {"LANG": "zh_CN"}, "en"), (None, {}, "en"),
        (None, {"LANG": "fr_FR"}, "en"), ("zh-TW", {}, "zh"),
    ],
)  # fmt: skip
def test_the_language(wanted: str | None, environ: dict[str, str], found: str) -> None:
    """Asked for, set, or of the locale; English where there is no translation."""
    assert language(wanted, environ, {"zh": {}}) == found


def test_fuzzy_wants_the_letters_in_their_order() -> None:
    """The closest together come first."""
    items = [Suggestion(name) for name in ("why", "whynot", "what-if", "how")]
    assert [item.text for item in fuzzy("wo", items)] == ["whynot"]
    assert [item.text for item in fuzzy("wh", items)] == ["why", "whynot", "what-if"]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("/", "/whynot"), ("/set ", "key.kind="), ("/set key.kind=", "standard"), ("/set location.country=", "Austria"),
        ("/whatif key.present=yes key.kind=", "auth"), ("/explain ", "key-leaked"), ("/explain ", "error.http_status"),
        ("/probe ", "online"), ("/set key.present=", "yes"), ("/help ", "undo"),
    ],
)  # fmt: skip
def test_suggestions(talk: Talk, before: str, expected: str) -> None:
    """What fits the place, with a few words beside it."""
    assert expected in [item.text for item in suggestions(talk, before)]


def test_the_values_of_a_question_are_suggested(talk: Talk) -> None:
    """While it is asked; nothing is suggested within a text."""
    assert list(suggestions(talk, "it ")) == []
    _ = take(talk, INVALID)
    assert "standard-cut" in [item.text for item in suggestions(talk, "")]
