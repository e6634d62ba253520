"""The one way out: everything that keymedic writes passes the redactor here.

Results go to stdout, chatter to stderr. A reader that went away ends output quietly (`Output.closed`),
a terminal that lacks a character gets an escape, and colour appears on a terminal only.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cached_property

from .render.style import harmless, paint
from .scrub import around_surrogates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, TextIO

    from ..engine.redact import Redactor

_GONE = frozenset({errno.EPIPE, errno.EINVAL, errno.ESHUTDOWN})
_REMEMBERED = 4096
"""So many cleaned texts, each at most so long, are remembered: a batch writes the rule base's texts over and over."""
_SIMPLER = str.maketrans({
    "·": "-", "•": "*", "…": "...", "“": '"', "”": '"', "’": "'", "–": "-", "—": "-", "█": "#", "░": ".", "→": "->",
})  # fmt: skip


class Output:
    """Writes results and chatter, redacted.

    ``closed`` turns true when the reader of stdout went away; later writes do nothing.
    """

    def __init__(
        self, stdout: TextIO | None = None, stderr: TextIO | None = None, environ: Mapping[str, str] | None = None
    ) -> None:
        self._stdout = sys.stdout if stdout is None else stdout
        self._stderr = sys.stderr if stderr is None else stderr
        self._environ = os.environ if environ is None else environ
        self.closed = False
        self._learnt: tuple[str, ...] = ()
        self._known: dict[tuple[str, bool], str] = {}

    @cached_property
    def redactor(self) -> Redactor:
        """What hides secrets here: by their form and place, and the values of this process's credential variables."""
        from ..engine.redact import Redactor, credential_values  # not for --version and --help

        return Redactor((*credential_values(self._environ), *self._learnt))

    @cached_property
    def _public_redactor(self) -> Redactor:
        from ..engine.redact import Redactor, credential_values

        known = (*credential_values(self._environ), *self._learnt)
        return Redactor(known, mask_people=True, names=own_names(self._environ))

    def with_stdout(self, stdout: TextIO) -> Output:
        """Another one, for results that go elsewhere; it knows the same secrets."""
        other = Output(stdout, self._stderr, self._environ)
        other._learnt = self._learnt
        return other

    def learn(self, secrets: Iterable[str]) -> None:
        """Hide these values too from now on: a probe has seen them in a file."""
        self._learnt += tuple(secrets)
        if self.redactor.learn(secrets) | self._public_redactor.learn(secrets):
            self._known.clear()

    @property
    def colour(self) -> bool:
        """Whether stdout shows colours: a terminal, not dumb, ``NO_COLOR`` unset or empty."""
        return bool(
            self._stdout and self._stdout.isatty()
            and not self._environ.get("NO_COLOR") and self._environ.get("TERM") != "dumb"
        )  # fmt: skip

    @property
    def width(self) -> int:
        """Columns to lay text out in: the terminal's, between 30 and 100; 80 when nothing says."""
        return max(30, min(100, _columns(self._environ.get("COLUMNS", ""))))

    @property
    def ascii_json(self) -> bool:
        """Whether JSON has to escape everything beyond ASCII because stdout is not UTF-8."""
        return _encoding(self._stdout) != "utf8"

    def clean(self, text: str, public: bool = False) -> str:
        """``text`` without secrets; ``public`` also masks e-mail addresses, IP addresses and user names."""
        if len(text) > _REMEMBERED:
            return self._cleaned(text, public)
        known = self._known.get((text, public))
        if known is None:
            known = self._known[text, public] = self._cleaned(text, public)
            if len(self._known) > _REMEMBERED:
                del self._known[next(iter(self._known))]
        return known

    def _cleaned(self, text: str, public: bool) -> str:
        redactor = self._public_redactor if public else self.redactor
        return around_surrogates(text, redactor.redact)

    def write(self, text: str, public: bool = False) -> None:
        """A result for people, on stdout: redacted, without control characters, styled on a terminal."""
        self._send(paint(harmless(self.clean(text, public)), self.colour))

    def write_json(self, text: str) -> None:
        """A JSON text on stdout whose strings `clean` has already cleaned one by one (see `render_json`)."""
        self._send(text)

    def write_fixed(self, text: str) -> None:
        """Like `write` without the redactor: for a text that holds no value of the person's."""
        self._send(text)

    def tell(self, text: str) -> None:
        """Chatter on stderr: one message, redacted; a line feed is added."""
        self.tell_fixed(paint(harmless(self.clean(text)), False))

    def tell_fixed(self, text: str) -> None:
        """Like `tell` without the redactor: for a text that holds no value of the person's."""
        if self._stderr is not None:
            _ = _put(self._stderr, text + "\n")

    def _send(self, text: str) -> None:
        if self._stdout is not None and not self.closed:
            self.closed = not _put(self._stdout, text)

    def flush(self) -> None:
        """Push out what is buffered; a reader that went away is no error."""
        if self._stdout is not None and not self.closed:
            self.closed = not _put(self._stdout, "")
        if self.closed:
            _discard(self._stdout)


def own_names(environ: Mapping[str, str]) -> frozenset[str]:
    """How this machine calls the person: the names of the account and of its home folder."""
    homes = (environ.get(name, "") for name in ("HOME", "USERPROFILE"))
    accounts = (environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME"))
    return frozenset(
        filter(None, (*accounts, *(home.rstrip("/\\").replace("\\", "/").rpartition("/")[2] for home in homes)))
    )


def _columns(wanted: str) -> int:
    """The width that ``COLUMNS`` wants or the terminal has, else 80; as ``shutil`` finds it, which is slow to import."""
    if wanted.isdecimal() and int(wanted) > 0:
        return int(wanted)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80 if sys.__stdout__ else 80
    except (OSError, ValueError):  # no terminal, or the stream was closed under us
        return 80


def _put(stream: IO[str], text: str) -> bool:
    """Write and flush; false when the reader went away. Other errors of the system are raised."""
    try:
        _ = stream.write(_encodable(text, stream))
        stream.flush()
    except OSError as error:
        if error.errno in _GONE:
            return False
        raise
    except ValueError:  # the stream was closed under us
        return False
    return True


def _encodable(text: str, stream: IO[str]) -> str:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        _ = text.encode(encoding)
    except UnicodeEncodeError:
        if _encoding(stream) != "utf8":
            text = text.translate(_SIMPLER)
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _encoding(stream: IO[str] | None) -> str:
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").replace("_", "")


def _discard(stream: IO[str] | None) -> None:
    """Point a dead stream at nothing, so that Python's own flush at exit does not complain."""
    try:
        if stream is not None:
            with open(os.devnull, "wb") as nothing:
                _ = os.dup2(nothing.fileno(), stream.fileno())
    except (OSError, ValueError):  # no descriptor behind the stream: nothing will be flushed either
        return
