"""How much work one diagnosis is, counted: what slows keymedic down shows here without a clock."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from keymedic.engine.facts import Scalar
from keymedic.engine.infer import suppose, text
from keymedic.engine.infer.compile import compile_program
from keymedic.engine.infer.fact_tests import FactTests
from keymedic.engine.infer.native import durable_available, native_module
from keymedic.engine.infer.net import Net
from keymedic.engine.infer.suppose import WhatIf
from keymedic.engine.lazy import LazyMapping, LazySequence
from keymedic.engine.lazy_pattern import lazy_pattern
from keymedic.engine.pattern_store import PatternStore
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.redact import Redactor, stitch
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase

TRACEBACK = """Traceback (most recent call last):
  File "/srv/app/main.py", line 20, in main
    return handle(request, client, retries=3)
google.genai.errors.ClientError: 403 Forbidden. Request failed
"""
NOT_FOR_ONE_CASE = {
    "asyncio", "dataclasses", "difflib", "html.entities", "httpx", "inspect", "ipaddress", "prompt_toolkit", "pycountry",
    "contextlib", "pydantic", "typing", "wcwidth", "yaml",
}  # fmt: skip
"""Modules that a diagnosis from a fresh cache does without."""
NOR_WHERE_PATTERNS_ARE_KEPT = {
    "copyreg", "datetime", "enum", "heapq", "importlib", "json", "json.decoder", "re", "sre_compile", "unicodedata", "warnings", "zlib",
}  # fmt: skip
"""Modules that it does without, too, once its patterns are compiled. An editable installation brings some of them along."""
MODULES = """
import io, sys
for name in sys.argv[2:]:
    sys.modules.pop(name, None)
from keymedic.cli.main import entry
from keymedic.engine.lazy_pattern import keep_patterns
sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
status = entry(["diagnose", sys.argv[1]])
keep_patterns()
sys.stdout = sys.__stdout__
print(status, *sys.modules)
"""


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleBase:
    """The shipped rule base, from a fresh cache."""
    monkeypatch.setenv("KEYMEDIC_CACHE_DIR", str(tmp_path / "cache"))
    _ = load_rule_base()
    return load_rule_base()


def test_looking_ahead_is_less_than_one_inference(cached: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """All answers to all questions together look at fewer terms than there are; the case is settled once."""
    used: list[WhatIf] = []

    class Watched(WhatIf):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # pyright: ignore[reportArgumentType]
            used.append(self)

    monkeypatch.setattr("keymedic.engine.infer.engines.WhatIf", Watched)
    diagnosis = Diagnostician(cached, "plain").diagnose(TRACEBACK)
    program = compile_program(tuple(cached.rules.values()), cached.facts)
    assert diagnosis.verdict == "undecided" and diagnosis.questions
    assert len(used) == 1
    assert 20 < used[0].runs < 300, suppose.__doc__
    assert used[0].terms < len(program.terms)


def test_a_case_reads_only_what_it_needs(cached: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the observations those whose words may be in the text, of the patterns those that are tried."""
    compiled: list[str] = []
    compile_ = PatternStore.compile

    def watched(self: PatternStore, source: str) -> re.Pattern[str]:
        compiled.append(source)
        return compile_(self, source)

    made = {"entries": 0}
    original: Any = vars(LazySequence)["__getitem__"]

    def counted(self: Any, index: int | slice) -> Any:
        before = len(self._made)
        item = original(self, index)
        if self is cached.observations:
            made["entries"] += len(self._made) - before
        return item

    assert isinstance(cached.observations, LazySequence) and isinstance(cached.causes, LazyMapping)
    monkeypatch.setattr(LazySequence, "__getitem__", counted)
    monkeypatch.setattr(PatternStore, "compile", watched)
    _ = Diagnostician(cached, "plain").diagnose(TRACEBACK)
    assert 0 < made["entries"] < len(cached.observations) / 2
    assert len(compiled) < 100, lazy_pattern.__doc__


