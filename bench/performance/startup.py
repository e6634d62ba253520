"""How long `keymedic diagnose` takes as a whole process, beside `python -c pass` and `litecli --version`.

    make bench                      (makes .venv-bench, with keymedic installed as a wheel and its peers)

The commands take turns in every round, so that whatever else the machine does meets all of them alike; reported are
medians and their ratios. No figure here is a test: a busy machine would make it fail for no reason.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from peers import gemini

sys.path.insert(0, str(Path(__file__).parents[1]))
from first_prompt import LITECLI_ALONE

BIN = Path(sys.executable).parent
PYTHON, LITECLI = "python -c pass", "litecli --version"
GEMINI = "gemini --version"
_ROUNDS_OF_GEMINI = 2
"""It takes as long as all the others together."""
Times = dict[str, list[tuple[float, float]]]
"""Of each command the milliseconds and the CPU milliseconds of its runs."""
FRAME = '  File "/srv/app/{name}.py", line {line}, in {name}\n    return {name}_{line}(request, client, retries=3)\n'
HEAD = "2026-11-20 09:14:03,120 ERROR worker-3 job failed\nTraceback (most recent call last):\n"
LAST = (
    "google.genai.errors.ClientError: 400 INVALID_ARGUMENT. {'error': {'code': 400, 'message': 'API key not valid. Please pass a"
    " valid API key.', 'status': 'INVALID_ARGUMENT', 'details': [{'@type': 'type.googleapis.com/google.rpc.ErrorInfo', 'reason':"
    " 'API_KEY_INVALID', 'domain': 'googleapis.com', 'metadata': {'service': 'generativelanguage.googleapis.com'}}]}}\n"
)
UNCLEAR = "google.genai.errors.ClientError: 403 Forbidden. Request failed\n"
LIMIT = "google.genai.errors.ClientError: 429 RESOURCE_EXHAUSTED. Quota exceeded for metric 'requests per minute'\n"
ANSWERED = {0, 1, 4}


def traceback(last: str) -> str:
    """A log line and a Python traceback that ends in an answer of the server: 40 lines."""
    names = ["main", "serve", "dispatch", "handle", "retry", "generate"]
    frames = [FRAME.format(name=names[number % len(names)], line=20 + 7 * number) for number in range(18)]
    text = HEAD + "".join(frames) + last + "2026-11-20 09:14:03,126 INFO worker-3 going on\n"
    assert text.count("\n") == 40
    return text


def milliseconds(command: list[str]) -> tuple[float, float]:
    """The time and the CPU time of one process from start to end; raises ``SystemExit`` if it does not do its work."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    took = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in ANSWERED or "Traceback" in process.stderr:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}:\n{process.stderr}")
    return took * 1000, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def measure(commands: dict[str, list[str]], rounds: int) -> Times:
    """Time each command once a round, after one round that only warms the caches."""
    times: Times = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            if name == GEMINI and number > _ROUNDS_OF_GEMINI:
                continue
            took = milliseconds(command)
            if number:
                times[name].append(took)
    return times


def table(times: Times) -> list[str]:
    """Lines of a Markdown table of medians and ratios."""
    wall = {name: statistics.median(took for took, _ in values) for name, values in times.items()}
    cpu = cpu_medians(times)
    lines = [
        "| command | ms | CPU ms | × python | × litecli | CPU × python | CPU × litecli |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in times:
        ratios = [f"{by[name] / by[other]:.2f}" for by in (wall, cpu) for other in (PYTHON, LITECLI)]
        lines.append(f"| `{name}` | {wall[name]:.0f} | {cpu[name]:.0f} | {' | '.join(ratios)} |")
    return lines


def cpu_medians(times: Times) -> dict[str, float]:
    """The median CPU milliseconds of each command."""
    return {name: statistics.median(busy for _, busy in values) for name, values in times.items()}


def measured(rounds: int) -> Times:
    """Measure all commands."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KEYMEDIC_CACHE_DIR"] = str(Path(folder, "cache"))  # nobody else's runs clear it away
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # people run it as it is installed, bytecode and all
        pasted = {name: Path(folder) / f"{name}.txt" for name in ("key", "quota", "unclear")}
        for name, last in (("key", LAST), ("quota", LIMIT), ("unclear", UNCLEAR)):
            _ = pasted[name].write_text(traceback(last), encoding="utf-8")
        keymedic = str(BIN / "keymedic")
        commands = {
            PYTHON: [sys.executable, "-c", "pass"],
            "keymedic --version": [keymedic, "--version"],
            "keymedic --help": [keymedic, "--help"],
            **{f"keymedic diagnose {name}": [keymedic, "diagnose", str(file)] for name, file in pasted.items()},
            LITECLI: [*LITECLI_ALONE, "--version"],
            "check-jsonschema --version": [str(BIN / "check-jsonschema"), "--version"],
            "llm --version": [str(BIN / "llm"), "--version"],
        }
        if gemini():
            commands[GEMINI] = [gemini(), "--version"]
        return measure(commands, rounds)


if __name__ == "__main__":
    print("\n".join(table(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 21))))
