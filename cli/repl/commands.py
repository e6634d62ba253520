"""The commands of the conversation, in one registry: what runs, helps, completes and is documented comes from here.

Help stands in the phrases as ``command.NAME``, plain words for it as ``command.words.NAME``.
"""

from __future__ import annotations

from typing import Literal

from ...engine.values import Struct

Argument = Literal[
    "fact", "facts", "known-fact", "assignment", "cause", "fix", "number", "file", "name", "look", "report", "command"
]
"""What stands behind a command: it decides what completion offers."""
Group = Literal["tell", "explain", "fix", "keep"]


class Command(Struct):
    """One command; ``shown`` is how its argument is written in the help, empty for none."""

    name: str
    group: Group
    argument: Argument | None = None
    shown: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("paste", "tell"),
    Command("probe", "tell", "look", "[online|details]"),
    Command("facts", "tell", "facts", "[all]"),
    Command("set", "tell", "assignment", "FACT=VALUE"),
    Command("unset", "tell", "known-fact", "FACT"),
    Command("undo", "tell"),
    Command("redo", "tell"),
    Command("skip", "tell"),
    Command("hint", "tell"),
    Command("causes", "explain"),
    Command("why", "explain", "fact", "[FACT]"),
    Command("how", "explain", "cause", "[CAUSE]"),
    Command("whynot", "explain", "cause", "CAUSE"),
    Command("whatif", "explain", "assignment", "FACT=VALUE …"),
    Command("explain", "explain", "name", "NAME"),
    Command("kb", "explain"),
    Command("fix", "fix", "fix", "[NUMBER]"),
    Command("check", "fix"),
    Command("copy", "fix", "number", "[NUMBER]"),
    Command("report", "keep", "report", "[json] [FILE]"),
    Command("save", "keep", "file", "FILE"),
    Command("load", "keep", "file", "FILE"),
    Command("reload", "keep"),
    Command("reset", "keep"),
    Command("help", "keep", "command", "[COMMAND]"),
    Command("quit", "keep"),
)
GROUPS: tuple[Group, ...] = ("tell", "explain", "fix", "keep")
BY_NAME = {command.name: command for command in COMMANDS}


def find(name: str) -> Command | None:
    """A command by its name or by a beginning of it that only one command has."""
    if name in BY_NAME:
        return BY_NAME[name]
    begun = [command for command in COMMANDS if command.name.startswith(name)]
    return begun[0] if len(begun) == 1 else None
