"""Modules that were kept are what Python would have imported, when it would have imported them."""

from __future__ import annotations

import importlib
import inspect
import itertools
import marshal
import os
import shutil
import subprocess
import sys
import threading
from binascii import crc32
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keymedic.cli import arguments
from keymedic.cli.kept_modules import COMMANDS, KeptModules, find_kept

_numbers = itertools.count()
_IMPORT = "import sys; LOG = sys.__dict__.setdefault('kept_modules_ran', []); LOG.append(__name__)\n"


@pytest.fixture(autouse=True)
def bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytecode is written, whatever the environment of the tests says, and threads that other tests left do not count."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(threading, "active_count", lambda: 1)


class Package:
    """A made-up package in a folder; ``P`` in its sources stands for its name."""

    def __init__(self, folder: Path, sources: dict[str, str]) -> None:
        self.name = f"kept_{next(_numbers)}"
        self.folder = folder / self.name
        self.file = folder / f"{self.name}.modules"
        self.finder = KeptModules("", self.name)
        for path, source in {"__init__.py": "", **sources}.items():
            self.write(path, source)

    def write(self, path: str, source: str) -> None:
        """Write a module that says when it runs."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        _ = file.write_text(_IMPORT + source.replace("P.", f"{self.name}."), encoding="utf-8")
        importlib.invalidate_caches()

    @contextmanager
    def process(self) -> Generator[list[str]]:
        """As in a process of its own, with what an earlier one kept: which modules run, without the package's name."""
        kept, before = KeptModules(str(self.file), self.name, str(self.folder)), {**sys.modules}
        ran: list[str] = []
        sys.__dict__["kept_modules_ran"] = ran
        sys.path.insert(0, str(self.folder.parent))
        sys.meta_path.insert(0, kept)
        self.finder = kept
        try:
            yield ran
            kept.save()
        finally:
            sys.meta_path.remove(kept)
            sys.path.remove(str(self.folder.parent))
            for name in sys.modules.keys() - before.keys():
                del sys.modules[name]

    def load(self, *names: str) -> list[ModuleType]:
        """Import some of its modules."""
        return [importlib.import_module(f"{self.name}.{name}" if name else self.name) for name in names]

    def kept(self, module: ModuleType) -> bool:
        """Whether a module came from the file."""
        return type(module.__loader__).__module__ == KeptModules.__module__


def _attributes(module: ModuleType) -> dict[str, Any]:
    spec = module.__spec__
    assert spec is not None
    own = {key: value for key, value in vars(module).items() if isinstance(value, str | int)}
    return {
        **own,
        "spec": (spec.name, spec.parent, spec.origin, spec.cached, spec.has_location, spec.submodule_search_locations),
        "source": inspect.getsource(module),
        "path": getattr(module, "__path__", None),
    }


SOURCES = {
    "main.py": "from . import one\nfrom P.inner import two\ndef late():\n    from . import other\n    return other.X\n",
    "one.py": "from .inner.three import Y\nX = 1\n",
    "inner/__init__.py": "SET = 5\nfrom .three import Y\nAFTER = 6\n",
    "inner/two.py": "X = 2\n",
    "inner/three.py": "from . import SET\nY = SET + 1\n",
    "other.py": "X = 7\n",
}


def test_a_second_process_has_the_same_modules_from_the_file(tmp_path: Path) -> None:
    """What was imported, how it looks, in which order it ran and stands in `sys.modules`: all as it was without the file."""
    package = Package(tmp_path, SOURCES)
    seen: list[Any] = []
    for round_ in range(3):
        with package.process() as ran:
            (main,) = package.load("main")
            assert main.late() == 7
            names = [name for name in sys.modules if name.startswith(package.name + ".")]
            assert [package.kept(sys.modules[name]) for name in names] == [round_ > 0] * len(names)
            seen.append((names, sorted(ran), {name: _attributes(sys.modules[name]) for name in names}))
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0][0]) == 6


def test_nothing_runs_that_nobody_asked_for(tmp_path: Path) -> None:
    """What a function imports stays unimported until it is called, although it was kept."""
    package = Package(tmp_path, SOURCES)
    with package.process():
        (main,) = package.load("main")
        assert main.late() == 7
    with package.process() as ran:
        (main,) = package.load("main")
        assert f"{package.name}.other" not in ran
        assert package.load("inner.three")[0].Y == 6
    with package.process() as ran:
        (three,) = package.load("inner.three")
        assert package.kept(three)
        assert {name.removeprefix(package.name) for name in ran} == {"", ".inner", ".inner.three"}


