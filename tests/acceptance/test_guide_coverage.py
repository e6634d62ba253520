"""Every topic of the guide leads to rules, causes and fixes that are really there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOPIC: dict[str, Any] = {
    "topic": "T", "guide": "g", "verdict": "confirmed", "ours": "o", "rules": ["key.leaked"], "causes": ["key-leaked"],
    "fixes": ["key-leaked/new-key"],
}  # fmt: skip


def problems(topic: dict[str, Any]) -> list[str]:
    """What the generator of docs/guide-coverage.md says of a topic."""
    code = (
        f"import json, sys; sys.path.insert(0, {str(ROOT / '.ci' / 'docs')!r})\n"
        "from guide import problems_of\nfrom keymedic.engine.rulebase.load import load_rule_base\n"
        "print(json.dumps(list(problems_of(json.load(sys.stdin), load_rule_base()))))"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, input=json.dumps(topic), capture_output=True, encoding="utf-8", check=True, timeout=300)
    return json.loads(done.stdout)


def test_a_sound_topic_has_no_problem() -> None:
    """Names that are there, a rule that speaks for each cause."""
    assert problems(TOPIC) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"rules": ["key.leaked", "key.leeked"]}, "T: unknown name key.leeked among the rules"),
        ({"causes": ["key-leaked", "key-leeked"]}, "T: unknown name key-leeked among the causes"),
        ({"fixes": ["key-leaked/nothing"]}, "T: unknown name key-leaked/nothing among the fixes"),
        ({"fixes": []}, "T: no fixes"),
        ({"rules": ["key.expired"]}, "T: none of its rules speaks for key-leaked"),
        ({"verdict": "certain"}, "T: certain is no verdict"),
    ],
)
def test_a_renamed_entry_is_noticed(change: dict[str, Any], problem: str) -> None:
    """A topic cannot point at nothing, nor at rules that do not lead to its causes."""
    assert problem in problems({**TOPIC, **change})
