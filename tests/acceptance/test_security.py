"""What SECURITY.md promises has a test of that name, and docs/reliability.md shows no failure."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_each_promise_names_its_test() -> None:
    """Every row of the promises names tests, and each of them exists."""
    table = SECURITY.partition("| promise |")[2].partition("\n\n")[0]
    rows = table.splitlines()[2:]
    assert len(rows) > 15
    for row in rows:
        named = re.findall(r"`(tests/[\w/.]+)::(test_\w+)`", row)
        assert named, row
        for file, test in named:
            assert re.search(rf"^def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), (file, test)


def test_every_cap_of_the_code_stands_in_the_table_of_limits() -> None:
    """A constant that is named like a cap has its row in docs/limits.md, or is named as one that bounds no input."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / '.ci' / 'docs')!r})\n"
        "import limits\ncode, table = limits.caps_in_code(), limits.caps_in_table()\n"
        "print(len(table), sorted(code - table - limits.INNER), sorted(limits.INNER - code), sorted(limits.INNER & table))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=300)
    assert re.fullmatch(r"[5-9]\d \[\] \[\] \[\]\n", done.stdout), done.stdout


def test_the_table_of_what_was_tried_shows_no_failure() -> None:
    """Each row of docs/reliability.md has numbers, a command whose script exists, and zero failures."""
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")][1:]
    rows = [row for row in rows if len(row) == 5]
    assert len(rows) == 8
    for _what, tried, failures, _measured, command in rows:
        assert re.search(r"\d", tried) and failures.strip() == "0"
        script = re.search(
            r"tests/[\w/.]+\.py", command.replace("-m tests.property.differ", "tests/property/differ.py")
        )
        assert script and (ROOT / script[0]).is_file(), command
