"""The conversation on a terminal that can be redrawn: prompt-toolkit edits the line, `Talk` answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit.application.current import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples as Fragments
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.shortcuts.prompt import PromptSession
from prompt_toolkit.styles import Style

from ..keep.history import RedactedHistory
from ..kept_modules import keep_start
from ..render.layout import wrap
from ..render.style import harmless
from . import cards
from .completion import TalkCompleter
from .echo import echo
from .keys import bindings
from .masking import Masking
from .panel import panel
from .turns import take
from .understand import Chosen, Order

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output as Terminal

    from ..output import Output
    from .blocks import Share
    from .desk import Desk
    from .screens import Screen
    from .talk import Talk

STYLE = Style.from_dict({
    "arrow": "bold",
    "choice": "",
    "choice.chosen": "bold ansicyan",
    "note": "ansibrightblack",
    "bottom-toolbar": "noreverse",
    "panel.bar": "ansicyan",
    "panel.title": "",
    "completion-menu.completion": "bg:ansibrightblack ansiwhite",
    "completion-menu.completion.current": "bg:ansicyan ansiblack",
})  # fmt: skip
_ROWS_BESIDE_MENU = 7
"""Rows that the prompt, the panel and a little context take beside the menu."""


class App:
    """Reads lines with prompt-toolkit and shows the answers, until the person leaves."""

    def __init__(
        self, talk: Talk, desk: Desk, out: Output, screen: Callable[[], Screen],
        source: Input | None = None, sink: Terminal | None = None,
    ) -> None:  # fmt: skip
        self._talk = talk
        self._desk = desk
        self._out = out
        self._screen = screen
        self._masking = Masking(out.clean)
        self.chosen = -1
        history = RedactedHistory(desk.history(), out.clean, desk.trouble)
        self.prompt: PromptSession[str] = PromptSession(
            self._message,
            multiline=True,
            style=STYLE,
            color_depth=None if out.colour else ColorDepth.DEPTH_1_BIT,
            key_bindings=bindings(self, self._masking),
            bottom_toolbar=self._toolbar,
            completer=TalkCompleter(talk),
            complete_while_typing=Condition(_typing_command),
            history=history,
            prompt_continuation=lambda _width, _number, _soft: "  ",
            erase_when_done=True,
            input=source,
            output=sink,
        )

    @property
    def size(self) -> int:
        """How many choices the menu has."""
        return len(self._talk.asking.choices) if self._talk.asking else 0

    @property
    def whole_text(self) -> bool:
        """Whether lines are put together until an empty one."""
        return self._talk.pasting

    def is_whole(self, line: str) -> bool:
        """Whether a line is a command or a choice, which nothing can follow."""
        talk = self._talk
        if talk.pasting or "\n" in line or not line.strip():
            return False
        return isinstance(talk.reader.read(line, talk.asking, talk.decl()), Order | Chosen)

    def run(self) -> None:
        """Converse until the person leaves; the conversation is saved after every answer."""
        while not self._talk.ended and not self._out.closed:
            self.chosen = -1
            try:
                self.answer(self._masking.reveal(self.prompt.prompt()))
            except EOFError:
                return
            except KeyboardInterrupt:  # between two prompts, where the prompt itself does not see the key
                continue

    def answer(self, line: str) -> None:
        """Save what was said, and show it with the answer. Ctrl-C stops a look around."""
        screen = self._screen()
        self._out.write(screen.text(echo(line, self._talk)))
        try:
            blocks = take(self._talk, line)
        except KeyboardInterrupt:
            blocks = self._talk.again()
        _ = self._desk.keep(self._talk.session)
        self._out.write(screen.text(blocks))
        keep_start()  # a terminal that is closed ends the process without a word

    def _message(self) -> Fragments:
        return [*self._menu(), ("class:arrow", "› ")]

    def _menu(self) -> Fragments:
        asking = self._talk.asking
        if asking is None:
            return []
        size = get_app().output.get_size()
        rows = [self._choice(number, choice.label, size.columns) for number, choice in enumerate(asking.choices)]
        if sum(len(row) for row in rows) > size.rows - _ROWS_BESIDE_MENU:
            rows = self._around_chosen(rows, size.rows - _ROWS_BESIDE_MENU)
        return [
            (("class:choice.chosen" if number == self.chosen else "class:choice"), f"{line}\n")
            for number, row in enumerate(rows)
            for line in row
        ]

    def _around_chosen(self, rows: list[list[str]], room: int) -> list[list[str]]:
        """As many choices as there is room for; the others are left empty, so that the numbers stay."""
        first = max(0, self.chosen)
        kept: set[int] = set()
        used = 0
        for number in [*range(first, len(rows)), *range(first - 1, -1, -1)]:
            used += len(rows[number])
            if used > max(1, room - 1):
                break
            kept.add(number)
        shown = [row if number in kept else [] for number, row in enumerate(rows)]
        more = len(rows) - len(kept)
        shown[max(kept, default=0)] = [*shown[max(kept, default=0)], f"    … {more}"] if more else []
        return shown

    def _choice(self, number: int, label: str, columns: int) -> list[str]:
        mark = "›" if number == self.chosen else " "
        lead = f" {mark} {number + 1:>2}  "
        return wrap(harmless(label), columns - 1, lead)

    def _toolbar(self) -> Fragments:
        size = get_app().output.get_size()
        rows = panel(self._shares(), size.columns, size.rows)
        note = self._note()
        line = [("class:note", f" {note}"[: size.columns - 1])] if note else []
        return [*line, *([("", "\n")] if line and rows else []), *rows]

    def _note(self) -> str:
        buffer = get_app().current_buffer
        if "\n" in buffer.text:
            return self._talk.phrases.say("talk.paste-keys")
        if self.size and not buffer.text:
            return self._talk.phrases.say("talk.menu-keys")
        return ""

    def _shares(self) -> list[Share]:
        talk = self._talk
        return cards.leading(talk.session.diagnosis, talk.view) if talk.has_begun else []


def _typing_command() -> bool:
    text = get_app().current_buffer.text
    return text.startswith("/") and "\n" not in text
