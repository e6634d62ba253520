"""The package as it is declared: its names, its dependencies, their locks, and what an import costs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import keymedic

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
IMPORT_EVERYTHING = """
import importlib, json, pkgutil, sys
import keymedic, keymedic.cli, keymedic.engine
for package in (keymedic.cli, keymedic.engine):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
print(json.dumps([name for name in ("cli", "engine", "kb", "tests", "version") if name in sys.modules]))
"""


def run_python(code: str, folder: Path) -> str:
    """Run ``code`` in a new process in ``folder`` and return the last line that it prints."""
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True, timeout=300
    )
    return process.stdout.splitlines()[-1]


def declared() -> list[Requirement]:
    """The requirements in the metadata of the installed keymedic."""
    return [Requirement(text) for text in metadata.requires("keymedic") or []]


def locked(name: str) -> dict[str, str]:
    """Package to pinned version, from requirements/``name``.txt."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_no_module_of_a_common_name_is_ever_loaded(tmp_path: Path) -> None:
    """Importing all of keymedic puts no bare engine, cli, kb, tests or version into sys.modules."""
    assert json.loads(run_python(IMPORT_EVERYTHING, tmp_path)) == []


def test_every_folder_with_code_is_a_package(project_files: list[Path]) -> None:
    """Each folder below engine/ and cli/ that holds a module has an __init__.py: no namespace packages by accident."""
    folders = {file.parent for file in project_files if file.suffix == ".py" and file.parts[0] in ("engine", "cli")}
    assert folders, "engine/ and cli/ hold no module at all"
    assert [folder for folder in sorted(folders) if not (ROOT / folder / "__init__.py").is_file()] == []


def test_the_version_is_the_same_everywhere(tmp_path: Path) -> None:
    """The module, the installed metadata and the command agree on the version."""
    command = [sys.executable, "-m", "keymedic", "--version"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=300).stdout
    assert shown.split() == ["keymedic", keymedic.__version__]
    assert metadata.version("keymedic") == keymedic.__version__


@pytest.mark.parametrize(
    ("python", "system", "extra", "expected"),
    [
        ("3.10", "linux", "", True),
        ("3.12", "darwin", "", True),
        ("3.12", "win32", "", False),
        ("3.13", "linux", "", False),
        ("3.14", "linux", "", False),
        ("3.13", "linux", "durable", True),
        ("3.12", "win32", "durable", True),
    ],
)
def test_durable_rules_is_declared_where_it_builds(python: str, system: str, extra: str, expected: bool) -> None:
    """durable-rules is a dependency before Python 3.13 outside Windows, and an extra everywhere."""
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "extra": extra,
    }
    asked = [one for one in declared() if one.name == "durable-rules"]
    wanted = [one for one in asked if one.marker is None or one.marker.evaluate(environment)]
    assert bool(wanted) is expected
    assert {str(one.specifier) for one in asked} == {"==2.0.28"}


def test_every_dependency_is_locked_in_a_version_that_is_allowed() -> None:
    """requirements/ pins each declared dependency, inside the declared range; the build requirements too."""
    pins = locked("run") | locked("durable")
    unpinned = [str(one) for one in declared() if one.name not in pins or pins[one.name] not in one.specifier]
    assert unpinned == []
    built_with = re.search(
        r'^requires = \["(.*)"\]', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert built_with and built_with.group(1) == f"setuptools=={locked('build')['setuptools']}"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_is_hashed_and_names_no_registry(lock: Path) -> None:
    """Each pinned package has at least one hash, and no lock tells where to fetch from."""
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"\w+://\S+|--(?:index-url|extra-index-url|find-links).*", text) == []


def test_the_docs_say_why_each_dependency_is_there() -> None:
    """docs/dependencies.md has a row for every declared dependency, and for nothing that is gone."""
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| `([a-z0-9-]+)` \|", text, re.MULTILINE)
    assert sorted(described) == sorted({one.name for one in declared()})
