"""Builds the examples of faults: the files of one example on top of the miniature rule base."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from keymedic.engine.lint.check import check_and_lint
from keymedic.engine.rulebase.faults import Fault
from keymedic.engine.rulebase.folders import read_folder

MINI = Path(__file__).parents[2] / "data" / "mini_kb"
PACK = "name: mine\nversion: '1'\nscope: Our network\nknowledge_date: 2026-11-23\n"
TODAY = date(2026, 11, 24)
Files = Mapping[str, Any]


def faults_of(files: Files, folder: Path) -> tuple[Fault, ...]:
    """The faults and lints of a rule base ``mine`` that consists of these files, written below ``folder``.

    A content that is a mapping stands for a file that cannot be shown: ``repeat`` a text, ``link`` to a place, ``latin1``
    text, or a ``pipe``. ``pack.yaml`` is there unless the example has it; empty: it is missing.
    """
    mine = folder / "mine"
    if files.get("mine") != "absent":
        mine.mkdir(parents=True)
        for name, content in {"pack.yaml": PACK, **files}.items():
            write(mine / name, content)
    found = check_and_lint([read_folder(MINI), read_folder(mine)], TODAY)
    return tuple(fault for fault in found if not fault.is_lint or fault.file.startswith(mine.as_posix()))


def write(file: Path, content: Any) -> None:
    """Write one file of an example."""
    file.parent.mkdir(parents=True, exist_ok=True)
    match content:
        case str():
            if content:
                _ = file.write_text(content, encoding="utf-8")
        case {"repeat": text, "times": times}:
            _ = file.write_text(str(text) * int(times), encoding="utf-8")
        case {"link": target}:
            file.symlink_to(target)
        case {"latin1": text}:
            _ = file.write_bytes(str(text).encode("latin-1"))
        case {"pipe": _}:
            os.mkfifo(file)
        case _:
            raise ValueError(content)


def shown(faults: tuple[Fault, ...], folder: Path) -> str:
    """The faults as ``kb check`` writes them when it is called in ``folder``."""
    return (
        "\n\n".join(fault.render() for fault in faults)
        .replace(f"{folder.as_posix()}/", "")
        .replace(f"{MINI.as_posix()}/", "kb/")
    )
