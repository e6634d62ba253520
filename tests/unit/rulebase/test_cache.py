"""A cache that is broken, hostile, half-written or out of reach is as good as none."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
import zlib
from pathlib import Path

import pytest

from keymedic.engine.errors import InstallationError
from keymedic.engine.rulebase import cache as caching
from keymedic.engine.rulebase.cache import cache_folder, cache_key, load_cached, store_cached
from keymedic.engine.rulebase.folders import PackFolder, read_folder
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions work otherwise there")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def packs(mini_kb: Path) -> tuple[PackFolder, ...]:
    """The files of the miniature rule base."""
    return (read_folder(mini_kb),)


@pytest.fixture
def stored(folder: Path, mini_kb: Path) -> tuple[Path, RuleBase]:
    """The cache file of the miniature rule base, and what it holds."""
    base = load_rule_base(core=mini_kb)
    return next(folder.iterdir()), base


def test_what_was_stored_is_loaded(stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...]) -> None:
    """A fresh cache gives the same rule base."""
    assert load_cached(packs, with_cases=False) == stored[1]


@posix
def test_the_file_is_the_owner_s_alone(stored: tuple[Path, RuleBase]) -> None:
    """Nobody else can read or write it, and nothing half-written lies beside it."""
    assert stat.S_IMODE(stored[0].stat().st_mode) == 0o600
    assert list(stored[0].parent.iterdir()) == [stored[0]]


def _resummed(lines: list[str]) -> bytes:
    """The file with the checksum and the lengths that its changed lines have."""
    header, *parts, cases = lines
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part.encode(), checksum)
    checked = json.loads(header) | {"lines": [len(part.encode()) for part in parts], "sum": checksum}
    return "\n".join([json.dumps(checked), *parts, cases, ""]).encode()


def _spoil(text: str, how: str) -> bytes:
    lines = text.split("\n")[:-1]
    header, small, *_ = lines
    data = json.loads(small)
    match how:
        case "empty":
            return b""
        case "half":
            return text[: len(text) // 2].encode()
        case "no body":
            return f"{header}\n".encode()
        case "binary":
            return bytes(range(256)) * 10
        case "other line":
            return text.replace("location", "locations", 1).encode()
        case "other key":
            return text.replace(json.loads(header)["key"], "0" * 64).encode()
        case "other version":
            return text.replace('"keymedic": "', '"keymedic": "9').encode()
        case "deep":
            lines[1] = "[" * 1_000_000
        case "odd table":
            lines[3] += "\tmore"
        case "forged evidence":
            lines[2] = lines[2].replace("[", "[7,", 1)
        case "fewer lines":
            del lines[3]
        case "not text":
            return _resummed(lines).replace(b"location", b"\xff\xff\xff\xff\xff\xff\xff\xff")
        case "wrong number":
            data[6][5] = "much"
        case "not finite":
            lines[1] = small.replace("0.95", "NaN")
        case "giant number":
            lines[1] = small.replace("0.95", "9" * 10_000)
        case "missing field":
            _ = data.pop()
        case _:
            raise AssertionError(how)
    if lines[1] == small:
        lines[1] = json.dumps(data)
    return _resummed(lines)


@pytest.mark.parametrize(
    "how",
    [
        "empty", "half", "no body", "binary", "other line", "other key", "other version", "deep", "odd table", "forged evidence", "fewer lines",
        "not text", "wrong number", "not finite", "giant number", "missing field",
    ],
)  # fmt: skip
def test_an_unusable_cache_is_ignored_and_rebuilt(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], mini_kb: Path, how: str
) -> None:
    """Damaged, stale or hostile: the rule base is built again and the cache replaced."""
    path, base = stored
    _ = path.write_bytes(_spoil(path.read_text(), how))
    assert load_cached(packs, with_cases=False) is None
    assert load_rule_base(core=mini_kb) == base
    assert load_cached(packs, with_cases=False) == base


def test_broken_cases_hold_up_only_who_wants_cases(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], mini_kb: Path
) -> None:
    """A diagnosis does not read the cases."""
    path, base = stored
    *lines, _cases, _ = path.read_text().split("\n")
    _ = path.write_text("\n".join([*lines, "[1]", ""]))
    assert load_cached(packs, with_cases=False) == base
    assert load_cached(packs, with_cases=True) is None
    assert load_rule_base(core=mini_kb, with_cases=True).rules["region.country"].cases


def test_an_oversized_cache_is_ignored(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache larger than any rule base is not even parsed."""
    assert stored[0].exists()
    monkeypatch.setattr(caching, "MAX_CACHE_BYTES", 1000)
    assert load_cached(packs, with_cases=False) is None


