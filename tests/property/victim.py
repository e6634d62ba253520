"""A conversation that saves itself after every step, and is killed in the middle of it, again and again.

    python victim.py FOLDER KILLS SEED

Each time a process of its own saves step after step, and says over a pipe where a save begins and which step is safe; it
is killed at a random moment after a random number of steps, however fast the machine is. Then everything in the folder
has to be readable, and hold at least what was said to be safe. Prints a JSON object of what happened.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from keymedic.cli.keep.store import Autosave, latest, load
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.session import Session

PATIENCE = 120
"""Seconds after which the system ends this by SIGALRM: one life is far shorter on any machine."""
MOST_STEPS = 8
LONGEST_PAUSE = 0.01
"""Seconds from the beginning of the last step; a save takes about as long, most of it for the disk."""
BEGINS, SAFE = b"(", b")"


def main() -> None:
    """Kill as often as the command line says."""
    folder, kills, generator = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    doctor = Diagnostician(load_rule_base(builtin=False, use_cache=False), "plain")
    counts = {"kills": 0, "saves": 0, "torn": 0, "lost": 0, "half-way": 0}
    for number in range(kills):
        _ = signal.alarm(PATIENCE)
        steps, pause = generator.randrange(MOST_STEPS), generator.uniform(0, LONGEST_PAUSE)
        said = _one_life(folder, doctor, steps, pause, size=generator.choice((10, 1_000, 50_000)))
        safe = said.count(SAFE)
        counts["kills"] += 1
        counts["saves"] += safe
        counts["half-way"] += said.endswith(BEGINS)
        path = latest(folder)
        try:
            kept = len(load(path, doctor).log) if path else 0
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
            print(f"kill {number}: {error!r}", file=sys.stderr)
            counts["torn"] += 1
        else:
            counts["lost"] += kept < safe
        for left in folder.iterdir():
            left.unlink()
    print(json.dumps(counts))


def _one_life(folder: Path, doctor: Diagnostician, steps: int, pause: float, size: int) -> bytes:
    """Start a conversation and kill it, ``pause`` seconds after it began the step behind so many; what it has said."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _converse(folder, doctor, writer, size)
    os.close(writer)
    said = b""
    while said.count(BEGINS) <= steps and (more := os.read(reader, 1)):
        said += more
    time.sleep(pause)
    os.kill(child, signal.SIGKILL)
    _ = os.waitpid(child, 0)
    while more := os.read(reader, 1 << 16):
        said += more
    os.close(reader)
    return said


def _converse(folder: Path, doctor: Diagnostician, writer: int, size: int) -> NoReturn:
    session, saves = Session(doctor), Autosave(folder)
    while True:
        session.tell("x" * size)
        _ = os.write(writer, BEGINS)
        if saves.save(session):
            _ = os.write(writer, SAFE)


if __name__ == "__main__":
    main()
