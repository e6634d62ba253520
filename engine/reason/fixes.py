"""Ranked fixes: expected benefit is the chance of the cause, times the chance that the fix helps, per cost.

Heckerman, Breese & Rommelse (1995) show that trying repairs by falling p/c is optimal for a single fault
with independent, observable repairs; ``helps`` extends p by the chance that the repair works.
"""

from __future__ import annotations

from ..diagnosis import RankedFix
from .weigh import OTHER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ..rulebase.model import Cause, Fix, RuleBase, Verify


def rank_fixes(
    shares: Mapping[str, float], rulebase: RuleBase, without: Collection[str] = frozenset()
) -> tuple[RankedFix, ...]:
    """The fixes of every cause whose share is worth acting on, best first, ``without`` those of these ids."""
    weights = rulebase.weights
    ranked = [
        _ranked(fix, rulebase.causes[cause], share * weights.helps[fix.helps] / weights.costs[fix.cost])
        for cause, share in shares.items()
        if cause != OTHER and share >= weights.act_from
        for fix in rulebase.causes[cause].fixes
        if fix.id not in without
    ]
    ranked.sort(key=lambda fix: (-fix.expected_benefit, fix.id))
    return tuple(ranked[: weights.most_fixes])


def _ranked(fix: Fix, cause: Cause, benefit: float) -> RankedFix:
    return RankedFix(
        id=fix.id,
        cause=cause.id,
        title=fix.title,
        steps=fix.steps,
        commands=tuple({"shell": command.shell, "run": command.run} for command in fix.commands),
        verify=verify_text(fix.verify),
        verify_command=fix.verify.run,
        expected_benefit=round(benefit, 6),
        origin=str(fix.origin),
        cost=fix.cost,
        risk=fix.risk,
        verify_probe=fix.verify.probe,
    )


def verify_text(verify: Verify) -> str:
    """How to see that a fix worked, in one paragraph."""
    return " ".join(part for part in (verify.text, verify.expect) if part)
