"""The parts of a `Diagnosis` that follow from how a case weighs: verdict, causes with their evidence, facts, knowledge."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..diagnosis import Evidence, FactItem, KbInfo, RankedCause, Verdict
from ..facts import Fact, WorkingMemory
from .progress import tried_evidence
from .weigh import Contribution, Weighing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..rulebase.model import RuleBase, Weights


def verdict_of(weighing: Weighing, derived: Iterable[Fact], weights: Weights) -> Verdict:
    """What a weighed case comes to; ``derived`` tells whether the rules found everything in order."""
    ranked = weighing.ranked()
    if ranked and weighing.shares[ranked[0]] >= weights.diagnosed:
        return "out-of-scope" if ranked[0] == weights.out_of_scope_cause else "diagnosed"
    healthy = any(fact.name == weights.healthy_fact and fact.value is True for fact in derived)
    return "no-fault-found" if healthy else "undecided"


def ranked_causes(weighing: Weighing, rulebase: RuleBase) -> tuple[RankedCause, ...]:
    """The causes to show, the likeliest first: a few in any case, and all with a share worth showing."""
    weights = rulebase.weights
    return tuple(
        _cause(cause, weighing, rulebase)
        for place, cause in enumerate(weighing.ranked())
        if place < weights.least_causes or weighing.shares[cause] >= weights.show_from
    )


def _cause(cause_id: str, weighing: Weighing, rulebase: RuleBase) -> RankedCause:
    brief = rulebase.brief(cause_id)
    contributions = sorted(weighing.contributions.get(cause_id, ()), key=lambda c: (-abs(c.weight), c.rule))
    return RankedCause(
        id=cause_id,
        title=brief.title,
        probability=round(weighing.shares[cause_id], 6),
        explanation=brief.explanation,
        origin=brief.origin,
        evidence=tuple(_evidence(c, rulebase) for c in contributions),
        kind_of=brief.kind_of,
    )


def _evidence(contribution: Contribution, rulebase: RuleBase) -> Evidence:
    if contribution.rule not in rulebase.rules:
        return tried_evidence(contribution, rulebase)
    rule = rulebase.rules[contribution.rule]
    return Evidence(
        rule=rule.id,
        title=rule.title,
        because=rule.because,
        weight=contribution.weight,
        word=contribution.word,
        direction="for" if contribution.weight >= 0 else "against",
        counted=contribution.counted,
        facts=tuple(sorted(contribution.facts)),
    )


def fact_items(memory: WorkingMemory, derived: Iterable[Fact], many: Collection[str]) -> dict[str, FactItem]:
    """The facts of a case by name, with what the rules derived; ``many``: the facts that may hold several values at once."""
    found: dict[str, list[Fact]] = {}
    for fact in derived:
        found.setdefault(fact.name, []).append(fact)
    items: dict[str, FactItem] = {}
    for name, facts in sorted({**found, **memory.facts}.items()):
        values = tuple(fact.value for fact in facts)
        source = facts[0].source
        items[name] = FactItem(values if name in many else values[0], source.kind, source.detail)
    return items


def kb_info(rulebase: RuleBase) -> KbInfo:
    """The packs of a rule base as the Diagnosis names them; the first pack leads, the hash covers all."""
    first = rulebase.packs[0]
    combined = "+".join(pack.content_hash[:16] for pack in rulebase.packs)
    return KbInfo(
        name="+".join(pack.name for pack in rulebase.packs),
        version=first.version,
        hash=combined if len(rulebase.packs) > 1 else first.content_hash,
        knowledge_date=min(pack.knowledge_date for pack in rulebase.packs),
        packs=tuple(
            {
                "name": pack.name,
                "version": pack.version,
                "hash": pack.content_hash,
                "knowledge_date": pack.knowledge_date,
            }
            for pack in rulebase.packs
        ),
    )
