"""Look whether the locked dependencies can still be trusted; for `make audit`, in CI.

    python .ci/audit.py

Needs nothing but the package registry that pip is set up for. Of every locked package of run.txt and durable.txt: the
registry still serves a file with a locked hash (pip checks it), the version was not taken back (yanked), and its licence
goes with Apache-2.0. Known weaknesses come from pip-audit's own service where that is installed and reachable; where it
is not they are *not checked*, never passed. Status 1 when something was found.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from sbom import LOCKS, read_lock

ROOT = Path(__file__).resolve().parent.parent
GOOD_LICENCES = (
    "MIT",
    "BSD",
    "Apache",
    "PSF",
    "Python Software Foundation",
    "ISC",
    "MPL-2.0",
    "Mozilla Public License 2.0",
    "LGPL",
)
"""What a licence's name has one of, to go with ours; pycountry's LGPL is of a library that is imported and not changed."""


def main() -> int:
    """Say what was found, lock by lock."""
    faults = [fault for lock in LOCKS for fault in _look(lock)]
    weak, said = _weaknesses()
    faults += [f"{name} has a known weakness" for name in weak]
    for fault in faults:
        print(f"audit: {fault}")
    packages = sum(len(read_lock(lock)) for lock in LOCKS)
    print(f"audit: {packages} packages, {len(faults)} faults; known weaknesses: {said}")
    return 1 if faults else 0


def _look(lock: str) -> Iterator[str]:
    """The faults of one lock."""
    pins = read_lock(lock)
    yield from (f"{pin.name} {pin.version} has no hash" for pin in pins if not pin.hashes)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = _pip(
            "install", "--dry-run", "--ignore-installed", "--no-deps", "--no-build-isolation", "--require-hashes",
            "--report", str(report), "--requirement", f"requirements/{lock}.txt",
        )  # fmt: skip
        if done.returncode:
            yield f"{lock}.txt: {done.stderr.strip().splitlines()[-1]}"
            return
        items = json.loads(report.read_text(encoding="utf-8"))["install"]
    yield from (line.strip() for line in done.stderr.splitlines() if "yanked" in line.lower())
    yield from faults_of(items)


def faults_of(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """What pip's report on packages has against them."""
    for item in items:
        about = item["metadata"]
        name = f"{about['name']} {about['version']}"
        if item.get("is_yanked"):
            yield f"{name} was taken back by its makers"
        licence = licence_of(about) or licence_of(_installed(about["name"]))
        if not any(good in licence for good in GOOD_LICENCES):
            yield f"{name} has a licence that was never looked at: {licence[:80] or 'none told'}"


def licence_of(about: dict[str, Any]) -> str:
    """The licence in the metadata of a package, wherever it stands there."""
    classifiers = [line for line in about.get("classifier", ()) if line.startswith("License")]
    return " ".join(filter(None, (about.get("license_expression"), about.get("license"), *classifiers))).strip()


def _installed(name: str) -> dict[str, Any]:
    """The metadata of the package here: pip before 24.1 does not report licence expressions."""
    try:
        return metadata(name).json
    except PackageNotFoundError:
        return {}


def _weaknesses() -> tuple[list[str], str]:
    """The packages with known weaknesses, and what to say of them."""
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", "requirements/run.txt", "-f", "json"],
        cwd=ROOT, capture_output=True, check=False, text=True,
    )  # fmt: skip
    try:
        weak = [one["name"] for one in json.loads(done.stdout)["dependencies"] if one.get("vulns")]
    except ValueError:
        return [], "not checked (pip-audit is not installed, or its service cannot be reached)"
    return weak, str(len(weak))


def _pip(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)


if __name__ == "__main__":
    sys.exit(main())
