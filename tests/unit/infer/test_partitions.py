"""Terms shared out within the limits of the native engine."""

from __future__ import annotations

import json

import pytest

from keymedic.engine.errors import EngineError
from keymedic.engine.infer.native import SAFE_LIMITS, Limits
from keymedic.engine.infer.partitions import SENTINEL, Partition, partition
from keymedic.engine.infer.program import Term

MANY_RULES = Limits(rules=100_000, first_tests=400, pending=100_000, properties=100_000)


def _terms(*bodies: set[int]) -> list[Term]:
    return [Term(at, at, frozenset(body), frozenset()) for at, body in enumerate(bodies)]


def _first_tests(found: Partition) -> int:
    return len({shape.base[0] for shape in found.shapes if shape.base} | found.inner)


def test_every_term_is_in_exactly_one_partition() -> None:
    """Nothing is lost or doubled, and each ruleset stays below the number of rules."""
    terms = _terms(*({at % 70, 100 + at % 7} for at in range(700)))
    found = partition(terms, frozenset(), SAFE_LIMITS)
    assert sorted(shape.term.id for part in found for shape in part.shapes) == list(range(700))
    assert max(len(part.shapes) for part in found) < SAFE_LIMITS.rules


def test_distinct_first_tests_are_limited() -> None:
    """600 rules with 600 first tests do not share a ruleset: the 513th would hang the engine."""
    found = partition(_terms(*({at} for at in range(600))), frozenset(), MANY_RULES)
    assert len(found) == 2
    assert max(map(_first_tests, found)) <= 400


def test_inner_literals_are_first_tests_too() -> None:
    """Each message of a concluded literal meets a test of its own at the root."""
    found = partition(_terms(*({at} for at in range(600))), frozenset(range(600)), MANY_RULES)
    assert max(map(_first_tests, found)) <= 400


@pytest.mark.parametrize("inner", [frozenset[int](), frozenset((1,))])
def test_rules_on_one_test_are_limited(inner: frozenset[int]) -> None:
    """300 rules that end in one test are split: from 256 on the engine writes beyond its heap."""
    found = partition(_terms(*[{1}] * 300), inner, MANY_RULES)
    assert [len(part.shapes) for part in found] == [200, 100]


def test_rules_without_any_test_count_as_rules_on_the_sentinel() -> None:
    """Terms that always hold share the sentinel's test, and open their ruleset in every case."""
    found = partition(_terms(*[set[int]()] * 300), frozenset(), MANY_RULES)
    assert [len(part.shapes) for part in found] == [200, 100]
    assert all(part.always and not part.keys for part in found)


def test_literals_of_one_message_are_limited() -> None:
    """The opening message of a ruleset never carries more than its share of properties."""
    limits = Limits(rules=100_000, pending=100_000)
    found = partition(_terms(*({at, 1000 + at} for at in range(300))), frozenset(), limits)
    assert max(len(part.base) for part in found) < limits.properties


def test_pending_tests_are_limited() -> None:
    """A comb of alternatives at every depth is split before the engine's match stack could overflow."""
    comb = _terms(*({*range(1000, 1000 + depth), at} for depth in range(30) for at in range(depth * 3, depth * 3 + 3)))
    limits = Limits(rules=100_000)
    assert len(partition(comb, frozenset(), limits)) > 1
    assert len(partition(comb, frozenset(), Limits(rules=100_000, pending=100_000))) == 1


def test_a_term_beyond_the_engine_is_an_error() -> None:
    """Too many inner literals need too many conditions; too many base literals too large a message."""
    with pytest.raises(EngineError, match="13 literals"):
        _ = partition(_terms(set(range(13))), frozenset(range(13)), SAFE_LIMITS)
    with pytest.raises(EngineError, match="241 literals"):
        _ = partition(_terms(set(range(241))), frozenset(), SAFE_LIMITS)
    assert len(partition(_terms(set(range(239))), frozenset(), SAFE_LIMITS)) == 1


def test_a_refused_term_leaves_a_partition_as_it_was() -> None:
    """What did not fit leaves nothing behind that would count against the next term."""
    part = Partition(Limits(rules=100, pending=2))
    shapes = [partition([term], frozenset(), SAFE_LIMITS)[0].shapes[0] for term in _terms({1}, {2}, {3}, {1, 4})]
    assert [part.add(shape) for shape in shapes] == [True, True, False, True]
    assert part.base == {1, 2, 4}


def test_the_definition_keeps_to_plain_conjunctions() -> None:
    """Only ``all`` of ``$and`` groups and single literals, and the sentinel; none of the forms that answer wrongly."""
    part = partition(_terms({1, 2, 3}), frozenset((3,)), SAFE_LIMITS)[0]
    assert json.loads(part.definition()) == {
        SENTINEL: {"all": [{"b": {SENTINEL: 1}}]},
        "t0": {"all": [{"b": {"$and": [{"L1": 1}, {"L2": 1}]}}, {"d0": {"L3": 1}}]},
    }


def test_the_key_is_the_rarest_literal() -> None:
    """A ruleset is gated by what its terms share with the fewest others."""
    found = partition(_terms({1, 2}, {1, 3}), frozenset(), SAFE_LIMITS)
    assert found[0].keys == {2, 3}
