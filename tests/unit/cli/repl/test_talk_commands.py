"""The conversation without a terminal: commands, by their name or in plain words."""

from __future__ import annotations

import pytest

from keymedic.cli.repl.talk import Talk

from .conftest import INVALID, LEAKED, MadeUpWorld, Say, until_fix


def test_undo_and_redo(talk: Talk, say: Say) -> None:
    """The last step is taken back, the question is there again; redo takes it again."""
    _ = say(INVALID)
    _ = say("fewer than 39")
    assert "Taken back: a look at the key" in say("back")
    assert talk.asking is not None and talk.asking.about == "key.look"
    assert "Again: a look at the key" in say("/redo")
    assert "key.look" in talk.session.diagnosis.facts


def test_undoing_everything_begins_anew(talk: Talk, say: Say) -> None:
    """After the first step is taken back there is nothing to ask."""
    _ = say(INVALID)
    assert "Paste the error" in say("undo")
    assert "nothing to take back" in say("undo")
    assert talk.asking is None


def test_set_unset_and_facts(talk: Talk, say: Say) -> None:
    """Facts by their names or by what people call them, with the errors of the vocabulary; what rules conclude only by ``all``."""
    _ = say(INVALID)
    assert "key.kind" in say("/set key.kind=auth") or talk.session.diagnosis.facts["key.kind"].value == "auth"
    assert "(key.kind; your answer)" in say("/facts") and "reach.not_recognised" not in say("/facts")
    assert "(reach.not_recognised; concluded" in say("/facts all")
    assert "kind of key: no longer known" in say("/unset kind of key")
    assert "did you mean key.kind" in say("/set key.knd=auth")
    assert "is one of" in say("/set key.kind=stone")


def test_what_if_changes_nothing(talk: Talk, say: Say) -> None:
    """The supposed standing with the present one beside it."""
    _ = say(INVALID)
    log = talk.session.log
    said = say("/whatif key.length_fit=shorter")
    assert "If length of the key: shorter than it should be" in said and "incomplete or mistyped (now 2" in said
    assert talk.session.log == log


def test_where_each_fact_comes_from(say: Say) -> None:
    """Read at a line, answered, or implied by an answer: each fact of a reckoning says so."""
    _ = say(f"Traceback\n{INVALID}")
    _ = say("/set key.length_fit=shorter")
    said = say("/how key-truncated")
    assert "line 2" in said and "length of the key: shorter than it should be (your answer)" in said
    _ = say("/undo")
    _ = say("3")
    assert "(your answer about “a look at the key”)" in say("/how key-truncated")


def test_how_and_why_not(say: Say) -> None:
    """The reckoning of the leading cause, and what keeps another silent."""
    _ = say(LEAKED)
    assert "The key was exposed" in say("how do you know?")
    assert "Ahead of it" in say("/whynot key-expired")
    assert "did you mean key-expired" in say("/whynot key-expird")


def test_the_report_is_shown_before_it_is_written(talk: Talk, say: Say, world: MadeUpWorld) -> None:
    """Written after a yes only, under the name that was asked for."""
    _ = say(LEAKED)
    _ = until_fix(talk, say)
    assert "markdown: diagnosed" in say("/report mine.md")
    assert "Not written." in say("no")
    assert world.files == {}
    _ = say("/report json")
    assert "Written to keymedic-report.json." in say("yes")
    assert world.files == {"keymedic-report.json": "json: diagnosed"}
    assert talk.asking is not None and talk.asking.kind == "fix"


def test_save_load_reset_reload(talk: Talk, say: Say, world: MadeUpWorld) -> None:
    """The conversation is kept under a name, begun afresh, and taken up again."""
    _ = say(INVALID)
    saved = talk.session
    assert "Saved to mine.json." in say("/save mine.json")
    assert "fresh start" in say("/reset")
    assert talk.session.log == () and world.begun == 1
    assert "Here is where we were." in say("/load mine.json")
    assert talk.session.log == saved.log
    assert "read anew" in say("/reload")
    assert talk.session.log == saved.log
    assert "there is no other.json" in say("/load other.json")


def test_paste_takes_whatever_follows_as_text(talk: Talk, say: Say) -> None:
    """Even what looks like a command or a choice."""
    _ = say("/paste")
    assert talk.pasting
    _ = say("/help 403 Your API key was reported as leaked.")
    assert not talk.pasting
    assert talk.session.diagnosis.causes[0].id == "key-leaked"


def test_unknown_commands_are_no_errors_of_the_person(say: Say) -> None:
    """The nearest name is offered; a path is a text."""
    assert "did you mean causes" in say("/cauzes")
    assert "There is no command" not in say("/usr/lib/python3.11/site-packages: 403 Forbidden")


def test_quit_ends(talk: Talk, say: Say) -> None:
    """By its plain word, too."""
    assert say("bye") == ""
    assert talk.ended


def test_help_lists_every_command(say: Say) -> None:
    """One line for each."""
    said = say("help")
    for name in ("/probe", "/whynot", "/reset", "/copy"):
        assert f"  {name} " in said
    assert "skip it" in say("/help skip")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("why not key-leaked", "The key was exposed and Google has blocked it: "),
        ("explain key-leaked", "Cause key-leaked"),
        ("fix 2", "Try this first: "),
        ("what if key.length_fit=shorter", "If length of the key: shorter than it should be"),
    ],
)
def test_plain_words_take_an_argument(say: Say, line: str, says: str) -> None:
    """The name of a cause or fact, a number or a fact with its value behind the words of a command."""
    _ = say(INVALID)
    assert says in say(line)


def test_words_that_lead_on_are_no_command(talk: Talk, say: Say) -> None:
    """A sentence that begins like a command tells something all the same."""
    assert "HTTP 403" in say("look here, it says HTTP 403")
    assert len(talk.session.log) == 1


def test_what_if_takes_a_label_or_a_sentence(talk: Talk, say: Say) -> None:
    """Facts by what people call them, or in a sentence; that nothing would change is said."""
    _ = say("User location is not supported for the API use.")
    steps = len(talk.session.log)
    assert "If country: China" in say("/whatif country=China")
    assert "If country: China" in say("what if I were in China?")
    _ = say("Austria")
    assert "Nothing would change." in say("/whatif country=Germany")
    assert len(talk.session.log) == steps + 1


def test_commands_of_an_explanation_stay_whole(say: Say) -> None:
    """They are there to be copied, too."""
    said = say("/explain key-leaked")
    assert any(line.startswith("[0] curl -sS") and line.endswith("v1beta/models") for line in said.split("\n"))
