"""Findings: what is worth saying whatever the leading cause is.

Contradictions between sources, rules that carry a finding of their own, further errors in the paste, and the age of
the knowledge.
"""

from __future__ import annotations

from ..diagnosis import CONFLICT, STALE, FindingItem, Severity
from ..phrases import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ..facts import Conflict, Fact, WorkingMemory
    from ..infer.conclusions import Conclusions
    from ..observe.report import Observed
    from ..rulebase.model import RuleBase


def collect_findings(
    memory: WorkingMemory,
    conclusions: Conclusions,
    observed: Observed,
    rulebase: RuleBase,
    today: date | None = None,
) -> tuple[FindingItem, ...]:
    """All findings of a case, in a fixed order: from rules, contradictions, further errors, old knowledge."""
    return (
        *_from_rules(conclusions, rulebase),
        *(_conflict(conflict, rulebase) for conflict in memory.conflicts),
        *_further_errors(observed, rulebase),
        *_old_knowledge(rulebase, today),
    )


def _from_rules(conclusions: Conclusions, rulebase: RuleBase) -> Iterator[FindingItem]:
    for firing in conclusions.fired:
        finding = rulebase.rules[firing.rule].finding
        if finding is not None:
            yield FindingItem(firing.rule, finding.severity, finding.text, tuple(sorted(firing.facts)))


def _conflict(conflict: Conflict, rulebase: RuleBase) -> FindingItem:
    from ..explain.terms import label, meaning, source_of  # few cases have conflicts

    kept, name = conflict.kept, conflict.kept.name

    def said(fact: Fact) -> str:
        source = source_of(rulebase, fact.source.kind, fact.source.detail)
        return say(rulebase.phrases, "finding.conflict.value", value=meaning(rulebase, name, fact.value), source=source)

    others = ", ".join(map(said, conflict.dropped))
    text = say(rulebase.phrases, "finding.conflict", fact=label(rulebase, name), kept=said(kept), others=others)
    return FindingItem(f"{CONFLICT}{name}", _severity(conflict), text, (name,))


def _severity(conflict: Conflict) -> Severity:
    """Words of one text against each other are how people write; only better sources are worth a warning."""
    return "info" if all(fact.source.kind == "text" for fact in (conflict.kept, *conflict.dropped)) else "warning"


def _further_errors(observed: Observed, rulebase: RuleBase) -> Iterator[FindingItem]:
    """Errors of the paste beside the root one, each different sentence once."""
    seen = {record.message.casefold() for record in observed.records[:1]}
    for record in observed.records[1:]:
        sentence = record.message.casefold()
        if not sentence or any(sentence in other or other in sentence for other in seen):
            continue
        seen.add(sentence)
        text = say(rulebase.phrases, "finding.further-error", message=record.message)
        yield FindingItem("further-error", "info", text, ("error.message",))


def _old_knowledge(rulebase: RuleBase, today: date | None) -> Iterator[FindingItem]:
    """A note for each pack whose knowledge is older than ``stale_days`` on ``today``."""
    if today is None:
        return
    for pack in rulebase.packs:
        days = (today - today.fromisoformat(pack.knowledge_date)).days
        if days > rulebase.weights.stale_days:
            values = {"name": pack.name, "date": pack.knowledge_date, "days": days}
            yield FindingItem(STALE, "info", say(rulebase.phrases, "finding.stale", **values), ())
