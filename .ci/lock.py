"""Write requirements/*.txt anew from pyproject.toml: every version pinned, every file's hash, for all platforms.

    python .ci/lock.py [--upgrade]

uv resolves once for every interpreter and system that keymedic supports (`--universal`) and lists the hashes of all
files of a version, so that one lock holds from Python 3.10 on. No file names a registry: pip asks the one that the
machine is set up for, and the hashes say whether it gave the right files. It is itself pinned: requirements/lock.txt.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMON = [
    *("--universal", "--python-version", "3.10", "--fork-strategy", "fewest"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
    # pip ignores the pin of `name` for a `name[extra]` that another package asks for, and takes the newest release.
    "--no-strip-extras",
    *("--custom-compile-command", "make lock"),
]


def main() -> None:
    """Compile every lock; keeps the versions already locked unless `--upgrade` is given."""
    extra = sys.argv[1:]
    # durable-rules has a lock of its own: it is the one that may fail to build.
    _compile("run", "pyproject.toml", "--no-emit-package", "durable-rules", *extra)
    for group in ("build", "durable", "dev", "bench", "fuzz", "lock"):
        _compile(group, "--group", group, "--constraint", "requirements/run.txt", *extra)


def _compile(name: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", *COMMON, *arguments]
    subprocess.run([*command, "--output-file", f"requirements/{name}.txt"], check=True, cwd=ROOT)
    print(f"requirements/{name}.txt")


if __name__ == "__main__":
    main()
