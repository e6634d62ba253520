"""docs/conversation.md: a real conversation, and every command from the registry that runs them."""

from __future__ import annotations

import io
import os
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from unittest import mock

from keymedic.cli.commands.converse import welcome
from keymedic.cli.output import Output
from keymedic.cli.phrases import Phrases
from keymedic.cli.repl.commands import COMMANDS, GROUPS
from keymedic.cli.repl.desk import Desk
from keymedic.cli.repl.plain import PlainApp
from keymedic.cli.repl.screens import Screen
from keymedic.cli.repl.talk import Talk
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.session import Session

LINES = (
    "User location is not supported for the API use.", "Australia", "sorry, I meant Austria", "why?",
    "it runs on a VPS, behind a VPN", "/fix", "it works now",
)  # fmt: skip
HEAD = """\
# The conversation

`keymedic` with no command. Paste the error or say what happens; answer by a number, by the arrow keys and Enter, or in your own words.
What it read is said, and everything can be corrected (“sorry, it was 429”), taken back (“back”) or asked about (“why?”). The leading
causes stand at the bottom of the screen. A cause that is certain comes with its way out at once; the same error pasted again says that
a fix did not help; “it works now” ends it, whatever is asked. Every step is saved: `keymedic --resume` goes on. `--plain` (or
`TERM=dumb`) never redraws the screen; `--lang zh` speaks Chinese. Windows consoles are untested.

Nothing is sent before a yes that names the host. Keys are hidden where they are pasted, and stand in no history, file or report.

After a command that failed, `keymedic run -- COMMAND` shows the first screen of a conversation, and `keymedic --resume` goes on with it.

![The error, two facts in one sentence, the cause, and the first way out](screens/way-out.svg)

“look” goes through this machine and this folder; what is wrong stands there in full, what is in order in one line:

![A checklist in which a quotation mark is found that is never closed](screens/look.svg)

## One of them

As `--plain` shows it; what the person typed stands behind `>`.

```text
"""


def conversation_page() -> str:
    """The page; its screens come from the program itself."""
    doctor = Diagnostician(load_rule_base(use_cache=False))
    phrases = Phrases(doctor.rulebase.phrases)
    try:
        return f"{HEAD}{_held(doctor)}```\n\n## Commands\n\n{_table(phrases)}"
    finally:
        doctor.close()


def _table(phrases: Phrases) -> str:
    lines = ["A beginning that only one command has is enough. Plain words work, too.", ""]
    for group in GROUPS:
        lines += [f"### {phrases.say(f'talk.help.{group}')}", "", "| command | | also |", "|---|---|---|"]
        for command in COMMANDS:
            if command.group == group:
                words = phrases.find(f"command.words.{command.name}", "").split("|")[:3]
                shown = f"/{command.name} {command.shown}".strip().replace("|", "\\|")
                lines.append(f"| `{shown}` | {phrases.say(f'command.{command.name}')} | {', '.join(words)} |")
        lines.append("")
    return "\n".join([*lines, phrases.say("talk.help.keys"), ""])


class _Typed:
    """Lines that a person types, shown as a terminal does."""

    def __init__(self, out: Output) -> None:
        self._lines: Iterator[str] = iter(LINES)
        self._out = out

    def readline(self) -> bytes:
        """The next line."""
        line = next(self._lines, "")
        self._out.write(f"{line}\n")
        return f"{line}\n".encode() if line else b""

    def more_waits(self) -> bool:
        """Nobody pastes here."""
        return False

    def drop(self) -> None:
        """Nothing is left."""


def _held(doctor: Diagnostician) -> str:
    written = io.StringIO()
    out = Output(written, io.StringIO(), {})

    def screen() -> Screen:
        return Screen(78, out.clean, plain=True)

    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"KEYMEDIC_STATE_DIR": folder}):
        desk = Desk(Namespace(base_url=None, project=folder), out, screen, lambda: doctor, live=False)
        talk = Talk(Session(doctor), desk)
        desk.phrases = talk.phrases
        out.write(screen().text(welcome(talk.phrases)))
        PlainApp(talk, desk, out, screen, _Typed(out)).run()
        desk.close()
    return written.getvalue().rstrip().removesuffix(">").rstrip() + "\n"
