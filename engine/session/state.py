"""The steps of a session to what is known now: texts, answers, withdrawals, fixes.

A text that comes after a fix that helped begins a new *chapter*: fixing one fault has uncovered another. The texts
before and what the probes found are of the past then, and so are the answers that the rules of the fixed cause look at, the questions that had
no answer and the fixes that did not help while the first fault was still there. All other answers stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..conditions import leaves
from ..facts import Fact, Scalar, Source
from ..reason.implied import implied_by
from ..reason.progress import FixResult, Progress, fixes_by_id
from ..values import Struct
from .log import Answered, FixTried, Looked, Step, Told, Unsure, Withdrew

if TYPE_CHECKING:
    from ..observe.report import Observed
    from ..reason.diagnose import Diagnostician
    from ..rulebase.model import RuleBase


class State(Struct):
    """What counts at one moment of a session. ``solved`` is the last fix that helped, "" where trouble goes on."""

    texts: tuple[Told, ...]
    looked: tuple[Fact, ...]
    """What the probes found."""
    answers: dict[str, tuple[Scalar, ...]]
    withdrawn: dict[str, int]
    """Fact to the number of texts that were told when it was taken back."""
    progress: Progress
    solved: str
    confirmed: frozenset[str]
    """The facts that were answered more than once: these answers are not doubted any more."""


def state_of(steps: Iterable[Step], rulebase: RuleBase) -> State:
    """Replay the steps."""
    replay = _Replay(rulebase)
    for step in steps:
        replay.take(step)
    return replay.state()


def gathered(state: State, doctor: Diagnostician, supposed: tuple[Fact, ...] = ()) -> tuple[list[Fact], Observed]:
    """The facts of a state before they are settled, and what was read; ``supposed`` facts replace all others of their
    names."""
    answers = [
        Fact(name, value, Source("answer"), position)
        for name, values in sorted(state.answers.items())
        for position, value in enumerate(values)
    ]
    given = [fact for fact in answers if fact.name not in {other.name for other in supposed}]
    facts, observed = doctor.gather(_joined(state.texts), [*given, *supposed])
    facts += [fact for told in state.texts for fact in told.keys]
    facts += state.looked
    stays = _not_withdrawn(state, doctor, facts)
    named = {fact.name for fact in supposed}
    return [fact for fact in stays if fact.name not in named or fact in supposed], observed


def _not_withdrawn(state: State, doctor: Diagnostician, facts: list[Fact]) -> list[Fact]:
    gone: set[Fact] = set()
    for name, texts in state.withdrawn.items():
        earlier, _ = doctor.gather(_joined(state.texts[:texts]), ())
        earlier += [fact for told in state.texts[:texts] for fact in told.keys]
        gone.update(fact for fact in earlier if fact.name == name)
    return [fact for fact in facts if fact not in gone]


def _joined(texts: tuple[Told, ...]) -> str | None:
    return "\n\n".join(told.text for told in texts) or None


class _Replay:
    def __init__(self, rulebase: RuleBase) -> None:
        self._rulebase = rulebase
        self._fixes = fixes_by_id(rulebase)
        self._texts: list[Told] = []
        self._looked: tuple[Fact, ...] = ()
        self._answers: dict[str, tuple[Scalar, ...]] = {}
        self._withdrawn: dict[str, int] = {}
        self._unsure: set[str] = set()
        self._tried: dict[str, FixResult] = {}
        self._over: set[str] = set()
        self._confirmed: set[str] = set()
        self._solved = ""

    def take(self, step: Step) -> None:
        match step:
            case Told():
                if self._solved:
                    self._begin_chapter()
                self._texts.append(step)
            case Looked(facts):
                self._looked = facts
            case Answered(fact, values, corrects):
                if corrects:
                    self._withdraw(fact)
                self._unsure.discard(fact)
                if fact in self._answers:
                    self._confirmed.add(fact)
                self._answers[fact] = values
            case Unsure(fact):
                _ = self._answers.pop(fact, None)
                self._unsure.add(fact)
            case Withdrew(fact):
                self._withdraw(fact)
            case FixTried(fix, result):
                self._tried[fix] = result
                self._solved = fix if result == "helped" else ""

    def _withdraw(self, fact: str) -> None:
        for name in [name for name in self._answers if self._says(name, fact)]:
            del self._answers[name]
        self._unsure.discard(fact)
        self._looked = tuple(item for item in self._looked if item.name != fact)
        self._withdrawn[fact] = len(self._texts)

    def _says(self, answered: str, fact: str) -> bool:
        """Whether the answer about one fact says something of another, or they are the same."""
        decl = self._rulebase.facts[answered]
        return answered == fact or any(fact in implied_by(decl, value) for value in self._answers[answered])

    def state(self) -> State:
        return State(
            tuple(self._texts),
            self._looked,
            dict(self._answers),
            {fact: texts for fact, texts in self._withdrawn.items() if texts},
            Progress({fix: self._said(fix) for fix in self._tried}, frozenset(self._unsure)),
            self._solved,
            frozenset(self._confirmed),
        )

    def _said(self, fix: str) -> FixResult:
        """The result as evidence: that a fix helped speaks against its cause only once there is a new error."""
        result = self._tried[fix]
        return "skipped" if result == "helped" and fix not in self._over else result

    def _begin_chapter(self) -> None:
        cause, _fix = self._fixes[self._solved]
        past = facts_behind(cause.id, self._rulebase)
        self._texts.clear()
        self._looked = ()
        self._withdrawn.clear()
        self._unsure.clear()
        self._answers = {fact: values for fact, values in self._answers.items() if fact not in past}
        self._tried = {fix: result for fix, result in self._tried.items() if result == "helped"}
        self._over = set(self._tried)
        self._solved = ""


def facts_behind(cause: str, rulebase: RuleBase) -> frozenset[str]:
    """Every fact that the rules about a cause look at, themselves or through what other rules conclude."""
    looked_at: set[str] = set()
    waiting = [rule for rule in rulebase.rules.values() if cause in rule.evidence]
    while waiting:
        new = {leaf.fact for leaf in leaves(waiting.pop().when)} - looked_at
        looked_at |= new
        waiting += [rule for rule in rulebase.rules.values() if new & rule.then.keys()]
    return frozenset(looked_at.union(name for name, decl in rulebase.facts.items() if decl.tells & looked_at))
