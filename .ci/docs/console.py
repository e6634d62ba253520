"""Console blocks of the documentation: run again, and their outputs put in place.

A block ```` ```console ```` holds commands (lines that begin with ``$ ``) and what each one prints. The comment
``<!-- file: NAME -->`` before any block makes its content that file, for the commands after it on the page.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(
    r"(?:<!-- (?P<mark>[a-z]+): (?P<what>.+?) -->\n)?^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
VARIABLE = (
    r"\bengine (?:durable|plain)\b",
    r"\b[0-9a-f]{64}\b",
    r"\b\d+ (?:facts|observations|rules|causes|fixes|cases tried|cases cover)\b",
)
"""What differs between machines and editions of the rule base, and so is not compared."""
_SHELL = re.compile(
    r"(?:<!-- (?:tested: (?P<test>[\w./]+)[^>]*|untested: (?P<reason>[^>]+)) -->\n)?"
    r"^ *```(?:sh|bash|shell)\n(?P<body>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_LEFT_OUT = ("GEMINI_API_KEY", "GOOGLE_API_KEY", "NO_COLOR", "COLUMNS", "PYTHONIOENCODING", "LC_ALL", "MAKEFLAGS")


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs commands as a reader would: in an empty folder, with `keymedic` on the path, 80 columns wide."""

    folder: Path
    bin: Path = Path(sys.executable).parent
    """Where `keymedic` is installed."""
    cache: Path | None = None
    """Where compiled rule bases are kept; None: beside the folder."""

    def run(self, command: str) -> str:
        """What a command prints, errors included."""
        kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
        path = f"{self.bin}{os.pathsep}{kept['PATH']}"
        cache = str(self.cache or self.folder.parent / "cache")
        environment = kept | {"PATH": path, "COLUMNS": "80", "PYTHONUTF8": "1", "KEYMEDIC_CACHE_DIR": cache}
        environment["KEYMEDIC_CONFIG_DIR"] = str(self.folder.parent / "config")
        environment["KEYMEDIC_SOURCE"] = str(Path(__file__).resolve().parents[2])
        environment["SOURCE_DATE_EPOCH"] = "1795430000"  # 2026-11-23: knowledge that has grown old is said to be so
        done = subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", check=False,
        )  # fmt: skip
        return done.stdout if not done.stdout or done.stdout.endswith("\n") else done.stdout + "\n"

    def place(self, name: str, content: str) -> None:
        """Put a file of the page into the folder."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        _ = file.write_text(content, encoding="utf-8")


def renewed(page: str, runner: Runner) -> str:
    """The page with the output of every console block as it is now; unchanged where only what may vary differs."""

    def block(found: re.Match[str]) -> str:
        if found["mark"] == "file":
            runner.place(found["what"], found["body"])
        if found["kind"] != "console":
            return found[0]
        body = "".join(f"$ {command}\n{runner.run(command)}" for command in commands(found["body"]))
        if stable(body) == stable(found["body"]):
            return found[0]
        return found[0].replace(f"```console\n{found['body']}", f"```console\n{body}")

    return BLOCK.sub(block, page)


def commands(body: str) -> Iterator[str]:
    """The commands of a console block."""
    for line in body.splitlines():
        if line.startswith("$ "):
            yield line[2:]


def stable(text: str) -> str:
    """A text without what may vary."""
    return re.sub("|".join(VARIABLE), "…", text)


def unproven(page: str, root: Path) -> Iterator[str]:
    """The shell blocks of a page that nothing runs: neither console blocks nor marked with the test that does."""
    for found in _SHELL.finditer(page):
        test = found["test"]
        if not found["reason"] and not (test and (root / test).is_file()):
            yield found["body"].strip()
