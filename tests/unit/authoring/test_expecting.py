"""What a case expects, held against what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from keymedic.engine.authoring.expecting import Difference, differences
from keymedic.engine.authoring.trying import Tried, Trying, cases_of
from keymedic.engine.rulebase.model import Case, Origin, RuleBase

ORIGIN = Origin("mini", "rules/x.yaml", 7)
REPORT = "I am in China. User location is not supported for the API use."
Expect = Mapping[str, str | tuple[str, ...]]
Unlike = Callable[[Expect], list[Difference]]


@pytest.fixture(scope="module")
def tried(mini: RuleBase) -> Tried:
    """What comes of a report in which region.country, region.refused and key.unsure fire."""
    return Trying(mini).outcome_of(Case(ORIGIN, REPORT, {}, {}))


@pytest.fixture
def unlike(mini: RuleBase, tried: Tried) -> Unlike:
    """What differs between that outcome and an expectation of a case beside region.country."""
    rule = mini.rules["region.country"]
    return lambda expect: list(differences(rule, Case(ORIGIN, REPORT, {}, expect), tried, mini))


@pytest.mark.parametrize(
    "expect",
    [
        {"cause": "region-unsupported"}, {"cause": ("key-missing", "region-unsupported")}, {"among": "key-missing"},
        {"not_cause": "key-missing"}, {"verdict": "diagnosed"}, {"fires": ("region.country", "region.refused")},
        {"silent": "key.absent"}, {"location.country": "CN"}, {"region.refused": "yes"},
        {"raises": "region-unsupported"}, {"lowers": "region-hosting"},
    ],
)  # fmt: skip
def test_what_came_true(unlike: Unlike, expect: Expect) -> None:
    """Each kind of expectation can be met."""
    assert unlike(expect) == []


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ({"cause": "key-missing"}, Difference("cause", ("key-missing",), ("region-unsupported",))),
        (
            {"not_cause": "region-unsupported"},
            Difference("not_cause", ("region-unsupported",), ("region-unsupported",)),
        ),
        ({"verdict": "undecided"}, Difference("verdict", ("undecided",), ("diagnosed",))),
        (
            {"fires": "key.absent"},
            Difference("fires", ("key.absent",), ("key.unsure", "region.country", "region.refused")),
        ),
        ({"silent": "region.country"}, Difference("silent", ("region.country",), ("region.country",))),
        ({"location.country": "DE"}, Difference("location.country", ("DE",), ("CN",))),
        ({"key.present": "yes"}, Difference("key.present", ("yes",), ())),
        ({"raises": "region-hosting"}, Difference("raises", ("region-hosting",), ("region-hosting -1.6",))),
        ({"lowers": "key-missing"}, Difference("lowers", ("key-missing",), ("key-missing +0.7",))),
    ],
)
def test_what_did_not(unlike: Unlike, expect: Expect, difference: Difference) -> None:
    """Each kind of expectation can fail, and says what came instead."""
    assert unlike(expect) == [difference]


def test_the_rule_itself_must_fire(unlike: Unlike, tried: Tried, mini: RuleBase) -> None:
    """A case without fires or silent wants the rule it stands beside."""
    rule, case = mini.rules["region.country"], Case(ORIGIN, REPORT, {}, {"verdict": "diagnosed"})
    assert unlike(case.expect) == []
    silent = replace(tried, fired=frozenset())
    assert [item.key for item in differences(rule, case, silent, mini)] == ["fires"]


def test_the_cases_of_the_miniature_rule_base_hold(mini: RuleBase) -> None:
    """Trying and expecting together are what kb test does."""
    trying = Trying(mini)
    cases = list(cases_of(mini))
    assert len(cases) >= 3
    assert [case.origin for rule, case in cases if any(differences(rule, case, trying.outcome_of(case), mini))] == []
