"""Entries made when asked for."""

from __future__ import annotations

from keymedic.engine.lazy import LazyMapping, LazySequence


def test_a_mapping_makes_what_is_asked_for_once() -> None:
    """Names, membership and length cost nothing; it equals the mapping with everything made."""
    made: list[int] = []

    def make(number: int) -> str:
        made.append(number)
        return str(number)

    lazy = LazyMapping({"a": 1, "b": 2}, make)
    assert list(lazy) == ["a", "b"] and len(lazy) == 2 and "a" in lazy and "c" not in lazy and lazy.get("c") is None
    assert made == []
    assert lazy["b"] == lazy["b"] == "2"
    assert made == [2]
    assert lazy == {"a": "1", "b": "2"} and {"a": "1", "b": "2"} == lazy


def test_a_sequence_makes_what_is_asked_for_once() -> None:
    """Also by slices and from the end; it equals a tuple of the same entries."""
    made: list[int] = []

    def make(number: int) -> str:
        made.append(number)
        return str(number)

    lazy = LazySequence([1, 2, 3], make)
    assert len(lazy) == 3 and lazy[:2] == ("1", "2") and lazy[0] == "1"
    assert made == [1, 2]
    assert lazy == ("1", "2", "3") and ("1", "2", "3") == lazy and lazy != ("1",)
    assert list(lazy) == ["1", "2", "3"] and made == [1, 2, 3]
