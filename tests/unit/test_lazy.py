"""Entries made when asked for."""

from __future__ import annotations

from keymedic.engine.lazy import ByScript, LazyMapping, LazySequence


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


def test_names_beyond_ascii_are_read_when_a_text_has_some() -> None:
    """A text in ASCII meets only the names that it can hold; any other text meets all."""
    read: list[str] = []

    def others() -> dict[str, int]:
        read.append("others")
        return {"密钥": 2}

    table = ByScript({"key": 1}, others)
    assert dict(table.for_text("key")) == {"key": 1} and table["key"] == 1 and not read
    assert dict(table.for_text("密钥")) == {"key": 1, "密钥": 2} == dict(table)
    assert table["密钥"] == 2 and len(table) == 2 and read == ["others"]
