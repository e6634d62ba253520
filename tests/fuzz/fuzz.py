"""Fuzzing that is guided by coverage (atheris, libFuzzer): inputs that reach new code are kept and changed further.

    python tests/fuzz/fuzz.py TARGET SECONDS FOLDER

FOLDER holds what was found so far (made where it is missing). Starts from the kept corpus beside this script and from
the inputs that the project has. Prints a JSON object: the target, inputs tried, seconds, places of code reached, and the
crashes, which libFuzzer leaves in FOLDER as ``crash-…``; each of them belongs into ``crashes.jsonl``, which `make test` tries.
"""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LONGEST = 3000
"""Letters of an input: longer ones reach nothing new, and slow the search down."""
READERS = ["keymedic.cli", "keymedic.engine.observe", "keymedic.engine.redact", "keymedic.engine.rulebase",
           "keymedic.engine.session", "keymedic.engine.vocabulary"]  # fmt: skip
"""What reads a stranger's input, and so guides the search; guiding it through the inference makes it a hundred times slower."""
SLOWEST = 20
"""Seconds after which an input counts as hanging."""


def main() -> None:
    """Fuzz one target in a process of its own, and say what came of it."""
    target, seconds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    corpus = folder / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        _ = (corpus / f"seed-{number}").write_bytes(seed[:LONGEST])
    words = [
        str(HERE / "fuzz.py"), "--inside", target, str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST}",
        f"-timeout={SLOWEST}", f"-artifact_prefix={folder}/{target}-", "-print_final_stats=1", "-rss_limit_mb=1500",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=2 * seconds + 600,
    )
    said = done.stdout.decode("utf-8", "replace")
    tried = re.search(r"stat::number_of_executed_units:\s*(\d+)", said)
    reached = re.findall(r"\bcov: (\d+)", said)
    # A unit that was merely slow, on a busy machine or because something was loaded for it, is no crash.
    crashes = sorted(path.name for path in folder.glob(f"{target}-*") if "-slow-unit-" not in path.name)
    if done.returncode and not crashes:
        sys.exit(said[-2000:])
    print(json.dumps({
        "target": target, "inputs": int(tried[1]) if tried else 0, "seconds": seconds,
        "reached": int(reached[-1]) if reached else 0, "crashes": crashes,
    }))  # fmt: skip


def seeds(target: str) -> list[bytes]:
    """The kept corpus of a target, a JSON text a line whose letters are bytes."""
    path = HERE / "corpus" / f"{target}.jsonl"
    return [json.loads(line).encode("latin-1") for line in path.read_text(encoding="ascii").splitlines()]


def inside() -> None:
    """The process that libFuzzer drives: ``fuzz.py --inside TARGET CORPUS …``."""
    atheris = importlib.import_module("atheris")  # of requirements/fuzz.txt, which only `make fuzz` installs
    with atheris.instrument_imports(include=READERS):
        targets = importlib.import_module("targets")
    target = targets.TARGETS[sys.argv[2]]
    _ = targets.doctor()  # what is loaded once is loaded now: the first input shall not count as hanging

    def one(data: bytes) -> None:
        targets.attempt(target, data)

    atheris.Setup([sys.argv[0], *sys.argv[3:]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    inside() if sys.argv[1:2] == ["--inside"] else main()
