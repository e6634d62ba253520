"""Files that look as they did are not hashed again; whatever may have changed is."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from keymedic.engine.rulebase import load, stamps
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no time that says enough")


@pytest.fixture
def core(tmp_path: Path, mini_kb: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rule base whose files count as old enough, with a cache of its own that is warm."""
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(stamps, "SETTLED", -1_000_000_000_000)
    core = Path(shutil.copytree(mini_kb, tmp_path / "core"))
    (core / "cases").mkdir(exist_ok=True)
    _ = (core / "cases" / "gone.yaml").write_text("# nothing\n")
    _ = load_rule_base(core=core)
    return core


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders whose files are read from now on."""
    read: list[str] = []
    original: Callable[..., object] = load.read_folder

    def watched(path: str, **kwargs: bool) -> object:
        read.append(path)
        return original(path, **kwargs)

    monkeypatch.setattr(load, "read_folder", watched)
    return read


def _seen(tmp_path: Path) -> Path:
    return next((tmp_path / "cache").glob("*.seen"))


def test_files_that_look_the_same_are_not_read(core: Path, hashed: list[str]) -> None:
    """The compiled rule base comes from the cache, and equals the one that is built."""
    assert load_rule_base(core=core) == load_rule_base(core=core, use_cache=False)
    assert len(hashed) == 1


def test_an_edit_that_hides_is_found(core: Path, hashed: list[str]) -> None:
    """As many bytes as before and the old time set back: the file is read all the same, and the rule has the new title."""
    file = core / "rules" / "rules.yaml"
    before = file.stat()
    text = file.read_text()
    title = load_rule_base(core=core).rules["region.country"].title
    _ = file.write_text(text.replace(title, title.upper()))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size and file.stat().st_mtime_ns == before.st_mtime_ns
    assert load_rule_base(core=core).rules["region.country"].title == title.upper() and hashed


@pytest.mark.parametrize("change", ["touched", "new", "gone", "renamed"])
def test_any_other_look_means_to_hash(core: Path, hashed: list[str], change: str) -> None:
    """A time, a name more, a name less; the time after that is quick again."""
    file = core / "facts" / "more.yaml"
    match change:
        case "touched":
            os.utime(core / "pack.yaml")
        case "new":
            _ = file.write_text("# nothing\n")
        case "gone":
            _ = (core / "cases" / "gone.yaml").unlink()
        case _:
            _ = next((core / "rules").iterdir()).rename(core / "rules" / "others.yaml")
    base = load_rule_base(core=core)
    assert hashed and base == load_rule_base(core=core, use_cache=False)
    hashed.clear()
    assert load_rule_base(core=core) == base and not hashed


def test_what_changed_a_moment_ago_is_hashed(core: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Times are counted in steps: within one, a second change would look like the first."""
    monkeypatch.setattr(stamps, "SETTLED", 1_000_000_000_000)
    _ = [load_rule_base(core=core) for _ in range(2)]
    assert len(hashed) == 2


def test_links_are_followed_by_content(core: Path, hashed: list[str]) -> None:
    """Of a link the time says nothing about the file behind it."""
    file = core / "rules" / "rules.yaml"
    _ = file.rename(core / "rules" / "rules.txt")
    file.symlink_to("rules.txt")
    assert [load_rule_base(core=core) for _ in range(2)] and len(hashed) >= 2


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'["x"]', b'["x", "y"]', b"\xff", b"[" * 99_999, b"null"], ids=range(8)
)
def test_a_broken_memory_is_none(core: Path, hashed: list[str], tmp_path: Path, content: bytes) -> None:
    """Damaged or forged, the files are hashed and the memory is written anew."""
    _ = _seen(tmp_path).write_bytes(content)
    _ = [load_rule_base(core=core) for _ in range(2)]
    assert len(hashed) == 1


def test_a_memory_that_others_may_write_is_not_believed(core: Path, hashed: list[str], tmp_path: Path) -> None:
    """Somebody else could have put it there."""
    _seen(tmp_path).chmod(0o666)
    assert load_rule_base(core=core) and hashed


def test_a_forged_key_finds_no_cache(core: Path, tmp_path: Path) -> None:
    """The key must be that of the compiled rule base, too: otherwise it is built anew."""
    seen = _seen(tmp_path)
    look = seen.read_text().split('"')[1]
    _ = seen.write_text(f'["{look}", "{"0" * 64}"]')
    assert load_rule_base(core=core) == load_rule_base(core=core, use_cache=False)


def test_another_build_of_keymedic_does_not_remember(
    core: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What makes the compiled form is a part of the look."""

    def others() -> Sequence[str]:
        return ["another build"]

    monkeypatch.setattr(stamps, "makers", others)
    found: RuleBase = load_rule_base(core=core)
    assert found and hashed
