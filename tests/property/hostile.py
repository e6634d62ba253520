"""Inputs that are meant to hang, to fill the memory or to steer the terminal, given to the real command.

    python hostile.py SCALE

``SCALE`` 1 makes the inputs as large as they get, 0.1 a tenth of it. Prints a JSON object: for each input its size,
the seconds of processor time, the largest memory in MiB, and what was wrong ("" when nothing was).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

MOST_SECONDS = 60.0
MOST_MIB = 1024.0
PATIENCE = 300.0
"""Seconds on the wall, also on a busy machine, after which a command is killed: status -9."""
STEERING = (b"\x1b", b"\x9b", b"\x00", b"\x07", "\u202e".encode(), "\u2066".encode())
ERROR = b"403 PERMISSION_DENIED. Your API key was reported as leaked."

Make = Callable[[float], bytes]
ANY = frozenset({0, 1, 2, 3, 4})


def _times(data: bytes, count: float) -> bytes:
    return data * max(1, int(count))


def _bomb(scale: float) -> bytes:
    levels = "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(int(9 * scale) + 2)
    )
    return f"a: &a [lol, lol]\n{levels}\n".encode()


REPORTS: dict[str, Make] = {
    "one line of 50 MB": lambda scale: _times(b"x", 50e6 * scale) + ERROR,
    "ten million lines": lambda scale: _times(b"a\n", 10e6 * scale) + ERROR,
    "ten million empty lines": lambda scale: _times(b"\n", 10e6 * scale) + ERROR,
    "JSON two million levels deep": lambda scale: _times(b"[", 2e6 * scale),
    "JSON objects two million levels deep": lambda scale: _times(b'{"a":', 2e6 * scale),
    "JSON with a million keys": lambda scale: b"{" + b",".join(b'"%d":1' % n for n in range(int(1e6 * scale))) + b"}",
    "half-open quotes": lambda scale: _times(b"{'a': \"\\", 3e5 * scale),
    "escapes of escapes": lambda scale: b'{"m": "' + _times(b"\\", 2e6 * scale) + b'"}',
    "percent signs": lambda scale: _times(b"%25", 1e6 * scale),
    "terminal sequences": lambda scale: _times(b"\x1b[2J\x1b]0;title\x07\x9b31m", 2e5 * scale) + ERROR,
    "NUL and control characters": lambda scale: _times(bytes(range(32)), 10) + _times(b"text ", 1e6 * scale) + ERROR,
    "bidirectional controls": lambda scale: _times("\u202e\u2066abc".encode(), 2e5 * scale) + ERROR,
    "lone surrogates": lambda scale: _times(b"\xed\xa0\x80 ", 5e5 * scale) + ERROR,
    "bytes that are no text": lambda scale: _times(bytes(range(256)), 4e4 * scale),
    "words of credentials": lambda scale: _times(b"api_key= token: password ", 1e5 * scale),
    "beginnings of keys": lambda scale: _times(b"AI" + b"za AQ" + b". sk" + b"- eyJ", 1e5 * scale),
    "private keys without an end": lambda scale: _times(b"-----BEGIN PRIVATE KEY-----\n", 5e4 * scale),
    "tracebacks": lambda scale: _times(b'  File "a.py", line 1, in f\n    g()\nValueError: x\n', 5e4 * scale),
    "web pages": lambda scale: _times(b"<html><title><a &lt; ", 1e5 * scale),
    "UTF-16": lambda scale: b"\xff\xfe" + _times("grün ".encode("utf-16-le"), 2e5 * scale),
}
YAML: dict[str, Make] = {
    "YAML that multiplies itself": _bomb,
    "YAML a million levels deep": lambda scale: _times(b"[", 1e6 * scale),
    "YAML with a million keys": lambda scale: b"".join(b"k%d: 1\n" % n for n in range(int(1e6 * scale))),
    "YAML that refers to itself": lambda _scale: b"&a [*a, *a]\n",
    "YAML that wants code": lambda _scale: b"!!python/object/apply:os.system ['touch harmed']\n",
    "YAML of one word": lambda scale: _times(b"x", 5e6 * scale),
}


def main() -> None:
    """Give each input to its command."""
    scale = float(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = {title: _report(make(scale), folder) for title, make in REPORTS.items()}
        results |= {f"{title}, as facts": _facts(make(scale), folder) for title, make in YAML.items()}
        results |= {f"{title}, as a rule base": _rules(make(scale), folder) for title, make in YAML.items()}
    print(json.dumps(results, indent=1))


def _report(data: bytes, folder: Path) -> dict[str, object]:
    path = folder / "report.txt"
    _ = path.write_bytes(data)
    return _measured(["diagnose", str(path), "--all"], folder, len(data))


def _facts(data: bytes, folder: Path) -> dict[str, object]:
    path = folder / "facts.yaml"
    _ = path.write_bytes(data)
    return _measured(["diagnose", "--facts", str(path)], folder, len(data))


def _rules(data: bytes, folder: Path) -> dict[str, object]:
    (folder / "kb" / "rules").mkdir(parents=True, exist_ok=True)
    _ = (folder / "kb" / "rules" / "x.yaml").write_bytes(data)
    return _measured(["kb", "check", str(folder / "kb")], folder, len(data))


def _measured(words: list[str], folder: Path, size: int) -> dict[str, object]:
    output = folder / "output"
    environ = os.environ | {"KEYMEDIC_CACHE_DIR": str(folder / "cache"), "PYTHONUTF8": "1", "HOME": str(folder)}
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "keymedic", *words], stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, cwd=folder,
            env=environ,
        )  # fmt: skip
        timer = threading.Timer(PATIENCE, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, mib = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)
    wrong = _wrong(process.returncode, seconds, mib, output.read_bytes(), folder)
    return {"bytes": size, "seconds": round(seconds, 1), "MiB": round(mib), "wrong": wrong}


def _wrong(status: int, seconds: float, mib: float, written: bytes, folder: Path) -> str:
    if status not in ANY:
        return f"status {status}"
    if seconds > MOST_SECONDS or mib > MOST_MIB:
        return "too much"
    if any(sign in written for sign in STEERING) or b"Traceback (most recent call last):\n  File" in written.replace(
        b'"', b""
    ):
        return "reaches the terminal"
    return "harm" if (folder / "harmed").exists() else ""


if __name__ == "__main__":
    main()