def test_a_changed_source_is_read_again(tmp_path: Path) -> None:
    """A module is never older than its source, and with it those that stand in the same group are read again; then it is kept."""
    package = Package(tmp_path, SOURCES)
    with package.process():
        assert package.load("main")[0].late() == 7
    package.write("one.py", "X = 'changed'\n")
    for kept in (False, True):
        with package.process():
            (one, other) = package.load("one", "other")
            assert one.X == "changed" and package.kept(one) is kept
            assert package.kept(other)
    (package.folder / "other.py").unlink()
    with package.process(), pytest.raises(ModuleNotFoundError):
        _ = package.load("other")


def test_a_package_that_was_copied_is_itself(tmp_path: Path) -> None:
    """Where the package was copied or moved with its bytecode, its modules are those of the new place."""
    package = Package(tmp_path / "old", SOURCES)
    with package.process():
        _ = package.load("main")
    _ = shutil.copytree(package.folder, tmp_path / "new" / package.name)
    package.folder = tmp_path / "new" / package.name
    for kept in (False, True):
        with package.process():
            (main,) = package.load("main")
            assert main.__file__ == str(package.folder / "main.py")
            assert package.kept(main) is kept


def test_a_module_that_fails_fails_each_time(tmp_path: Path) -> None:
    """The error is the module's own, no half of it stays behind, and whoever can do without goes on."""
    failing = "import os\nif os.environ.get('KEPT_FAILS'):\n    raise ValueError('of the module')\nX = 3\n"
    package = Package(tmp_path, {"main.py": "from . import bad\n", "bad.py": failing})
    with package.process():
        _ = package.load("main")
    for _ in range(2):
        with package.process(), pytest.MonkeyPatch.context() as patch:
            patch.setenv("KEPT_FAILS", "1")
            for _ in range(2):
                with pytest.raises(ValueError, match="of the module"):
                    _ = package.load("main")
            assert f"{package.name}.bad" not in sys.modules and f"{package.name}.main" not in sys.modules
            patch.delenv("KEPT_FAILS")
            assert package.load("main")[0].bad.X == 3


