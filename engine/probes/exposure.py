"""Whether a key stands in files that git tracks, or in the history of the repository. Shown as place and fingerprint only."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Final

from ..redact import Redactor
from ..redact.keys import describe_key
from ..redact.scan import fingerprint
from ..values import Struct, field
from .dotenv_search import Found
from .notes import Notes, ProbeResult
from .place import Place, look_at
from .repository import Git, Repository, find_repository, opened
from .variables import Candidate

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

MAX_COMMITS: Final = 2000
MAX_FILES: Final = 10_000
MAX_BLOB_BYTES: Final = 1 << 20
_SHOWN: Final = 6
_PATTERNS: Final = (
    re.compile(rb"(?<![0-9A-Za-z_-])AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])"),
    re.compile(rb"(?<![0-9A-Za-z_.-])AQ\.[0-9A-Za-z_-]{37,400}(?![0-9A-Za-z_-])"),
)
_TRACKED: Final = re.compile(rb"(?P<mode>[0-7]{6}) (?P<oid>[0-9a-f]+) [0-3]\t(?P<path>.+)", re.DOTALL)


class _Match(Struct):
    """A key in a file: its fingerprint and where."""

    mark: str
    path: str
    line: int


class _Search(Struct, frozen=False):
    """What was found: in files that git tracks, and in the history; whether the history was searched to its end."""

    tracked: dict[tuple[str, str], _Match] = field(default_factory=dict[tuple[str, str], _Match])
    history: dict[tuple[str, str], _Match] = field(default_factory=dict[tuple[str, str], _Match])
    commits: int = 0
    complete: bool = True


def probe_exposure(
    place: Place, key: Candidate | None, dotenv: tuple[Found, ...], rulebase: RuleBase, seconds: float
) -> ProbeResult:
    """Look into the repository of the project for at most so many ``seconds``."""
    notes = Notes("exposure", rulebase)
    repository = find_repository(place)
    if repository is None:
        notes.check("passed", "no-repository")
        return notes.result()
    with opened(repository, place, seconds) as git:
        if git is None:
            notes.check("not-checked", "no-git")
            return notes.result()
        own = describe_key(key.value).fingerprint if key else ""
        search = _search(git, repository, key.value.strip().encode() if key and own else b"")
        _tell(notes, search, own, repository, seconds)
        _dotenv(notes, git, repository, place, dotenv)
    return notes.result()


def _search(git: Git, repository: Repository, key: bytes) -> _Search:
    search = _Search()
    literal = re.compile(re.escape(key)) if key else None
    started = time.monotonic()
    for path in _tracked(git):
        seen = look_at(repository.root / path, MAX_BLOB_BYTES)
        for match in _matches(seen.data, path, literal):
            search.tracked.setdefault((match.mark, path), match)
        if git.out_of_time or time.monotonic() - started > git.seconds / 2:  # the history must have its share
            search.complete = False
            break
    _history(git, repository, search, literal)
    return search


def _tracked(git: Git) -> Iterator[str]:
    """The paths of the files that git tracks; links are left out."""
    for _, entry in zip(range(MAX_FILES), git.output("ls-files", "--stage", "-z").split(b"\0"), strict=False):
        found = _TRACKED.fullmatch(entry)
        if found and found["mode"].startswith(b"100"):
            yield found["path"].decode("utf-8", "surrogateescape")


def _history(git: Git, repository: Repository, search: _Search, literal: re.Pattern[bytes] | None) -> None:
    tips = "".join(f"{tip}\n" for tip in repository.tips()).encode()
    listed = git.output(
        "rev-list", "--objects", "--ignore-missing", "--missing=allow-any", f"--max-count={MAX_COMMITS}",
        f"--filter=blob:limit={MAX_BLOB_BYTES}", "--stdin", given=tips,
    )  # fmt: skip
    names = {oid: path for oid, _, path in (line.partition(b" ") for line in listed.splitlines())}
    search.commits = sum(b" " not in line for line in listed.splitlines())
    wanted = b"".join(oid + b"\n" for oid in names)
    with git.stream("cat-file", "--batch", "--buffer", given=wanted) as stream:
        for oid, data in _objects(stream):
            path = names.get(oid, b"").decode("utf-8", "surrogateescape")
            for match in _matches(data, path, literal):
                search.history.setdefault((match.mark, path), match)
    if git.out_of_time or (tips and not names):
        search.complete = False


def _objects(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Files and commits of ``cat-file --batch`` with their ids."""
    while header := stream.readline(200):
        oid, kind, size = (*header.split(), b"", b"")[:3]
        if kind == b"missing":
            continue
        if not size.isdigit():
            return
        data = stream.read(int(size) + 1)
        if kind in (b"blob", b"commit", b"tag"):
            yield oid, data


