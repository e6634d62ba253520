"""Run the tests on every supported interpreter of this machine, each in its own .venv-X.Y; for `make matrix`.

    python .ci/matrix.py [pytest's arguments]

An interpreter is found as python3.N on the PATH or among pyenv's versions. Ends with one line for each and with status
1 if the tests failed on any of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MINORS = range(10, 16)
WHICH = "import sys; print(*sys.version_info[:2], sys.executable, sep='\\n')"


def main() -> None:
    """Test on each interpreter found and sum up."""
    results = {version: _test_on(version, python) for version, python in sorted(_interpreters().items())}
    for version, passed in results.items():
        print(f"Python 3.{version}: {'passed' if passed else 'FAILED'}")
    missing = ", ".join(f"3.{minor}" for minor in MINORS if minor not in results)
    print(f"not on this machine, so not tried: {missing}")
    sys.exit(0 if results and all(results.values()) else 1)


def _interpreters() -> dict[int, str]:
    """The newest interpreter found of each minor version of Python 3: its number and its path."""
    found: dict[int, str] = {}
    for candidate in [*_pyenv(), *(f"python3.{minor}" for minor in MINORS)]:
        identity = _identify(candidate)
        if identity:
            minor, path = identity
            found.setdefault(minor, path)
    return found


def _pyenv() -> list[str]:
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    return [str(path) for path in sorted(versions.glob("3.*/bin/python"), key=_release, reverse=True)]


def _release(python: Path) -> list[int]:
    return [int(part) for part in python.parent.parent.name.split(".") if part.isdigit()]


def _identify(python: str) -> tuple[int, str] | None:
    try:
        asked = subprocess.run([python, "-c", WHICH], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    major, minor, path = asked.stdout.splitlines()
    return (int(minor), path) if major == "3" and int(minor) in MINORS else None


def _test_on(minor: int, python: str) -> bool:
    print(f"== Python 3.{minor}: {python}", flush=True)
    venv = ROOT / f".venv-3.{minor}"
    made = subprocess.run([python, str(ROOT / ".ci/make_venv.py"), "--venv", str(venv), "--level", "dev"], check=False)
    if made.returncode:
        return False
    executable = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [str(executable), "-m", "pytest", "-n", "2", "--dist", "loadfile", *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    main()
