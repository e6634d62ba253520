"""Files become entries; files that cannot be read are faults and hold the rest up as little as possible."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from keymedic.engine.rulebase import collect as collecting
from keymedic.engine.rulebase.collect import collect
from keymedic.engine.rulebase.folders import PackFile, PackFolder, read_folder


def _folder(**files: bytes) -> PackFolder:
    named = ((name.replace("__", "/") + ".yaml", content) for name, content in files.items())
    return PackFolder("p", tuple(PackFile(name.split("/")[0], name, text) for name, text in named), (), "0")


def test_entries_carry_pack_file_and_line(mini_kb: Path) -> None:
    """Each entry knows where it came from."""
    collected = collect([read_folder(mini_kb)])
    assert not collected.faults
    assert str(collected.entries["causes"]["key-missing"].origin) == "mini:causes/causes.yaml:32"
    assert collected.phrases["greeting"].text == "What does the error say?"
    assert [pack.name for pack in collected.packs] == ["mini"]


@pytest.mark.parametrize(
    ("files", "code", "file", "line"),
    [
        ({"rules__x": b"- rule: \xff"}, "KM004", "p/rules/x.yaml", 1),
        ({"rules__x": "- rule: a\n- é".encode("latin-1")}, "KM004", "p/rules/x.yaml", 2),
        ({"rules__x": "- rule: a".encode("utf-16")}, "KM004", "p/rules/x.yaml", 1),
        ({}, "KM007", "p/pack.yaml", 1),
        ({}, "KM007", "p/weights.yaml", 1),
        ({"pack": b""}, "KM102", "p/pack.yaml", 1),
        ({"pack": b"nme: x"}, "KM101", "p/pack.yaml", 1),
        ({"pack": b"[x]"}, "KM103", "p/pack.yaml", 1),
        ({"weights": b"[x]"}, "KM103", "p/weights.yaml", 1),
    ],
)
def test_unreadable_files_are_faults(files: dict[str, bytes], code: str, file: str, line: int) -> None:
    """Not UTF-8, missing, empty, or of another shape: each is said of the file."""
    faults = collect([_folder(**files)]).faults
    assert (code, file, line) in {(fault.code, fault.file, fault.line) for fault in faults}


def test_a_byte_order_mark_is_no_fault() -> None:
    """Editors on Windows put one there."""
    pack = b"\xef\xbb\xbfname: p\nversion: '1'\nscope: s\nknowledge_date: 2026-11-01\n"
    assert [pack.name for pack in collect([_folder(pack=pack)]).packs] == ["p"]


def test_a_flood_of_values_over_many_files_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """The values of all files together have a limit."""
    monkeypatch.setattr(collecting, "MAX_FOLDER_VALUES", 10)
    collected = collect([_folder(phrases__a=b"a: b\n" * 1, rules__b=b"[a, b, c, d, e, f, g, h, i, j]", rules__c=b"x")])
    assert "KM206" in {fault.code for fault in collected.faults}
    assert collected.may_exist("facts", "anything")


def test_a_refused_file_leaves_its_kind_incomplete(tmp_path: Path, mini_kb: Path) -> None:
    """Names that could stand in a file that was not read may exist."""
    kb = Path(shutil.copytree(mini_kb, tmp_path / "kb"))
    with (kb / "causes" / "huge.yaml").open("wb") as stream:
        _ = stream.truncate(3_000_000)
    collected = collect([read_folder(kb)])
    assert collected.may_exist("causes", "anything")
    assert not collected.may_exist("facts", "any.thing")
