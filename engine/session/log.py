"""The event log of a session: everything that was said and done, in order, never changed afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from ..facts import Fact, Scalar
from ..reason.progress import FixResult
from ..values import Struct, field


class Told(Struct):
    """Text that the person pasted or wrote, redacted; ``keys``: what the secrets in it told before they were hidden."""

    text: str
    keys: tuple[Fact, ...] = field(default=())


class Looked(Struct):
    """The probes looked at this machine; what they found replaces what an earlier look found."""

    facts: tuple[Fact, ...]


class Answered(Struct):
    """A fact as the person states it, by several values only where the fact is ``many``; replaces an earlier answer.

    ``corrects``: what was read or seen of the fact so far was wrong, too.
    """

    fact: str
    values: tuple[Scalar, ...]
    corrects: bool = field(default=False)


class Unsure(Struct):
    """The person does not know a fact."""

    fact: str


class Withdrew(Struct):
    """The person takes back a fact: the answer, and what was read about it in the texts so far."""

    fact: str


class FixTried(Struct):
    """A fix was carried out or skipped."""

    fix: str
    result: FixResult


class Undid(Struct):
    """The last step that was not undone does not count."""


class Redid(Struct):
    """The step undone last counts again."""


Step = Told | Looked | Answered | Unsure | Withdrew | FixTried
Event = Step | Undid | Redid


def split(log: Iterable[Event]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The steps that count, in order, and those that could be redone, the next one last.

    An undo or redo without anything to undo or redo does nothing; a new step ends what could be redone.
    """
    done: list[Step] = []
    undone: list[Step] = []
    for event in log:
        match event:
            case Undid():
                if done:
                    undone.append(done.pop())
            case Redid():
                if undone:
                    done.append(undone.pop())
            case _:
                done.append(event)
                undone.clear()
    return tuple(done), tuple(undone)
