"""How much a rule base holds, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...engine.rulebase.model import RuleBase
    from ..phrases import Phrases


def counts(rulebase: RuleBase, phrases: Phrases) -> dict[str, str]:
    """The number of each sort of entry, as "12 rules"; the keys are the names of the sorts."""
    sizes = {
        "facts": len(rulebase.facts), "observations": len(rulebase.observations), "frames": len(rulebase.frames),
        "terms": len(rulebase.terms), "rules": len(rulebase.rules), "causes": len(rulebase.causes),
        "tables": len(rulebase.tables),
    }  # fmt: skip
    return {name: phrases.count(f"kb.{name}", size) for name, size in sizes.items()}
