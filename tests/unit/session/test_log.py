"""The log of a session: which steps count."""

from __future__ import annotations

import pytest

from keymedic.engine.session.log import Event, Redid, Told, Undid, Unsure, split

A, B, C = Told("a"), Unsure("key.kind"), Told("c")


@pytest.mark.parametrize(
    ("log", "done", "undone"),
    [
        ((), (), ()),
        ((A, B), (A, B), ()),
        ((A, B, Undid()), (A,), (B,)),
        ((A, B, Undid(), Undid(), Redid()), (A,), (B,)),
        ((A, B, Undid(), C), (A, C), ()),
        ((A, B, Undid(), C, Redid()), (A, C), ()),
        ((Undid(), Redid(), A, Redid()), (A,), ()),
    ],
)
def test_steps_that_count(log: tuple[Event, ...], done: tuple[Event, ...], undone: tuple[Event, ...]) -> None:
    """Undo takes the last step back, redo takes it again, and a new step ends what could be redone."""
    assert split(log) == (done, undone)
