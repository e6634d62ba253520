"""The prompt itself, with keys from a pipe."""

from __future__ import annotations

import io
import re
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from keymedic.cli.output import Output
from keymedic.cli.repl.app import App
from keymedic.cli.repl.desk import Desk
from keymedic.cli.repl.screens import Screen
from keymedic.cli.repl.talk import Talk
from keymedic.cli.repl.turns import take
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.session import Session
from keymedic.engine.session.log import Told

from .conftest import INVALID, MadeUpWorld

_KEYS = re.compile("\x1b\\[200~.*?\x1b\\[201~|\x1b\\[[AB]|\x1b[\r\n]|[^\x00-\x1f]+|.", re.DOTALL)
LEAVE = "\x04"
DOWN, UP = "\x1b[B", "\x1b[A"
KEY = "AIza" + "SyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0"
Converse = Callable[..., tuple[Talk, str]]


@pytest.fixture
def converse(doctor: Diagnostician, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Converse:
    """``converse(keys)``: the conversation after these keys, and what it wrote."""
    monkeypatch.setenv("KEYMEDIC_STATE_DIR", str(tmp_path / "state"))

    def run(keys: str) -> tuple[Talk, str]:
        written = io.StringIO()
        out = Output(written, io.StringIO(), {})

        def screen() -> Screen:
            return Screen(80, out.clean)

        desk = Desk(Namespace(base_url=None, project="."), out, screen, lambda: doctor, live=True)
        talk = Talk(Session(doctor), desk, panel=True)
        desk.phrases = talk.phrases
        with create_pipe_input() as source:
            app = App(talk, desk, out, screen, source, DummyOutput())
            _press_one_by_one(app, source, keys)
            app.run()
        return talk, written.getvalue()

    return run


def _press_one_by_one(app: App, source: PipeInput, keys: str) -> None:
    """A key at a time, as a person does: the next one when the screen shows what the last one did."""
    waiting = _KEYS.findall(keys)
    pressed: list[str] = []
    terminal = app.prompt.app

    def press(_app: object) -> None:
        if waiting and not pressed:
            pressed.append(waiting.pop(0))
            source.send_text(pressed[0])

    def done(_processor: object) -> None:
        pressed.clear()

    terminal.key_processor.after_key_press += done
    terminal.after_render += press


def pasted(text: str) -> str:
    """A text as a terminal sends a paste."""
    return f"\x1b[200~{text}\x1b[201~"


def test_a_paste_is_sent_by_one_enter(converse: Converse) -> None:
    """However many lines it has."""
    talk, _ = converse(f"{pasted('it says' + chr(13) * 2 + INVALID)}\r{LEAVE}")
    assert [told.text for told in talk.session.state.texts] == [f"it says\n\n{INVALID}"]


def test_arrows_choose_in_the_menu(converse: Converse) -> None:
    """Down three times and Enter takes the third choice; up from nothing the last one."""
    talk, _ = converse(f"{pasted(INVALID)}\r{DOWN}{DOWN}{DOWN}\r{LEAVE}")
    assert talk.session.state.answers == {"key.look": ("standard-cut",)}
    talk, said = converse(f"{pasted(INVALID)}\r{UP}\r{LEAVE}")
    assert "python -c" in said


def test_enter_alone_answers_nothing(converse: Converse) -> None:
    """A nervous Enter does no harm."""
    talk, _ = converse(f"{pasted(INVALID)}\r\r\r{LEAVE}")
    assert talk.session.state.answers == {}


def test_ctrl_c_drops_the_line_and_nothing_else(converse: Converse) -> None:
    """The conversation goes on."""
    talk, _ = converse(f"{pasted(INVALID)}\rnonsense\x03fewer than 39\r{LEAVE}")
    assert talk.session.state.answers == {"key.look": ("standard-cut",)}


def test_alt_enter_sends_at_once(converse: Converse) -> None:
    """Also a text of several typed lines."""
    talk, _ = converse(f"/paste\rit says\r{INVALID}\x1b\r{LEAVE}")
    assert talk.session.state.texts[0].text == f"it says\n{INVALID}"


def test_a_pasted_key_is_in_no_place(converse: Converse, tmp_path: Path) -> None:
    """Its kind is known, and neither the screen nor a file below the state folder has it."""
    talk, said = converse(f"{pasted(f'GEMINI_API_KEY={KEY} {INVALID}')}\r{LEAVE}")
    assert talk.session.diagnosis.facts["key.kind"].value == "standard"
    assert KEY not in said
    files = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert any(path.name == "history" for path in files)
    assert all(KEY.encode() not in path.read_bytes() for path in files)


def test_every_answer_is_saved(converse: Converse, tmp_path: Path) -> None:
    """The file of the conversation is there with what was said."""
    _ = converse(f"{pasted(INVALID)}\r3\r{LEAVE}")
    (saved,) = (tmp_path / "state").glob("session-*.json")
    assert "standard-cut" in saved.read_text(encoding="utf-8")


def test_history_comes_back(converse: Converse) -> None:
    """Up in an empty line without a menu brings what was typed before."""
    _ = converse(f"{INVALID}\r{LEAVE}")
    talk, _ = converse(f"{UP}\r{LEAVE}")
    assert talk.session.state.texts[0].text == INVALID


def test_tab_completes(converse: Converse) -> None:
    """A beginning becomes the command."""
    _, said = converse(f"/rel\t\r{LEAVE}")
    assert "The rules are read anew." in said


def test_alt_enter_that_was_typed_ahead_sends(converse: Converse) -> None:
    """Between two prompts the terminal makes a line feed of Enter: Alt+Enter ends a text all the same."""
    talk, _written = converse(f"/paste\rit says\r{INVALID}\x1b\n" + LEAVE)
    assert [step.text for step in talk.session.log if isinstance(step, Told)] == [f"it says\n{INVALID}"]


def test_commands_and_answers_that_were_typed_ahead_are_no_paste(doctor: Diagnostician) -> None:
    """A line that is a command or a choice stands alone, whatever waits behind it; the first line of an error does not."""
    talk = Talk(Session(doctor), MadeUpWorld())
    out = Output(io.StringIO(), io.StringIO(), {})
    desk = Desk(Namespace(base_url=None, project="."), out, lambda: Screen(80, out.clean), lambda: doctor, live=True)
    with create_pipe_input() as source:
        app = App(talk, desk, out, lambda: Screen(80, out.clean), source, DummyOutput())
        _ = take(talk, INVALID)
        whole = [
            line
            for line in ("/fix", "2", "no idea", "Traceback (most recent call last):", "/fix\nx", "")
            if app.is_whole(line)
        ]
    assert whole == ["/fix", "2", "no idea"]
