"""A paste is made readable without losing what it says, and offsets lead back to its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.observe.normalise import normalise, views

SENTENCE = "API key not valid. Please pass a valid API key."


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("a\r\nb\rc\n\n  d\t e", "a b c d e"),
        ("\x1b[1;31merror\x1b[0m: \x1b]8;;https://x.example\x07no\x1b]8;;\x07", "error: no"),
        ("\\u001b[31mred\\u001b[39m", "red"),
        ("a\x00b\x08c", "abc"),
        ("\u202eab\u202c \u200bcd\ufeff", "ab cd"),
        ("“API key” isn’t", '"API key" isn\'t'),
        ('say \\"no\\" and\\nmore \\u003cempty\\u003e it\\u0027s', 'say "no" and more <empty> it\'s'),
        ('{"a": "\\ud83d\\ude00 key", "b": "\\ud83d"}', '{"a": "😀 key", "b": "\ufffd"}'),
        ('\\\\\\"deep\\\\\\"\\\\ntext', '"deep" text'),
        ("in C:\\new\\table.txt now", "in C:\\new\\table.txt now"),
        ("Requests from referer <empty> are blocked.", "Requests from referer <empty> are blocked."),
        ("<p>It&#39;s &lt;empty&gt;</p>", "It's <empty>"),
        ("&quot;x&quot; a&b=c;", '"x" a&b=c;'),
        ("> quoted\n> text", "quoted text"),
        ("│ boxed │\n│ text  │", "boxed text"),
        ("web-1  | one\nweb-1  | two", "one two"),
        ("2026-11-23 10:15:07,123 one\n2026-11-23 10:15:08,123 two", "one two"),
        ("[10:15:07] one\n[10:15:08] two", "one two"),
        ("Nov 23 10:15:07 host app[12]: one\nNov 23 10:15:08 host app[12]: two", "one two"),
        ("web-1 | 2026-11-23T10:15:07Z one\nweb-1 | 2026-11-23T10:15:08Z two", "one two"),
        ("a | b", "a | b"),
        ("10:15:07 only once", "10:15:07 only once"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_the_matching_view(text: str, flat: str) -> None:
    """Escapes, marks, tags, quotes and repeated prefixes go; words, paths and meaningful signs stay."""
    assert normalise(text) == flat


def test_lines_cut_inside_words_are_joined() -> None:
    """Lines that all end at the same column were cut by a terminal."""
    text = f"{SENTENCE} " * 6
    cut = "\n".join(text[at : at + 80] for at in range(0, len(text), 80))
    assert normalise(cut) == text.strip()


def test_entries_of_a_log_are_not_glued_together() -> None:
    """Lines of one length that all begin with a time or a level were not cut by a terminal."""
    entries = [
        f"worker-{n} handled request number 10{n} of the queue in 40{n} milliseconds and rested" for n in range(5)
    ]
    assert normalise("\n".join([*entries, "ValueError: no key"])).endswith("and rested ValueError: no key")


def test_wrapped_words_are_not_glued_together() -> None:
    """Lines with a ragged edge were wrapped between words."""
    text = "the quick brown fox jumps over the lazy dog again and\nagain until it is tired of jumping and lies down to\nsleep"
    assert normalise(text) == text.replace("\n", " ")


def test_the_clean_view_keeps_lines_and_escapes() -> None:
    """What has structure keeps its lines and its quoting."""
    seen = views('one\n\n\n\n“two” \\"x\\"\n')
    assert seen.clean == 'one\n\n“two” \\"x\\"\n'


def test_offsets_lead_back_to_the_lines_of_the_paste() -> None:
    """Both views know the original line, also behind blank lines, boxes, pages and joined lines."""
    seen = views("first\r\n\r\n\r\n\r\n│ second │\n<html>\n<style>\na{}\n</style>\nthird</html>\nfourth")
    for word, line in (("first", 1), ("second", 5), ("third", 10), ("fourth", 11)):
        assert seen.line_of_clean(seen.clean.index(word)) == line
        assert seen.line_of_flat(seen.flat.index(word)) == line
        assert seen.line_of_flat(seen.flat_offset(seen.clean.index(word))) == line


def test_pages_give_their_title_and_words() -> None:
    """An HTML page is kept with its title and text, without style sheets and comments."""
    (page,) = views(
        "x\n<html><head><title>Not\nhere</title></head><body><!-- no --><h1>Gone&nbsp;away</h1></body></html>"
    ).pages
    assert (page.first_line, page.last_line, page.title, page.text) == (2, 3, "Not here", "Gone away")


@given(st.text(alphabet=st.sampled_from(list("ab <>&;\\\"'\n\r\t\x1b[0m│>|{}:\u200b“é")), max_size=300))
def test_any_text_has_views(text: str) -> None:
    """Whatever is pasted: the flat view has single blanks only, and normalising is deterministic."""
    seen = views(text)
    assert "\n" not in seen.flat
    assert "  " not in seen.flat
    assert seen == views(text)
    assert len(seen.numbers) == len(seen.clean_starts) == len(seen.flat_starts)
