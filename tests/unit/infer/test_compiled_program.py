"""A program goes through JSON and comes back the same; anything else is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any, cast

import pytest

from keymedic.engine.infer.compile import ProgramError, compile_program
from keymedic.engine.infer.compiled_program import Program, from_data, to_data
from keymedic.engine.infer.engines import Inference
from keymedic.engine.values import replace

from ...property.random_rules import random_case, random_rules, vocabulary
from .kit import base, case, is_, rule


def _again(program: Program) -> Program:
    return from_data(program.names, json.loads(json.dumps(to_data(program))))


def test_what_comes_back_concludes_alike() -> None:
    """Random rules, through JSON, give the same conclusions in the same words."""
    random, compared = Random(21), 0
    facts = {fact.name: fact for fact in vocabulary()}
    while compared < 60:
        rules = random_rules(random, True)
        try:
            program = compile_program(rules, facts)
        except ProgramError:
            continue
        assert to_data(_again(program)) == to_data(program)
        whole = base(rules, vocabulary())
        kept = replace(whole, program=json.dumps(to_data(program)))
        memory = case(random_case(random))
        assert Inference(kept, "plain").conclude(memory) == Inference(whole, "plain").conclude(memory)
        compared += 1


def _spoilt(data: object) -> Iterator[object]:
    """The data with one place after another replaced by something of another shape or out of range."""
    if isinstance(data, list):
        items = cast("list[object]", data)
        for at, item in enumerate(items):
            yield from ([*items[:at], part, *items[at + 1 :]] for part in _spoilt(item))
    elif isinstance(data, dict):
        entries = cast("dict[str, object]", data)
        for key in entries:
            yield from ({**entries, key: part} for part in _spoilt(entries[key]))
        yield {**entries, "99": []}
    elif type(data) is int:
        yield from (-1, 10_000, 1.0, "1", None, True)
    else:
        yield {"x": [data]}


def test_every_spoilt_place_is_noticed() -> None:
    """Numbers out of range, other types, other shapes: none makes a program."""
    program = compile_program([rule("a", is_("o", 1), {"d": 1}), rule("b", is_("d", 1))], {})
    data = cast("list[Any]", json.loads(json.dumps(to_data(program))))
    structure = data[3:]
    spoilt = [[*data[:3], *part] for part in cast("Iterator[list[Any]]", _spoilt(structure))]
    assert len(spoilt) > 30
    others: list[object] = [*spoilt, None, [], {}, [1] * 6, data[:5], [[["test"]], *data[1:]]]
    others.append([*data[:2], {"0": [1]}, *data[3:]])
    for other in others:
        with pytest.raises(ValueError):
            _ = from_data(program.names, other)
    with pytest.raises(ValueError):
        _ = from_data(["a"], data)


@pytest.mark.parametrize("text", ["{", "[1]", "[" * 100_000, "null"])
def test_an_unusable_program_is_compiled_anew(text: str) -> None:
    """What the cache holds is a help, never a need."""
    spoilt = replace(base([rule("a", is_("o", 1))]), program=text)
    assert Inference(spoilt, "plain").conclude(case({"o": 1})).rules == ("a",)
