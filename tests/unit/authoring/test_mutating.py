"""Mutation testing: a mutant counts as noticed exactly when a case of the edited rule base would fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from keymedic.engine.authoring.expecting import differences
from keymedic.engine.authoring.mutating import Mutation, mutate
from keymedic.engine.authoring.proposing import Proposal, propose
from keymedic.engine.authoring.trying import Trying, cases_of
from keymedic.engine.rulebase.folders import PackFolder
from keymedic.engine.values import replace

from .conftest import built

Edited = Callable[..., PackFolder]
CASES = """\
- case: route
  given: {error.message: "User location is not supported for the API use.", network.route: vpn, location.country: DE}
  expect: {cause: region-hosting, fires: region.route, lowers: region-unsupported}
- case: direct
  given: {error.message: "User location is not supported for the API use.", network.route: direct, location.country: DE}
  expect: {silent: [region.route, route.hidden]}
- case: vendor
  given: {key.kind: other-vendor}
  expect: {fires: key.vendor, raises: key-missing}
"""


def as_yaml(name: str, item: Proposal) -> str:
    """A proposal as an entry of cases/."""
    given = ", ".join(f"{fact}: {value!r}" for fact, value in item.given)
    expect = ", ".join(f"{key}: [{', '.join(names)}]" for key, names in item.expect.items())
    return f"- case: {name}\n  given: {{{given}}}\n  expect: {{{expect}}}\n"


@pytest.fixture(scope="module")
def mutation(edited: Edited) -> Mutation:
    """Of the miniature rule base with a few cases more."""
    return mutate((edited(cases=CASES),))


def test_the_quick_way_judges_as_trying_every_case_would(mutation: Mutation, edited: Edited) -> None:
    """Each mutant put in place of its rule, and all cases tried: the same mutants make a case fail."""
    base = built(edited(cases=CASES))
    for mutant, noticed in mutation.judged:
        wrong = replace(base, rules={**base.rules, mutant.rule.id: mutant.rule}, program="")
        trying = Trying(wrong)
        fails = any(any(differences(rule, case, trying.outcome_of(case), wrong)) for rule, case in cases_of(base))
        assert fails is noticed, mutant


def test_some_are_noticed_and_some_are_not(mutation: Mutation) -> None:
    """The score is the share of the noticed; the survivors are those without a case."""
    assert 0.2 < mutation.score < 0.9
    assert mutation.score == pytest.approx(1 - len(mutation.survivors) / len(mutation.judged))
    assert {mutant.rule.id for mutant in mutation.survivors} >= {"client.old"}
    assert not any(mutant.rule.id == "key.absent" and mutant.kind == "value" for mutant in mutation.survivors)


def test_it_is_the_same_every_time(mutation: Mutation, edited: Edited) -> None:
    """Nothing is drawn by lot."""
    again = mutate((edited(cases=CASES),))
    assert [(mutant.line, mutant.old, mutant.new, noticed) for mutant, noticed in again.judged] == [
        (mutant.line, mutant.old, mutant.new, noticed) for mutant, noticed in mutation.judged
    ]


def test_one_rule_alone(edited: Edited) -> None:
    """Only the mutants of the named rules are judged, and nothing of another rule base."""
    named = mutate((edited(cases=CASES),), rules=["key.absent"])
    assert {mutant.rule.id for mutant, _ in named.judged} == {"key.absent"}
    assert mutate((edited(),), packs=["another"]).judged == []


def test_cases_that_fail_anyhow_notice_nothing(edited: Edited) -> None:
    """They are named, and no mutant is judged by them."""
    found = mutate(
        (
            edited(
                cases="- case: wrong\n  given: {key.present: yes}\n  expect: {cause: key-missing, fires: key.absent}\n"
            ),
        )
    )
    assert found.failing == ["mini:cases/more.yaml:1"]
    assert found.judged == ()


def test_proposed_cases_notice_what_no_case_did(mutation: Mutation, edited: Edited) -> None:
    """Added as they stand they hold, and the score rises."""
    base = built(edited(cases=CASES))
    proposals = propose(base, mutation.survivors)
    assert proposals
    more = "".join(as_yaml(f"more-{number}", item) for number, item in enumerate(proposals))
    after = mutate((edited(cases=CASES + more),))
    assert after.failing == ()
    assert after.score > mutation.score + 0.2
