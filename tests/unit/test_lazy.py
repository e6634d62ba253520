"""Entries made when asked for."""

from __future__ import annotations

from keymedic.engine.lazy import ByScript, LazyMapping, LazySequence, by_script


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


def test_names_beyond_ascii_are_read_for_texts_beyond_ascii() -> None:
    """Who asks for names in ASCII reads no others; both together are the mapping that was split, and read once."""
    whole = {"a": 1, "\u00e9": 2, "b": 3}
    plain, others = by_script(whole)
    assert (plain, others) == ({"a": 1, "b": 3}, {"\u00e9": 2})
    read: list[int] = []

    def read_others() -> dict[str, int]:
        read.append(1)
        return others

    parted = ByScript(plain, read_others)
    assert parted["a"] == 1 and "b" in parted and "c" not in parted and 7 not in parted
    assert parted and parted.for_text("plain") == plain and not read
    assert parted.for_text("caf\u00e9")["\u00e9"] == 2 and "\u00e8" not in parted
    assert parted == whole and len(parted) == 3 and read == [1]


def test_names_in_ascii_are_enough_to_be_something() -> None:
    """Whether there are any names is known from the first part, where it has some."""
    assert ByScript({}, lambda: {"\u00e9": 1}) and not ByScript({}, dict[str, int])
