from __future__ import annotations

import pytest

from keymedic.cli.render.style import BOLD, harmless, paint, plain, styled


def test_markers_become_colours_on_a_terminal_only() -> None:
    """The same text is coloured or plain."""
    text = styled(BOLD, "key")
    assert paint(text, colour=True) == "\x1b[1mkey\x1b[0m"
    assert paint(text, colour=False) == plain(text) == "key"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"), ("\x9b31m", "\\x9b31m"), ("a\x07b", "a\\x07b"), ("\u202eabc", "\\u202eabc"),
        ("a\rb", "a\\x0db"), ("a\r\nb\tc\n", "a\nb\tc\n"), ("\udcff", "\\udcff"), ("密钥 é", "密钥 é"),
    ],
)  # fmt: skip
def test_control_characters_are_written_out(text: str, shown: str) -> None:
    """Nothing that steers a terminal survives; ordinary text, line feeds and tabs do."""
    assert harmless(text) == shown


def test_styling_nothing_gives_nothing() -> None:
    """An empty text gets no markers."""
    assert styled(BOLD, "") == ""
