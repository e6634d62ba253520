"""What a form or a link brought into a report is not read as the person's words."""

from __future__ import annotations

import pytest

from keymedic.engine.observe.normalise import normalise
from keymedic.engine.observe.templates import said


@pytest.mark.parametrize("box", ["- [ ] I use a VPN", "  * [ ] I use a VPN", "+ [] I use a VPN", "- [  ] I use a VPN"])
def test_an_unticked_box_says_nothing(box: str) -> None:
    """A box that nobody ticked is the form's text, so nothing of it reaches the phrases."""
    assert said([box, "It fails."]) == ["", "It fails."]


def test_a_ticked_box_is_kept() -> None:
    """A ticked box is an answer of the person."""
    assert said(["- [x] I use a VPN"]) == ["- [x] I use a VPN"]


def test_hints_in_comments_go_and_lines_stay_as_many() -> None:
    """HTML comments vanish on one line and across lines; later lines keep their numbers."""
    lines = ["a <!-- paste the log --> b", "<!-- which", "VPN", "do you use? --> c", "[//]: # (remove this)", "d"]

    assert said(lines) == ["a  b", "", "", " c", "", "d"]


def test_an_unclosed_comment_swallows_nothing() -> None:
    """What never ends is text, not a comment: a stray opening must not hide the error below it."""
    assert said(["<!-- oops", "403 PERMISSION_DENIED"]) == ["<!-- oops", "403 PERMISSION_DENIED"]


def test_the_path_of_a_tools_reference_is_dropped() -> None:
    """ "Learn more: https://cloud.google.com/vertex-ai/…" in an answer does not say that Vertex AI is used."""
    text = normalise("Bad request. Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/start")

    assert "vertex" not in text
    assert "https://cloud.google.com/" in text


def test_a_link_of_the_person_is_kept() -> None:
    """Without such an introduction a link is the person's own evidence."""
    assert "vertex-ai" in normalise("I followed https://cloud.google.com/vertex-ai/docs/start to the letter")
