"""What the cases of a rule base leave out, told from trying them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pytest

from keymedic.engine.facts import Fact, Scalar, Source
from keymedic.engine.reason.coverage import GapKind, Trials
from keymedic.engine.rulebase.model import RuleBase


def given(**facts: Scalar) -> list[Fact]:
    """Facts by name, with ``__`` for the dot."""
    return [Fact(name.replace("__", "."), value, Source("given")) for name, value in facts.items()]


def ids(trials: Trials, kind: GapKind) -> set[str]:
    """What is missing of one kind."""
    return {gap.id for gap in trials.gaps() if gap.kind == kind}


@pytest.fixture
def trials(mini: RuleBase) -> Trials:
    """Trials of the miniature rule base, none done yet."""
    return Trials(mini)


def test_without_cases_everything_is_missing(mini: RuleBase, trials: Trials) -> None:
    """Every rule, cause, fix and pattern is a gap until a case shows it."""
    assert ids(trials, "rule-never-fires") == ids(trials, "rule-without-near-miss") == set(mini.rules)
    assert ids(trials, "cause-never-first") == set(mini.causes)
    assert ids(trials, "fix-never-shown") == {fix.id for cause in mini.causes.values() for fix in cause.fixes}
    patterns = {item.id for item in mini.observations if item.pattern is not None}
    assert patterns
    assert ids(trials, "observation-never-heard") == patterns


def test_a_case_covers_its_rule_cause_and_fixes(mini: RuleBase, trials: Trials) -> None:
    """What fires, leads and is shown in a case is covered; the rest is not."""
    trials.add(None, given(key__present=False))
    assert "key.absent" not in ids(trials, "rule-never-fires")
    assert "key-missing" not in ids(trials, "cause-never-first")
    assert not ids(trials, "fix-never-shown") & {fix.id for fix in mini.causes["key-missing"].fixes}
    assert "dotenv.directory" in ids(trials, "rule-never-fires")
    assert trials.number == 1


def test_a_cause_that_leads_for_want_of_evidence_is_not_reached(trials: Trials) -> None:
    """A case that says nothing has a first cause too, by its prior; that reaches none."""
    before = ids(trials, "cause-never-first")
    trials.add("nothing of interest", ())
    assert ids(trials, "cause-never-first") == before


@pytest.mark.parametrize(("kind", "near_miss"), [("directory", False), ("file", True)])
def test_a_near_miss_counts_only_when_the_rule_stays_silent(trials: Trials, kind: str, near_miss: bool) -> None:
    """A case that says that a rule must be silent, and in which it fires, is none."""
    trials.add(None, given(dotenv__kind=kind), ["dotenv.directory"])
    assert ("dotenv.directory" not in ids(trials, "rule-without-near-miss")) is near_miss


def test_a_pattern_is_covered_by_a_text_in_which_it_gives_a_fact(mini: RuleBase, trials: Trials) -> None:
    """Words that match and lead to no value of the fact are not enough."""
    assert any(item.id == "place.stated" for item in mini.observations)
    trials.add("I am in Nowhere", ())
    assert "place.stated" in ids(trials, "observation-never-heard")
    trials.add("I am in Germany", ())
    assert "place.stated" not in ids(trials, "observation-never-heard")


def test_a_phrase_that_its_own_exception_voids_is_never_heard(mini: RuleBase) -> None:
    """Each phrase must be heard when it stands alone."""
    assert not ids(Trials(mini), "phrase-never-heard")
    deaf = [dataclasses.replace(item, unless=item.phrases[:1]) if item.phrases else item for item in mini.observations]
    phrases = {f"{item.id}: {item.phrases[0]}" for item in deaf if item.phrases}
    assert phrases
    base = dataclasses.replace(mini, observations=tuple(deaf), openings={})
    assert phrases <= ids(Trials(base), "phrase-never-heard")


def test_the_order_of_the_cases_does_not_matter(mini: RuleBase) -> None:
    """Gaps are what no case showed."""

    def gaps(cases: Iterable[list[Fact]]) -> object:
        trials = Trials(mini)
        for case in cases:
            trials.add(None, case)
        return trials.gaps()

    cases = [given(key__present=False), given(dotenv__kind="directory"), given(error__http_status=200)]
    assert gaps(cases) == gaps(reversed(cases))
