"""Whole conversations on a real terminal, from the paste to the fix that works."""

from __future__ import annotations

import base64
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ...standin.server import StandIn
from .conftest import Start
from .person import ALT_ENTER, CTRL_C, CTRL_D, CTRL_R, DOWN, ENTER, TAB, Person

LEAKED = (
    "google.genai.errors.ClientError: 403 PERMISSION_DENIED. {'error': {'code': 403, 'message': 'Your API key was reported as"
    " leaked. Please use another API key.', 'status': 'PERMISSION_DENIED'}}"
)
INVALID = "400 INVALID_ARGUMENT. API key not valid. Please pass a valid API key."
PLACE = "400 FAILED_PRECONDITION. User location is not supported for the API use."
FRAMES = "".join(
    f'  File "/srv/app/module_{n}.py", line {n}, in call_{n}\n    return call_{n}(retry={n})\n' for n in range(100)
)
TRACEBACK = f"Traceback (most recent call last):\n{FRAMES}{LEAKED}\n"
LEAKED_TITLE = "The key was exposed and Google has blocked it"
ASKED = "Tell me when you have tried it."
SOLVED = "Good. That was it."
QUESTION, CUT = "What do you see?", "AIza, and fewer than 39 characters"
WORKS = "Checked: a call from here works."
EnvFile = Callable[[str], str]


def leaves(person: Person) -> None:
    """Ctrl-D leaves with status 0."""
    person.type(CTRL_D)
    assert person.ends() == 0


def is_checked(person: Person, stand_in: StandIn, env_file: EnvFile) -> None:
    """The key is exchanged, a call is made after a yes, and it works."""
    _ = env_file("GOOD")
    person.say("done")
    person.waits_for(f"Ask {stand_in.url.removeprefix('http://')} once or twice")
    person.say("yes")
    person.waits_for(WORKS, SOLVED, "So that it does not happen again")


