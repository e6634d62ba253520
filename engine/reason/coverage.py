"""What the cases of a rule base leave out: rules that fire in none, causes that none leads to, …

The cases are tried one by one (`Trials.add`); `gaps` then says what no case has shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from ..infer.engines import Inference
from ..observe.frames import DENIED
from ..observe.report import Observer
from ..redact import Redactor
from ..values import Struct
from .branches import Branches
from .diagnose import Diagnostician
from .fixes import rank_fixes
from .reach import rules_without_a_fix, unreachable_facts, unreachable_values
from .weigh import Scales

if TYPE_CHECKING:
    from ..facts import Fact
    from ..rulebase.model import RuleBase

GapKind = Literal[
    "rule-never-fires", "alternative-never-holds", "test-never-holds", "test-never-fails", "rule-without-near-miss",
    "rule-without-fix", "cause-never-first", "fix-never-shown",
    "observation-never-heard", "phrase-never-heard", "frame-never-heard", "fact-unreachable", "value-unreachable",
]  # fmt: skip
"""Kinds of what is missing; the id of a phrase is ``observation: phrase``, of a value ``fact=value``, of a test or an
alternative of a condition ``rule: test``."""


class Gap(Struct, order=True):
    """Something of the rule base that no case shows or that cannot be got at, with its place ``pack:file:line``."""

    kind: GapKind
    id: str
    place: str


class Conditions(Struct):
    """How many alternatives and tests conditions have, and which of them no case has shown."""

    alternatives: int
    tests: int
    gaps: tuple[Gap, ...]


class Trials:
    """Tries cases on a rule base and remembers what they showed."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase
        self.number = 0
        """How many cases were tried."""
        self._doctor = Diagnostician(rulebase, "plain")
        self._inference = Inference(rulebase, "plain")
        self._observer = Observer(rulebase)
        self._redactor = Redactor()
        self._scales = Scales(rulebase)
        self._fired: set[str] = set()
        self._missed: set[str] = set()
        self._first: set[str] = set()
        self._shown: set[str] = set()
        self._heard: set[str] = set()
        self._branches = Branches(rulebase)

    def add(self, report: str | None, given: Iterable[Fact], near_miss_of: Iterable[str] = ()) -> None:
        """Try a case; ``near_miss_of`` names the rules for which it is one: they count when they do stay silent."""
        self.number += 1
        given = tuple(given)
        facts, _ = self._doctor.gather(report, given)
        memory = self._doctor.settle(facts)
        conclusions = self._inference.conclude(memory)
        self._branches.add(memory, conclusions.derived)
        fired = conclusions.fired
        ids = {firing.rule for firing in fired}
        self._fired |= ids
        self._missed.update(rule for rule in near_miss_of if rule not in ids)
        weighing = self._scales.weigh(fired)
        for leader in weighing.ranked()[:1]:
            if any(item.weight > 0 for item in weighing.contributions.get(leader, ())):
                self._first.add(leader)
        self._shown.update(fix.id for fix in rank_fixes(weighing.shares, self.rulebase))
        texts = [report or "", *(str(fact.value) for fact in given if fact.name in ("error.message", "report.text"))]
        for text in filter(None, texts):
            self._heard |= self._observer.heard(self._redactor.redact(text))

    def gaps(self) -> tuple[Gap, ...]:
        """Everything that no case showed, and everything that no case could, by kind and id."""
        kinds = (
            self._rule_gaps(), self._cause_gaps(), self._observation_gaps(), self._frame_gaps(), self._fact_gaps(),
        )  # fmt: skip
        return tuple(sorted(gap for kind in kinds for gap in kind))

    def _rule_gaps(self) -> Iterator[Gap]:
        rules = self.rulebase.rules
        without_fix = set(rules_without_a_fix(self.rulebase))
        for rule in rules.values():
            place = str(rule.origin)
            if rule.id not in self._fired:
                yield Gap("rule-never-fires", rule.id, place)
            if rule.id not in self._missed:
                yield Gap("rule-without-near-miss", rule.id, place)
            if rule.id in without_fix:
                yield Gap("rule-without-fix", rule.id, place)

    def conditions(self, pack_without: str = "") -> Conditions:
        """Of all rules but those of one rule base: what of their conditions no case shows."""
        rules = [rule for rule in self.rulebase.rules.values() if rule.origin.pack != pack_without]
        gaps = sorted(
            Gap(kind, f"{rule.id}: {text}", str(rule.origin))
            for rule in rules
            for kind, text in self._branches.missing(rule)
        )
        return Conditions(*self._branches.totals(rules), tuple(gaps))

    def _cause_gaps(self) -> Iterator[Gap]:
        for cause in self.rulebase.causes.values():
            if cause.id not in self._first:
                yield Gap("cause-never-first", cause.id, str(cause.origin))
            for fix in cause.fixes:
                if fix.id not in self._shown:
                    yield Gap("fix-never-shown", fix.id, str(fix.origin))

    def _observation_gaps(self) -> Iterator[Gap]:
        """A pattern needs a case; a phrase is its own example, and must be heard when nothing else is said."""
        for observation in self.rulebase.observations:
            place = str(observation.origin)
            if observation.pattern is not None and observation.id not in self._heard:
                yield Gap("observation-never-heard", observation.id, place)
            for phrase in observation.phrases:
                if observation.id not in self._observer.heard(phrase):
                    yield Gap("phrase-never-heard", f"{observation.id}: {phrase}", place)

    def _frame_gaps(self) -> Iterator[Gap]:
        """A frame is heard somewhere; where its denial says something else, that too."""
        for frame in self.rulebase.frames:
            wanted = {frame.id} if frame.writes else set[str]()
            if frame.denied and frame.denied != frame.writes:
                wanted.add(frame.id + DENIED)
            for key in sorted(wanted - self._heard):
                yield Gap("frame-never-heard", key, str(frame.origin))

    def _fact_gaps(self) -> Iterator[Gap]:
        facts = self.rulebase.facts
        for name in unreachable_facts(self.rulebase):
            yield Gap("fact-unreachable", name, str(facts[name].origin))
        for name, value in unreachable_values(self.rulebase):
            yield Gap("value-unreachable", f"{name}={value}", str(facts[name].origin))
