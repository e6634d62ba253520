from __future__ import annotations

import io

from keymedic.cli.prompt import Plain, read_paste


def test_a_paste_ends_with_an_empty_line_after_text() -> None:
    """Empty lines before the text do not end it; the rest waits for the next paste."""
    source = Plain(io.BytesIO(b"\n \none\ntwo\n\nthree\n"))
    assert read_paste(source) == b"one\ntwo\n"
    assert read_paste(source) == b"three\n"
    assert read_paste(source) == b""
