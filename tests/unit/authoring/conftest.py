"""The miniature rule base, and edits of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from keymedic.engine.rulebase.build import build
from keymedic.engine.rulebase.folders import PackFile, PackFolder, read_folder
from keymedic.engine.rulebase.model import RuleBase

MINI = Path(__file__).parents[2] / "data" / "mini_kb"
Edited = Callable[..., PackFolder]


@pytest.fixture(scope="session")
def mini_folder() -> PackFolder:
    """tests/data/mini_kb as files."""
    return read_folder(MINI)


@pytest.fixture(scope="session")
def mini(mini_folder: PackFolder) -> RuleBase:
    """tests/data/mini_kb alone."""
    return built(mini_folder)


@pytest.fixture(scope="session")
def edited(mini_folder: PackFolder) -> Edited:
    """The miniature rule base with texts replaced: pairs of what stands there and what is to stand there."""

    def edit(*changes: tuple[str, str], cases: str = "") -> PackFolder:
        files: list[PackFile] = []
        used: set[str] = set()
        for file in mini_folder.files:
            text = file.content.decode()
            for old, new in changes:
                if old in text:
                    used.add(old)
                    text = text.replace(old, new, 1)
            files.append(PackFile(file.kind, file.name, text.encode()))
        assert used == {old for old, _ in changes}, "an edit finds nothing to change"
        if cases:
            files.append(PackFile("cases", "cases/more.yaml", cases.encode()))
        return PackFolder(mini_folder.path, tuple(files), (), "0" * 64)

    return edit


def built(folder: PackFolder) -> RuleBase:
    """The rule base of a folder without faults."""
    base, faults = build((folder,))
    assert base is not None, [fault.render() for fault in faults]
    return base