def test_beside_other_threads_python_imports_in_its_own_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules are brought along without locks, so not where another thread might see them half done."""
    package = Package(tmp_path, SOURCES)
    with package.process():
        _ = package.load("main")
    for threads in (2, 1):
        monkeypatch.setattr(threading, "active_count", lambda count=threads: count)
        with package.process():
            assert package.kept(package.load("main")[0]) is (threads == 1)


def test_a_file_that_does_not_fit_is_passed_over(tmp_path: Path) -> None:
    """Cut off or damaged anywhere, of another Python, somebody else's to write, no such file at all: the modules come from their sources."""
    package = Package(tmp_path, SOURCES)
    with package.process():
        _ = package.load("main")
    whole = package.file.read_bytes()
    other = marshal.dumps(("another Python", str(package.folder), []))
    other = len(other).to_bytes(4, "big") + crc32(other).to_bytes(4, "big") + other
    step = max(1, len(whole) // 40)
    damaged = [whole[:end] for end in range(0, len(whole) - 1, step)]
    damaged += [
        bytes(len(whole)),
        b"\xff" * 50,
        other,
    ]
    damaged += [bytes([*whole[:at], whole[at] ^ 1, *whole[at + 1 :]]) for at in range(0, len(whole), step)]
    for content in damaged:
        _ = package.file.write_bytes(content)
        with package.process():
            (main,) = package.load("main")
            assert main.one.X == 1 and main.two.X == 2
    with package.process():
        assert package.kept(package.load("main")[0])  # and it was written anew
    if sys.platform != "win32":
        package.file.chmod(0o666)
        with package.process():
            assert not package.kept(package.load("main")[0])


def test_nothing_is_written_where_python_writes_no_bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``PYTHONDONTWRITEBYTECODE`` holds for this file, too, and a folder that cannot be written is no error."""
    package = Package(tmp_path, SOURCES)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    with package.process():
        _ = package.load("main")
    assert not package.file.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    package.file = tmp_path / f"{package.name}.file" / "below"
    _ = package.file.parent.write_text("no folder", encoding="utf-8")
    with package.process():
        _ = package.load("main")


def test_what_cannot_or_need_not_be_written_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that is not the person's own is not packed up in vain in every run, nor a start twice in one run."""
    made: list[object] = []
    dumps = marshal.dumps

    def counted(value: Any) -> bytes:
        made.append(value)
        return dumps(value)

    monkeypatch.setattr(marshal, "dumps", counted)
    package = Package(tmp_path, SOURCES)
    with monkeypatch.context() as patch, package.process():
        patch.setattr(os, "access", lambda path, mode: False)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        _ = package.load("main")
        made.clear()  # the bytecode of the modules themselves
        package.finder.save()
        assert not made
    with package.process():
        for name, expected in (("main", True), ("main", False), ("other", True), ("other", False)):
            _ = package.load(name)
            made.clear()
            package.finder.save()
            assert bool(made) is expected
    with package.process():
        assert all(map(package.kept, package.load("main", "other")))


def test_commands_that_are_kept_are_commands() -> None:
    """Each command has its file, but for the one that only prints a script; ``--version`` and ``--help`` import too little."""
    names = set(vars(arguments)["_COMMANDS"])
    assert {*COMMANDS} == names - {"completion"} | {"talk"}
    before = [*sys.meta_path]
    for argv in (["--version"], ["--help"], ["completion", "bash"], ["AIzaSy"], ["../x"], [""]):
        find_kept(argv)
    assert sys.meta_path == before


_MODULES = [f"m{number}" for number in range(7)]


@settings(deadline=None, max_examples=40)
@given(
    imports=st.lists(st.lists(st.integers(0, 6), max_size=4), min_size=7, max_size=7),
    inner=st.sets(st.integers(0, 6)),
    asked=st.lists(st.permutations(range(7)), min_size=3, max_size=3),
)
def test_the_file_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, imports: list[list[int]], inner: set[int], asked: list[list[int]]
) -> None:
    """Whatever imports what, within packages and across, and whatever is asked for first: it runs in the same order as without."""
    place = [f"inner.{name}" if number in inner else name for number, name in enumerate(_MODULES)]
    sources = {
        f"{place[number].replace('.', '/')}.py": "".join(
            f"import P.{place[to]}\n" for to in wanted if to < number
        )  # a module imports earlier ones: a circle fails, with and without the file
        for number, wanted in enumerate(imports)
    }
    sources["inner/__init__.py"] = "".join(f"import P.{place[number]}\n" for number in sorted(inner)[:2])
    package = Package(tmp_path_factory.mktemp("package"), sources)

    def order(first: list[int]) -> list[str]:
        with package.process() as ran:
            for number in first[:3]:
                try:
                    _ = package.load(place[number])
                except ImportError:
                    ran.append("failed")
            return [*ran, *(name for name in sys.modules if name.startswith(package.name))]

    plain: list[list[str]] = []
    for first in asked:
        package.file.unlink(missing_ok=True)
        plain.append(sorted(order(first)))
    package.file.unlink(missing_ok=True)
    for first, expected in [*zip(asked, plain, strict=True), *zip(asked, plain, strict=True)]:
        assert sorted(order(first)) == expected


def test_the_command_itself_keeps_and_finds_its_modules(tmp_path: Path) -> None:
    """The second diagnosis imports nearly nothing of keymedic from single files, and prints the same."""
    environ = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "KEYMEDIC_CACHE_DIR": str(tmp_path / "cache")}
    _ = environ.pop("PYTHONDONTWRITEBYTECODE", None)
    runs = [
        subprocess.run(
            [sys.executable, "-v", "-m", "keymedic", "diagnose", "-"],
            env=environ, input="429 RESOURCE_EXHAUSTED: quota exceeded, limit: 0", capture_output=True, text=True, check=False,
            timeout=300,
        )
        for _ in range(3)
    ]  # fmt: skip
    alone = [
        sum("import 'keymedic" in line and "_Loader" not in line for line in run.stderr.splitlines()) for run in runs
    ]
    assert [run.returncode for run in runs] == [1, 1, 1]
    assert runs[0].stdout == runs[1].stdout == runs[2].stdout
    assert alone[0] > 60 and alone[1] == alone[2] < 12
    assert len(list(tmp_path.rglob("*.diagnose"))) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is wanted")
def test_a_conversation_keeps_its_modules_before_it_ends(tmp_path: Path) -> None:
    """Whoever closes the terminal ends the process without a word: its modules and patterns are kept after an answer."""
    pexpect = pytest.importorskip("pexpect")
    environ = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode"), "HOME": str(tmp_path), "TERM": "dumb"}
    _ = environ.pop("PYTHONDONTWRITEBYTECODE", None)
    child = pexpect.spawn(sys.executable, ["-m", "keymedic"], env=environ, timeout=300)
    child.expect_exact("> ")
    child.sendline("429 RESOURCE_EXHAUSTED")
    child.expect_exact("> ")
    child.close(force=True)
    assert len(list((tmp_path / "bytecode").rglob("*.talk"))) == 1
    assert len(list((tmp_path / "bytecode").rglob("*.patterns"))) == 1
