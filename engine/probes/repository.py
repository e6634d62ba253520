"""Reading a git repository that may be hostile: git runs on a folder of settings of our own and never sees the repository's.

A repository's ``config`` can name programs (hooks, fsmonitor, filters, pagers, helpers, remotes of a partial clone).
So git is given an empty folder as its ``GIT_DIR`` and only the object store and the index of the repository. Where the
branches point is read here, as text.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Final

from ..values import Struct
from .place import Place, look_at

_OID: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_PACKED: Final = re.compile(r"^\^?([0-9a-f]{40}(?:[0-9a-f]{24})?)\b", re.MULTILINE)
_MAX_REFS: Final = 2000
_OFF: Final = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "core.commitGraph=false")


class Repository(Struct):
    """Where a repository is: its working tree, its own folder, and the folder that its worktrees share."""

    root: Path
    own: Path
    common: Path

    def tips(self) -> tuple[str, ...]:
        """The objects that branches, tags, stash and HEAD point to, at most some thousand."""
        found = dict.fromkeys(_PACKED.findall(_text(self.common / "packed-refs")))
        for file in (self.own / "HEAD", *_files(self.common / "refs"), *_files(self.own / "refs")):
            text = _text(file).strip()
            if _OID.fullmatch(text):
                found[text] = None
        return tuple(found)[:_MAX_REFS]

    def has_remote(self) -> bool:
        """Whether the repository was cloned from or is pushed to somewhere."""
        return '[remote "' in _text(self.common / "config")


def find_repository(place: Place) -> Repository | None:
    """The repository that the project is in, if any."""
    for folder in place.upwards():
        entry = folder / ".git"
        seen = look_at(entry)
        if seen.sort == "directory":
            own = entry
        elif seen.data.startswith(b"gitdir: "):  # a worktree or a submodule
            own = folder / seen.data[8:].decode("utf-8", "replace").strip()
        else:
            continue
        common = own / (_text(own / "commondir").strip() or ".")
        return Repository(folder, own, common) if look_at(common / "objects").sort == "directory" else None
    return None


class Git:
    """git on one repository, until a time is up. Every failure and the end of the time look alike: nothing more comes."""

    def __init__(self, program: str, repository: Repository, folder: Path, seconds: float) -> None:
        self.seconds = seconds
        self._program = program
        self._repository = repository
        self._folder = folder
        self._end = time.monotonic() + seconds

    @property
    def out_of_time(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    def output(self, *arguments: str, given: bytes = b"", limit: int = 32 << 20) -> bytes:
        """What a command writes to standard output, at most ``limit`` bytes."""
        with self.stream(*arguments, given=given) as stream:
            return stream.read(limit)

    @contextmanager
    def stream(self, *arguments: str, given: bytes = b"") -> Generator[IO[bytes], None, None]:
        """Standard output of a command to read from. It ends early when the time is up."""
        with tempfile.TemporaryFile() as source:
            _ = source.write(given)
            _ = source.seek(0)
            command = [self._program, "--no-pager", *_OFF, *arguments]
            process = subprocess.Popen(
                command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self._environment(), cwd=self._folder
            )  # fmt: skip
            watchdog = threading.Timer(max(0.0, self._end - time.monotonic()), process.kill)
            watchdog.daemon = True
            watchdog.start()
            try:
                assert process.stdout is not None
                yield process.stdout
            finally:
                watchdog.cancel()
                process.kill()
                if process.stdout:
                    process.stdout.close()
                _ = process.wait()

    def _environment(self) -> dict[str, str]:
        system = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
        nothing = {name: os.devnull for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM")}
        return {
            **system, **nothing, "PATH": os.path.dirname(self._program), "HOME": str(self._folder),
            "XDG_CONFIG_HOME": str(self._folder), "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "GIT_DIR": str(self._folder),
            "GIT_OBJECT_DIRECTORY": str(self._repository.common / "objects"),
            "GIT_INDEX_FILE": str(self._repository.own / "index"), "GIT_WORK_TREE": str(self._repository.root),
            "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0",
        }  # fmt: skip


@contextmanager
def opened(repository: Repository, place: Place, seconds: float) -> Generator[Git | None, None, None]:
    """git on a repository for so many seconds; ``None`` where no git is installed."""
    program = find_git(place, repository)
    if program is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="keymedic-") as name:
        folder = Path(name)
        sha256 = any(len(tip) == 64 for tip in repository.tips())
        _lay_out(folder, repository, place, sha256)
        yield Git(program, repository, folder, seconds)


def find_git(place: Place, repository: Repository) -> str | None:
    """The git of the system: never one from a relative entry of the path or from inside the project."""
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    inside = (place.project, repository.root)
    kept = [one for one in entries if os.path.isabs(one) and not any(Path(one).is_relative_to(base) for base in inside)]
    found = shutil.which("git", path=os.pathsep.join(kept)) if kept else None
    return found if found and os.path.dirname(found) in kept else None


def _lay_out(folder: Path, repository: Repository, place: Place, sha256: bool) -> None:
    for name in ("refs", "info"):
        (folder / name).mkdir()
    _ = (folder / "HEAD").write_text("ref: refs/heads/none\n")
    ignored = place.home / ".config" / "git" / "ignore"
    lines = ["[core]", "\tbare = false", f"\trepositoryformatversion = {int(sha256)}"]
    if (seen := look_at(ignored)).sort == "file":
        _ = (folder / "ignore").write_bytes(seen.data)
        lines.append(f'\texcludesFile = "{(folder / "ignore").as_posix()}"')
    if sha256:
        lines += ["[extensions]", "\tobjectFormat = sha256"]
    _ = (folder / "config").write_text("\n".join(lines) + "\n")
    _ = (folder / "info" / "exclude").write_bytes(look_at(repository.common / "info" / "exclude").data)
    if shallow := look_at(repository.common / "shallow").data:
        _ = (folder / "shallow").write_bytes(shallow)


def _text(path: Path) -> str:
    return look_at(path).data.decode("utf-8", "replace")


def _files(folder: Path) -> Iterator[Path]:
    every = (Path(base) / name for base, _, names in os.walk(folder) for name in sorted(names))
    return islice(every, _MAX_REFS)
