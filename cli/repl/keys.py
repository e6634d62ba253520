"""The keys of the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from prompt_toolkit.application.current import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer

    from .masking import Masking


_OF_PASTES = (Keys.ControlM, Keys.ControlJ, Keys.Tab)
"""Keys beside the printable ones of which a paste consists."""


class Menu(Protocol):
    """What the keys need to know of the menu above the prompt."""

    chosen: int
    """The marked choice from 0, -1 for none."""

    @property
    def size(self) -> int:
        """How many choices there are."""
        ...

    @property
    def whole_text(self) -> bool:
        """Whether lines are put together until an empty one."""
        ...

    def is_whole(self, line: str) -> bool:
        """Whether a line is a command or an answer that stands alone, and no beginning of a longer text."""
        ...


def bindings(menu: Menu, masking: Masking) -> KeyBindings:
    """Enter, Alt+Enter, the arrows in a menu, pasting, Ctrl-C and Ctrl-D."""
    keys = KeyBindings()

    @Condition
    def choosing() -> bool:
        buffer = get_app().current_buffer
        return menu.size > 0 and not buffer.text and buffer.complete_state is None

    @Condition
    def empty() -> bool:
        return not get_app().current_buffer.text

    _pasted: list[str] = []

    @keys.add("enter")
    def enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if not buffer.text.strip() and not _more_comes(event):
            if menu.chosen >= 0:
                buffer.text = str(menu.chosen + 1)
                buffer.validate_and_handle()
            return
        if menu.is_whole(buffer.text):  # what comes behind it was typed ahead
            buffer.validate_and_handle()
            return
        just_pasted = _pasted[-1:] == [buffer.text]
        if _more_comes(event) or (_is_open(buffer, menu) and not just_pasted):
            buffer.insert_text("\n")
        else:
            buffer.validate_and_handle()

    @keys.add("escape", "enter")
    @keys.add("escape", "c-j")  # typed ahead, while the terminal still turns Enter into a line feed
    def send(event: KeyPressEvent) -> None:
        if event.current_buffer.text.strip():
            event.current_buffer.validate_and_handle()

    @keys.add("down", filter=choosing)
    def down(event: KeyPressEvent) -> None:
        menu.chosen = (menu.chosen + 1) % menu.size

    @keys.add("up", filter=choosing)
    def up(event: KeyPressEvent) -> None:
        menu.chosen = (menu.chosen - 1) % menu.size if menu.chosen >= 0 else menu.size - 1

    @keys.add(Keys.BracketedPaste)
    def paste(event: KeyPressEvent) -> None:
        data = event.data.replace("\r\n", "\n").replace("\r", "\n")
        event.current_buffer.insert_text(masking.hide(data))
        _pasted[:] = [event.current_buffer.text]

    @keys.add("c-c")
    def cancel(event: KeyPressEvent) -> None:
        event.current_buffer.reset()
        menu.chosen = -1

    @keys.add("c-d", filter=empty)
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    return keys


def _is_open(buffer: Buffer, menu: Menu) -> bool:
    """Whether Enter goes on to a next line: in a text of several lines that does not end with an empty one."""
    several = "\n" in buffer.text or menu.whole_text
    last = buffer.document.current_line.strip() == "" and buffer.document.is_cursor_at_the_end
    return several and not last


def _more_comes(event: KeyPressEvent) -> bool:
    """Whether further text arrived together with this key, as it does when a terminal pastes without saying so."""
    waiting = (press.key for press in event.key_processor.input_queue)
    return any(key in _OF_PASTES or (not isinstance(key, Keys) and len(key) == 1) for key in waiting)
