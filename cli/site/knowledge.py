"""What hangs together in a rule base, looked up once for all pages: who speaks for whom, who uses what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...engine.conditions import Test, leaves

if TYPE_CHECKING:
    from ...engine.rulebase.model import Citation, Frame, Observation, Rule, RuleBase

_ERRORS = "error."
"""Facts that begin so hold what servers and clients answer."""
_CODE_TYPES = ("enum", "integer")


class Knowledge:
    """Look-ups over one rule base."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.speaking: dict[str, list[Rule]] = {}
        """The rules with evidence about a cause, the weightiest first."""
        self.testing: dict[str, list[Rule]] = {}
        self.concluding: dict[str, list[Rule]] = {}
        self.saying: dict[str, list[Observation | Frame]] = {}
        """The observations and frames that give a fact."""
        for rule in base.rules.values():
            for cause in rule.evidence:
                self.speaking.setdefault(cause, []).append(rule)
            for fact in dict.fromkeys(leaf.fact for leaf in leaves(rule.when)):
                self.testing.setdefault(fact, []).append(rule)
            for fact in rule.then:
                self.concluding.setdefault(fact, []).append(rule)
        for cause, rules in self.speaking.items():
            rules.sort(key=lambda rule: (-abs(self.weight(rule, cause)), rule.id))
        for item in (*base.observations, *base.frames):
            for fact in dict.fromkeys(write.fact for write in item.writes):
                self.saying.setdefault(fact, []).append(item)
        self.codes = self._codes()

    def weight(self, rule: Rule, cause: str) -> float:
        """What a rule says about a cause, in nats."""
        return self.base.weights.evidence[rule.evidence[cause]]

    def rules_of_code(self, code: str) -> list[Rule]:
        """The rules that look for a code in one of the facts that can hold it."""
        facts = self.codes.get(code, ())
        return [
            rule
            for rule in self.base.rules.values()
            if any(
                isinstance(leaf, Test) and leaf.fact in facts and code in map(str, leaf.operands)
                for leaf in leaves(rule.when)
            )
        ]

    def causes_of(self, rules: Iterable[Rule]) -> list[tuple[str, str]]:
        """The causes for which some of the rules speak, the strongest word first, each with that word."""
        strongest: dict[str, tuple[float, str]] = {}
        for rule in rules:
            for cause, word in rule.evidence.items():
                weight = self.base.weights.evidence[word]
                if weight > max(0.0, strongest.get(cause, (0.0, ""))[0]):
                    strongest[cause] = weight, word
        ranked = sorted(strongest, key=lambda cause: (-strongest[cause][0], cause))
        return [(cause, strongest[cause][1]) for cause in ranked]

    def citations(self) -> dict[tuple[str, str], list[tuple[str, str, Citation]]]:
        """Every source (its address, or its words) with the entries that cite it: kind, id and the citation."""
        found: dict[tuple[str, str], list[tuple[str, str, Citation]]] = {}
        for kind, entries in (("cause", self.base.causes.values()), ("rule", self.base.rules.values())):
            for entry in entries:
                for source in entry.sources:
                    found.setdefault((source.url, source.ref), []).append((kind, entry.id, source))
        return found

    def _codes(self) -> dict[str, list[str]]:
        """Each error code with the facts that can hold it: declared values, and numbers that rules look for."""
        found: dict[str, list[str]] = {}
        for name, decl in self.base.facts.items():
            if not name.startswith(_ERRORS) or decl.type not in _CODE_TYPES or decl.derived:
                continue
            tested = (
                str(value)
                for rule in self.testing.get(name, ())
                for leaf in leaves(rule.when)
                if isinstance(leaf, Test) and leaf.fact == name
                for value in leaf.operands
            )
            for value in dict.fromkeys((*decl.values, *tested)):
                facts = found.setdefault(value, [])
                if name not in facts:
                    facts.append(name)
        return found
