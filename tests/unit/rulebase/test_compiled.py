"""The compiled form gives back the same rule base, and nothing else than a rule base."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from keymedic.engine.rulebase.build import build
from keymedic.engine.rulebase.compiled import cases_to_data, from_data, layout, to_data, with_cases, without_cases
from keymedic.engine.rulebase.folders import read_folder
from keymedic.engine.rulebase.model import RuleBase


@pytest.fixture(scope="module")
def base(mini_kb: Path) -> RuleBase:
    """The miniature rule base."""
    built, _ = build((read_folder(mini_kb),))
    assert built is not None
    return built


def test_round_trip_through_json(base: RuleBase) -> None:
    """What went through JSON and back is equal, with every type."""
    again = from_data(json.loads(json.dumps(to_data(base))))
    assert again == base
    assert again.rules["key.absent"].when == base.rules["key.absent"].when
    assert list(again.rules) == list(base.rules)


def test_cases_round_trip(base: RuleBase) -> None:
    """The cases travel apart from the rest, and come back to where they stood."""
    data = json.loads(json.dumps(cases_to_data(base)))
    bare = without_cases(base)
    assert bare != base
    assert with_cases(bare, data) == base


@pytest.mark.parametrize("data", [None, {}, [{}], [[], {}], [{}, [1]], [{"key.absent": [1]}, []]])
def test_other_data_is_no_cases(base: RuleBase, data: object) -> None:
    """Data of another shape is refused."""
    with pytest.raises(ValueError, match="cases|expected"):
        _ = with_cases(base, data)


def _spoilt(data: object) -> Iterator[object]:
    """The data with one place after another replaced by something of another shape."""
    if isinstance(data, list):
        items = cast("list[object]", data)
        for index, item in enumerate(items):
            yield from ([*items[:index], part, *items[index + 1 :]] for part in _spoilt(item))
        yield {}
        yield [*items, {}]
    elif isinstance(data, dict):
        entries = cast("dict[str, object]", data)
        for key in entries:
            yield from ({**entries, key: part} for part in _spoilt(entries[key]))
        yield [entries]
    else:
        yield {"x": [data]}


def test_every_spoilt_place_is_noticed(base: RuleBase) -> None:
    """Whatever value of the data is replaced by one of another shape, reading it raises ValueError."""
    small = RuleBase(
        base.packs, {"key.kind": base.facts["key.kind"]}, base.observations[2:3],
        {"region.route": base.rules["region.route"]}, {"region-hosting": base.causes["region-hosting"]},
        base.tables, base.weights, {"a": "b"},
    )  # fmt: skip
    spoilt = list(_spoilt(to_data(small)))
    assert len(spoilt) > 100
    for data in spoilt:
        with pytest.raises(ValueError):
            _ = from_data(data)


HOSTILE: list[object] = [None, 1, "x", [], {}, [[]] * 8, [{}] * 8, [[1, 2, 3]] * 8, float("nan")]


@pytest.mark.parametrize("data", HOSTILE)
def test_anything_else_is_a_value_error(data: object) -> None:
    """Data of another shape never gives a rule base."""
    with pytest.raises(ValueError):
        _ = from_data(data)


def test_deep_data_is_a_value_error(base: RuleBase) -> None:
    """A condition nested without end exhausts no stack."""
    data = to_data(base)
    condition: list[Any] = ["known", "a.b", True]
    for _ in range(100_000):
        condition = ["not", condition]
    rules: dict[str, Any] = data[3]
    next(iter(rules.values()))[3] = condition
    with pytest.raises(ValueError):
        _ = from_data(data)


def test_the_layout_names_every_field() -> None:
    """A change of the model changes the layout, and with it every cache key."""
    assert "Rule(id:str,title:str,origin:Origin" in layout()
    assert "RuleBase(packs:tuple[Pack, ...]" in layout()
