"""Calibration: words that labelled cases ask for, and no others."""

from __future__ import annotations

import dataclasses
from random import Random

import pytest

from keymedic.engine.facts import Fact, Source
from keymedic.engine.reason.calibrate import Calibration, Example, calibrate
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.model import RuleBase


def examples(mini: RuleBase, key_missing: int, others: int) -> list[Example]:
    """Cases in which no key reaches the program: so many are of key-missing, and so many of something else."""
    doctor = Diagnostician(mini, "plain")
    examined = doctor.examine(*doctor.gather(None, [Fact("key.present", False, Source("given"))]))
    fired = examined.conclusions.fired
    other = next(cause for cause in mini.causes if cause != "key-missing")
    labels = ["key-missing"] * key_missing + [other] * others
    return [Example(fired, frozenset([label])) for label in labels]


def missing_words(result: Calibration) -> set[tuple[str, str]]:
    """Old and new words about key-missing."""
    return {(item.old, item.new) for item in result.proposals if item.place[1] == "key-missing"}


def test_evidence_that_misleads_is_to_be_weakened(mini: RuleBase) -> None:
    """Where a finding mostly comes with another cause, a word about the cause it speaks for goes down."""
    result = calibrate(mini, examples(mini, 5, 35), seed=1)
    assert result.proposals
    assert result.after < result.before
    assert result.held_out_after < result.held_out_before


def test_the_same_seed_gives_the_same_proposals(mini: RuleBase) -> None:
    """The order of chance is the seed's."""
    cases = examples(mini, 8, 25)
    assert calibrate(mini, cases, seed=7) == calibrate(mini, cases, seed=7)


def test_noise_moves_nothing(mini: RuleBase) -> None:
    """Labels without any connection to what fired give no proposal that fails on cases held out."""
    random = Random(3)
    cases = [
        dataclasses.replace(example, right=frozenset([random.choice(sorted(mini.causes))]), firings=())
        for example in examples(mini, 15, 15)
    ]
    result = calibrate(mini, cases, seed=1)
    assert all(not item.place[0] for item in result.proposals), "no rule fired, so no rule may be blamed"


def test_too_few_cases_are_refused(mini: RuleBase) -> None:
    """Fewer cases than folds cannot be cross-validated."""
    with pytest.raises(ValueError, match="at least"):
        _ = calibrate(mini, examples(mini, 1, 1), seed=1)
