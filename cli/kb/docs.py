"""``keymedic kb docs``: the rule base as a static site that is read in a browser, from files, without a network."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...engine.errors import InputError
from ..doctor import open_rule_base, today
from ..output import Output
from ..phrases import Phrases
from ..site.site import INDEX, site
from .writing import inside, write_below


def run_docs(args: argparse.Namespace, out: Output) -> int:
    """Write the site into ``--out``; raises `InputError` for a folder that holds anything else."""
    rulebase = open_rule_base(args, out, with_cases=True)
    folder = Path(args.out)
    old = _old_pages(folder)
    files = dict(site(rulebase, out.clean, today()))
    for name, text in files.items():
        write_below(folder, folder / name, text)
    for file in old - {folder / name for name in files}:
        _remove(folder, file)
    phrases = Phrases(rulebase.phrases)
    pages = sum(name.endswith(".html") for name in files)
    out.write(phrases.say("docs.written", pages=phrases.count("docs.pages", pages), file=folder / "index.html") + "\n")
    return 0


def _remove(folder: Path, file: Path) -> None:
    _ = inside(folder, file.parent / "page")
    try:
        file.unlink()
    except OSError as error:
        raise InputError(f"cannot remove {file}: {error.strerror}") from error


def _old_pages(folder: Path) -> set[Path]:
    """The pages that an earlier call wrote; raises `InputError` where the folder is used for something else."""
    if not folder.exists():
        return set()
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / INDEX).is_file()):
        raise InputError(f"{folder} is there and holds no such site: name another folder with --out")
    return {*folder.glob("*.html"), *folder.glob("*/*.html")}
