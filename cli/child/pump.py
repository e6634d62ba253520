"""Passing a command's output on, byte for byte and at once, while its end is kept in memory."""

from __future__ import annotations

import errno
import os
import sys
import threading

TAIL_BYTES = 1_000_000
"""So much of the end of each stream is kept for the diagnosis."""
_CHUNK = 1 << 16
_QUIET = 0.1
"""Seconds without output after which what a finished command left running is no longer waited for."""
_GONE = frozenset({errno.EPIPE, errno.ESHUTDOWN, errno.EBADF, errno.EINVAL})


class Tail:
    """The last `TAIL_BYTES` bytes of a stream."""

    def __init__(self, limit: int = TAIL_BYTES) -> None:
        self._limit = limit
        self._kept = bytearray()
        self._cut = False

    def add(self, data: bytes) -> None:
        """Take further bytes; the oldest ones go."""
        self._kept += data
        if len(self._kept) > 2 * self._limit:
            del self._kept[: -self._limit]
            self._cut = True

    def data(self) -> bytes:
        """What is kept, from the beginning of a line where earlier bytes are gone."""
        kept = bytes(self._kept[-self._limit :])
        return kept.partition(b"\n")[2] or kept if self._cut or len(self._kept) > self._limit else kept


class Pump:
    """Copies from one descriptor to another in a thread of its own, and keeps the tail."""

    def __init__(self, source: int, target: int) -> None:
        self.tail = Tail()
        self._source = source
        self._target = target
        self._reading = False
        self._chunks = 0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait until all is passed on. What the command left running in the background may hold the stream open for
        ever: once nothing comes any more the wait is over."""
        before = -1
        while self._thread.is_alive() and not (self._reading and before == self._chunks):
            before = self._chunks
            self._thread.join(_QUIET)

    def _run(self) -> None:
        while data := self._read():
            self._chunks += 1
            self.tail.add(data)
            if not self._write(data):
                break
        os.close(self._source)  # a reader that went away: the command learns it by its next write

    def _read(self) -> bytes:
        self._reading = True
        try:
            return os.read(self._source, _CHUNK)
        except OSError:  # EIO: the last one who had the terminal open is gone
            return b""
        finally:
            self._reading = False

    def _write(self, data: bytes) -> bool:
        while data:
            try:
                data = data[os.write(self._target, data) :]
            except OSError as error:
                if error.errno in _GONE:
                    return False
                raise
        return True


class Streams:
    """Where a command writes, and the pumps behind it: a pseudo-terminal for a terminal, else a pipe.

    Where standard output and standard error lead to one place, one stream serves both, so that their order is kept.
    """

    def __init__(self) -> None:
        self.terminals: list[int] = []
        out, out_reader = self._stream(1)
        self._pumped = [(out_reader, 1)]
        self.stdout = self.stderr = out
        if not _same(1, 2):
            self.stderr, err_reader = self._stream(2)
            self._pumped.append((err_reader, 2))
        self._pumps: list[Pump] = []

    def start(self) -> None:
        """Close what is the command's alone, and begin to copy."""
        for descriptor in {self.stdout, self.stderr}:
            os.close(descriptor)
        self._pumps = [Pump(source, target) for source, target in self._pumped]

    def abandon(self) -> None:
        """Close everything: the command could not be started."""
        for descriptor in {self.stdout, self.stderr, *(source for source, _ in self._pumped)}:
            os.close(descriptor)

    def finish(self) -> bytes:
        """Wait for the rest; the ends of all streams, standard error last."""
        for pump in self._pumps:
            pump.finish()
        return b"\n".join(filter(None, (pump.tail.data() for pump in self._pumps)))

    def _stream(self, like: int) -> tuple[int, int]:
        """The end to write to and the end to read from, for a stream like one of our own."""
        if sys.platform != "win32" and os.isatty(like):
            from . import pseudo

            pair = pseudo.open_like(like)
            if pair:
                self.terminals.append(pair[1])
                return pair
        reader, writer = os.pipe()
        return writer, reader


def _same(one: int, other: int) -> bool:
    """Whether two descriptors lead to one place."""
    try:
        first, second = os.fstat(one), os.fstat(other)
    except OSError:
        return False
    return (first.st_dev, first.st_ino, first.st_rdev) == (second.st_dev, second.st_ino, second.st_rdev)
