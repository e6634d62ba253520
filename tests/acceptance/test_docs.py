"""What README.md and docs/ show is what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from keymedic.engine.infer.native import durable_available

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
RUN = [sys.executable, str(ROOT / ".ci" / "docs"), "--check"]
needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="the commands are written for a POSIX shell")


@needs_sh
def test_every_command_gives_the_output_that_is_shown() -> None:
    """Console blocks are run again, tables and the catalogue made anew; `make docs` puts right what this finds."""
    done = subprocess.run(RUN, capture_output=True, encoding="utf-8", check=False, timeout=1000)
    assert done.returncode == 0, f"run `make docs`\n{done.stdout}{done.stderr}"


@needs_sh
def test_a_wrong_output_would_be_found(tmp_path: Path) -> None:
    """The check of the line above sees one changed letter, and leaves alone what may vary."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / '.ci' / 'docs')!r})\n"
        "from pathlib import Path\nfrom console import Runner, renewed\n"
        "page = '```console\\n$ echo engine plain, right\\nengine durable, %s\\n```\\n'\n"
        f"runner = Runner(Path({str(tmp_path)!r}))\n"
        "print([renewed(page % word, runner) == page % word for word in ('right', 'wrong')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, timeout=300)
    assert done.stdout == "[True, False]\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link names a file of the project."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_shows_the_real_engine() -> None:
    """The outputs are those of durable-rules where that is there."""
    if durable_available():
        pytest.skip(f"durable-rules: {durable_available()}")
    assert "engine durable" in (ROOT / "README.md").read_text(encoding="utf-8")
