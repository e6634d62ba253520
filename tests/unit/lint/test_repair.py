"""What is plain is repaired, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from keymedic.engine.lint.repair import repaired, repairs

from .examples import faults_of

RULE = (
    "- rule: mine.x\r\n  title: Tïtle 中文\r\n  when: {network.rout: 'prxy'}\r\n  evidence: {region-hostin: strnog}\r\n"
    "  because: B\r\n  sources: [{ref: r, checked: 2026-11-23, grade: A}]\r\n"
)


def test_misspelt_names_are_put_right_in_place(tmp_path: Path) -> None:
    """Every fault with a near candidate is repaired; quotation marks, line ends and all else stay."""
    done = RULE
    for round_ in range(3):
        done = repaired(done, repairs(faults_of({"rules/x.yaml": done}, tmp_path / str(round_))))
    assert done == RULE.replace("network.rout:", "network.route:").replace("'prxy'", "'proxy'").replace(
        "region-hostin:", "region-hosting:"
    ).replace("strnog", "strong")


@pytest.mark.parametrize("change", [("network.rout:", "place:"), ("strnog", "loud"), ("grade: A", "grade: X")])
def test_what_could_mean_several_things_is_left_to_the_person(tmp_path: Path, change: tuple[str, str]) -> None:
    """A word that is far from every candidate is not replaced."""
    sound = (
        RULE.replace("rout:", "route:")
        .replace("prxy", "proxy")
        .replace("hostin:", "hosting:")
        .replace("strnog", "strong")
    )
    old, new = change
    broken = RULE.replace(old, new) if old in ("network.rout:", "strnog") else sound.replace(old, new)
    assert not any(item.old == new.strip(":") for item in repairs(faults_of({"rules/x.yaml": broken}, tmp_path)))


def test_a_repair_that_no_longer_fits_is_left_out(tmp_path: Path) -> None:
    """When the file was changed in between, only what is still there is replaced."""
    found = repairs(faults_of({"rules/x.yaml": RULE}, tmp_path))
    assert repaired(RULE.replace("strnog", "strong"), found).count("strong") == 1
    assert repaired("", found) == ""
