"""What of a report its writer wrote."""

from __future__ import annotations

import pytest

from keymedic.engine.observe.normalise import views
from keymedic.engine.observe.own_words import own_words


def own(text: str, *foreign: tuple[int, int]) -> list[str]:
    """The passages of a person, without what is blanked out."""
    return ["".join(passage.text.split("\0")).strip() for passage in own_words(views(text), foreign)]


@pytest.mark.parametrize(
    "line",
    [
        '  File "/srv/app.py", line 3, in main', "Traceback (most recent call last):", "    at new Client (index.mjs:12)",
        '{"error": {"code": 400}}', "2026-11-20 09:14:03,120 ERROR job failed", "GEMINI_API_KEY=AIzaSy", "$ python main.py",
        "## Steps to reproduce", "> quoted by somebody", "import os", "from google import genai", "client = genai.Client(api_key=key)",
        "google.genai.errors.ClientError: 400 INVALID_ARGUMENT.", "- [x] I searched the issues", "docker run -it app",
    ],
)  # fmt: skip
def test_code_logs_and_headings_are_nobodys_words(line: str) -> None:
    """They part the passages before and after."""
    assert own(f"I deleted the key\n{line}\nand it fails") == ["I deleted the key", "and it fails"]


@pytest.mark.parametrize(
    "line",
    [
        "I put GEMINI_API_KEY=xxx into my .env", "export GEMINI_API_KEY=... in one terminal, run the script in another",
        "the key (39 characters) is not found", "我的密钥是刚刚创建的（AI Studio）", "from my laptop it works", "let me try again",
    ],
)  # fmt: skip
def test_sentences_with_signs_in_them_are_words(line: str) -> None:
    """A person may name variables and files."""
    assert own(line) == [line]


def test_long_quotations_are_not_the_writers() -> None:
    """Short ones are: a name, a sample value."""
    assert own("it says \"API key not valid. Please pass a valid one\" for the key 'YOUR_API_KEY'") == [
        "it says  for the key 'YOUR_API_KEY'"
    ]


def test_what_is_known_to_be_foreign_is_blanked() -> None:
    """Sentences of servers that stand amid a person's words."""
    text = "today API key not valid again"
    assert own(text, (6, 23)) == ["today  again"]


def test_fences_hide_what_is_between_them() -> None:
    """Also prose in them: it was pasted."""
    assert own("mine\n```\nnot mine\n```\nmine too") == ["mine", "mine too"]


def test_wrapped_lines_go_on_and_others_end() -> None:
    """A text wrapped at a width is one sentence; short lines are lines."""
    wrapped = "I have restricted the key of my project to one single IP\naddress and now it fails"
    assert "\n" not in own(wrapped)[0]
    assert "\n" in own("I deleted the key\nthen nothing worked")[0]


def test_positions_are_those_of_the_flat_view() -> None:
    """So that a fact can name its line."""
    seen = views("first line\n\n   second   line")
    (passage,) = own_words(seen)
    assert seen.flat[passage.start :].startswith("first line")
    assert len(passage.text) == len(seen.flat)


def headings(text: str) -> list[tuple[str, str]]:
    """The passages of a person, each with the words over it."""
    return [(passage.heading, passage.text.strip()) for passage in own_words(views(text))]


def test_a_title_stands_over_all_up_to_the_next_one() -> None:
    """Titles are nobody's words, and tell how those under them are meant."""
    assert headings("it fails\n## Possible causes\nthe key\n\nthe region\n## Log\nnothing") == [
        ("", "it fails"), ("Possible causes", "the key\nthe region"), ("Log", "nothing"),
    ]  # fmt: skip


def test_what_leads_in_a_list_stands_over_its_items() -> None:
    """And over no more than that; a comment in a fenced block is no title."""
    assert headings("What I tried:\n- a new key\n\n- another model\nIt still fails") == [
        ("", "What I tried:"), ("What I tried", "- a new key\n- another model"), ("", "It still fails"),
    ]  # fmt: skip
    assert headings("it fails\n```\n# Possible causes\n```\nthe key is new") == [
        ("", "it fails"),
        ("", "the key is new"),
    ]
