"""How long `keymedic diagnose` takes as a whole process, beside `python -c pass` and `litecli --version`.

    make bench                      (makes .venv-bench, with keymedic installed as a wheel and litecli, and runs this)

The commands take turns in every round, so that whatever else the machine does meets all of them alike; reported are
medians and their ratios. No figure here is a test: a busy machine would make it fail for no reason.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent
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


def milliseconds(command: list[str]) -> float:
    """The time that one process takes from start to end; raises ``SystemExit`` if it does not do its work."""
    start = time.perf_counter()
    process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    took = (time.perf_counter() - start) * 1000
    if process.returncode not in ANSWERED or "Traceback" in process.stderr:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}:\n{process.stderr}")
    return took


def measure(commands: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """Time each command once a round, after one round that only warms the caches."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            took = milliseconds(command)
            if number:
                times[name].append(took)
    return times


def report(times: dict[str, list[float]]) -> str:
    """A Markdown table of medians, spread and ratios."""
    medians = {name: statistics.median(values) for name, values in times.items()}
    python, litecli = medians["python -c pass"], medians["litecli --version"]
    lines = ["| command | median ms | quarter to three quarters | × python | × litecli |", "|---|---|---|---|---|"]
    for name, values in times.items():
        low, _, high = statistics.quantiles(values, n=4)
        median = medians[name]
        ratios = f"{median / python:.2f} | {median / litecli:.2f}"
        lines.append(f"| `{name}` | {median:.1f} | {low:.1f} to {high:.1f} | {ratios} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Start-up time of keymedic beside python's and litecli's.")
    parser.add_argument("--rounds", type=int, default=21)
    rounds: int = max(2, parser.parse_args().rounds)
    with tempfile.TemporaryDirectory() as folder:
        pasted = {name: Path(folder) / f"{name}.txt" for name in ("key", "quota", "unclear")}
        for name, last in (("key", LAST), ("quota", LIMIT), ("unclear", UNCLEAR)):
            pasted[name].write_text(traceback(last), encoding="utf-8")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "keymedic --version": [str(BIN / "keymedic"), "--version"],
            **{
                f"keymedic diagnose {name}": [str(BIN / "keymedic"), "diagnose", str(file)]
                for name, file in pasted.items()
            },
            "litecli --version": [str(BIN / "litecli"), "--version"],
        }
        print(f"Start-up, whole processes, Python {sys.version.split()[0]}, {rounds} rounds, commands interleaved:\n")
        print(report(measure(commands, rounds)))


if __name__ == "__main__":
    main()
