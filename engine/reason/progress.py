"""What happened in a conversation beside facts: fixes that were tried, and questions without an answer.

A fix that did not help is evidence: P(no help | cause) = 1 - helps, and about 1 under every other cause, so the
cause loses ``log(1 - helps)`` nats. A cause whose fix did help is over, and loses the same when a new error comes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from ..diagnosis import Evidence
from ..phrases import say
from ..values import Struct, field
from .weigh import Contribution, Weighing, softmax

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from ..rulebase.model import Cause, Fix, RuleBase

FixResult: TypeAlias = "Literal['helped', 'not-helped', 'skipped']"
FIX_RESULTS: tuple[FixResult, ...] = ("helped", "not-helped", "skipped")
_LEAST = 1e-3
"""No single fix is believed to help always: a person may have carried it out wrongly."""


class Progress(Struct):
    """``tried``: fix id to result; ``unsure``: the facts that the person does not know."""

    tried: Mapping[str, FixResult] = field(default_factory=dict[str, FixResult])
    unsure: frozenset[str] = frozenset()


NO_PROGRESS = Progress()


def fixes_by_id(rulebase: RuleBase) -> dict[str, tuple[Cause, Fix]]:
    """Every fix of the rule base with its cause."""
    return {fix.id: (cause, fix) for cause in rulebase.causes.values() for fix in cause.fixes}


def tried_contributions(progress: Progress, rulebase: RuleBase) -> tuple[Contribution, ...]:
    """What the tried fixes say about their causes; ``rule`` is the fix id and ``word`` the result."""
    weighty = {fix: result for fix, result in progress.tried.items() if result != "skipped"}
    if not weighty:
        return ()
    known = fixes_by_id(rulebase)
    found: list[Contribution] = []
    for fix_id, result in sorted(weighty.items()):
        cause, fix = known[fix_id]
        weight = math.log(max(_LEAST, 1.0 - rulebase.weights.helps[fix.helps]))
        found.append(Contribution(fix_id, cause.id, result, weight, frozenset(), counted=True))
    return tuple(found)


def with_contributions(weighing: Weighing, extra: tuple[Contribution, ...]) -> Weighing:
    """The weighing with further contributions counted in."""
    if not extra:
        return weighing
    scores = dict(weighing.scores)
    contributions = dict(weighing.contributions)
    for item in extra:
        scores[item.cause] += item.weight
        contributions[item.cause] = (*contributions.get(item.cause, ()), item)
    return Weighing(softmax(scores), scores, contributions)


def tried_evidence(contribution: Contribution, rulebase: RuleBase) -> Evidence:
    """A tried fix as the Diagnosis shows it."""
    _cause, fix = fixes_by_id(rulebase)[contribution.rule]
    return Evidence(
        rule=fix.id,
        title=fix.title,
        because=say(rulebase.phrases, f"evidence.fix.{contribution.word}", fix=fix.title),
        weight=contribution.weight,
        word=contribution.word,
        direction="against",
        counted=True,
        facts=(),
    )
