"""Write what the documentation shows of the program anew: outputs of commands, tables, the catalogue.

python .ci/docs              rewrite README.md and docs/
python .ci/docs --check      change nothing; show what differs, status 1 if something does (but for the tutorial, which
                             tests/acceptance/test_wheel.py follows with keymedic as people install it)
python .ci/docs accuracy     measure the accuracy and write docs/accuracy.md
"""

from __future__ import annotations

import difflib
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from accuracy import accuracy
from catalogue import catalogue
from console import Runner, renewed, unproven
from conversation import conversation_page
from faults import faults_page
from guide import guide_page
from limits import with_limits
from schemas import schema_files
from screens import STORIES, drawn

from keymedic.engine.rulebase.load import load_rule_base

ROOT = Path(__file__).resolve().parents[2]
GENERATED: dict[str, Callable[[str], str]] = {
    "docs/catalogue.md": lambda _: catalogue(load_rule_base(use_cache=False)),
    "docs/conversation.md": lambda _: conversation_page(),
    "docs/faults.md": lambda _: faults_page(),
    "docs/guide-coverage.md": lambda _: guide_page(load_rule_base(use_cache=False), ROOT / "docs" / "guide.yaml"),
    "docs/limits.md": with_limits,
    **schema_files(ROOT),
    **{name: lambda _, name=name: drawn(name) for name in STORIES},
}


def main() -> int:
    """Do what the command line says; 1 when ``--check`` finds a difference."""
    if sys.argv[1:] == ["accuracy"]:
        _ = (ROOT / "docs" / "accuracy.md").write_text(accuracy(ROOT), encoding="utf-8")
        return 0
    check = sys.argv[1:] == ["--check"]
    pages = [page for page in _pages() if not (check and page == ROOT / "docs" / "tutorial.md")]
    with tempfile.TemporaryDirectory() as cache:
        found = [problem for page in pages for problem in _page(page, check, Path(cache))]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


def _pages() -> list[Path]:
    pages = {ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / name for name in GENERATED)}
    return sorted(pages)


def _page(page: Path, check: bool, cache: Path) -> Iterator[str]:
    name = page.relative_to(ROOT).as_posix()
    old = page.read_text(encoding="utf-8") if page.is_file() else ""
    for block in unproven(old, ROOT):
        yield f"{name}: nothing runs this block; make it a console block or name its test:\n{block}"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "reader"
        place.mkdir()
        new = renewed(GENERATED.get(name, str)(old), Runner(place, cache=cache))
    if new == old:
        return
    if check:
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), name, f"{name} (now)", lineterm="", n=1)
        yield "\n".join(lines)
    else:
        page.parent.mkdir(exist_ok=True)
        _ = page.write_text(new, encoding="utf-8")
        print(f"{name}: written anew", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
