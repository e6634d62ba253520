"""Values, tests and shares in the words of the rule base: by the names of facts for authors, in plain words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..conditions import Known, Test
from ..facts import Scalar
from ..phrases import say
from .seen import FiredRule, SeenFact, Standing
from .terms import label, meaning, source_of

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase


class Words:
    """The phrases of a rule base, put to explanations for its authors: facts and values as rule files write them."""

    tests: str = "test"
    """Where the phrases of the tests begin."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = phrases

    def say(self, name: str, /, **values: object) -> str:
        """The sentence with its places filled."""
        return say(self._phrases, name, **values)

    def name(self, fact: str) -> str:
        """What a fact is called."""
        return fact

    def meaning(self, _fact: str, value: Scalar) -> str:
        """What a value of a fact says."""
        return self.value(value)

    def value(self, value: Scalar) -> str:
        """One value; yes or no for a boolean."""
        return self.say("value.yes" if value else "value.no") if isinstance(value, bool) else str(value)

    def values(self, values: Iterable[Scalar]) -> str:
        """Several values in a row."""
        return ", ".join(map(self.value, values))

    def test(self, test: Test | Known, wanted: bool = True) -> str:
        """A condition's test; ``wanted`` is false under a negation."""
        fact = self.name(test.fact)
        if isinstance(test, Known):
            return self.say(f"{self.tests}.known" if test.wanted is wanted else f"{self.tests}.unknown", fact=fact)
        values = self.say(f"{self.tests}.or").join(self.meaning(test.fact, value) for value in test.operands)
        text = self.say(f"{self.tests}.{test.operator}", fact=fact, values=values)
        return text if wanted else self.say(f"{self.tests}.not", test=text)

    def standings(self, standings: Iterable[Standing]) -> str:
        """Causes with their shares, in a row."""
        parts = [self.say("why.standing", title=item.title, percent=self.percent(item.share)) for item in standings]
        return self.say("why.then").join(parts)

    def percent(self, share: float) -> str:
        """A share as a whole per cent that never claims certainty."""
        number = min(99, max(1, round(share * 100))) if 0 < share < 1 else round(share * 100)
        return self.say("percent", number=number)


class PlainWords(Words):
    """The same for people: facts by their labels, values by what they mean, each fact with its source."""

    tests: str = "said"

    def __init__(self, rulebase: RuleBase) -> None:
        super().__init__(rulebase.phrases)
        self._rulebase = rulebase

    def name(self, fact: str) -> str:
        """What people call a fact."""
        return label(self._rulebase, fact)

    def meaning(self, fact: str, value: Scalar) -> str:
        """What a value means, in the words of the vocabulary."""
        return meaning(self._rulebase, fact, value)

    def weight(self, word: str) -> str:
        """A word of ``weights.yaml`` as people read it."""
        return self._phrases.get(f"word.{word}", word.replace("-", " "))

    def seen(self, fact: str, values: Iterable[Scalar]) -> str:
        """A fact with the values that it has."""
        return self.say("read.labelled", label=self.name(fact), value=", ".join(self.meaning(fact, v) for v in values))

    def fact(self, fact: SeenFact) -> str:
        """A fact with its values and source."""
        source = source_of(self._rulebase, fact.kind, fact.detail)
        return self.say("how.fact", fact=self.seen(fact.name, fact.values), source=source)

    def chain(self, rule: FiredRule, indent: str) -> list[str]:
        """The facts and rules behind a rule, indented."""
        lines = [f"{indent}{self.fact(fact)}" for fact in rule.facts]
        for other in rule.through:
            lines.append(indent + self.say("how.through", title=other.title))
            lines += self.chain(other, f"{indent}  ")
        return lines
