from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from keymedic.cli.keep import files
from keymedic.cli.keep.files import private_folder, read_plain, read_tail, write_private

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")


def rights(path: Path) -> int:
    """The rights of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_files_and_folders_are_their_owners(tmp_path: Path) -> None:
    """A folder gets 0700 and a file 0600, also where they were open to others before and whatever the umask."""
    folder = tmp_path / "a" / "b"
    before = os.umask(0)
    try:
        private_folder(folder)
        folder.chmod(0o755)
        private_folder(folder)
        (folder / "x").touch(0o666)
        write_private(folder / "x", b"new")
    finally:
        _ = os.umask(before)
    assert (rights(folder), rights(folder / "x")) == (0o700, 0o600)


@posix
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who owns the folder could change what is in it."""
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(PermissionError):
        private_folder(tmp_path)


@posix
def test_written_then_synced_then_renamed_then_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new content is on the disk before it takes the name of the old one, and the name is made to last."""
    done: list[str] = []
    sync, rename = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync file")
        sync(handle)

    def renamed(old: Path, new: Path) -> None:
        done.append("rename")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    write_private(tmp_path / "x", b"new")
    assert done == ["sync file", "rename", "sync folder"]


def test_what_cannot_be_written_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up while writing costs the new content only, and no half-written file stays."""

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    write_private(tmp_path / "x", b"old")
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_left_over_half_is_replaced(tmp_path: Path) -> None:
    """What a killed process left behind does not stand in the way, nor is a link in its place followed."""
    other = tmp_path / "other"
    _ = other.write_bytes(b"mine")
    beside = tmp_path / f".x.{os.getpid()}.tmp"
    beside.symlink_to(other)
    write_private(tmp_path / "x", b"new")
    assert ((tmp_path / "x").read_bytes(), other.read_bytes(), beside.exists()) == (b"new", b"mine", False)


@posix
def test_two_processes_that_write_one_file_do_not_mix(tmp_path: Path) -> None:
    """Each prepares a file of its own: whoever is last wins, and the file is one of theirs, whole, at every moment."""
    writer = (
        "import sys\nfrom pathlib import Path\nfrom keymedic.cli.keep.files import write_private\n"
        "for _ in range(20): write_private(Path(sys.argv[1]), sys.argv[2].encode() * 200_000)"
    )
    running = [subprocess.Popen([sys.executable, "-c", writer, str(tmp_path / "x"), letter]) for letter in "ab"]
    try:
        while any(process.poll() is None for process in running):
            content = (tmp_path / "x").read_bytes() if (tmp_path / "x").exists() else b"a" * 200_000
            assert len(content) == 200_000 and len(set(content)) == 1
    finally:
        ended = [process.poll() for process in running]
        for process in running:
            process.kill()
            _ = process.wait(60)
    assert ended == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@posix
def test_only_plain_files_of_bounded_size_are_read(tmp_path: Path) -> None:
    """Links, pipes, folders and files that are too large are refused; none of them makes the reader wait."""
    _ = (tmp_path / "x").write_bytes(b"12345")
    (tmp_path / "link").symlink_to(tmp_path / "x")
    os.mkfifo(tmp_path / "pipe")
    assert read_plain(tmp_path / "x", 5) == b"12345"
    for name, most in (("x", 4), ("link", 9), ("pipe", 9), (".", 9), ("none", 9)):
        with pytest.raises(OSError):
            _ = read_plain(tmp_path / name, most)


@posix
def test_the_end_of_a_large_file(tmp_path: Path) -> None:
    """The last bytes, of a file of any size; likewise of plain files only."""
    _ = (tmp_path / "x").write_bytes(b"12345")
    (tmp_path / "link").symlink_to(tmp_path / "x")
    assert (read_tail(tmp_path / "x", 3), read_tail(tmp_path / "x", 9)) == (b"345", b"12345")
    with pytest.raises(OSError):
        _ = read_tail(tmp_path / "link", 3)
