"""Rows of entries, each found and checked when it is asked for."""

from __future__ import annotations

import os
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.rulebase.packed import OpenFile, Packed, PackedNames, Row, RowInFile, pack

ENTRIES = st.lists(st.binary(max_size=30))


@given(ENTRIES)
def test_what_was_packed_is_found(entries: list[bytes]) -> None:
    """Every entry by its place, from the end, and all in order; whatever it holds, tabs too."""
    packed = Packed(*pack(entries))
    assert list(packed) == packed[:] == entries and len(packed) == len(entries)
    assert [packed[-1 - at] for at in range(len(entries))] == entries[::-1]
    with pytest.raises(IndexError):
        _ = packed[len(entries)]
    with pytest.raises(IndexError):
        _ = packed[-1 - len(entries)]


@given(st.dictionaries(st.text(st.characters(exclude_characters="\t", exclude_categories=("Cs",)), min_size=1), st.binary(max_size=9)))  # fmt: skip
def test_what_was_packed_is_found_by_name(table: dict[str, bytes]) -> None:
    """Every entry by its name; no other name."""
    packed = PackedNames("\t".join(table).encode(), *pack(table.values()))
    assert packed == table and list(packed) == list(table) and len(packed) == len(table)
    assert "\t" not in packed and packed.keys() == table.keys()


@given(ENTRIES.filter(bool), st.data())
def test_a_damaged_entry_is_told(entries: list[bytes], data: st.DataObject) -> None:
    """Any other byte in an entry raises ValueError for that entry, and for no other."""
    index, row = pack(entries)
    at = data.draw(st.integers(0, len(entries) - 1).filter(lambda at: bool(entries[at])) if any(entries) else st.none())
    if at is None:
        return
    start = sum(len(entry) + 1 for entry in entries[:at])
    place = start + data.draw(st.integers(0, len(entries[at]) - 1))
    spoilt = Row(row[:place] + bytes([row[place] ^ 1]) + row[place + 1 :])
    packed = Packed(index, spoilt)
    with pytest.raises(ValueError, match="damaged"):
        _ = packed[at]
    others = [*range(at), *range(at + 1, len(entries))]
    assert [packed[one] for one in others] == [entries[one] for one in others]


def test_an_index_of_another_shape_is_refused() -> None:
    """Cut off, without digits, or with names for other entries."""
    index, row = pack([b"one", b"two"])
    with pytest.raises(ValueError, match="another shape"):
        _ = Packed(index[:-1], row)
    with pytest.raises(ValueError, match="invalid literal"):
        _ = Packed(b"x" * len(index), row)[0]
    with pytest.raises(ValueError, match="zip"):
        _ = PackedNames(b"one", index, row)


@pytest.mark.skipif(not hasattr(os, "pread"), reason="rows are read as a whole here")
@given(st.binary(max_size=40), st.integers(0, 50), st.integers(0, 50))
def test_a_row_in_a_file_is_like_one_in_memory(row: bytes, start: int, end: int) -> None:
    """Whatever part is asked for, also beyond its end, where other rows stand; and after the file was closed."""
    with tempfile.TemporaryFile() as stream:
        _ = stream.write(b"before" + row + b"behind")
        stream.flush()
        left = RowInFile(OpenFile(os.dup(stream.fileno())), len(b"before"), len(row))
    assert left[start:end] == row[start:end]
