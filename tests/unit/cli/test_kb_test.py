from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from keymedic.cli.kb_test import Difference, Result, differences
from keymedic.engine.conditions import Known
from keymedic.engine.diagnosis import Diagnosis
from keymedic.engine.rulebase.model import Case, Origin, Rule, RuleBase

ORIGIN = Origin("gemini", "rules/x.yaml", 7)
RULE = Rule("leak.said", "t", ORIGIN, Known("key.kind"), {}, {}, None, None, "", (), ())
Expect = Mapping[str, str | tuple[str, ...]]


@pytest.fixture
def unlike(sample: Callable[..., Diagnosis], rulebase: RuleBase) -> Callable[[Expect], list[Difference]]:
    """What differs between the sample diagnosis and an expectation."""
    result = Result(frozenset({"leak.said", "leak.status"}), sample())
    return lambda expect: differences(RULE, Case(ORIGIN, "", {}, expect), result, rulebase)


@pytest.mark.parametrize(
    "expect",
    [
        {"cause": "key-leaked"}, {"cause": ("key-deleted", "key-leaked")}, {"among": "key-expired"},
        {"not_cause": "key-deleted"}, {"verdict": "diagnosed"}, {"fires": ("leak.said", "leak.status")},
        {"silent": "leak.again"}, {"error.http_status": "403"}, {"key.console_status": "leaked"},
    ],
)  # fmt: skip
def test_what_came_true(unlike: Callable[[Expect], list[Difference]], expect: Expect) -> None:
    """Each kind of expectation can be met."""
    assert unlike(expect) == []


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ({"cause": "key-deleted"}, Difference("cause", "key-deleted", "key-leaked")),
        (
            {"among": "billing-required"},
            Difference("among", "billing-required", "key-leaked, key-deleted, key-expired"),
        ),
        ({"not_cause": "key-leaked"}, Difference("not_cause", "key-leaked", "key-leaked")),
        ({"verdict": "undecided"}, Difference("verdict", "undecided", "diagnosed")),
        ({"fires": "leak.again"}, Difference("fires", "leak.again", "leak.said, leak.status")),
        ({"silent": "leak.said"}, Difference("silent", "leak.said", "leak.said")),
        ({"error.http_status": "404"}, Difference("error.http_status", "404", "403")),
        ({"error.reason": "API_KEY_INVALID"}, Difference("error.reason", "API_KEY_INVALID", "")),
    ],
)
def test_what_did_not(unlike: Callable[[Expect], list[Difference]], expect: Expect, difference: Difference) -> None:
    """Each kind of expectation can fail, and says what came instead."""
    assert unlike(expect) == [difference]


def test_the_rule_itself_must_fire(sample: Callable[..., Diagnosis], rulebase: RuleBase) -> None:
    """A case without fires or silent wants the rule it stands under."""
    result = Result(frozenset(), sample())
    case = Case(ORIGIN, "", {}, {"cause": "key-leaked"})
    assert differences(RULE, case, result, rulebase) == [Difference("fires", "leak.said", "")]
    assert differences(RULE, replace(case, expect={"silent": "leak.said"}), result, rulebase) == []
