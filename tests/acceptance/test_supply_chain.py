"""What keymedic consists of: the locks, the SBOM made from them, and what the audit looks for."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SBOM = ROOT / "sbom.cdx.json"


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A script of .ci as a module."""
    monkeypatch.setattr(sys, "path", [str(ROOT / ".ci"), *sys.path])
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_sbom_is_what_the_locks_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """sbom.cdx.json is made anew to the byte; `make lock` puts right what this finds."""
    assert SBOM.read_text(encoding="utf-8") == script("sbom", monkeypatch).document()


def test_the_sbom_names_every_locked_package_and_no_registry() -> None:
    """Each pinned package is a component and part of the tree of dependencies; no address but that of the format's schema."""
    text = SBOM.read_text(encoding="utf-8")
    bom = json.loads(text)
    locked = {
        "pkg:pypi/{}@{}".format(*pin)
        for lock in ("run", "durable")
        for pin in re.findall(
            r"^([\w.-]+)==([^\s;]+)", (ROOT / "requirements" / f"{lock}.txt").read_text(), re.MULTILINE
        )
    }
    assert {one["purl"] for one in bom["components"]} == locked
    tree = {one["ref"]: one["dependsOn"] for one in bom["dependencies"]}
    reached, left = set[str](), [bom["metadata"]["component"]["bom-ref"]]
    while left:
        reached.add(one := left.pop())
        left += [ref for ref in tree[one] if ref not in reached]
    assert reached == set(tree) and reached > locked
    assert re.findall(r"\w+://[^/\"]+", text) == ["http://cyclonedx.org"]


def test_every_locked_package_has_the_hash_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one, pip would install whatever the registry hands out."""
    locks = sorted(path.stem for path in (ROOT / "requirements").glob("*.txt"))
    pins = [pin for lock in locks for pin in script("sbom", monkeypatch).read_lock(lock)]
    assert len(pins) > 40 and [pin.name for pin in pins if not pin.hashes] == []


def test_the_audit_finds_what_was_taken_back_and_strange_licences(monkeypatch: pytest.MonkeyPatch) -> None:
    """A yanked version and a licence that nobody looked at are faults; a known licence in any place is none."""
    audit = script("audit", monkeypatch)
    items: list[dict[str, Any]] = [
        {"is_yanked": True, "metadata": {"name": "one", "version": "1", "license_expression": "MIT"}},
        {"metadata": {"name": "two", "version": "2", "license": "Ask us first"}},
        {"metadata": {"name": "three", "version": "3", "classifier": ["License :: OSI Approved :: BSD License"]}},
    ]
    assert list(audit.faults_of(items)) == [
        "one 1 was taken back by its makers",
        "two 2 has a licence that was never looked at: Ask us first",
    ]


@pytest.mark.registry
def test_the_locked_packages_pass_the_audit() -> None:
    """The registry still has every locked file, and nothing was taken back; what was not checked is said."""
    command = [sys.executable, str(ROOT / ".ci" / "audit.py")]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=300)
    assert done.returncode == 0, done.stdout
    assert re.search(r"\d+ packages, 0 faults; known weaknesses: (?:0|not checked)", done.stdout)
