"""Make or refresh the project's virtual environment; called by every target of the Makefile.

    python .ci/make_venv.py [--venv DIR] [--level run|dev] [--require-durable]

Works with nothing but the standard library of Python 3.10 or later. What is already right is left alone: a stamp in
the environment records from which interpreter, which place and which lock files it was made, so that a second call
takes some milliseconds, and an environment that was moved, or that another interpreter made, is made anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
STAMP = "keymedic-stamp.json"
DURABLE_LOG = "durable-rules-build.log"
# durable-rules 2.0.28 calls a function that Python 3.13 removed; newer compilers refuse to guess what it is.
DURABLE_CPPFLAGS = "-DPyEval_CallObject(f,a)=PyObject_CallObject(f,a)"

Stamp = dict[str, str]


def main() -> None:
    """Bring the environment to the level asked for; ends the process with status 1 where that is not possible."""
    options = _options()
    if sys.version_info < (3, 10):  # noqa: UP036  a caller may name any interpreter
        _fail(f"keymedic needs Python 3.10 or later; {sys.executable} is {sys.version.split()[0]}.")
    venv = Path(os.path.abspath(options.venv))
    try:
        _refresh(venv, options.level, options.require_durable)
    except subprocess.CalledProcessError as error:
        _fail(f"setting up {venv} failed (status {error.returncode}); what went wrong is said above.")


class _Options(argparse.Namespace):
    venv: Path
    level: str
    require_durable: bool


def _options() -> _Options:
    parser = argparse.ArgumentParser(description="Make or refresh the virtual environment.")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    parser.add_argument("--level", choices=["run", "dev"], default="run")
    parser.add_argument("--require-durable", action="store_true", help="fail if durable-rules cannot be built")
    return parser.parse_args(namespace=_Options())


def _refresh(venv: Path, level: str, require_durable: bool) -> None:
    stamp = _read_stamp(venv)
    base = _base_key(venv)
    if stamp.get("base") != base or not _python(venv).exists():
        _say(f"making {venv.name} with Python {sys.version.split()[0]} (once; some ten seconds to a minute)")
        _create(venv)
        _install_locked(venv, "build")
        _install_locked(venv, "run")
        stamp = {"base": base}
        _write_stamp(venv, stamp)
    _refresh_durable(venv, stamp, require_durable)
    dev = _digest(LOCKS / "dev.txt")
    if level == "dev" and stamp.get("dev") != dev:
        _say(f"adding the tools that check the project to {venv.name}")
        _install_locked(venv, "dev")
        _link_for_type_checkers(venv)
        stamp["dev"] = dev
        _write_stamp(venv, stamp)
    project = _digest(ROOT / "pyproject.toml", ROOT / "version.py")
    if stamp.get("project") != project:
        _pip(venv, "--no-build-isolation", "--no-deps", "--editable", str(ROOT))
        stamp["project"] = project
        _write_stamp(venv, stamp)


def _base_key(venv: Path) -> str:
    """Everything that, once changed, makes an environment worthless: interpreter, place, pinned versions."""
    place = f"{sys.version}\n{sys.base_prefix}\n{sysconfig.get_platform()}\n{venv}\n{ROOT}\n"
    locks = _digest(LOCKS / "build.txt", LOCKS / "run.txt", LOCKS / "durable.txt")
    return hashlib.sha256((place + locks).encode()).hexdigest()


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _create(venv: Path) -> None:
    # Started from inside an active environment, the interpreter behind it makes the new one: the old one may be the
    # very folder that is being cleared.
    python = str(getattr(sys, "_base_executable", sys.executable))
    made = subprocess.run([python, "-m", "venv", "--clear", str(venv)], check=False, stdin=subprocess.DEVNULL)
    if made.returncode:
        _fail(
            f"{python} cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv;"
            " elsewhere give another interpreter: make PYTHON=…"
        )


def _python(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _pip_command(venv: Path, *arguments: str) -> list[str]:
    quiet = ["-qq", "--no-input", "--disable-pip-version-check"]
    return [str(_python(venv)), "-m", "pip", "install", *quiet, *arguments]


def _pip(venv: Path, *arguments: str) -> None:
    subprocess.run(_pip_command(venv, *arguments), check=True, stdin=subprocess.DEVNULL)


def _install_locked(venv: Path, name: str) -> None:
    _pip(venv, "--require-hashes", "--requirement", str(LOCKS / f"{name}.txt"))


def _refresh_durable(venv: Path, stamp: Stamp, required: bool) -> None:
    """Build durable-rules, or say in one line why the plain engine stands in; tried again once the compiler changes."""
    attempt = f"not built; compiler: {_compiler()}"
    state = stamp.get("durable")
    if state != "built" and (required or state != attempt):
        state = "built" if _build_durable(venv) else attempt
        stamp["durable"] = state
        _write_stamp(venv, stamp)
        if state != "built":
            _say(
                "durable-rules could not be built (it needs a C compiler and Python's headers); keymedic works on its"
                f" plain engine. The compiler's words: {venv / DURABLE_LOG}"
            )
    if required and state != "built":
        _fail("durable-rules is required here and could not be built.")


def _compiler() -> str | None:
    named = os.environ.get("CC", "").split()
    return next(filter(None, map(shutil.which, named[:1] or ["cc", "gcc", "clang", "cl"])), None)


def _build_durable(venv: Path) -> bool:
    # No cache: a wheel that an earlier pip built without the define would import on no Python after 3.12.
    arguments = ["--no-cache-dir", "--no-build-isolation", "--use-pep517", "--require-hashes"]
    flags = f"{os.environ.get('CPPFLAGS', '')} {DURABLE_CPPFLAGS}".strip()
    built = subprocess.run(
        _pip_command(venv, *arguments, "--requirement", str(LOCKS / "durable.txt")),
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"CPPFLAGS": flags},
    )
    (venv / DURABLE_LOG).write_bytes(built.stdout)
    return built.returncode == 0


def _link_for_type_checkers(venv: Path) -> None:
    link = venv / "typing" / "keymedic"
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(ROOT, target_is_directory=True)
    except OSError as error:  # Windows without the right to make links
        _say(f"no link for type checkers could be made ({error}); they will not resolve `keymedic` in the tests")


def _read_stamp(venv: Path) -> Stamp:
    try:
        return json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write_stamp(venv: Path, stamp: Stamp) -> None:
    (venv / STAMP).write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def _say(text: str) -> None:
    print(f"keymedic: {text}", file=sys.stderr, flush=True)


def _fail(text: str) -> NoReturn:
    _say(text)
    sys.exit(1)


if __name__ == "__main__":
    main()
