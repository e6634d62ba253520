from __future__ import annotations

from dataclasses import replace

import pytest

from keymedic.cli.scoring import Outcome, Share, calibration, score

RIGHT = Outcome("a", "key-leaked", frozenset(["key-leaked"]), "confirmed", True, "diagnosed", ("key-leaked", "x"), 0.95)
SECOND = replace(RIGHT, id="b", answers=("x", "key-leaked"), probability=0.91, certainty="likely")
FOURTH = replace(RIGHT, id="c", answers=("w", "x", "y", "key-leaked"), probability=0.4)
ACCEPTED = replace(RIGHT, id="d", acceptable=frozenset(["key-leaked", "x"]), answers=("x",), probability=0.6)
LOST = replace(RIGHT, id="e", cause="undetermined", acceptable=frozenset(["undetermined"]), recoverable=False)
HELD = replace(LOST, id="f", verdict="undecided", probability=0.3)
SCOPED = replace(LOST, id="g", verdict="out-of-scope", probability=0.8)


def test_first_and_first_three() -> None:
    """The first answer is right as the cause or an accepted one; the first three may hold it."""
    result = score([RIGHT, SECOND, FOURTH, ACCEPTED])
    assert result.first == Share(2, 4)
    assert result.among_three == Share(3, 4)


def test_lost_texts_want_restraint() -> None:
    """Where the text was lost, holding back is right and naming a cause is wrong, whatever the cause."""
    result = score([LOST, HELD, SCOPED])
    assert result.unrecoverable == Share(2, 3)
    assert result.first == Share(2, 3)
    assert [item.id for item in result.wrong] == ["e"]


def test_by_certainty() -> None:
    """Each certainty is scored apart."""
    result = score([RIGHT, SECOND, FOURTH])
    assert result.certainties == {"confirmed": (Share(1, 2), Share(1, 2)), "likely": (Share(0, 1), Share(1, 1))}


def test_wrong_and_sure() -> None:
    """Only wrong answers of 0.9 or more count as the worst."""
    assert [item.id for item in score([RIGHT, SECOND, FOURTH]).confident] == ["b"]


def test_calibration_error() -> None:
    """The error is the mean distance between said and was over ten equal bins, weighed by their cases."""
    result = score([RIGHT, SECOND, FOURTH])
    assert result.calibration_error == pytest.approx((2 * abs(0.93 - 0.5) + 1 * abs(0.4 - 0.0)) / 3)


def test_certainty_falls_into_the_last_bin() -> None:
    """A probability of 1.0 has a bin; 0.0 too."""
    bins = calibration([replace(RIGHT, probability=1.0), replace(RIGHT, probability=0.0)])
    assert [(part.low, part.high, part.number) for part in bins] == [(0.0, 0.1, 1), (0.9, 1.0, 1)]


def test_lost_texts_stay_out_of_the_calibration() -> None:
    """Without a true cause there is nothing to calibrate against."""
    assert score([LOST, HELD]).calibration_error == 0.0


def test_nothing_to_score() -> None:
    """No cases give zeroes, not an error."""
    result = score([])
    assert (result.first, result.calibration_error) == (Share(0, 0), 0.0)
