"""What the tests of the package need: a clean copy of the checkout, and an environment in which no compiler is found."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPILERS = ("cc", "gcc", "clang", "c++", "g++", "tcc", "cl", "c89", "c99")
# A make that runs these tests hands its own settings on to every make below it.
OF_THE_OUTER_MAKE = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "PYTHON", "ARGS", "CASES", "PYTEST")


@pytest.fixture(scope="session")
def project_files() -> list[Path]:
    """Every file of the project, tracked or new, relative to its root; what git ignores is left out."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    if listed.returncode:
        pytest.skip("needs a git checkout, to know which files belong to the project")
    return sorted(Path(name) for name in set(listed.stdout.split("\0")) if name and (ROOT / name).is_file())


@pytest.fixture(scope="session")
def copy_project(project_files: list[Path]) -> Callable[[Path], Path]:
    """A function that copies the project's files, and nothing that was built from them, into a folder."""

    def copy(target: Path) -> Path:
        for file in project_files:
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / file, target / file)
        return target

    return copy


@pytest.fixture(scope="session")
def plain_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The process's environment without what an outer make or a shell's Python path sets, and with a cache of its own."""
    left_out = (*OF_THE_OUTER_MAKE, "PYTHONPATH", "PYTHONHOME", "KEYMEDIC_CACHE_DIR")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    # pip's cache of downloads stays in use: it spares the registry.
    pip_cache = kept.get("PIP_CACHE_DIR") or str(Path(kept.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pip")
    own = {
        "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache")),
        "XDG_CONFIG_HOME": str(tmp_path_factory.mktemp("config")),
    }
    return kept | own | {"PIP_CACHE_DIR": pip_cache}


@pytest.fixture(scope="session")
def without_compiler(plain_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose PATH has every command of this machine but the compilers."""
    tools = tmp_path_factory.mktemp("tools-but-no-compiler")
    for folder in plain_environment["PATH"].split(os.pathsep):
        for command in Path(folder).glob("*"):
            if not _is_compiler(command.name) and not (tools / command.name).exists():
                (tools / command.name).symlink_to(command)
    return plain_environment | {"PATH": str(tools), "CC": "/bin/false"}


def _is_compiler(name: str) -> bool:
    """Whether ``name`` is a compiler's, also with a system before it or a version after it: x86_64-linux-gnu-gcc-12."""
    parts = name.removesuffix(".exe").split("-")
    return any(part in COMPILERS for part in parts)
