from __future__ import annotations

import pytest

from keymedic.engine.probes.dotenv_reader import read_dotenv

NAME = "GEMINI_API_KEY"
WATCHED = frozenset((NAME, "GOOGLE_API_KEY"))
KEY = "AIzaSyFAKE" + "FAKE0FAKE" * 3 + "FA"

READ_WELL = (
    f"{NAME}={KEY}", f'{NAME}="{KEY}"', f"{NAME}='{KEY}'", f"export {NAME}={KEY}", f"{NAME}={KEY} # note",
    f'{NAME}="{KEY}" # note', f"# {NAME}=old\n{NAME}={KEY}", f"OTHER={{}};\n{NAME}={KEY}\n", f"  {NAME}={KEY}  ",
)  # fmt: skip
TRAPS = (
    (f"{NAME}={KEY};", "semicolon", f"{KEY};"),
    (f"{NAME}={KEY},", "comma", f"{KEY},"),
    (f"{NAME}=“{KEY}”", "smart-quote", f"“{KEY}”"),
    (f'{NAME}="{KEY}', "unbalanced-quote", None),
    (f"{NAME}='{KEY}", "unbalanced-quote", None),
    (f'{NAME}={KEY}"', "quote", f'{KEY}"'),
    (f"{NAME}: {KEY}", "colon", None),
    (f"{NAME} : {KEY}", "colon", None),
    (f"set {NAME}={KEY}", "set", None),
    (f'$env:{NAME}="{KEY}"', "set", None),
    (f"{NAME} {KEY}", "no-equals", None),
    (f"{NAME}=", "empty", ""),
    (f'{NAME}=""', "empty", ""),
    (f"{NAME}= # fill in", "empty", ""),
    (f"{NAME} = {KEY}", "blank-around-equals", KEY),
    (f"{NAME}={KEY}\r\n", "carriage-return", KEY),
    (f"{NAME}=old\n{NAME}={KEY}", "duplicate", KEY),
)


@pytest.mark.parametrize("text", READ_WELL)
def test_lines_that_every_loader_reads_have_no_trap(text: str) -> None:
    """Quotes, export, comments and blanks at the ends are no faults; the value is the key."""
    content = read_dotenv(text.encode(), WATCHED)
    assert [entry.value for entry in content.entries] == [KEY]
    assert content.traps == ()


@pytest.mark.parametrize(("text", "code", "value"), TRAPS)
def test_each_trap_is_named_and_the_value_is_what_loaders_read(text: str, code: str, value: str | None) -> None:
    """One trap a line, its name and place right, and the value as python-dotenv reads it (none where it skips the line)."""
    content = read_dotenv(text.encode(), WATCHED)
    assert [(trap.code, trap.name) for trap in content.traps] == [(code, NAME)]
    assert content.traps[0].line == text.rstrip("\n").count("\n") + 1
    assert [entry.value for entry in content.entries] == ([] if value is None else [value])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_and_gives_no_value(encoding: str) -> None:
    """PowerShell's redirection writes UTF-16, with or without a mark; no loader gets a value from it."""
    content = read_dotenv(f"{NAME}={KEY}".encode(encoding), WATCHED)
    assert [(trap.code, trap.line, trap.name) for trap in content.traps] == [("utf-16", 0, NAME)]
    assert content.entries == ()


def test_a_byte_order_mark_harms_the_first_line_only() -> None:
    """The mark is told of when a watched variable stands in the first line, and not when a comment does."""
    mark = b"\xef\xbb\xbf"
    assert [trap.code for trap in read_dotenv(mark + f"{NAME}={KEY}".encode(), WATCHED).traps] == ["byte-order-mark"]
    assert read_dotenv(mark + f"# keys\n{NAME}={KEY}".encode(), WATCHED).traps == ()


def test_text_of_another_code_page_is_named() -> None:
    """A comment in Latin-1 makes python-dotenv fail on the whole file."""
    assert [trap.code for trap in read_dotenv(f"# Schlüssel\n{NAME}={KEY}".encode("latin-1"), WATCHED).traps] == [
        "not-utf-8"
    ]


def test_other_variables_do_not_matter() -> None:
    """Traps in lines of other variables are none of keymedic's business."""
    assert read_dotenv(b'OTHER="x\nset THING=1\nMORE: 2\n', WATCHED) == read_dotenv(b"", WATCHED)


def test_a_value_does_not_show_in_a_repr() -> None:
    """What lands in a traceback or a log has no key in it."""
    assert KEY not in repr(read_dotenv(f"{NAME}={KEY}".encode(), WATCHED))


@pytest.mark.parametrize("data", [b"", b"\0", b"\xff\xfe", b"\xff\xfea", b"=" * 5000, b"GEMINI_API_KEY" * 3000])
def test_any_bytes_can_be_read(data: bytes) -> None:
    """Nothing that lies in a file raises."""
    _ = read_dotenv(data, WATCHED)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"{NAME}=${{OTHER}}", KEY), (f"A={KEY}\n{NAME}=${{A}}", KEY), (f"{NAME}=${{NONE:-{KEY}}}", KEY),
        (f"{NAME}=${{NONE}}", "${NONE}"), (f'{NAME}="{KEY[:9]}\\n"', f"{KEY[:9]}\n"), (f'A="\n{NAME}=x\n"', None),
    ],
)  # fmt: skip
def test_the_value_is_the_one_of_python_dotenv(text: str, value: str | None) -> None:
    """References are filled in where they can be, escapes and quoted line breaks are taken as the library takes them."""
    content = read_dotenv(text.encode(), WATCHED, {"OTHER": KEY})
    assert [entry.value for entry in content.entries] == ([] if value is None else [value])


def test_a_value_over_two_lines_is_named() -> None:
    """A key that was wrapped inside its quotation marks is read with the line break in it."""
    content = read_dotenv(f'\n{NAME}="{KEY[:20]}\n{KEY[20:]}"\n'.encode(), WATCHED)
    assert [(trap.code, trap.line) for trap in content.traps] == [("line-break", 2)]
    assert [entry.value for entry in content.entries] == [f"{KEY[:20]}\n{KEY[20:]}"]


@pytest.mark.parametrize("line", ['A="x\n', "A='\\'\n", f'{NAME}="\\"\n', "=\n", f"{NAME}=${{A:-${{\n"])
def test_a_long_file_is_read_without_the_library(line: str) -> None:
    """Beyond what it can read quickly keymedic's own reading stands."""
    data = (line * (70_000 // len(line)) + f"\n{NAME}={KEY}").encode()
    assert [entry.value for entry in read_dotenv(data, WATCHED).entries][-1] == KEY
