"""Two rule bases held against each other: entries, their parts, and the cases that come out differently."""

from __future__ import annotations

from collections.abc import Callable

from keymedic.engine.authoring.comparing import Asked, Comparison, compare, entry_changes
from keymedic.engine.conditions import All, Any_
from keymedic.engine.rulebase.folders import PackFolder
from keymedic.engine.rulebase.model import RuleBase

from .conftest import built

Edited = Callable[..., PackFolder]
WEAKER = ("evidence: {key-missing: decisive}", "evidence: {key-missing: weak}")
ABSENT = "- rule: key.absent\n"


def compared(mini: RuleBase, folder: PackFolder, *more: Asked) -> Comparison:
    """The miniature rule base against an edit of it."""
    return compare(mini, built(folder), more)


def test_a_rule_base_is_like_itself(mini: RuleBase) -> None:
    """No entry and no case differs, and every case was tried."""
    found = compare(mini, mini)
    assert (found.entries, found.cases) == ((), ())
    assert found.tried >= 3


def test_a_weight_that_changes_an_answer(mini: RuleBase, edited: Edited) -> None:
    """The part is named with both words, and the case with what leads now, whether it holds, and both shares."""
    found = compared(mini, edited(WEAKER))
    (change,) = found.entries
    assert (change.kind, change.id, change.what) == ("rule", "key.absent", "changed")
    assert [(part.path, part.before, part.after) for part in change.parts] == [
        ("evidence.key-missing", "decisive", "weak")
    ]
    case = next(case for case in found.cases if case.report == "It says no API key.")
    assert case.turned and case.holds == (True, False)
    assert case.before and case.after and case.before.verdict == "diagnosed" and case.after.verdict == "undecided"


def test_a_condition_is_one_part(mini: RuleBase, edited: Edited) -> None:
    """Before and after are conditions, for whoever shows them; rules that fire no longer are named."""
    found = compared(mini, edited(("when: {key.present: no}", "when: {all: [{key.present: no}, {key.kind: auth}]}")))
    (change,) = found.entries
    assert [part.path for part in change.parts] == ["when"]
    assert isinstance(change.parts[0].after, All) and not isinstance(change.parts[0].before, All | Any_)
    assert any("key.absent" in case.fires[0] for case in found.cases)


def test_entries_that_come_and_go(mini: RuleBase, edited: Edited) -> None:
    """A new id is added, the old one removed; the order of a list and of entries says nothing."""
    renamed = built(edited((ABSENT, "- rule: key.gone\n"), ("silent: [region.country]", "silent: region.country")))
    assert [(change.id, change.what) for change in entry_changes(mini, renamed)] == [
        ("key.absent", "removed"), ("key.gone", "added"),
    ]  # fmt: skip
    words = next(item for item in mini.observations if len(item.phrases) > 1)
    first, second = words.phrases[:2]
    more = built(edited((f"{first}", f"{first} indeed")))
    parts = [part for change in entry_changes(mini, more) for part in change.parts]
    assert [(part.path, part.before, part.after) for part in parts if part.path.startswith("phrases")] == [
        (f"phrases[{first}]", first, None), (f"phrases[{first} indeed]", None, f"{first} indeed"),
    ]  # fmt: skip
    assert second


def test_cases_from_elsewhere(mini: RuleBase, edited: Edited) -> None:
    """They have no expectation, only answers."""
    report = "There is no API key, it says."
    found = compared(mini, edited(WEAKER), Asked("mine", report, ()))
    mine = next(case for case in found.cases if case.name == "mine")
    assert mine.holds is None and mine.turned


def test_a_case_that_one_of_them_cannot_read(mini: RuleBase, edited: Edited) -> None:
    """A value that is new is no error: the older rule base has no answer."""
    vocabulary = ("values: [direct, vpn, proxy]", "values: [direct, vpn, proxy, tor]")
    cases = "- case: tor\n  given: {network.route: tor}\n  expect: {network.route: tor}\n"
    case = next(case for case in compared(mini, edited(vocabulary, cases=cases)).cases if case.name == "tor")
    assert case.before is None and case.after is not None and case.holds == (False, True)
