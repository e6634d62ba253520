"""The peers that are no Python: where npm put them, and json-rules-engine's answers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from made_up import MadeUpRule

FOLDER = Path(sys.executable).parent.parent / "peers"
"""`make bench` has npm install them here; without npm they are left out."""
JSON_RULES = "json-rules-engine"
MOST_RULES = 1_000
_PROGRAM = Path(__file__).parents[1] / "peers" / "json_rules.js"


def npm_version(name: str) -> str:
    """The version of an npm package that is there, else nothing."""
    try:
        found: object = json.loads((FOLDER / "node_modules" / name / "package.json").read_text(encoding="utf-8"))
    except OSError:
        return ""
    return str(cast("dict[str, object]", found)["version"])


def gemini() -> str:
    """The command of gemini-cli, where it is there."""
    return shutil.which("gemini", path=str(FOLDER / "node_modules" / ".bin")) or ""


def json_rules(
    rules: Sequence[MadeUpRule], cases: Sequence[Mapping[str, str]], rounds: int
) -> tuple[list[frozenset[str]], float]:
    """The rules that fire in each case, and the median CPU microseconds of a case."""
    asked = {
        "rules": [{"name": rule.name, "terms": rule.terms, "concludes": rule.concludes} for rule in rules],
        "cases": cases,
        "rounds": rounds,
    }
    command = ["node", str(_PROGRAM), str(FOLDER)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    answer = cast("dict[str, list[list[str]]]", json.loads(done.stdout))
    return [frozenset(names) for names in answer["answers"]], float(cast("float", answer["microseconds"]))
