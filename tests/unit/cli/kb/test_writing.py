"""What the authoring commands write stays in its folder, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keymedic.cli.kb import writing
from keymedic.cli.kb.writing import inside, write_below
from keymedic.engine.errors import InputError

posix = pytest.mark.skipif(os.name == "nt", reason="makes links")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside, that nobody asked to change."""
    file = tmp_path / "secret"
    _ = file.write_text("mine")
    return file


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A folder that somebody else filled."""
    (tmp_path / "pack" / "rules").mkdir(parents=True)
    return tmp_path / "pack"


def test_a_file_is_written_and_written_anew(pack: Path) -> None:
    """Folders on the way are made, rights stay, nothing lies beside it."""
    write_below(pack, pack / "causes" / "x.yaml", "old")
    file = pack / "causes" / "x.yaml"
    file.chmod(0o640)
    write_below(str(pack), str(file), "n\u00e9w\n")
    assert file.read_bytes() == "n\u00e9w\n".encode()
    assert os.name == "nt" or file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir()] == ["x.yaml"]


@posix
def test_links_that_lead_out_are_refused(pack: Path, secret: Path, tmp_path: Path) -> None:
    """A file that is a link, a folder that is one, and a path that climbs: the file outside stays as it was."""
    (pack / "rules" / "x.yaml").symlink_to(secret)
    (pack / "causes").symlink_to(tmp_path)
    for name in ("rules/x.yaml", "causes/secret", "rules/../../secret"):
        with pytest.raises(InputError, match="leads out"):
            write_below(pack, pack / name, "theirs")
    assert secret.read_text() == "mine"


@posix
def test_links_within_the_folder_are_followed(pack: Path) -> None:
    """The file that the link names is written, and the link stays one."""
    _ = (pack / "rules" / "real.yaml").write_text("old")
    (pack / "rules" / "x.yaml").symlink_to("real.yaml")
    write_below(pack, pack / "rules" / "x.yaml", "new")
    assert (pack / "rules" / "real.yaml").read_text() == "new" and (pack / "rules" / "x.yaml").is_symlink()
    assert inside(pack, pack / "rules" / "x.yaml") == os.path.realpath(pack / "rules" / "real.yaml")


def test_a_full_disk_leaves_what_was_there(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules that somebody wrote are not lost to a repair that cannot be written."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = pack / "rules" / "x.yaml"
    _ = file.write_text("old")
    monkeypatch.setattr(writing.os, "replace", full)
    with pytest.raises(InputError, match="No space left"):
        write_below(pack, file, "new")
    assert (file.read_text(), [path.name for path in file.parent.iterdir()]) == ("old", ["x.yaml"])
