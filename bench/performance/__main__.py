"""Measures everything and writes docs/performance.md with its plots: make bench.

    python bench/performance [--quick]

``--quick``: a third of the rounds, for a machine on which others are at work.
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import ahead
import inference
import one_process
import startup
from engines import versions
from plot import bars, plot

sys.path.insert(0, str(Path(__file__).parents[1]))
import first_prompt

QUICK = "--quick" in sys.argv[1:]
DOCS = Path(__file__).parents[2] / "docs"
CLIPS, PLAIN, DURABLE = "CLIPS (clipspy)", "keymedic, plain", "keymedic, durable"
_HEAD = """# Performance

Written by `make bench`; every figure comes from one run, in which all that is compared took turns. The machine is shared and
noisy, so that time on the clock says little: unless said otherwise the figures are CPU time (user and system), medians, and the
ratios are what to believe. No test looks at a clock; `tests/unit/test_work.py` counts work instead.
"""


_FEW = " A quick run, of few rounds."


def main() -> None:
    """Measure and write."""
    parts: list[Sequence[str]] = [[_HEAD, _versions()]]
    for name, part in (
        ("start-up", _startup), ("first prompt", _first_prompt), ("inference", _inference), ("text", _text),
        ("looking ahead", _looking_ahead), ("batch", _batch), ("memory", _memory),
    ):  # fmt: skip
        print(name, file=sys.stderr)
        parts.append(part())
    page = "\n".join(line for part in parts for line in part)
    _ = (DOCS / "performance.md").write_text(page + "\n", encoding="utf-8")


def _versions() -> str:
    found = ", ".join(f"{name} {version}" for name, version in versions().items())
    return f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.0f} when it began, {found}.{_FEW if QUICK else ''}\n"


def _aim(met: bool, aim: str) -> str:
    return f"- {'met' if met else '**missed**'}: {aim}"


def _draw(name: str, picture: str, words: str) -> str:
    _ = (DOCS / f"performance-{name}.svg").write_text(picture, encoding="utf-8")
    return f"![{words}](performance-{name}.svg)\n"


def _startup() -> list[str]:
    times = startup.measured(5 if QUICK else 25)
    cpu = startup.cpu_medians(times)
    own = [value for name, value in cpu.items() if name.startswith("keymedic diagnose")]
    python, litecli = max(own) / cpu[startup.PYTHON], max(own) / cpu[startup.LITECLI]
    ahead_of_us = [
        name for name, value in cpu.items() if value < max(own) and not name.startswith(("keymedic", "python"))
    ]
    return [
        "## Start-up\n\nWhole processes on a traceback of 40 lines, the rule base from its cache.\n", *startup.table(times), "",
        _draw("start-up", bars("CPU time of a whole process", cpu, "ms"), "CPU time of a whole process, by command"),
        _aim(python <= 8, f"`diagnose` ≤ 8 × `python -c pass`: the slowest of the three takes {python:.1f} ×"),
        _aim(litecli <= 0.45, f"`diagnose` ≤ 0.45 × litecli: the slowest takes {litecli:.2f} ×"),
        f"- Faster to say their version than keymedic is to diagnose: {', '.join(ahead_of_us) or 'none of them'}.\n",
    ]  # fmt: skip


def _first_prompt() -> list[str]:
    times = first_prompt.prompt_times(2 if QUICK else 15)
    wall, cpu = (
        {name: statistics.median(pair[at] for pair in found) for name, found in times.items()} for at in (0, 1)
    )
    ratio = cpu["keymedic"] / cpu["litecli"]
    return [
        "## First prompt\n",
        *(
            f"- `{name}`: {cpu[name]:.0f} CPU ms until one can type ({wall[name]:.0f} ms on the clock)"
            for name in times
        ),
        _aim(
            ratio <= 0.9, f"≤ 0.9 × litecli: {ratio:.2f} × (on the clock {wall['keymedic'] / wall['litecli']:.2f} ×)\n"
        ),
    ]


def _inference() -> list[str]:
    found = inference.measure(rounds=1 if QUICK else 3)
    sizes = list(found)
    rows = ["| engine | " + " | ".join(f"{size:,} rules" for size in sizes) + " |", "|---" * (len(sizes) + 1) + "|"]
    lines: dict[str, list[tuple[float, float]]] = {}
    for name in inference.ALL:
        points = [(float(size), found[size][name]) for size in sizes if name in found[size]]
        if points:
            lines[name] = points
            cells = [
                f"{found[size][name]:,.0f} ({_ratio(found[size], name):.2f})" if name in found[size] else "–"
                for size in sizes
            ]
            rows.append(f"| {name} | " + " | ".join(cells) + " |")
    beaten = [f"{name} at {size:,} rules" for size in sizes for name, value in found[size].items()
              if not name.startswith("keymedic") and value < found[size][PLAIN]]  # fmt: skip
    behind = [f"{size:,}" for size in sizes if found[size][CLIPS] < found[size][DURABLE]]
    plain = {size: _ratio(found[size], PLAIN) for size in sizes}
    durable = {size: _ratio(found[size], DURABLE) for size in sizes}
    return [
        "## Inference\n\nMicroseconds for one case of twenty facts, in brackets as a multiple of CLIPS. The answers of all engines were checked",
        "equal (durable-rules used naively aside). The rules are made up (`bench/performance/made_up.py`): no negation, which each engine",
        "means differently. keymedic's figures hold which rules fire and what is concluded; the reasons are worked out when asked for.",
        "`–`: a case takes too long to wait for.\n", *rows, "",
        _draw("inference", plot("One case, by engine", "rules", "CPU µs", lines), "CPU µs for one case, by engine and number of rules"),
        _aim(all(plain[size] <= (0.5 if size <= 1000 else 1.0) for size in sizes), "the plain matcher ≤ 0.5 × CLIPS up to 1,000 rules, ≤ 1.0 × above"),
        _aim(durable[200] <= 2.5, f"the durable lane ≤ 2.5 × CLIPS at 200 rules: {durable[200]:.2f} ×"),
        f"- A peer is faster than the plain matcher: {', '.join(beaten)}." if beaten else "- No peer is faster than the plain matcher at any of these sizes.",
        f"- CLIPS is faster than the durable lane at {', '.join(behind)} rules." if behind else "- Nor is any faster than the durable lane.",
        "- With `--engine durable` the plain matcher settles the case, too: what both conclude is compared in every diagnosis.\n",
    ]  # fmt: skip


def _ratio(times: Mapping[str, float], name: str) -> float:
    return times[name] / times[CLIPS]


def _text() -> list[str]:
    texts, phrases = one_process.texts(), one_process.phrases()
    last = texts[max(texts)]
    first = texts[min(texts)]
    points = {"a log that ends in an error": [(size / 1000, ms) for size, ms in texts.items()]}
    return [
        "## Text\n", *(f"- {size / 1e6:g} MB of log: {ms:,.0f} ms" for size, ms in texts.items()),
        *(f"- {count:,} phrases in 100 kB: {ms:.2f} ms" for count, ms in phrases.items()), "",
        _draw("text", plot("Observing a log", "kB", "CPU ms", points), "CPU ms for a log, by its length"),
        _aim(last <= 300, f"1 MB of log in ≤ 300 ms: {last:,.0f} ms"),
        _aim(last / first <= 1.2 * max(texts) / min(texts), f"linear: {max(texts) / min(texts):.0f} × the text takes {last / first:.1f} × the time\n"),
    ]  # fmt: skip


def _looking_ahead() -> list[str]:
    found = ahead.measure()
    median, p95, whole = ahead.choosing()
    rows = [
        f"| {size:,} | {one.infer:.2f} | {one.diagnose:.0f} | {one.ask:.0f} | {one.ask / one.diagnose:.1f} | {one.ask / one.infer:,.0f} |"
        for size, one in found.items()
    ]
    return [
        "## Looking ahead\n",
        "An undecided case, by the shipped rules and so many made-up ones, each tenth over a fact to ask for. *Infer*: to infer and weigh",
        "it; *diagnose*: all of a diagnosis but the questions; *ask*: to look ahead to every answer of every question. Milliseconds.\n",
        "| further rules | infer | diagnose | ask | ask ÷ diagnose | ask ÷ infer |", "|---|---|---|---|---|---|", *rows, "",
        _aim(all(one.ask <= 30 * one.diagnose for one in found.values()), "looking ahead costs ≤ 30 diagnoses' worth at any size"),
        "- Counted in bare inferences it costs more than thirty: most of it is weighing each outcome over all causes.",
        f"- Choosing the next question with the shipped rules, over {len(ahead.VAGUE)} vague reports and three tracebacks: median",
        f"  {median:.0f} ms, 95th percentile {p95:.0f} ms; a whole diagnosis of them takes {whole:.0f} ms.",
        _aim(p95 <= 50, "the 95th percentile ≤ 50 ms\n"),
    ]  # fmt: skip


def _batch() -> list[str]:
    found = one_process.batches(lines := 90 if QUICK else 360, 1 if QUICK else 3)
    one, two, apart = (found[name] for name in ("batch --jobs 1", "batch --jobs 2", "two batches apart"))
    return [
        f"## Batch\n\nSeconds for a hundred cases, of {lines}: three tracebacks in turn.\n", "| | CPU s | s on the clock |", "|---|---|---|",
        *(f"| {name} | {busy:.2f} | {took:.2f} |" for name, (took, busy) in found.items()), "",
        f"- Two workers use {two[1] / one[1]:.2f} × the CPU time of one process: on two cores with nothing else to do that is",
        f"  at most {2 * one[1] / two[1]:.2f} × its speed.",
        f"- What the machine allows: two processes apart, with half the cases each, are {one[0] / apart[0]:.2f} × as fast as one.",
        _aim(one[0] / two[0] >= 1.8, f"≥ 1.8 × on two cores: {one[0] / two[0]:.2f} × on the clock of this machine, whose cores others used as well\n"),
    ]  # fmt: skip


def _memory() -> list[str]:
    return [
        "## Memory\n\nPeak resident size of whole processes.\n",
        *(f"- `{name}`: {mb:.0f} MB" for name, mb in one_process.memory().items()),
        "\nGrowth for each further 1,000 made-up rules, all of them in use:\n",
        *(f"- {name}: {mb:.1f} MB" for name, mb in one_process.growth(6_000 if QUICK else 11_000).items()),
    ]


if __name__ == "__main__":
    main()
