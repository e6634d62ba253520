from __future__ import annotations

import typing
from typing import Any, get_args

from keymedic.engine.diagnosis import CheckState
from keymedic.engine.probes.dotenv_reader import FAULTS, TrapCode
from keymedic.engine.probes.exchange import Failure
from keymedic.engine.probes.notes import Notes, not_checked
from keymedic.engine.redact.keys import DefectCode
from keymedic.engine.redact.patterns import KeyKind
from keymedic.engine.rulebase.model import RuleBase


def said(shipped: RuleBase, prefix: str) -> set[str]:
    """The last parts of the phrases that begin so."""
    return {name.removeprefix(prefix) for name in shipped.phrases if name.startswith(prefix)}


def choices(alias: Any) -> set[str]:
    """The values of an alias of ``Literal``; those of modules that do without `typing` at run time are texts."""
    return set(get_args(eval(alias, dict(vars(typing))) if isinstance(alias, str) else alias))


def test_every_trap_defect_kind_and_failure_has_its_words(shipped: RuleBase) -> None:
    """No probe can come upon something that it has no sentence for, and no sentence is left over."""
    assert said(shipped, "check.dotenv.trap.") == choices(TrapCode)
    assert said(shipped, "check.key.defect.") == choices(DefectCode)
    assert said(shipped, "check.key.kind.") == choices(KeyKind)
    assert said(shipped, "check.live.failure.") == {*choices(Failure), "page", "portal", "unreadable"}
    assert said(shipped, "probe.mark.") == choices(CheckState)
    assert choices(CheckState) <= said(shipped, "state.")


def test_every_fault_is_a_value_of_its_fact(shipped: RuleBase) -> None:
    """What a trap concludes, the vocabulary knows."""
    assert set(FAULTS.values()) <= set(shipped.facts["dotenv.fault"].values)


def test_facts_that_the_rule_base_does_not_know_are_dropped(shipped: RuleBase) -> None:
    """Another rule base may have fewer facts or values: the probe still works."""
    notes = Notes("key", shipped)
    notes.fact("no.such", "x", "here")
    notes.fact("key.kind", "no-such-kind", "here")
    notes.fact("key.kind", "auth", "here")
    assert [(fact.name, fact.value) for fact in notes.result().facts] == [("key.kind", "auth")]


def test_what_was_not_checked_says_why(shipped: RuleBase) -> None:
    """Neither passed nor failed, with the reason in the sentence."""
    (check,) = not_checked("key", "the sky fell", shipped).checks
    assert (check.id, check.state) == ("key", "not-checked")
    assert check.text == "The key: not checked, because the sky fell"
