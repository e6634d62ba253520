"""Observation takes any text, gives the same for the same, and is not misled by what surrounds an error."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from keymedic.engine.observe.errors_in_text import find_records
from keymedic.engine.observe.normalise import views

PIECES = [
    "Error: ", "400", "401 UNAUTHENTICATED. ", '{"error": ', "{'error': ", "map[", '"message": "', "\\n", '\\"', "\\", "}", "]",
    "Traceback (most recent call last):\n", "  at x (y.js:1:2)\n", "\x1b[31m", "\x1b]8;;", "<html><title>", "</html>", "│ ", "> ",
    "2026-11-23T10:15:07Z ", "status code ", "received 1008 ", "[cause]: ", "Caused by: ", "\u202e", "\u200b", "\ud800", "错误", "\\ud83d",
    "API key not valid.", 'reason: "API_KEY_INVALID"', "\n", "\r", "\x00", " ", "x" * 90, "&#39;", "“",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join))
@settings(max_examples=300)
def test_any_text_can_be_observed(text: str) -> None:
    """Nothing that is pasted makes it fail; the same text gives the same records; places are inside the text."""
    records = find_records(views(text), {"API_KEY_INVALID"})
    assert records == find_records(views(text), {"API_KEY_INVALID"})
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029") + 1
    assert all(1 <= record.line <= lines for record in records)


@given(
    st.text(alphabet=st.characters(categories=["L", "Zs"]), max_size=60),
    st.text(alphabet=st.characters(categories=["L", "Zs"]), max_size=60),
)
@settings(max_examples=100)
def test_words_around_an_answer_do_not_change_it(before: str, after: str) -> None:
    """Prose before and after a server's answer leaves the root error as it is."""
    answer = '{"error": {"code": 403, "message": "The caller does not have permission", "status": "PERMISSION_DENIED"}}'
    root = find_records(views(f"{before}\n{answer}\n{after}"))[0]
    assert (root.http_status, root.status, root.message) == (
        403,
        "PERMISSION_DENIED",
        "The caller does not have permission",
    )
