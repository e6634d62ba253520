"""The registry of commands is what runs, helps and completes."""

from __future__ import annotations

from keymedic.cli.repl.commands import COMMANDS, find
from keymedic.cli.repl.suggestions import suggestions
from keymedic.cli.repl.talk import Talk
from keymedic.cli.repl.turns import HANDLERS, take

from .conftest import LEAKED


def test_every_command_runs_and_has_help(talk: Talk) -> None:
    """Each has a handler and a line of help; nothing runs that is not in the registry."""
    names = {command.name for command in COMMANDS}
    assert set(HANDLERS) == names
    assert {f"command.{name}" for name in names} <= set(talk.phrases.texts)


def test_the_words_belong_to_commands(talk: Talk) -> None:
    """Plain words lead to a command that there is, and no word to two."""
    names = {command.name for command in COMMANDS}
    seen: dict[str, str] = {}
    for name, words in talk.phrases.starting("command.words."):
        assert name in names
        for word in words.split("|"):
            assert seen.setdefault(word, name) == name


def test_a_beginning_that_only_one_has_is_enough() -> None:
    """/cau is /causes; /re could be several."""
    assert find("cau") is not None and find("cau").name == "causes"  # type: ignore[union-attr]
    assert find("re") is None
    assert find("why") is not None and find("why").name == "why"  # type: ignore[union-attr]


def test_every_argument_has_suggestions(talk: Talk) -> None:
    """What the registry says that stands behind a command can be completed."""
    _ = take(talk, LEAKED)
    _ = take(talk, "/fix")
    for command in COMMANDS:
        found = list(suggestions(talk, f"/{command.name} "))
        assert bool(found) == (command.argument is not None), command.name
