"""The conversation without redrawing, for screen readers and simple terminals: one line after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Protocol

from ...engine.errors import InputError
from ...engine.values import Struct
from ..kept_modules import keep_start
from .blocks import Blocks, Para
from .turns import take

if TYPE_CHECKING:
    from ..output import Output
    from .desk import Desk
    from .screens import Screen
    from .talk import Talk

PROMPT = "> "


class Source(Protocol):
    """Where lines come from."""

    def readline(self) -> bytes:
        """The next line, empty at the end."""
        ...

    def more_waits(self) -> bool:
        """Whether more input comes at once, as it does within a paste."""
        ...

    def drop(self) -> None:
        """Forget what was typed so far."""
        ...


class Stream(Struct):
    """Standard input where the terminal cannot be asked: nothing tells a gap in a paste from its end."""

    stream: BinaryIO

    def readline(self) -> bytes:
        """The next line, empty at the end."""
        return self.stream.readline()

    def more_waits(self) -> bool:
        """Never known, so never said."""
        return False

    def drop(self) -> None:
        """Nothing is kept here."""


class PlainApp:
    """Reads lines and writes the answers below them, until the person leaves."""

    def __init__(self, talk: Talk, desk: Desk, out: Output, screen: Callable[[], Screen], source: Source) -> None:
        self._talk = talk
        self._desk = desk
        self._out = out
        self._screen = screen
        self._source = source

    def run(self) -> None:
        """Converse until the person leaves; the conversation is saved after every answer."""
        while not self._talk.ended and not self._out.closed:
            try:
                self._out.write(self._screen().text(_menu(self._talk)) + PROMPT)
                data = self._read()
                if not data:
                    return
                self._answer(data)
            except KeyboardInterrupt:
                self._source.drop()
                self._out.write("\n")

    def _answer(self, data: bytes) -> None:
        from ...engine.observe.decode import decode

        try:
            blocks = take(self._talk, decode(data).text.strip("\n")) if data.strip() else []
        except InputError as error:
            blocks = [Para(str(error))]
        _ = self._desk.keep(self._talk.session)
        self._out.write(self._screen().text(blocks))
        keep_start()

    def _read(self) -> bytes:
        """A line; or lines that arrived together, and all that follow, up to an empty one; empty at the end."""
        lines = [self._source.readline()]
        several = self._talk.pasting
        told = False
        while lines[-1]:
            if self._source.more_waits():
                several = True
            elif not several or not lines[-1].strip():
                break
            elif not told:
                told = True
                self._out.write(self._screen().text([self._talk.say("talk.paste-keys-plain")]))
            lines.append(self._source.readline())
        return b"".join(lines)


def _menu(talk: Talk) -> Blocks:
    """The choices, numbered."""
    choices = talk.asking.choices if talk.asking else ()
    return [Para(choice.label, f"  {number}. ") for number, choice in enumerate(choices, 1)]