@posix
def test_a_cache_that_others_may_write_is_not_believed(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...]
) -> None:
    """Rules planted by somebody else are not used."""
    stored[0].chmod(0o666)
    assert load_cached(packs, with_cases=False) is None


@posix
def test_links_and_pipes_in_its_place_are_not_followed(
    stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...], tmp_path: Path
) -> None:
    """A link, a pipe or a folder where the cache should be neither blocks nor misleads."""
    path = stored[0]
    aside = Path(shutil.copy(path, tmp_path / "aside"))
    path.unlink()
    path.symlink_to(aside)
    assert load_cached(packs, with_cases=False) is None
    path.unlink()
    os.mkfifo(path)
    assert load_cached(packs, with_cases=False) is None
    path.unlink()
    path.mkdir()
    assert load_cached(packs, with_cases=False) is None


def test_a_place_that_cannot_be_written_means_no_cache(
    tmp_path: Path, mini_kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file where the folder should be, or a folder without permission: everything works, only slower."""
    blocker = tmp_path / "file"
    _ = blocker.write_text("x")
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", str(blocker / "cache"))
    assert load_rule_base(core=mini_kb).rules
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", "a\0b" if sys.platform == "win32" else "/proc/keymedic")
    assert load_rule_base(core=mini_kb).rules


def test_a_failed_write_leaves_nothing_behind(
    folder: Path, packs: tuple[PackFolder, ...], stored: tuple[Path, RuleBase], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fails in the middle, the earlier cache stays and no fragment remains."""

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(caching.os, "replace", fail)
    store_cached(packs, stored[1])
    assert list(folder.iterdir()) == [stored[0]]


def test_old_files_make_room(folder: Path, packs: tuple[PackFolder, ...], stored: tuple[Path, RuleBase]) -> None:
    """Only the newest compiled rule bases stay, and fragments of a write that was cut off go with the old ones."""
    old = [folder / f"rules-{number:016x}.json" for number in range(7)]
    old.append(folder / "rules-0000000000000001.json.cut")
    for age, path in enumerate(old):
        _ = path.write_text("{}")
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    (folder / "rules-folder.json").mkdir()
    _ = (folder / "notes.txt").write_text("mine")
    store_cached(packs, stored[1])
    left = {path.name for path in folder.iterdir()}
    assert {stored[0].name, "notes.txt", "rules-folder.json"} <= left
    assert {path.name for path in old} & left == {path.name for path in old[:2]}
    assert load_cached(packs, with_cases=False) == stored[1]


def test_a_forged_entry_is_no_internal_error(stored: tuple[Path, RuleBase], packs: tuple[PackFolder, ...]) -> None:
    """Entries are read late. One that was forged, checksum and all, ends in an error that says what to do."""
    path, base = stored
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    assert "region.country\t[" in lines[4] and lines[7].startswith("[")
    lines[4] = lines[4].replace("region.country\t[", "region.country\t[7,", 1)
    lines[7] = lines[7].replace("[", "{", 1)
    _ = path.write_bytes(_resummed(lines))
    loaded = load_cached(packs, with_cases=False)
    assert loaded is not None and list(loaded.rules) == list(base.rules)
    with pytest.raises(InstallationError, match="cache"):
        _ = loaded.rules["region.country"]
    with pytest.raises(InstallationError, match="cache"):
        _ = loaded.observations[0]


def test_use_cache_false_neither_reads_nor_writes(folder: Path, mini_kb: Path) -> None:
    """Without the cache nothing is written."""
    assert load_rule_base(core=mini_kb, use_cache=False).rules
    assert not folder.exists()


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """KEYMEDIC_CACHE_DIR wins, empty turns the cache off; then the platform's place for caches."""
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", str(tmp_path))
    assert cache_folder() == str(tmp_path)
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", "")
    assert cache_folder() == ""
    monkeypatch.delenv("KEYMEDIC_CACHE_DIR")
    monkeypatch.setenv("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == str(tmp_path / "keymedic")
    monkeypatch.setattr(caching.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/is/ignored")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert cache_folder() == str(tmp_path / "home" / ".cache" / "keymedic")


def test_the_key_follows_version_and_content(packs: tuple[PackFolder, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of keymedic, or another file, never meets an old cache."""
    keys = {cache_key(packs), cache_key((*packs, *packs))}
    monkeypatch.setattr(caching, "VERSION", "9.9")
    keys.add(cache_key(packs))
    monkeypatch.setattr(caching, "FORMAT", 99)
    keys.add(cache_key(packs))
    assert len(keys) == 4
