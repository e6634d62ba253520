from __future__ import annotations

import pytest

from keymedic.cli.child.pump import Tail


@pytest.mark.parametrize("size", [1, 7, 30, 500])
def test_the_tail_is_bounded_and_begins_with_a_line(size: int) -> None:
    """However the bytes come, the last whole lines within the limit are kept, and memory stays bounded."""
    text = b"".join(b"line %d\n" % number for number in range(100))
    tail = Tail(limit=60)
    for at in range(0, len(text), size):
        tail.add(text[at : at + size])
    kept = tail.data()
    assert text.endswith(kept) and kept.startswith(b"line ")
    assert 50 < len(kept) <= 60


def test_a_line_longer_than_the_limit_is_kept_in_part() -> None:
    """One endless line has no beginning to look for."""
    tail = Tail(limit=10)
    tail.add(b"x" * 100)
    assert tail.data() == b"x" * 10


def test_short_outputs_are_kept_whole() -> None:
    """Nothing is cut off where nothing has to be."""
    tail = Tail(limit=10)
    tail.add(b"a\nb")
    assert tail.data() == b"a\nb"
