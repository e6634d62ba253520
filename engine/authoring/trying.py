"""Cases of a rule base, tried: from the case to what came of it, without questions, fixes and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..facts import Fact, Scalar, Source, WorkingMemory
from ..infer.engines import EngineName, Inference
from ..reason.diagnose import Diagnostician
from ..reason.parts import verdict_of
from ..reason.weigh import OTHER, Scales
from ..values import Struct
from ..vocabulary import read_facts

if TYPE_CHECKING:
    from ..diagnosis import Verdict
    from ..infer.conclusions import Firing
    from ..reason.weigh import Weighing
    from ..redact import Redactor
    from ..rulebase.model import Case, Rule, RuleBase

_HEARING = frozenset({"heard", "unheard"})


def _silent(_line: str) -> None:
    """Say nothing."""


class Tried(Struct):
    """What came of a case: the rules that fired, the causes (best first) with their shares, the verdict, every fact.

    ``pulls`` is what the fired rules say about each cause, in nats: 0 where nothing speaks. ``heard`` is filled only
    for cases that expect something of it.
    """

    fired: frozenset[str]
    ranked: Sequence[str]
    shares: Mapping[str, float]
    pulls: Mapping[str, float]
    verdict: Verdict
    values: Mapping[str, tuple[Scalar, ...]]
    heard: frozenset[str] = frozenset()
    engine: str = ""


class Ready(Struct):
    """A case with its facts settled: what has to be done once, however often the rules change."""

    memory: WorkingMemory
    heard: frozenset[str]


class Trying:
    """Tries cases on one rule base. ``engine`` and ``notice`` are those of `Inference`."""

    def __init__(
        self,
        rulebase: RuleBase,
        engine: EngineName = "plain",
        notice: Callable[[str], None] = _silent,
        redactor: Redactor | None = None,
    ) -> None:
        self.rulebase = rulebase
        self._doctor = Diagnostician(rulebase, "plain", redactor=redactor)
        self._inference = Inference(rulebase, engine, notice)
        self._scales = Scales(rulebase)

    def close(self) -> None:
        """Give back what the native engine holds."""
        self._inference.close()

    def ready(self, case: Case) -> Ready:
        """The case read; raises `FactValueError` or `UnknownNameError`."""
        return self.read(case.report, given_facts(case, self.rulebase), hearing=bool(_HEARING & case.expect.keys()))

    def read(self, report: str, given: Sequence[Fact], *, hearing: bool = False) -> Ready:
        """A report and facts, settled."""
        facts, _ = self._doctor.gather(report or None, given)
        heard = self._doctor.heard(report) if hearing else frozenset[str]()
        return Ready(self._doctor.settle(facts), heard)

    def outcome(self, ready: Ready) -> Tried:
        """What comes of it; raises `EngineError` where two engines differ."""
        conclusions = self._inference.conclude(ready.memory)
        weighing = self._scales.outcome(conclusions.fired)
        return tried(self.rulebase, ready, conclusions.fired, conclusions.derived, weighing, self._inference.engine)

    def outcome_of(self, case: Case) -> Tried:
        """`ready` and `outcome` together."""
        return self.outcome(self.ready(case))


def tried(
    rulebase: RuleBase,
    ready: Ready,
    fired: Sequence[Firing],
    derived: Sequence[Fact],
    weighing: Weighing,
    engine: str = "",
) -> Tried:
    """The outcome of a case that was concluded and weighed."""
    values: dict[str, tuple[Scalar, ...]] = {}
    for fact in derived:
        values[fact.name] = (*values.get(fact.name, ()), fact.value)
    values |= {name: ready.memory.values(name) for name in ready.memory.facts}
    priors = rulebase.weights.priors
    pulls = {cause: weighing.scores[cause] - priors[word] for cause, word in rulebase.priors.items()}
    return Tried(
        frozenset(firing.rule for firing in fired),
        weighing.ranked(),
        {cause: share for cause, share in weighing.shares.items() if cause != OTHER},
        pulls,
        verdict_of(weighing, derived, rulebase.weights),
        values,
        ready.heard,
        engine,
    )


def cases_of(rulebase: RuleBase, without: str = "") -> Iterator[tuple[Rule | None, Case]]:
    """Every case with the rule that it stands beside, if it does; ``without``: a rule base whose cases are left out."""
    for rule in (*rulebase.rules.values(), None):
        for case in rulebase.cases if rule is None else rule.cases:
            if case.origin.pack != without:
                yield rule, case


def given_facts(case: Case, rulebase: RuleBase) -> tuple[Fact, ...]:
    """The facts that a case states; raises `FactValueError` or `UnknownNameError`."""
    pairs = [(name, text) for name, value in case.given.items() for text in several(value)]
    return read_facts(pairs, rulebase.facts, Source("given", str(case.origin)))


def several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """One text or several, as several."""
    return (value,) if isinstance(value, str) else value
