"""Every input that fuzzing has kept is tried again, without the fuzzer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .targets import TARGETS, attempt

HERE = Path(__file__).parent


def kept(name: str) -> list[bytes]:
    """The inputs of a file: a JSON text a line, whose letters are bytes."""
    return [json.loads(line).encode("latin-1") for line in (HERE / name).read_text(encoding="ascii").splitlines()]


@pytest.mark.parametrize("target", TARGETS)
def test_the_kept_corpus_is_taken(target: str) -> None:
    """What a target was given before ends in a value or in an error of keymedic's own."""
    inputs = kept(f"corpus/{target}.jsonl")
    assert inputs
    for data in inputs:
        attempt(TARGETS[target], data)


def test_what_once_crashed_does_so_no_more() -> None:
    """Every crash that was ever found stays a case: a target and its input."""
    for line in (HERE / "crashes.jsonl").read_text(encoding="ascii").splitlines():
        case = json.loads(line)
        attempt(TARGETS[case["target"]], case["input"].encode("latin-1"))


def test_what_should_not_happen_is_no_case_of_its_own() -> None:
    """An error that is none of keymedic's own is not swallowed."""
    with pytest.raises(ZeroDivisionError):
        attempt(lambda _data: 1 / 0, b"")