@pytest.mark.skipif(bool(durable_available()), reason="durable-rules is not installed here")
def test_a_case_touches_little(cached: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the rules a case counts those near its facts, of the native engine's rulesets it compiles those near them, and it
    tries few patterns."""
    calls: Counter[str] = Counter()
    module = native_module()

    class Counting:
        def __getattr__(self, name: str) -> Any:
            calls[name] += 1
            return getattr(module, name)

    monkeypatch.setattr("keymedic.engine.infer.durable.native_module", Counting)
    doctor = Diagnostician(cached, "durable", notice=pytest.fail)
    facts, observed = doctor.gather(TRACEBACK, ())
    examined = doctor.examine(facts, observed)
    settled = Net(compile_program(tuple(cached.rules.values()), cached.facts)).settle(examined.memory)
    assert 0 < settled.touched < len(cached.rules) / 2
    assert examined.diagnosis.engine == "durable"
    assert 5 < calls["create_ruleset"] < 20
    assert calls["create_ruleset"] <= calls["assert_fact"] < 40
    observer: Any = vars(doctor)["_observer"]
    tried = len(observer._phrases._finders._made)
    assert 0 < tried < 30, "patterns and phrases that were looked for with RE2 or re"
    doctor.close()


def test_a_case_tests_few_literals(cached: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all tests of all facts those of the facts that are known or supposed; of one long text all tests at once."""
    counts: Counter[str] = Counter()
    satisfied: Any = vars(FactTests)["satisfied"]
    matched: Any = vars(text._Group)["found"]  # pyright: ignore[reportPrivateUsage]

    def tested(self: FactTests, value: Scalar) -> Any:
        counts["literals"] += len(self.leaves)
        return satisfied(self, value)

    def passed(self: Any, flat: str) -> Any:
        counts["passes"] += 1
        return matched(self, flat)

    monkeypatch.setattr(FactTests, "satisfied", tested)
    monkeypatch.setattr(text._Group, "found", passed)  # pyright: ignore[reportPrivateUsage]
    doctor = Diagnostician(cached, "plain")
    facts, observed = doctor.gather(TRACEBACK, ())
    every = len(compile_program(tuple(cached.rules.values()), cached.facts).table.facts)
    _ = doctor._inference.conclude(doctor.settle(facts))  # pyright: ignore[reportPrivateUsage]
    assert 0 < counts["literals"] < every / 2, "one case"
    _ = doctor.examine(facts, observed)
    assert counts["literals"] < 12 * every, "with all answers to all questions"
    assert counts["passes"] < 10


def test_ten_times_the_phrases_are_not_ten_times_the_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text is read once for a hundred phrases, twice for a thousand, and not a hundred times for ten thousand."""
    passes: Counter[int] = Counter()
    matched: Any = vars(text._Group)["found"]  # pyright: ignore[reportPrivateUsage]
    count = 0

    def passed(self: Any, flat: str) -> Any:
        passes[count] += 1
        return matched(self, flat)

    monkeypatch.setattr(text._Group, "found", passed)  # pyright: ignore[reportPrivateUsage]
    for count in (100, 1_000, 10_000):
        phrases = text.PhraseSet([f"phrase {at} of many" for at in range(count)])
        assert phrases.found("here is phrase 7 of many, and no other") == {7}
    assert passes[100] == 1
    assert passes[1_000] <= 2
    assert passes[10_000] <= 20


def test_a_long_log_is_redacted_in_few_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines without anything like a secret cost no pattern of their own: twice the lines, hardly more of them tried."""
    tried: Counter[int] = Counter()
    lines = 0
    for name in ("joint_at", "_goes_on"):
        original: Any = getattr(stitch, name)

        def watched(*arguments: Any, original: Any = original) -> Any:
            tried[lines] += 1
            return original(*arguments)

        monkeypatch.setattr(stitch, name, watched)
    for lines in (1_000, 2_000):
        log = "".join(f"2026-11-20 09:14:03 INFO worker served /v1/items/{at} in 12 ms, done\n" for at in range(lines))
        assert Redactor().redact(log) == log
    assert tried[1_000] == tried[2_000] == 0


COMMANDS = {
    "--version": (("--version",), 0, 24),
    "--help": (("--help",), 0, 45),
    "explain": (("explain", "key-expired"), 0, 160),
    "kb list": (("kb", "list", "facts"), 0, 160),
}
"""Of each command its words, its status, and how many modules it may import beside those of a bare interpreter."""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_imports_what_it_needs(name: str, tmp_path: Path) -> None:
    """No command imports what only others need: neither a terminal, nor a client of the network, nor a model of documents."""
    words, status, most = COMMANDS[name]
    environment = {**os.environ, "KEYMEDIC_CACHE_DIR": str(tmp_path / "cache")}
    program = MODULES.replace('["diagnose", sys.argv[1]]', repr(list(words)))
    runs = [_modules(program, environment) for _ in range(2)]
    found, more = runs[1]
    assert found == status
    assert not more & {"asyncio", "dataclasses", "httpx", "prompt_toolkit", "pycountry", "pydantic", "yaml", "re2"}
    assert len(more) < most


def _modules(program: str, environment: dict[str, str]) -> tuple[int, set[str]]:
    """The status of a program, and the modules that it imports beside those of a bare interpreter."""
    found = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=300
    ).stdout.split()
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    ).stdout.split()
    return int(found[0]), set(found[1:]) - set(bare)


@pytest.mark.parametrize(
    ("report", "own"),
    [(TRACEBACK, 120), (f"{TRACEBACK}{{'error': {{'code': 403, 'message': 'Forbidden'}}}}\n", 123)],
)
def test_a_diagnosis_imports_little(tmp_path: Path, report: str, own: int) -> None:
    """From a fresh cache: no YAML, no pydantic, no dataclasses, no typing, no re and no json, and not many modules at all (``own``:
    keymedic's)."""
    pasted = tmp_path / "pasted.txt"
    _ = pasted.write_text(report)
    environment = {
        **os.environ,
        "KEYMEDIC_CACHE_DIR": str(tmp_path / "cache"),
        "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode"),
    }
    _ = environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", MODULES, str(pasted), *NOR_WHERE_PATTERNS_ARE_KEPT]
    runs = [
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=300)
        for _ in range(2)
    ]
    status, *modules = runs[1].stdout.split()
    assert status == "4" and not runs[1].stderr
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert not set(modules) & NOR_WHERE_PATTERNS_ARE_KEPT
    more = set(modules) - set(bare.stdout.split())
    assert not more & NOT_FOR_ONE_CASE
    assert len([name for name in more if name.startswith("keymedic")]) <= own
    assert len(more) < 230
