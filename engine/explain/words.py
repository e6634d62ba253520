"""Values, tests and shares in the words of the rule base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..conditions import Known, Test
from ..facts import Scalar
from ..phrases import say
from .seen import FiredRule, SeenFact, Standing


class Words:
    """The phrases of a rule base, put to explanations."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = phrases

    def say(self, name: str, /, **values: object) -> str:
        """The sentence with its places filled."""
        return say(self._phrases, name, **values)

    def value(self, value: Scalar) -> str:
        """One value; yes or no for a boolean."""
        return self.say("value.yes" if value else "value.no") if isinstance(value, bool) else str(value)

    def values(self, values: Iterable[Scalar]) -> str:
        """Several values in a row."""
        return ", ".join(map(self.value, values))

    def fact(self, fact: SeenFact) -> str:
        """A fact with its value and source."""
        source = self.say(f"source.{fact.kind}")
        if fact.detail:
            source = self.say("source.detail", source=source, detail=fact.detail)
        return self.say("how.fact", fact=fact.name, value=self.values(fact.values), source=source)

    def chain(self, rule: FiredRule, indent: str) -> list[str]:
        """The facts and rules behind a rule, indented."""
        lines = [f"{indent}{self.fact(fact)}" for fact in rule.facts]
        for other in rule.through:
            lines.append(indent + self.say("how.through", title=other.title, rule=other.rule))
            lines += self.chain(other, f"{indent}  ")
        return lines

    def test(self, test: Test | Known, wanted: bool = True) -> str:
        """A condition's test; ``wanted`` is false under a negation."""
        if isinstance(test, Known):
            return self.say("test.known" if test.wanted is wanted else "test.unknown", fact=test.fact)
        text = self.say(f"test.{test.operator}", fact=test.fact, values=self.values(test.operands))
        return text if wanted else self.say("test.not", test=text)

    def standings(self, standings: Iterable[Standing]) -> str:
        """Causes with their shares, in a row."""
        return "; ".join(
            self.say("why.standing", title=item.title, percent=self.percent(item.share)) for item in standings
        )

    def percent(self, share: float) -> str:
        """A share as a whole per cent that never claims certainty."""
        number = min(99, max(1, round(share * 100))) if 0 < share < 1 else round(share * 100)
        return self.say("percent", number=number)
