"""What is worth saying whatever the leading cause is: rules' own findings, contradictions, further errors."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from keymedic.engine.diagnosis import STALE, FindingItem
from keymedic.engine.errors import InstallationError
from keymedic.engine.facts import Fact, Scalar, Source, SourceKind, settle
from keymedic.engine.infer.engines import Inference
from keymedic.engine.observe.records import ErrorRecord
from keymedic.engine.observe.report import Observed
from keymedic.engine.reason.findings import collect_findings
from keymedic.engine.rulebase.model import RuleBase

NOTHING_OBSERVED = Observed((), ())


def fact(name: str, value: Scalar, kind: SourceKind = "given") -> Fact:
    """A fact of a case."""
    return Fact(name, value, Source(kind))


def findings(
    base: RuleBase, *facts: Fact, observed: Observed = NOTHING_OBSERVED, today: date | None = None
) -> tuple[FindingItem, ...]:
    """The findings of a case of these facts."""
    memory = settle(facts, base.many, base.weights.reliability)
    conclusions = Inference(base, "plain").conclude(memory)
    return collect_findings(memory, conclusions, observed, base, today)


def seen(*messages: str) -> Observed:
    """A paste with these errors, the root one first."""
    return Observed((), tuple(ErrorRecord(position=at, line=at + 1, message=text) for at, text in enumerate(messages)))


def test_a_case_without_anything_odd_has_no_findings(mini: RuleBase) -> None:
    """Nothing is said where nothing is to be said."""
    assert findings(mini, fact("key.present", False)) == ()


def test_a_rule_that_fires_brings_its_finding(mini: RuleBase) -> None:
    """Severity and words are the rule's, the facts those it rests on."""
    (found,) = findings(mini, fact("dotenv.kind", "directory"))
    text = "The .env is a directory, so nothing is read from it."
    assert found == FindingItem("dotenv.directory", "warning", text, ("dotenv.kind",))


def test_a_contradiction_is_told_with_both_sides(mini: RuleBase) -> None:
    """The value that counts and those that do not, each with its source; the more reliable source wins."""
    (found,) = findings(mini, fact("key.kind", "auth", "text"), fact("key.kind", "standard", "answer"))
    assert found.text == "key.kind: begins with AIza (answered) against begins with AQ. (read)"
    assert (found.id, found.severity, found.facts) == ("conflict.key.kind", "warning", ("key.kind",))


@pytest.mark.parametrize("kind", ["probe", "server", "answer", "given"])
def test_a_better_source_in_a_contradiction_makes_it_a_warning(mini: RuleBase, kind: SourceKind) -> None:
    """Whoever looked, answered or was asked is contradicted for a reason."""
    (found,) = findings(mini, fact("key.kind", "auth", "text"), fact("key.kind", "standard", kind))
    assert found.severity == "warning"


def test_words_of_one_text_that_disagree_are_a_note_only(mini: RuleBase) -> None:
    """People write of several places, keys and attempts; that alone is no warning."""
    (found,) = findings(mini, fact("key.kind", "auth", "text"), fact("key.kind", "standard", "text"))
    assert found.severity == "info"


def test_a_fact_with_many_values_contradicts_nothing(mini: RuleBase) -> None:
    """Several values of a fact declared ``many`` are no contradiction."""
    assert [item.id for item in findings(mini, fact("dotenv.kind", "file"), fact("dotenv.kind", "directory"))] == [
        "dotenv.directory"
    ]


def test_further_errors_are_told_once_each(mini: RuleBase) -> None:
    """The root error is no finding; a further one is, unless an earlier sentence holds it or it holds that."""
    observed = seen("Root refused.", "root refused.", "Socket closed", "", "Socket closed at 9", "Disk full")
    found = findings(mini, observed=observed)
    assert [item.text for item in found] == ["also: Socket closed", "also: Disk full"]
    assert {item.severity for item in found} == {"info"}


def test_words_of_a_paste_are_never_read_as_places(mini: RuleBase) -> None:
    """Braces in an error message stay as they are."""
    (found,) = findings(mini, observed=seen("Root", "no {message} in {0} {x.__class__}"))
    assert found.text == "also: no {message} in {0} {x.__class__}"


def test_a_missing_sentence_is_a_damaged_installation(mini: RuleBase) -> None:
    """Without its sentence a contradiction cannot be told: the id is named."""
    mute = dataclasses.replace(mini, phrases={})
    with pytest.raises(InstallationError, match="finding.conflict"):
        _ = findings(mute, fact("key.kind", "auth"), fact("key.kind", "standard", "answer"))


def test_old_knowledge_is_a_note_from_the_day_after_its_last(mini: RuleBase) -> None:
    """As many days after its date as the weights allow, knowledge is fresh; a day later a note says how old it is."""
    (pack,) = mini.packs
    last = date.fromisoformat(pack.knowledge_date) + timedelta(days=mini.weights.stale_days)
    days = mini.weights.stale_days + 1
    text = f"{pack.name} {pack.knowledge_date}: {days} days"
    assert findings(mini, today=last) == ()
    assert findings(mini, today=last + timedelta(days=1)) == (FindingItem(STALE, "info", text, ()),)
    assert findings(mini) == ()


def test_each_old_rule_base_is_named(mini: RuleBase) -> None:
    """Of several rule bases only the old ones are told of."""
    (pack,) = mini.packs
    old = dataclasses.replace(pack, name="old", knowledge_date="2020-01-01")
    both = dataclasses.replace(mini, packs=(pack, old))
    (note,) = findings(both, today=date.fromisoformat(pack.knowledge_date))
    assert note.text.startswith("old 2020-01-01: ")
