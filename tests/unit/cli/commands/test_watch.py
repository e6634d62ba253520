"""`diagnose --watch`: the diagnosis again after every good edit; a broken one keeps the last good rule base."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import pytest

from keymedic.cli.commands.watch import watch
from keymedic.cli.output import Output

PACK = "name: own\nversion: '1'\nscope: S\nknowledge_date: 2026-11-01\n"
CAUSE = (
    "- cause: key-leaked\n  override: ours\n  title: {title}\n  explanation: E\n  prior: common\n"
    "  sources: [{{ref: r, checked: 2026-11-01, grade: A}}]\n"
)


class Enough(Exception):
    """The person has seen enough."""


def test_edits_are_followed_and_broken_ones_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First diagnosis, a good edit, a broken one (with its fault, and nothing lost), and a repaired one."""
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", "")
    monkeypatch.setenv("KEYMEDIC_CONFIG_DIR", "")
    folder = tmp_path / "own"
    (folder / "causes").mkdir(parents=True)
    _ = (folder / "pack.yaml").write_text(PACK)
    file = folder / "causes" / "c.yaml"
    _ = file.write_text(CAUSE.format(title="First title"))
    _ = (tmp_path / "report").write_text("403 Your API key was reported as leaked.")
    edits = iter([CAUSE.format(title="Second title"), "- cause: [", CAUSE.format(title="Third title"), None])

    def pause(_seconds: float) -> None:
        text = next(edits)
        if text is None:
            raise Enough
        _ = file.write_text(text)

    args = argparse.Namespace(
        file=str(tmp_path / "report"), fact=[], facts=None, folders=[str(folder)], no_builtin_kb=False, no_found_kb=True,
        engine="plain", format="text", all=False, public=None,
    )  # fmt: skip
    shown, told = io.StringIO(), io.StringIO()
    with pytest.raises(Enough):
        _ = watch(args, Output(shown, told, {}), pause)
    text = shown.getvalue()
    places = [text.index(part) for part in ("First title", "Second title", "[KM201]", "Third title")]
    assert places == sorted(places)
    assert told.getvalue().count("The last good rule base stays in use.") == 1
    assert told.getvalue().count("Waiting for a change") == 3
