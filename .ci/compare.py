"""Give the hostile inputs of tests/property to comparable tools, and write the comparison into docs/reliability.md.

    python .ci/compare.py PYTHON CODEX

PYTHON: an interpreter with ``pip install semgrep sigma-cli detect-secrets scrubadub``, in an environment of its own.
CODEX: the program ``codex`` that ``npm install @openai/codex`` brings. Each tool is used as it comes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "property")]

from hostile import MOST_MIB, MOST_SECONDS, YAML

from tests.property.planted import left
from tests.property.test_written_bytes import documents
from tests.unit.redact.test_untouched import UNTOUCHED

PAGE = ROOT / "docs" / "reliability.md"
START, END = "<!-- comparison: written by .ci/compare.py -->", "<!-- end of comparison -->"
DOCUMENTS = 200
SEED = 2026
SCALE = 0.2
"""Of the size that ``make prove`` gives these inputs: the other tools would take hours for the whole."""
WHOLE = ("YAML that multiplies itself",)
"""Small, and harmless unless it is whole."""
Clean = Callable[[list[str]], list[str]]

SCRUBADUB = """
import json, sys, scrubadub
scrubber = scrubadub.Scrubber()
print(json.dumps([scrubber.clean(text) for text in json.load(sys.stdin)]))
"""
DETECT = """
import json, sys
from detect_secrets.core.scan import scan_line
from detect_secrets.settings import default_settings
def clean(text):
    lines = text.split("\\n")
    for number, line in enumerate(lines):
        for found in scan_line(line):
            lines[number] = lines[number].replace(found.secret_value or "\\0", "[secret]")
    return "\\n".join(lines)
with default_settings():
    print(json.dumps([clean(text) for text in json.load(sys.stdin)]))
"""


def main() -> None:
    """Run everything, and write both tables."""
    python, codex = (os.path.abspath(word) for word in sys.argv[1:3])
    text = "\n\n".join((_redaction(python, codex), _loaders(python)))
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _ = PAGE.write_text(f"{before}{START}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def _redaction(python: str, codex: str) -> str:
    """How much of planted secrets each tool leaves, and what else it changes."""
    tools: dict[str, Clean] = {
        "keymedic (what `diagnose`, `run` and the conversation write passes this)": _keymedic,
        f"detect-secrets {_version(python, 'detect-secrets')} (every secret that a line is reported for taken out)": (
            lambda texts: _through(python, DETECT, texts)
        ),
        f"scrubadub {_version(python, 'scrubadub')} (`Scrubber().clean`)": lambda texts: _through(python, SCRUBADUB, texts),
        f"{_said([codex, '--version']).strip()}, `doctor --json` (the text given as a setting that it prints)": (
            lambda texts: [_codex(codex, text) for text in texts[:40]]
        ),
    }  # fmt: skip
    planted = documents(DOCUMENTS, SEED)
    harmless = [text for text in UNTOUCHED if text.isprintable()]
    rows = [
        "| tool | documents with something of a secret left | texts without a secret that it changed |",
        "|---|---|---|",
    ]
    for name, clean in tools.items():
        cleaned = clean([text for text, _ in planted])
        leaks = sum(
            any(left(one, said) for one in secrets) for (_, secrets), said in zip(planted, cleaned, strict=False)
        )
        changed = "-" if "doctor" in name else _changed(clean(harmless), harmless)
        rows.append(f"| {name} | {leaks} of {len(cleaned)} | {changed} |")
    return "\n".join(rows)


def _changed(cleaned: list[str], texts: list[str]) -> str:
    return f"{sum(after != before for after, before in zip(cleaned, texts, strict=True))} of {len(texts)}"


def _keymedic(texts: list[str]) -> list[str]:
    from keymedic.engine.redact import Redactor

    return [Redactor().redact(text) for text in texts]


def _through(python: str, script: str, texts: list[str]) -> list[str]:
    done = subprocess.run([python, "-c", script], input=json.dumps(texts), capture_output=True, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _codex(codex: str, text: str) -> str:
    with tempfile.TemporaryDirectory() as home:
        setting = f"model={json.dumps(text.replace(chr(0), ''))}"
        return _said([codex, "doctor", "--json", "-c", setting], HOME=home, CODEX_HOME=home)


def _said(words: list[str], **environ: str) -> str:
    return subprocess.run(words, env=os.environ | environ, capture_output=True, check=False, text=True).stdout


def _version(python: str, package: str) -> str:
    return _said([python, "-c", f"import importlib.metadata as m; print(m.version({package!r}))"]).strip()


def _loaders(python: str) -> str:
    """What each loader of rules makes of hostile YAML."""
    bin_ = Path(python).parent
    semgrep = [
        str(bin_ / "semgrep"),
        "scan",
        "--metrics=off",
        "--disable-version-check",
        "--config",
        "rule.yaml",
        "x.py",
    ]
    sigma = [str(bin_ / "sigma"), "check", "rule.yaml"]
    tools = {
        "keymedic `kb check`": [sys.executable, "-m", "keymedic", "kb", "check", "."],
        f"semgrep {_version(python, 'semgrep')} `scan --config`": semgrep,
        f"sigma-cli {_version(python, 'sigma-cli')} `check`": sigma,
    }
    rows = [f"| input | {' | '.join(tools)} |", f"|---|{'---|' * len(tools)}"]
    for title, make in YAML.items():
        data = make(1.0 if title in WHOLE else SCALE)
        cells = [_load(words, data) for words in tools.values()]
        rows.append(f"| {title} ({len(data):,} bytes) | {' | '.join(cells)} |")
    return "\n".join(rows)


def _load(words: list[str], data: bytes) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _ = (folder / "rule.yaml").write_bytes(data)
        _ = (folder / "x.py").write_text("x = 1\n")
        (folder / "rules").mkdir()
        _ = (folder / "rules" / "rule.yaml").write_bytes(data)
        limit = [
            "timeout",
            str(int(3 * MOST_SECONDS)),
            "prlimit",
            f"--cpu={int(MOST_SECONDS)}",
            f"--as={int(6 * MOST_MIB) << 20}",
        ]
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen(
                [*limit, *words], cwd=folder, stdout=said, stderr=said, env=os.environ | {"HOME": name}
            )
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds, mib = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        how = _how(process.returncode, (folder / "said").read_bytes())
        return f"{how}, {seconds:.1f} s, {mib:,.0f} MiB"


def _how(status: int, said: bytes) -> str:
    if status < 0 or status > 128:
        return f"**stopped after {MOST_SECONDS:.0f} s**"
    if b"Traceback (most recent call last)" in said or b"RecursionError" in said or b"MemoryError" in said:
        return "**a traceback**"
    return "taken" if status == 0 else "refused"


if __name__ == "__main__":
    main()
