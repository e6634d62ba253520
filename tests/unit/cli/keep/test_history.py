from __future__ import annotations

import stat
from pathlib import Path

import pytest

from keymedic.cli.keep import history
from keymedic.cli.keep.history import LONGEST_ENTRY, RedactedHistory
from keymedic.engine.redact import Redactor

KEY = "AIza" + "SyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0"


def opened(path: Path | None, told: list[OSError] | None = None) -> RedactedHistory:
    """A history that redacts."""
    return RedactedHistory(path, Redactor().redact, ([] if told is None else told).append)


def test_entries_are_redacted_in_memory_and_in_the_file(tmp_path: Path) -> None:
    """A key typed at the prompt does not come back at the arrow key and is not in the file, which is private."""
    path = tmp_path / "state" / "history"
    typed = opened(path)
    typed.append_string(f"my key is {KEY}\nreally")
    assert all(KEY not in entry for entry in typed.get_strings())
    assert KEY.encode() not in path.read_bytes()
    assert (stat.S_IMODE(path.stat().st_mode) & 0o077, path.parent.stat().st_mode & 0o077) == (0, 0)
    assert list(opened(path).load_history_strings()) == typed.get_strings()


def test_newest_first_and_damage_is_passed_over(tmp_path: Path) -> None:
    """Lines that are no entry are skipped."""
    path = tmp_path / "history"
    typed = opened(path)
    typed.append_string("one")
    with path.open("ab") as stream:
        _ = stream.write(b"{torn\n[1]\n\xff\n" + b"[" * 100_000 + b"\n")
    typed.append_string("two")
    assert list(opened(path).load_history_strings()) == ["two", "one"]


def test_pastes_are_not_history(tmp_path: Path) -> None:
    """What is as long as a traceback is not kept."""
    typed = opened(tmp_path / "history")
    typed.append_string("x" * (LONGEST_ENTRY + 1))
    assert typed.get_strings() == []
    assert not (tmp_path / "history").exists()


def test_a_large_file_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the newest entries of a file beyond its cap are kept."""
    monkeypatch.setattr(history, "MAX_HISTORY_BYTES", 100)
    path = tmp_path / "history"
    typed = opened(path)
    for number in range(50):
        typed.append_string(f"entry {number}")
    assert next(iter(opened(path).load_history_strings())) == "entry 49"
    assert path.stat().st_size <= 100


def test_trouble_is_told_once(tmp_path: Path) -> None:
    """A place that cannot be written costs the file, not the history of this conversation."""
    told: list[OSError] = []
    _ = (tmp_path / "home").write_bytes(b"")
    typed = opened(tmp_path / "home" / "history", told)
    typed.append_string("one")
    typed.append_string("two")
    assert typed.get_strings() == ["one", "two"]
    assert len(told) == 1


def test_without_a_path_it_is_in_memory_only() -> None:
    """No usable place is no trouble."""
    typed = opened(None)
    typed.append_string("one")
    assert (typed.get_strings(), list(typed.load_history_strings())) == (["one"], [])
