from __future__ import annotations

import errno
import io
import json

import pytest

from keymedic.cli.output import Output
from keymedic.cli.render.as_json import compact
from keymedic.cli.render.style import BOLD, styled

FAKE_KEY = "AIzaSyFAKE" + "FAKE0FAKE" * 3 + "FA"


class Terminal(io.TextIOWrapper):
    """A stream over bytes that calls itself a terminal."""

    def __init__(self, encoding: str = "utf-8", terminal: bool = True) -> None:
        self.bytes = io.BytesIO()
        self._terminal = terminal
        super().__init__(self.bytes, encoding=encoding, newline="\n")

    def isatty(self) -> bool:
        """As the test wants it."""
        return self._terminal


class Gone(io.StringIO):
    """A stream whose reader went away, or whose disk is full."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.calls = 0

    def write(self, s: str) -> int:
        """Always fails."""
        self.calls += 1
        raise OSError(self.number, "no")


def written(text: str, stream: Terminal, **environ: str) -> str:
    """What reaches the stream when ``text`` is a result."""
    Output(stream, io.StringIO(), environ).write(text)
    return stream.bytes.getvalue().decode(stream.encoding)


def test_results_are_redacted() -> None:
    """A key in a result does not come out."""
    assert FAKE_KEY not in written(f"key={FAKE_KEY}\n", Terminal())


def test_chatter_is_redacted_and_ends_its_line() -> None:
    """A key in a message does not come out either; a message is one line."""
    errors = io.StringIO()
    Output(io.StringIO(), errors, {}).tell(f"cannot read {FAKE_KEY}.txt")
    assert FAKE_KEY not in errors.getvalue()
    assert errors.getvalue().endswith(".txt\n") or errors.getvalue().endswith("\n")
    assert errors.getvalue().startswith("cannot read ")


def test_redacting_twice_changes_nothing() -> None:
    """What was masked once stays as it is, so that texts may be cleaned before they are laid out."""
    out = Output(io.StringIO(), io.StringIO(), {})
    once = out.clean(f"x-goog-api-key: {FAKE_KEY}, Authorization: Bearer {FAKE_KEY}")
    assert out.clean(once) == once


def test_public_texts_name_nobody() -> None:
    """For other eyes e-mail addresses are masked too."""
    out = Output(io.StringIO(), io.StringIO(), {})
    assert "ann@some-company.de" not in out.clean("mail ann@some-company.de", public=True)


def test_colour_needs_a_willing_terminal() -> None:
    """Colours on a terminal; none for NO_COLOR, a dumb terminal, or a pipe."""
    text = styled(BOLD, "key")
    assert written(text, Terminal()) == "\x1b[1mkey\x1b[0m"
    assert written(text, Terminal(), NO_COLOR="") == "\x1b[1mkey\x1b[0m"
    assert written(text, Terminal(), NO_COLOR="1") == "key"
    assert written(text, Terminal(), TERM="dumb") == "key"
    assert written(text, Terminal(terminal=False)) == "key"


def test_escape_sequences_of_others_are_written_out() -> None:
    """Only keymedic's own colours reach the terminal."""
    assert written("\x1b[2J", Terminal()) == "\\x1b[2J"


def test_poor_encodings_get_stand_ins() -> None:
    """A bar and a dot have simple forms, the rest is escaped."""
    assert written("█░ · 密", Terminal("ascii")) == "#. - \\u5bc6"


def test_a_reader_that_went_away_is_no_error() -> None:
    """After the first failed write nothing more is tried."""
    stream = Gone(errno.EPIPE)
    out = Output(stream, io.StringIO(), {})
    out.write("a")
    out.write("b")
    out.flush()
    assert out.closed
    assert stream.calls == 1


def test_a_full_disk_is_an_error() -> None:
    """Output that is lost is not passed over."""
    with pytest.raises(OSError, match="no"):
        Output(Gone(errno.ENOSPC), io.StringIO(), {}).write("a")


def test_json_strings_are_cleaned_one_by_one() -> None:
    """Masking cannot tear the JSON text, and lone surrogates and controls come out escaped."""
    stream = Terminal()
    out = Output(stream, io.StringIO(), {})
    data = {"a": f'"{FAKE_KEY}"\n', "b": ["\ud800", "\x9b", "密"], "c": None, "d": 1}
    out.write_json(compact(data, out))
    text = stream.bytes.getvalue().decode()
    assert FAKE_KEY not in text
    assert "密" in text
    assert "\x9b" not in text
    assert json.loads(text)["b"] == ["\ud800", "\x9b", "密"]


def test_json_is_ascii_where_the_output_is_not_utf8() -> None:
    """A Windows pipe gets escapes instead of characters that it cannot hold."""
    out = Output(Terminal("cp1252"), io.StringIO(), {})
    assert json.loads(compact({"a": "密é"}, out)) == {"a": "密é"}
    assert compact({"a": "密é"}, out).isascii()


@pytest.mark.parametrize(
    ("wanted", "width"), [("50", 50), ("7", 30), ("999", 100), ("0", 80), ("-5", 80), ("wide", 80), ("", 80)]
)
def test_the_width_is_what_columns_says(wanted: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """``COLUMNS`` within 30 to 100; 80 where it says nothing and there is no terminal."""

    def no_terminal(_descriptor: int) -> None:
        raise OSError

    monkeypatch.setattr("os.get_terminal_size", no_terminal)
    assert Output(io.StringIO(), io.StringIO(), {"COLUMNS": wanted}).width == width


def test_values_of_the_environment_are_hidden() -> None:
    """The value of a credential variable, and one that a probe has seen, comes out nowhere, whatever came out before."""
    out = Output(io.StringIO(), io.StringIO(), {"DB_PASSWORD": "q7Wx9Zk2", "CI_TOKEN": "test"})
    assert out.clean("q7Wx9Zk2 and test and K3yOfTheEnvFile") == "[known-secret, 8 chars] and test and K3yOfTheEnvFile"
    out.learn(["K3yOfTheEnvFile"])
    for public in (False, True):
        assert "K3yOf" not in out.clean("q7Wx9Zk2 and test and K3yOfTheEnvFile", public)
