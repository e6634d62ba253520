"""Folders are read safely: what is no rule base, or made to hurt, is a fault."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from keymedic.engine.rulebase import folders
from keymedic.engine.rulebase.folders import MAX_FILE_BYTES, read_at_most, read_folder


@pytest.fixture
def kb(tmp_path: Path, mini_kb: Path) -> Path:
    """A copy of the miniature rule base to spoil."""
    return Path(shutil.copytree(mini_kb, tmp_path / "kb"))


def _codes(path: Path) -> list[tuple[str, str]]:
    return [(fault.code, Path(fault.file).name) for fault in read_folder(path).faults]


def test_reads_every_yaml_file_by_kind_and_name(kb: Path) -> None:
    """Files come sorted by name, at any depth; other files, hidden ones and other folders are passed over."""
    deep = kb / "rules" / "more" / "deep.yml"
    deep.parent.mkdir()
    _ = deep.write_text("[]")
    for name in ("README.md", ".hidden.yaml", "rules/notes.txt"):
        _ = (kb / name).write_text("x")
    (kb / ".git").mkdir()
    read = read_folder(kb)
    assert not read.faults
    assert [(file.kind, file.name) for file in read.files] == [
        ("causes", "causes/causes.yaml"), ("facts", "facts/facts.yaml"), ("observe", "observe/observe.yaml"),
        ("pack.yaml", "pack.yaml"), ("phrases", "phrases/en.yaml"), ("rules", "rules/more/deep.yml"),
        ("rules", "rules/rules.yaml"), ("tables", "tables/places.yaml"), ("weights.yaml", "weights.yaml"),
    ]  # fmt: skip


def test_vocabulary_only_leaves_the_rest_out(kb: Path) -> None:
    """Without the rules, facts, tables, phrases, weights and the pack's card remain."""
    kinds = {file.kind for file in read_folder(kb, vocabulary_only=True).files}
    assert kinds == {"facts", "tables", "phrases", "pack.yaml", "weights.yaml"}


def test_a_missing_folder_is_a_fault(tmp_path: Path) -> None:
    """A folder that does not exist, or is a file, is said to be none."""
    _ = (tmp_path / "file").write_text("x")
    assert _codes(tmp_path / "nowhere") == [("KM001", "nowhere")]
    assert _codes(tmp_path / "file") == [("KM001", "file")]


def test_misspelt_files_and_folders_are_not_passed_over(kb: Path) -> None:
    """``rule/`` and ``wieghts.yaml`` would be left out silently; they are faults with a suggestion."""
    (kb / "rule").mkdir()
    _ = (kb / "wieghts.yaml").write_text("x")
    faults = {Path(fault.file).name: fault for fault in read_folder(kb).faults}
    assert {fault.code for fault in faults.values()} == {"KM005"}
    assert '"rules"' in faults["rule"].hint and '"weights.yaml"' in faults["wieghts.yaml"].hint


def test_a_huge_file_is_refused_without_being_read(kb: Path) -> None:
    """A file of 100 MB costs nothing."""
    with (kb / "rules" / "huge.yaml").open("wb") as stream:
        _ = stream.truncate(100_000_000)
    read = read_folder(kb)
    assert [fault.code for fault in read.faults] == ["KM003"]
    assert sum(len(file.content) for file in read.files) < MAX_FILE_BYTES


def test_too_many_files_and_too_many_bytes_are_refused(kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder as a whole has limits too."""
    monkeypatch.setattr(folders, "MAX_FILES", 3)
    assert [fault.code for fault in read_folder(kb).faults] == ["KM003"]
    monkeypatch.undo()
    monkeypatch.setattr(folders, "MAX_FOLDER_BYTES", 1000)
    assert [fault.code for fault in read_folder(kb).faults] == ["KM003"]
    monkeypatch.undo()
    monkeypatch.setattr(folders, "_MAX_WALK", 3)
    assert [fault.code for fault in read_folder(kb).faults] == ["KM003"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no pipes in folders")
def test_pipes_and_folders_with_a_file_s_name_are_not_opened(kb: Path) -> None:
    """A pipe would block for ever."""
    os.mkfifo(kb / "rules" / "pipe.yaml")
    assert _codes(kb) == [("KM002", "pipe.yaml")]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_out_of_the_folder_are_refused(kb: Path, tmp_path: Path) -> None:
    """A stranger's rule base cannot show the lines of other files; links inside it are fine, broken ones a fault."""
    secret = tmp_path / "secret.yaml"
    _ = secret.write_text("private")
    (kb / "rules" / "out.yaml").symlink_to(secret)
    (kb / "rules" / "in.yaml").symlink_to(kb / "rules" / "rules.yaml")
    (kb / "rules" / "broken.yaml").symlink_to(kb / "nowhere.yaml")
    (kb / "rules" / "loop").symlink_to(kb / "rules")
    read = read_folder(kb)
    assert [(fault.code, Path(fault.file).name) for fault in read.faults] == [
        ("KM002", "broken.yaml"), ("KM006", "out.yaml"),
    ]  # fmt: skip
    assert not any(b"private" in file.content for file in read.files)


def test_the_digest_covers_names_and_contents(kb: Path) -> None:
    """Any change of a file or its name changes the digest, and moving bytes between files does too."""
    digests = {read_folder(kb).digest}
    rules = kb / "rules" / "rules.yaml"
    _ = rules.write_text(rules.read_text() + "# more\n")
    digests.add(read_folder(kb).digest)
    _ = rules.rename(kb / "rules" / "other.yaml")
    digests.add(read_folder(kb).digest)
    _ = (kb / "rules" / "empty.yaml").write_text("")
    digests.add(read_folder(kb).digest)
    assert len(digests) == 4


def test_the_digest_alone_is_the_same(kb: Path) -> None:
    """Who wants only the hash keeps no file, and hears of the same faults."""
    (kb / "rule").mkdir()
    kept, hashed = read_folder(kb), read_folder(kb, keep=False)
    assert (hashed.digest, hashed.faults, hashed.files) == (kept.digest, kept.faults, ())
    assert kept.files and kept.faults


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no pipes in folders")
def test_only_files_are_read_whatever_takes_their_place(tmp_path: Path) -> None:
    """A link is not followed, a pipe not waited for, and a folder is no file, however late they came."""
    file, link, pipe = (tmp_path / name for name in ("file", "link", "pipe"))
    _ = file.write_bytes(b"content")
    link.symlink_to(file)
    os.mkfifo(pipe)
    assert [read_at_most(str(file), most) for most in (3, 7, 8)] == [b"con", b"content", b"content"]
    assert read_at_most(str(pipe), 8) is None and read_at_most(str(tmp_path), 8) is None
    with pytest.raises(OSError):
        _ = read_at_most(str(link), 8)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs files that tell no size")
def test_a_file_with_more_than_it_says_is_read_to_its_end() -> None:
    """As one that grows meanwhile; the limit holds for it, too."""
    whole = read_at_most("/proc/self/status", 100_000)
    assert whole is not None and len(whole) > 500 and whole.endswith(b"\n")
    assert read_at_most("/proc/self/status", 5) == whole[:5]
