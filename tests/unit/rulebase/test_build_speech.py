"""Terms and frames of a rule base: what is wrong with them, each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from keymedic.engine.rulebase.load import check, load_rule_base

PACK = "{name: small, version: '1', scope: tests, knowledge_date: 2026-11-24}\n"
TERMS = """
- term: tea
  means: a drink
  words: {en: [tea, teas], de: [Tee]}
- term: town
  means: a town
  values: {AT: [Vienna], DE: [Berlin]}
"""
FRAME = """
- frame: small.tea
  says: [tea, town]
  facts: {location.country: {from: town}}
  heard: [tea from Vienna]
"""


def folder(tmp_path: Path, terms: str = TERMS, frames: str = FRAME) -> Path:
    """A rule base with such terms and frames."""
    for name, text in (("lexicon", terms), ("frames", frames)):
        (tmp_path / name).mkdir()
        _ = (tmp_path / name / "all.yaml").write_text(text, encoding="utf-8")
    _ = (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path


def faults(path: Path) -> list[str]:
    """The faults of a rule base beside the shipped vocabulary."""
    return [fault.render() for fault in check([path], builtin=False)]


def test_good_terms_and_frames_have_no_fault(tmp_path: Path) -> None:
    """They are in the rule base, and their sentences are cases."""
    path = folder(tmp_path)
    assert faults(path) == []
    base = load_rule_base([path], builtin=False, use_cache=False, with_cases=True)
    assert [frame.id for frame in base.frames] == ["small.tea"]
    assert [term.id for term in base.terms] == ["tea", "town"]
    assert [(case.report, case.expect["heard"]) for case in base.cases] == [("tea from Vienna", "small.tea")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[tea, town]", "[tae, town]", 'unknown term "tae"'),
        ("[tea, town]", "[]", "needs at least 1"),
        ("{from: town}", "{from: tea}", '"tea" has words, and no values to take'),
        ("{from: town}", "{from: twon}", 'says has no slot "twon"'),
        ("location.country", "location.cuontry", 'unknown fact "location.cuontry"'),
        ("  heard: [tea from Vienna]\n", "", '"heard" is missing'),
        ("  facts: {location.country: {from: town}}\n", "", "a frame gives facts, denied facts, or both"),
        ("heard:", "denied: {location.country: DE}\n  heard:", "heard_denied goes with"),
        ("heard:", "number: [1, 2]\n  heard:", "no slot takes a number"),
        ("heard:", "without: [coffee]\n  heard:", 'unknown term "coffee"'),
    ],
)
def test_each_fault_of_a_frame_has_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    """With what would be right, where that can be guessed."""
    found = faults(folder(tmp_path, frames=FRAME.replace(old, new)))
    assert len(found) == 1
    assert message in found[0]
    assert "frames/all.yaml:" in found[0]
    if "tae" in new or "cuontry" in new or "twon" in new:
        assert "did you mean" in found[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[tea, teas]", "[]", "no word stands here"),
        ("[tea, teas]", "[tea, TEA]", '"TEA" is given twice'),
        ("[tea, teas]", '[tea, "!"]', '"!" cannot be looked for'),
        ("  means: a drink\n", "", '"means" is missing'),
        ("words: {en: [tea, teas], de: [Tee]}", "values: {}", "needs at least 1"),
        ("- term: tea", "- term: number", "stands for any number in digits"),
        ("- term: tea", "- term: town", 'term "town" is given already'),
    ],
)
def test_each_fault_of_a_term_has_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Words that could never be found, and terms without words, are faults."""
    found = faults(folder(tmp_path, terms=TERMS.replace(old, new)))
    assert any(message in fault and "lexicon/all.yaml:" in fault for fault in found)


def test_a_value_that_does_not_fit_the_fact_is_a_fault(tmp_path: Path) -> None:
    """The values of a term are checked against every fact that takes them."""
    found = faults(folder(tmp_path, terms=TERMS.replace("AT:", "Atlantis:")))
    assert any("Atlantis" in fault for fault in found)
