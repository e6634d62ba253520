"""keymedic as people install it: the wheel and the source distribution, built from the project's files alone."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

LEAKED = "google.genai.errors.ClientError: 403 PERMISSION_DENIED. Your API key was reported as leaked."
OF_THE_ROOT = {"__init__.py", "__main__.py", "py.typed", "version.py"}
BUILD = "from setuptools import build_meta; print(build_meta.build_{kind}({target!r}))"
LOADED = (
    "import sys, keymedic; keymedic.load_rule_base(); print(keymedic.__file__);"
    "print([name for name in ('cli', 'engine', 'kb', 'version') if name in sys.modules])"
)


def build(kind: str, source: Path, target: Path) -> Path:
    """Build a ``wheel`` or ``sdist`` of ``source`` with this environment's own setuptools: no registry is asked."""
    command = [sys.executable, "-c", BUILD.format(kind=kind, target=str(target))]
    built = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False, timeout=300)
    assert built.returncode == 0, built.stderr
    return target / built.stdout.splitlines()[-1]


def content(wheel: Path) -> set[str]:
    """The files of a wheel that land in the package, relative to it."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment with the wheel in it: ``bin`` is its folder of commands."""

    bin: Path
    environment: dict[str, str]

    def run(self, command: str, *arguments: str, folder: Path, pasted: str = "") -> subprocess.CompletedProcess[str]:
        """Run one of its commands in ``folder``, with ``pasted`` on its standard input."""
        line = [str(self.bin / command), *arguments]
        return subprocess.run(
            line,
            cwd=folder,
            env=self.environment,
            input=pasted,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


@pytest.fixture(scope="module")
def wheel(copy_project: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the project as it stands."""
    return build("wheel", copy_project(tmp_path_factory.mktemp("source")), tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, plain_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A new environment with the wheel in it; the dependencies are those of the running one."""
    venv = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True, timeout=300)
    python = venv / "bin" / "python"
    options = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", *options, str(wheel)], check=True, timeout=300
    )
    # A folder named in a .pth file is searched, but its own .pth files (the editable keymedic's) are not read.
    packages = sysconfig.get_path("purelib", vars={"base": str(venv), "platbase": str(venv)})
    (Path(packages) / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return Installed(venv / "bin", plain_environment)


def test_the_wheel_holds_the_code_the_knowledge_and_nothing_else(wheel: Path, project_files: list[Path]) -> None:
    """The wheel has every file of engine/, cli/ and kb/ and the root package's own; no test, no document."""
    shipped = [file for file in project_files if file.parts[0] in ("engine", "cli", "kb") or str(file) in OF_THE_ROOT]
    assert content(wheel) == {f"keymedic/{file.as_posix()}" for file in shipped}


def test_the_wheel_carries_licence_command_and_readme(wheel: Path) -> None:
    """The wheel's metadata has the licence text, the command and the README."""
    with zipfile.ZipFile(wheel) as archive:
        texts = {Path(name).name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name}
    assert "Apache License" in texts["LICENSE"]
    assert "keymedic = keymedic.__main__:start" in texts["entry_points.txt"]
    assert "License-Expression: Apache-2.0" in texts["METADATA"]
    assert "Description-Content-Type: text/markdown" in texts["METADATA"]


def test_a_wheel_made_from_the_source_distribution_is_the_same(
    wheel: Path, copy_project: Callable[[Path], Path], tmp_path: Path
) -> None:
    """Whoever builds from the source distribution gets the files that the wheel has."""
    sdist = build("sdist", copy_project(tmp_path / "source"), tmp_path)
    unpack = [sys.executable, "-m", "tarfile", "-e", str(sdist), str(tmp_path / "unpacked")]
    subprocess.run(unpack, check=True, capture_output=True, timeout=300)
    (source,) = (tmp_path / "unpacked").iterdir()
    assert content(build("wheel", source, tmp_path)) == content(wheel)


def test_the_installed_command_and_module_start_from_any_folder(installed: Installed, tmp_path: Path) -> None:
    """`keymedic --version` and `python -m keymedic --version` say the same in a folder that has nothing to do with it."""
    command = installed.run("keymedic", "--version", folder=tmp_path)
    module = installed.run("python", "-m", "keymedic", "--version", folder=tmp_path)
    assert (command.returncode, module.returncode) == (0, 0)
    assert command.stdout == module.stdout
    assert command.stdout.startswith("keymedic ")


def test_the_installed_command_diagnoses_with_the_shipped_knowledge(installed: Installed, tmp_path: Path) -> None:
    """The installed command finds its own rule base and tells the cause, and which engine concluded it."""
    told = installed.run("keymedic", "diagnose", "-", "--format", "json", folder=tmp_path, pasted=LEAKED)
    assert told.returncode == 1, told.stderr
    diagnosis = json.loads(told.stdout)
    assert diagnosis["causes"][0]["id"] == "key-leaked"
    assert diagnosis["engine"] in ("durable", "plain")


def test_the_installed_package_takes_no_common_name(installed: Installed, tmp_path: Path) -> None:
    """The wheel is imported as keymedic, from where it was installed, and brings no module named engine or cli."""
    told = installed.run("python", "-c", LOADED, folder=tmp_path)
    assert told.returncode == 0, told.stderr
    origin, common = told.stdout.splitlines()
    assert Path(origin).is_relative_to(installed.bin.parent)
    assert common == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="the commands of the tutorial are written for a POSIX shell")
def test_the_tutorial_works_as_a_new_user_does_it(installed: Installed, tmp_path: Path) -> None:
    """Every command of docs/tutorial.md, in an empty folder with the installed keymedic, prints what the page shows."""
    root = Path(__file__).resolve().parents[2]
    spec = importlib.util.spec_from_file_location("console", root / ".ci" / "docs" / "console.py")
    assert spec and spec.loader
    console = importlib.util.module_from_spec(spec)
    sys.modules["console"] = console  # its dataclass looks itself up there
    spec.loader.exec_module(console)
    page = (root / "docs" / "tutorial.md").read_text(encoding="utf-8")
    reader = tmp_path / "reader"
    reader.mkdir()
    assert console.renewed(page, console.Runner(reader, installed.bin)) == page
    assert page.count("$ keymedic") >= 12
