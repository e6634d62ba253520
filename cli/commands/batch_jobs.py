"""``keymedic batch --jobs N``: worker processes that each diagnose a line at a time; the answers come in order.

A worker is ``keymedic batch`` itself, fed through a pipe, in which its next line waits while it is at work. One that dies
on a line costs that line's answer and nothing else: an error stands in its place, and another worker goes on. Only so
many lines are on their way at once, so that memory stays flat on an endless input.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from ...engine.values import Struct
from ..cases import Line
from .batch_forks import Forked

_AHEAD = 8
"""Lines on their way for each worker: so many may wait for one slow line before the others pause."""
_WAITING_BYTES = 0 if os.name == "nt" else 12_000
"""The longest line that may wait in the pipe of a busy worker: more might not fit, and then both ends would wait."""
Process = subprocess.Popen[bytes] | Forked
DIED = "the process that diagnosed this line ended without an answer"


class _Task(Struct):
    """One line on its way: the how-manieth it is, and its bytes."""

    place: int
    line: Line
    raw: bytes


class Crew:
    """So many worker processes of one command; `run` puts lines through them."""

    def __init__(
        self, command: Sequence[str], count: int, environment: Mapping[str, str], started: Sequence[Process] = ()
    ) -> None:
        """``started``: workers that are there already; each of the others is a new process of the command."""
        self._started = deque(started)
        self._command = list(command)
        self._count = count
        self._environment = dict(environment)
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._on_the_way = threading.BoundedSemaphore(count * _AHEAD)
        self._lock = threading.Lock()
        self._answers: dict[int, str] = {}
        self._next = 0
        self._failure: Exception | None = None

    def run(self, lines: Iterable[tuple[Line, bytes]], write: Callable[[str], bool]) -> None:
        """Have every line answered; ``write`` gets the answers in order and says whether anybody still reads them."""
        threads = [threading.Thread(target=self._work, args=(write,), daemon=True) for _ in range(self._count)]
        for thread in threads:
            thread.start()
        try:
            for number, (line, raw) in enumerate(lines):
                _ = self._on_the_way.acquire()
                if self._failure is not None:
                    break
                self._tasks.put(_Task(number, line, raw))
        finally:
            self._tasks.put(None)
            for thread in threads:
                thread.join()
        if self._failure is not None and not isinstance(self._failure, _NobodyReadsError):
            raise self._failure

    def _work(self, write: Callable[[str], bool]) -> None:
        """Keep one worker busy: read its answers, and have its next line wait for it where there are lines for all."""
        worker = self._first_worker()
        sent: deque[_Task] = deque()
        held: deque[_Task] = deque()
        try:
            while True:
                while (task := self._next_for(sent, held)) is not None:
                    worker.send(task.line.number, task.raw)
                    sent.append(task)
                if not sent:
                    return
                first = sent.popleft()
                answer = worker.answer() if self._failure is None else None
                if answer is None:
                    answer = json.dumps({"id": first.line.id, "error": DIED})
                    worker.end()
                    worker = _Worker(self._command, self._environment)
                    for waiting in sent:
                        worker.send(waiting.line.number, waiting.raw)
                self._deliver(first.place, answer, write)
        finally:
            worker.end()

    def _first_worker(self) -> _Worker:
        try:
            return _Worker(self._command, self._environment, self._started.popleft())
        except IndexError:
            return _Worker(self._command, self._environment)

    def _next_for(self, sent: Sequence[_Task], held: deque[_Task]) -> _Task | None:
        """A line for a worker with so many lines at hand; nothing when it has enough, or when there are no more.

        ``held``: a line that is too long to wait in the pipe.
        """
        if not sent and held:
            return held.popleft()
        if sent and (held or len(sent) > 1 or self._tasks.qsize() <= self._count):
            return None
        try:
            task = self._tasks.get(block=not sent)
        except queue.Empty:
            return None
        if task is None:
            self._tasks.put(None)  # for the others
        elif sent and len(task.raw) > _WAITING_BYTES:
            held.append(task)
            return None
        return task

    def _deliver(self, number: int, answer: str, write: Callable[[str], bool]) -> None:
        with self._lock:
            self._answers[number] = answer
            while self._next in self._answers:
                text = self._answers.pop(self._next)
                self._next += 1
                self._on_the_way.release()
                if self._failure is None:
                    try:
                        if not write(text):
                            self._failure = _NobodyReadsError()
                    except Exception as error:  # noqa: BLE001 - handed on to `run`
                        self._failure = error


class _NobodyReadsError(Exception):
    """The reader of the answers went away."""


class _Worker:
    """One process; where none is given it is started with its first line."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], process: Process | None = None) -> None:
        self._command = command
        self._environment = environment
        self._process: Process | None = process

    def send(self, number: int, raw: bytes) -> None:
        """Hand it a line; where the process is gone, `answer` will tell."""
        if self._process is None:
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, env=self._environment)
        assert self._process.stdin is not None
        try:
            _ = self._process.stdin.write(b"%d\t%s\n" % (number, raw.rstrip(b"\r\n")))
            self._process.stdin.flush()
        except OSError:
            pass

    def answer(self) -> str | None:
        """The answer to the first line that it still owes, without its line feed; nothing when the process is gone."""
        assert self._process is not None and self._process.stdout is not None
        try:
            answer = self._process.stdout.readline()
        except OSError:
            return None
        return answer[:-1].decode() if answer.endswith(b"\n") else None

    def end(self) -> None:
        """Close its input, which ends it."""
        if self._process is None:
            return
        for stream in (self._process.stdin, self._process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:
                pass  # it is gone already
        try:
            _ = self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            _ = self._process.wait()
