"""``keymedic kb schema``: JSON Schema (draft 7) of each kind of file, for completion and hints in an editor."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ...engine.authoring.modelines import with_modeline
from ...engine.authoring.schema import KINDS, schema_of
from ..doctor import open_rule_base
from ..output import Output
from ..phrases import Phrases
from ..render.as_json import pretty
from ..scrub import scrub
from .writing import write_below

if TYPE_CHECKING:
    from ...engine.rulebase.model import RuleBase

SCHEMA_FOLDER = "schema"
"""Where in a rule base its own schemas lie."""


def run_schema(args: argparse.Namespace, out: Output) -> int:
    """Write the schema of one kind, or of all kinds into a folder, and with ``--in`` the modelines that name them."""
    if args.inside:
        args.folders = [*args.folders, args.inside] if args.inside not in args.folders else args.folders
    rulebase = open_rule_base(args, out)
    if args.kind:
        out.write_json(pretty(schema_of(args.kind, rulebase), out))
        return 0
    phrases = Phrases(rulebase.phrases)
    target = Path(args.out or (os.path.join(args.inside, SCHEMA_FOLDER) if args.inside else ".keymedic-schema"))
    _write(target if args.out else Path(args.inside or "."), target, rulebase, phrases, out)
    if not args.inside:
        folder = target.as_posix() if target.is_absolute() else f"../../{target.as_posix()}"
        out.write(phrases.say("schema.modeline", folder=folder) + "\n")
        return 0
    changed = sum(_mark(file, Path(args.inside), target) for file in sorted(Path(args.inside).rglob("*.yaml")))
    out.write(phrases.count("schema.marked", changed) + "\n")
    return 0


def _write(home: Path, folder: Path, rulebase: RuleBase, phrases: Phrases, out: Output) -> None:
    for kind in KINDS:
        file = folder / f"{kind}.json"
        text = json.dumps(scrub(schema_of(kind, rulebase), out.clean), ensure_ascii=False, indent=1) + "\n"
        write_below(home, file, text)
        out.write(phrases.say("new.written", file=file) + "\n")


def _mark(file: Path, pack: Path, target: Path) -> bool:
    """Put the modeline at the head of one file; false where it stands there or the file has no schema."""
    kind = file.relative_to(pack).parts[0].removesuffix(".yaml")
    if kind not in KINDS or not file.is_file() or file.is_symlink():
        return False
    text = file.read_bytes().decode("utf-8")
    schema = Path(os.path.relpath(target / f"{kind}.json", file.parent)).as_posix()
    marked = with_modeline(text, schema)
    if marked == text:
        return False
    write_below(pack, file, marked)
    return True
