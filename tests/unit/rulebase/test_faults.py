"""How a fault looks to the person who has to mend it."""

from __future__ import annotations

import pytest

from keymedic.engine.rulebase.faults import FAULT_KINDS, Fault, did_you_mean, quote, visible


def test_render_shows_place_message_code_line_caret_and_suggestion() -> None:
    """A rendered fault has all its parts, and underlines the whole spot."""
    fault = Fault("KM101", "kb/rules/a.yaml", 3, 5, 'unknown key "titel"', 'did you mean "title"?', "    titel: x", 5)
    assert fault.render() == (
        'kb/rules/a.yaml:3:5: unknown key "titel" [KM101]\n      titel: x\n      ^~~~~\n  did you mean "title"?'
    )


def test_any_other_hint_is_introduced() -> None:
    """A hint that is no suggestion of a word is marked as a hint."""
    assert Fault("KM003", "a", 1, 1, "too large", "split the file").render() == (
        "a:1:1: too large [KM003]\n  hint: split the file"
    )


@pytest.mark.parametrize("part", ["file", "message", "hint", "source_line"])
def test_control_sequences_never_reach_the_terminal(part: str) -> None:
    """Escapes, bidirectional overrides and lone surrogates are written out wherever they stand."""
    texts = {"file": "f", "message": "m", "hint": "h", "source_line": "s"} | {part: "x\x1b[31m\u202e\ud800\x9b"}
    shown = Fault("KM210", texts["file"], 1, 1, texts["message"], texts["hint"], texts["source_line"]).render()
    assert "x\\x1b[31m\\u202e\\ud800\\x9b" in shown
    assert shown.replace("\n", "").isprintable()


def test_caret_stays_right_after_wide_and_combining_characters() -> None:
    """Chinese characters take two cells, combining marks none."""
    lines = Fault("KM104", "a", 1, 5, "m", "", "中文e\u0301x: y").render().splitlines()
    assert lines[2] == "  " + " " * 5 + "^"


def test_caret_stays_right_after_what_was_written_out() -> None:
    """The caret accounts for the length of an escape that stands before it."""
    lines = Fault("KM104", "a", 1, 2, "m", "", "\x1bx").render().splitlines()
    assert lines[1:] == ["  \\x1bx", "      ^"]


def test_a_long_line_is_cut_around_the_caret() -> None:
    """Of a line of a megabyte only the surroundings of the spot are shown, with the cuts marked."""
    line = "a" * 500_000 + "HERE" + "b" * 500_000
    shown, caret = Fault("KM104", "a", 1, 500_001, "m", "", line, 4).render().splitlines()[1:]
    assert len(shown) < 130
    assert shown.startswith("  …a") and shown.endswith("b…")
    assert shown[caret.index("^") :].startswith("HERE")
    assert caret.endswith("^~~~")


def test_a_column_past_the_end_is_harmless() -> None:
    """Where the parser reports the end of the line, the caret stands behind the last character."""
    assert Fault("KM201", "a", 1, 99, "m", "", "abc").render().splitlines()[2] == "     ^"


def test_did_you_mean_ignores_case_and_wants_likeness() -> None:
    """The nearest candidate is named as it is spelt; a distant word or a giant one gets no suggestion."""
    assert did_you_mean("Titel", ["title", "when"]) == 'did you mean "title"?'
    assert did_you_mean("zzz", ["title"]) == ""
    assert did_you_mean("title" * 1000, ["title"]) == ""


def test_quote_and_visible_keep_readable_text() -> None:
    """Ordinary text in any script stays as it is; long text is cut."""
    assert visible("Straße 中文") == "Straße 中文"
    assert quote("x" * 100) == '"' + "x" * 57 + '…"'


def test_codes_are_well_formed_and_distinct_in_meaning() -> None:
    """Every code is KM and three digits, and no two say the same."""
    assert all(len(code) == 5 and code.startswith("KM") and code[2:].isdigit() for code in FAULT_KINDS)
    assert len(set(FAULT_KINDS.values())) == len(FAULT_KINDS)
