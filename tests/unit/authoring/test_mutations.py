"""Wrong edits of a rule: each kind, at its place, and none that changes nothing."""

from __future__ import annotations

import pytest

from keymedic.engine.authoring.mutations import Mutant, mutants_of, opposite
from keymedic.engine.rulebase.build import assemble
from keymedic.engine.rulebase.documents import RuleDoc
from keymedic.engine.rulebase.folders import PackFolder


@pytest.fixture(scope="module")
def mutants(mini_folder: PackFolder) -> dict[str, list[Mutant]]:
    """The mutants of every rule of the miniature rule base."""
    base, _, scope = assemble((mini_folder,))
    assert base is not None
    entries = scope.collected.of("rules", RuleDoc)
    return {
        name: list(mutants_of(rule, entries[name], base.facts, scope.table_texts, base.weights))
        for name, rule in base.rules.items()
    }


def edits(mutants: list[Mutant], kind: str) -> set[tuple[str, str]]:
    """What became what, of one kind."""
    return {(mutant.old, mutant.new) for mutant in mutants if mutant.kind == kind}


def test_values_operators_and_conditions(mutants: dict[str, list[Mutant]]) -> None:
    """A boolean is turned, an enum takes its next value, a list loses each item, parts are dropped, words are swapped."""
    assert edits(mutants["key.absent"], "value") == {("key.present: no", "key.present: yes")}
    assert edits(mutants["key.vendor"], "value") == {("key.kind: other-vendor", "key.kind: standard")}
    assert edits(mutants["key.vendor"], "operator") == {("key.kind: other-vendor", "not key.kind: other-vendor")}
    assert edits(mutants["route.hidden"], "value") == {("network.route: vpn", ""), ("network.route: proxy", "")}
    place = mutants["region.route"]
    assert ("all", "any") in edits(place, "operator") and ("any", "all") in edits(place, "operator")
    assert ("not", "") in edits(place, "operator")
    assert ("region.refused: yes", "") in edits(place, "drop") and ("network.route: proxy", "") in edits(place, "drop")
    unsure = edits(mutants["key.unsure"], "operator")
    assert {("at_least", "above"), ("below", "at_most"), ("unknown", "known")} <= unsure


def test_weights_and_conclusions(mutants: dict[str, list[Mutant]]) -> None:
    """Evidence is turned round and dropped, a conclusion too; a boolean conclusion becomes the other value."""
    assert edits(mutants["region.route"], "weight") == {
        ("region-hosting: strong", "region-hosting: strong-against"), ("region-hosting: strong", ""),
        ("region-unsupported: weak-against", "region-unsupported: weak"), ("region-unsupported: weak-against", ""),
    }  # fmt: skip
    assert edits(mutants["region.refused"], "conclusion") == {
        ("region.refused: yes", "region.refused: no"), ("region.refused: yes", ""),
    }  # fmt: skip


def test_each_stands_at_its_place_and_differs(mutants: dict[str, list[Mutant]], mini_folder: PackFolder) -> None:
    """Line and column lead to the text that was edited, and no two mutants of a rule are the same rule."""
    lines = next(file for file in mini_folder.files if file.kind == "rules").content.decode().splitlines()
    for of_rule in mutants.values():
        assert of_rule
        for mutant in of_rule:
            there = lines[mutant.line - 1][mutant.column - 1 :]
            assert there.lstrip("{\"'").startswith((mutant.old.split(": ")[-1][:3], mutant.old.split(":")[0])), mutant
        rules = [(mutant.rule.when, str(mutant.rule.then), str(mutant.rule.evidence)) for mutant in of_rule]
        assert len(rules) == len(set(rules))


def test_the_opposite_of_a_word(mini_folder: PackFolder) -> None:
    """As loud as possible on the other side."""
    base, _, _ = assemble((mini_folder,))
    assert base is not None
    assert opposite("strong", base.weights) == "strong-against"
    assert opposite("weak-against", base.weights) == "weak"
