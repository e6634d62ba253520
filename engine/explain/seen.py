"""What explanations show of a case: facts with their sources, rules that fired, causes with their shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import UnknownNameError
from ..facts import Scalar, SourceKind
from ..reason.weigh import OTHER
from ..values import Struct
from ..vocabulary import did_you_mean

if TYPE_CHECKING:
    from ..reason.diagnose import Examined
    from ..reason.weigh import Weighing
    from ..rulebase.model import Cause, RuleBase


class SeenFact(Struct):
    """A fact with every value that counts, and where they come from."""

    name: str
    values: tuple[Scalar, ...]
    kind: SourceKind
    detail: str


class FiredRule(Struct):
    """A rule that holds: the facts its condition looked at, and the rules that concluded those that were not observed."""

    rule: str
    title: str
    because: str
    facts: tuple[SeenFact, ...]
    through: tuple[FiredRule, ...]


class Standing(Struct):
    """A cause and its share, 0 to 1."""

    cause: str
    title: str
    share: float


def cause_of(rulebase: RuleBase, name: str) -> Cause:
    """A cause by its id; raises `UnknownNameError`."""
    if name not in rulebase.causes:
        raise UnknownNameError(f"no cause is called {name!r}{did_you_mean(name, rulebase.causes)}")
    return rulebase.causes[name]


def standings(weighing: Weighing, rulebase: RuleBase, most: int) -> tuple[Standing, ...]:
    """The leading causes, best first."""
    leading = weighing.ranked()[:most]
    return tuple(
        Standing(name, rulebase.causes[name].title, weighing.shares[name]) for name in leading if name != OTHER
    )


class Chain:
    """The rules that fired in an examined case, with the facts and rules behind each."""

    def __init__(self, rulebase: RuleBase, examined: Examined) -> None:
        self._rulebase = rulebase
        self._memory = examined.memory
        self._firings = {firing.rule: firing for firing in examined.conclusions.fired}

    def rule(self, name: str, above: frozenset[str] = frozenset()) -> FiredRule:
        """One fired rule; ``above`` are the rules that it supports, which are not gone into again."""
        firing, rule = self._firings[name], self._rulebase.rules[name]
        looked_at = {test.leaf.fact for test in firing.tests}
        facts = (self._fact(fact) for fact in sorted(looked_at) if fact in self._memory.facts)
        below = {*above, name}
        through = tuple(self.rule(other, frozenset(below)) for other in firing.via if other not in below)
        return FiredRule(name, rule.title, rule.because, tuple(facts), through)

    def _fact(self, name: str) -> SeenFact:
        facts = self._memory.facts[name]
        source = facts[0].source
        return SeenFact(name, tuple(fact.value for fact in facts), source.kind, source.detail)
