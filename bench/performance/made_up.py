"""Rule bases and cases of any size that every engine can express: conjunctions, alternatives, a chain; no negation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

VALUES = ("a", "b", "c", "d", "e", "f")
FACTS_A_CASE = 20

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MadeUpRule:
    """A rule that holds when all pairs (fact, value) of any of its terms do, and may conclude a fact."""

    name: str
    terms: tuple[Pairs, ...]
    concludes: str = ""


def rules_of(size: int) -> Sequence[MadeUpRule]:
    """``size`` rules of the shape real ones have: one in five concludes a fact, one in five builds on a concluded one."""
    random = Random(size)
    facts = [f"fact{at}" for at in range(max(20, size // 8))]

    def pair() -> tuple[str, str]:
        return random.choice(facts), random.choice(VALUES)

    def rule(at: int) -> MadeUpRule:
        common = [pair()]
        if at > 5 and at % 5 == 0:
            common.append((f"derived{random.randrange(at // 5)}", "yes"))
        terms = tuple(tuple(dict([*common, pair()]).items()) for _ in range(2))
        return MadeUpRule(f"r{at}", terms, f"derived{at // 5}" if at % 5 == 4 else "")

    return [rule(at) for at in range(size)]


def cases_of(rules: Sequence[MadeUpRule], count: int) -> Sequence[Mapping[str, str]]:
    """Cases of twenty facts, around a few terms that hold, so that chains happen at every size."""
    random = Random(len(rules) + 1)
    facts = sorted({fact for rule in rules for term in rule.terms for fact, _ in term if fact.startswith("fact")})

    def case() -> Mapping[str, str]:
        found: dict[str, str] = {}
        for rule in random.sample(list(rules), min(6, len(rules))):
            found.update((fact, value) for fact, value in random.choice(rule.terms) if fact.startswith("fact"))
        for fact in random.sample(facts, min(FACTS_A_CASE, len(facts))):
            if len(found) < FACTS_A_CASE:
                _ = found.setdefault(fact, random.choice(VALUES))
        return found

    return [case() for _ in range(count)]
