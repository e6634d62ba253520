"""How long until a person can type, beside litecli; and how long each answer of scripted conversations takes.

    make bench

Both programs run on a pseudo-terminal of their own, in turns, from the start of the process to the first prompt on its
screen. The answers are those of the conversation without a terminal, on the shipped rule base. No figure is a test.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect

if TYPE_CHECKING:
    from keymedic.engine.session import Session

PROMPT = b"\x1b[?25h"
BIN = Path(sys.executable).parent
LITECLI_ALONE = [
    sys.executable, "-c", "import sys; sys.modules['llm'] = None; sys.argv[0] = 'litecli'; from litecli.main import cli; cli()",
]  # fmt: skip
"""litecli imports llm where that is installed, which takes four times as long as all the rest of it: here it is not."""
SCRIPTS = (
    ("API key not valid. Please pass a valid API key.", "why?", "how do I find that out?", "shorter", "back", "39", "no idea", "/fix",
     "it still fails", "/causes", "/how", "/whynot key-expired", "/whatif key.kind=auth"),
    ("User location is not supported for the API use.", "Iran", "sorry, I meant Austria", "no idea", "behind a VPN", "/fix", "/facts"),
    ("it does not work", "no idea", "403", "no idea", "no idea", "I am in Germany, and billing is on", "/fix", "it still fails"),
    ("google.genai.errors.ClientError: 403 PERMISSION_DENIED. Your API key was reported as leaked.", "fix", "another way", "it works"),
)  # fmt: skip


def until_prompt(command: list[str], environment: dict[str, str], *, leave: bool) -> tuple[float, float]:
    """Milliseconds, and CPU milliseconds, of a program up to its prompt: prompt-toolkit, which both use, shows the cursor then.

    With ``leave`` the program is left as people leave it, and not cut off: keymedic keeps something for its next start then.
    """
    start = time.perf_counter()
    child: pexpect.spawn[bytes] = pexpect.spawn(
        command[0], command[1:], env=environment, timeout=60, dimensions=(40, 100)
    )
    child.delaybeforesend = None
    waiting = True
    while waiting:
        found = child.expect_exact([PROMPT, b"\x1b[6n"])
        if found == 1:
            _ = child.send(b"\x1b[1;1R")  # where the cursor is, as a terminal answers
        waiting = found == 1
    took = (time.perf_counter() - start) * 1000
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if leave:
        child.sendeof()
        child.expect(pexpect.EOF)
    child.close(force=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def answer_times() -> tuple[list[float], list[float]]:
    """Milliseconds of every answer in the scripts: by the clock, and of processor time, which other programs do not lengthen."""
    from keymedic.cli.repl.talk import Talk
    from keymedic.cli.repl.turns import take
    from keymedic.engine.api import builtin_doctor
    from keymedic.engine.session import Session

    times: list[float] = []
    busy: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for script in SCRIPTS:
            talk = Talk(Session(builtin_doctor()), _Alone(folder))  # pyright: ignore[reportArgumentType] - no line here asks for more of it
            for line in script:
                start, began = time.perf_counter(), time.process_time()
                _ = take(talk, line)
                times.append((time.perf_counter() - start) * 1000)
                busy.append((time.process_time() - began) * 1000)
    return sorted(times), sorted(busy)


class _Alone:
    """A world in which every step is saved, as it is for people."""

    base_url = ""

    def __init__(self, folder: str) -> None:
        from keymedic.cli.keep.store import Autosave

        self._saves = Autosave(Path(folder), print)

    def keep(self, session: Session, *, concluding: bool = False) -> bool:
        """Save everything said so far."""
        return self._saves.save(session, concluding=concluding)


def prompt_times(rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Of each program the milliseconds to its prompt, and the CPU milliseconds until then, in turns."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "HOME": home,
            "KEYMEDIC_CACHE_DIR": f"{home}/cache",
            "KEYMEDIC_STATE_DIR": f"{home}/state",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        }
        times: dict[str, list[tuple[float, float]]] = {"keymedic": [], "litecli": []}
        for number in range(rounds + 1):
            for name, found in times.items():
                command = LITECLI_ALONE if name == "litecli" else [str(BIN / name)]
                took = until_prompt(command, environment, leave=name == "keymedic" and not number)
                if number:
                    found.append(took)
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time to the first prompt, and of the answers.")
    _ = parser.add_argument("--rounds", type=int, default=15)
    rounds: int = max(2, parser.parse_args().rounds)
    times = prompt_times(rounds)
    medians = {name: statistics.median(took for took, _ in values) for name, values in times.items()}
    busy = {name: statistics.median(cpu for _, cpu in values) for name, values in times.items()}
    print(f"First prompt, {rounds} rounds in turns, Python {sys.version.split()[0]}:\n")
    for name, median in medians.items():
        print(f"  {name:<9} {median:7.1f} ms, {busy[name]:7.1f} CPU ms (medians)")
    print(f"  ratio     {medians['keymedic'] / medians['litecli']:7.2f}     {busy['keymedic'] / busy['litecli']:7.2f}")
    print()
    for name, answers in zip(("by the clock", "CPU"), answer_times(), strict=True):
        p95 = answers[int(0.95 * (len(answers) - 1))]
        print(
            f"{len(answers)} answers, {name}: median {statistics.median(answers):.1f} ms, 95th percentile {p95:.1f} ms,"
            f" longest {answers[-1]:.1f} ms"
        )


if __name__ == "__main__":
    main()