def _matches(data: bytes, path: str, literal: re.Pattern[bytes] | None) -> Iterator[_Match]:
    for pattern in (*_PATTERNS, literal):
        for found in pattern.finditer(data) if pattern else ():
            text = found[0].decode("utf-8", "replace")
            if pattern is literal or describe_key(text).kind in ("standard", "auth"):
                yield _Match(fingerprint(text), path, data.count(b"\n", 0, found.start()) + 1)


def _tell(notes: Notes, search: _Search, own: str, repository: Repository, seconds: float) -> None:
    places = {**search.history, **search.tracked}
    ordered = sorted(places, key=lambda one: (one[0] != own, one[1], one[0]))
    for mark, path in ordered[:_SHOWN]:
        match = places[mark, path]
        committed = (mark, path) in search.history
        sort = "tracked" if (mark, path) in search.tracked and not committed else "committed"
        sort = "history" if committed and (mark, path) not in search.tracked else sort
        whose = "own" if mark == own else "other"
        where = _printable(path) if path else notes.say("check.exposure.message")
        notes.check(
            "failed" if whose == "own" else "warning", f"{sort}.{whose}", file=where, line=match.line, mark=mark
        )
        if whose == "own" and committed and repository.has_remote():
            notes.fact("key.exposed", True, where)
    if len(ordered) > _SHOWN:
        notes.check("warning", "more", number=len(ordered) - _SHOWN)
    if not search.complete:
        notes.check("not-checked", "cut-short", commits=search.commits, seconds=f"{seconds:g}")
    elif not ordered:
        notes.check("passed", "none", commits=search.commits)


def _dotenv(notes: Notes, git: Git, repository: Repository, place: Place, dotenv: tuple[Found, ...]) -> None:
    """Whether each ``.env`` file of the repository is kept out of it."""
    files = [one.path for one in dotenv if one.seen.sort == "file" and one.path.is_relative_to(repository.root)]
    if not files:
        return
    names = {path.relative_to(repository.root).as_posix(): path for path in files}
    given = b"".join(name.encode("utf-8", "surrogateescape") + b"\0" for name in names)
    tracked = set(git.output("ls-files", "-z", "--", *names).split(b"\0"))
    ignored = set(git.output("check-ignore", "--no-index", "--stdin", "-z", given=given).split(b"\0"))
    if git.out_of_time:
        return
    for name, path in names.items():
        _one(notes, place.shown(path), name.encode("utf-8", "surrogateescape"), tracked, ignored)


def _one(notes: Notes, shown: str, name: bytes, tracked: set[bytes], ignored: set[bytes]) -> None:
    if name in tracked:
        notes.check("failed", "dotenv-tracked", file=shown)
    elif name not in ignored:
        notes.check("warning", "dotenv-not-ignored", file=shown)
    else:
        notes.check("passed", "dotenv-ignored", file=shown)


def _printable(path: str) -> str:
    """A path that may not be UTF-8, or have a key in it, as text that can be written anywhere."""
    return Redactor().redact(path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