def test_a_traceback_to_a_fix_that_is_checked(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """A traceback of 200 lines is pasted whole; the fix is verified by a call, after a yes that names the host."""
    stand_in.requests.clear()
    bad = env_file("E04")
    person = start("--base-url", stand_in.url)
    person.paste(TRACEBACK)
    person.type(ENTER)
    person.waits_for(LEAKED_TITLE, "Try this first: Make a new key", ASKED)
    assert "call_57" not in person.everything()
    person.say("done")
    person.waits_for(f"Ask {stand_in.url.removeprefix('http://')} once or twice, with your key in a header?")
    assert stand_in.requests == []
    person.say("yes")
    person.waits_for("Not yet.", "answers HTTP 403")
    good = env_file("GOOD")
    person.say("check it")
    person.waits_for(WORKS, "So that it does not happen again")
    assert bad not in person.everything() and good not in person.everything()
    leaves(person)


def test_a_correction(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """A wrong answer is put right in the person's own words, and the causes follow."""
    person = start("--base-url", stand_in.url)
    person.say(PLACE)
    person.waits_for("From which country does the calling machine reach the internet?")
    person.say("Iran")
    person.waits_for("country: Iran")
    person.say("sorry, I meant Austria")
    person.waits_for("country: Austria", "Where does the program run that makes the call?")
    asked = person.everything().count(ASKED)
    person.say("/fix")
    person.waits_until(lambda: person.everything().count(ASKED) == asked + 1)
    is_checked(person, stand_in, env_file)
    leaves(person)


def test_an_undo(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """The last answer is taken back and the question stands there again."""
    person = start("--base-url", stand_in.url)
    person.say(INVALID)
    person.waits_for(QUESTION, CUT)
    person.type(DOWN + DOWN + DOWN)
    person.type(ENTER)
    person.waits_for("length of the key: shorter")
    person.say("back")
    person.waits_for("Taken back: a look at the key", QUESTION)
    person.say("exactly 39")
    person.waits_for("length of the key: as long as")
    person.say("/fix")
    person.waits_for(ASKED)
    is_checked(person, stand_in, env_file)
    leaves(person)


def test_i_do_not_know(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """Who knows nothing is asked something else, and gets a way out in the end."""
    person = start("--base-url", stand_in.url, rows=60)
    person.say(INVALID)
    person.waits_for("I don't know")
    for asked in range(1, 5):
        person.say("no idea")
        person.waits_until(lambda asked=asked: person.everything().count("All right, without that.") == asked)
    person.waits_for("tells more than further questions", ASKED)
    is_checked(person, stand_in, env_file)
    leaves(person)


def test_a_failed_fix(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """A fix that did not help speaks against its cause; the next one does help."""
    person = start("--base-url", stand_in.url)
    person.say(LEAKED)
    person.waits_for(LEAKED_TITLE, "Try this first: Make a new key", ASKED)
    person.say("it still fails")
    person.waits_for("That speaks against it.")
    person.waits_for("Was the key ever in a public place")
    person.say("/fix")
    person.waits_until(lambda: person.everything().count(ASKED) == 2)
    is_checked(person, stand_in, env_file)
    leaves(person)


def test_resuming_after_kill_9(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """Nothing that was answered is lost when the process is killed."""
    person = start("--base-url", stand_in.url)
    person.say(INVALID)
    person.waits_for(QUESTION)
    person.say("fewer than 39")
    person.waits_for("length of the key: shorter", "The key is incomplete or mistyped", ASKED)
    person.child.kill(signal.SIGKILL)
    _ = person.ends()
    again = start("--resume", "--base-url", stand_in.url, wait="Here is where we were.")
    again.waits_for("length of the key: shorter", "The key is incomplete or mistyped", ASKED)
    is_checked(again, stand_in, env_file)
    leaves(again)


def test_after_a_command_that_failed(start: Start, project: Path, stand_in: StandIn, env_file: EnvFile) -> None:
    """`keymedic run` shows the first screen of a conversation, without a secret; `--resume` goes on from there."""
    key = env_file("E04")
    _ = (project / "app.py").write_text(f"raise SystemExit({f'key={key} {INVALID}'!r})\n", encoding="utf-8")
    failed = start("run", "--", sys.executable, "app.py", wait="Go on from here with keymedic --resume")
    assert failed.sees("ended with status 1.") and failed.sees("The error says:")
    assert failed.everything().count(key) == 1  # in what the command itself printed
    assert failed.ends() == 1
    again = start("--resume", "--base-url", stand_in.url, wait="Here is where we were.")
    again.waits_for("The error says:", "I don't know")
    again.say("/fix")
    again.waits_for(ASKED)
    assert key not in again.everything()
    is_checked(again, stand_in, env_file)
    leaves(again)


def test_the_same_error_again(start: Start) -> None:
    """Who pastes the error once more has tried the fix: the next one comes; and success is heard whatever is asked."""
    person = start()
    person.say(LEAKED)
    person.waits_for("Try this first: Make a new key", ASKED)
    person.say(LEAKED)
    person.waits_for("The same error once more")
    person.say("hmm, it works now, thanks!")
    person.waits_for(SOLVED)
    leaves(person)


def test_forty_columns(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """Everything fits a narrow terminal; only addresses and commands to copy may run over."""
    person = start("--base-url", stand_in.url, columns=40, rows=50)
    person.say(INVALID)
    person.waits_for(QUESTION)
    person.say("3")
    person.waits_for("Try this first:", ASKED)
    is_checked(person, stand_in, env_file)
    leaves(person)


def test_a_dumb_terminal(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """Without redrawing: no escape sequence is written, choices are numbered, a pasted key is not echoed."""
    key = env_file("E04")
    person = start("--base-url", stand_in.url, TERM="dumb")
    person.type(f"GEMINI_API_KEY={key} says\n{LEAKED}\n\n")
    person.waits_for(LEAKED_TITLE, ASKED, "1. It works now")
    is_checked(person, stand_in, env_file)
    leaves(person)
    assert b"\x1b" not in person.written
    assert key not in person.everything()


def test_plain_for_screen_readers(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """Asked for by --plain: no bars, shares in words, one line after the other; Ctrl-C drops the line."""
    person = start("--plain", "--base-url", stand_in.url)
    person.say(INVALID)
    person.waits_for(QUESTION, "3. AIza, and fewer than 39", " %: The key")
    person.type("nonsen" + CTRL_C)
    person.waits_until(lambda: person.everything().count("3. AIza, and fewer than 39") == 2)
    person.say("3")
    person.waits_for(ASKED)
    assert "█" not in person.everything()
    is_checked(person, stand_in, env_file)
    leaves(person)


def test_chinese(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """The conversation in Chinese, from the locale; wide characters stay in their columns."""
    person = start("--base-url", stand_in.url, wait="请粘贴报错", LANG="zh_CN.UTF-8")
    person.say(INVALID)
    person.waits_for("你看到什么？", "我不知道")
    person.say("3")
    person.waits_for("密钥不完整或有错字", "先试这个：", "试过之后告诉我结果。")
    _ = env_file("GOOD")
    person.say("做完了")
    person.waits_for("在请求头里带上你的密钥吗？")
    person.say("是")
    person.waits_for("检查过了：从这里调用成功。", "以后怎样避免")
    leaves(person)


def test_looking_first(start: Start, stand_in: StandIn, project: Path, env_file: EnvFile) -> None:
    """A look without any yes sends nothing; what it finds counts; one more yes and the call is checked."""
    stand_in.requests.clear()
    _ = (project / ".env").write_text('GEMINI_API_KEY="AIzaSyFAKE with a blank"\n', encoding="utf-8")
    person = start("--base-url", stand_in.url)
    person.say("look")
    person.waits_for("Variables and keys", "This folder", "/probe details shows every check.")
    assert stand_in.requests == []
    person.say(INVALID)
    person.waits_for("The error says")
    person.say("/fix")
    person.waits_for(ASKED)
    is_checked(person, stand_in, env_file)
    leaves(person)


def test_the_next_fault(start: Start, stand_in: StandIn, env_file: EnvFile) -> None:
    """Behind the first fault there is another: its message opens the next chapter, which is solved in turn."""
    person = start("--base-url", stand_in.url)
    person.say(LEAKED)
    person.waits_for(LEAKED_TITLE, ASKED)
    person.say("it works")
    person.waits_for(SOLVED)
    person.say(INVALID)
    person.waits_for(QUESTION)
    person.say("fewer than 39")
    person.waits_until(lambda: person.everything().count(ASKED) == 2)
    is_checked(person, stand_in, env_file)
    leaves(person)


def test_questions_back(start: Start) -> None:
    """Why, how to find out, how, what if and the report, each in plain words; a command to the clipboard by OSC 52."""
    person = start(rows=60)
    person.say(INVALID)
    person.waits_for(QUESTION)
    person.say("why?")
    person.waits_for("The answer tells these apart")
    person.say("how do I find that out?")
    person.waits_for("[1] python -c")
    person.say("/whatif key.length_fit=shorter")
    person.waits_for("If length of the key: shorter than it should be")
    person.say("fewer than 39")
    person.waits_for("[1] read -rs GEMINI_API_KEY")
    person.say("/copy 1")
    person.waits_for("is in the clipboard")
    copied = base64.b64encode(b"read -rs GEMINI_API_KEY && export GEMINI_API_KEY")
    assert b"\x1b]52;c;" + copied + b"\x07" in person.written
    person.say("it works")
    person.waits_for(SOLVED)
    leaves(person)


def test_a_pasted_key_is_nowhere_afterwards(start: Start, env_file: EnvFile, home: Path, project: Path) -> None:
    """Not on the screen nor in what has scrolled away, not in history, autosave or report; its kind is known."""
    key = env_file("E04")
    person = start()
    person.paste(f"GEMINI_API_KEY={key} python app.py\n{LEAKED}\n")
    person.type(ENTER)
    person.waits_for(LEAKED_TITLE)
    person.say(f"my key is {key}")
    person.waits_for("my key is [")
    person.say("/report mine.md")
    person.waits_for("Write it to mine.md?")
    person.say("yes")
    person.waits_for("Written to mine.md.")
    person.say("/facts")
    person.waits_for("key.kind")
    assert key not in person.everything()
    leaves(person)
    kept = [path for folder in (home, project) for path in folder.rglob("*") if path.is_file() and path.name != ".env"]
    assert {"history", "mine.md"} <= {path.name for path in kept}
    for path in kept:
        assert key.encode() not in path.read_bytes(), path


def test_hostile_pastes(start: Start) -> None:
    """Control sequences of a paste do nothing to the terminal; wide and combining characters are shown."""
    person = start()
    person.paste("\x1b]0;owned\x07\x1b[31mred e\u0301 密钥 \x9b2J 403 Your API key was reported as leaked.")
    person.type(ENTER)
    person.waits_for(LEAKED_TITLE, "密钥")
    assert b"\x1b]0;owned" not in person.written and b"\x9b2J" not in person.written
    leaves(person)


def test_editing(start: Start) -> None:
    """Completion by Tab, the search in the history, Alt+Enter for typed lines, and Ctrl-C that loses nothing."""
    person = start()
    person.type("/whyn")
    person.waits_for("why not another cause")
    person.type(TAB + CTRL_C)
    person.say("/paste")
    person.waits_for("Paste now.")
    person.type(f"it says{ENTER}{INVALID}{ALT_ENTER}")
    person.waits_for(QUESTION)
    person.say("/undo")
    person.waits_for("Taken back")
    person.type(CTRL_R + "pas")
    person.waits_for("/paste")
    person.type(CTRL_C)
    leaves(person)


def test_a_terminal_of_twelve_rows(start: Start) -> None:
    """A long menu on a low screen shows what there is room for around the marked choice."""
    person = start(rows=12)
    person.say("it does not work")
    person.waits_for("What does the error say?", "…")
    for _ in range(9):
        person.type(DOWN)
    person.waits_for("› 9 reported as leaked")
    person.type(ENTER)
    person.waits_for(ASKED)
    leaves(person)


@pytest.mark.parametrize("extra", [{"NO_COLOR": "1"}, {"COLORFGBG": "0;15"}])
def test_no_colour_and_light_themes(start: Start, extra: dict[str, str]) -> None:
    """Without colour none is written; no text relies on the background's colour."""
    person = start(**extra)
    person.say(LEAKED)
    person.waits_for(LEAKED_TITLE)
    coloured = any(code in person.written for code in (b"[31;1m", b"[36m", b"[33m"))
    assert coloured is ("NO_COLOR" not in extra)
    leaves(person)
