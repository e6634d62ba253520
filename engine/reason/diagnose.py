"""One diagnosis, from text and facts to a `Diagnosis`: observe, infer, weigh, rank, ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..diagnosis import Diagnosis, Question
from ..facts import Fact, Scalar, Source, WorkingMemory, settle
from ..infer.engines import EngineName, Inference
from ..observe.report import Observed, Observer
from ..redact import Redactor
from ..values import Struct, replace
from ..vocabulary import well_formed
from .ask import Hypothetical, best_questions, is_vague
from .credentials import credential_facts
from .findings import collect_findings
from .fixes import rank_fixes
from .implied import implied, implied_by, with_implied
from .outlook import Outcome, Outlook, Spoken
from .parts import fact_items, kb_info, ranked_causes, verdict_of
from .progress import NO_PROGRESS, Progress, tried_contributions, with_contributions
from .weigh import OTHER, Contribution, Scales, Weighing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from ..infer.conclusions import Conclusions
    from ..infer.truth import Truth
    from ..rulebase.model import RuleBase


class Examined(Struct):
    """A Diagnosis with what led to it, for explanations."""

    memory: WorkingMemory
    conclusions: Conclusions
    weighing: Weighing
    progress: Progress
    diagnosis: Diagnosis


def _silent(_line: str) -> None:
    """Say nothing."""


class Diagnostician:
    """A rule base made ready to diagnose case after case.

    ``engine`` chooses who infers; ``notice`` receives at most one line when durable-rules cannot be used.
    ``today`` is the day by which the age of the knowledge is told; without one, nothing is said of it.
    ``redactor``: one that knows further secrets.
    Holds no case: equal input gives an equal Diagnosis, whatever was diagnosed before.
    """

    def __init__(
        self,
        rulebase: RuleBase,
        engine: EngineName = "durable",
        notice: Callable[[str], None] = _silent,
        today: date | None = None,
        redactor: Redactor | None = None,
    ) -> None:
        self.rulebase = rulebase
        self._observer = Observer(rulebase)
        self._inference = Inference(rulebase, engine, notice)
        self._redactor = redactor or Redactor()
        self._many = rulebase.many
        self._implying = rulebase.implying
        self._scales = Scales(rulebase)
        self._today = today

    def __enter__(self) -> Diagnostician:  # noqa: PYI034  # Self is newer than Python 3.10, and nobody inherits
        """Itself; ``with`` closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back what the native engine holds."""
        self._inference.close()

    def diagnose(self, report: str | None, given: Iterable[Fact] = (), *, id: str | None = None) -> Diagnosis:
        """Diagnose one case from pasted text, given facts, or both."""
        facts, observed = self.gather(report, given)
        return self.examine(facts, observed, id=id).diagnosis

    def examine(
        self, facts: Iterable[Fact], observed: Observed, progress: Progress = NO_PROGRESS, *, id: str | None = None
    ) -> Examined:
        """Diagnose gathered facts, and keep what led to the Diagnosis; ``progress``: what a conversation adds."""
        memory = self.settle(facts)
        conclusions = self._inference.conclude(memory)
        extra = tried_contributions(progress, self.rulebase)
        weighing = with_contributions(self._scales.weigh(conclusions.fired), extra)
        diagnosis = self._assemble(memory, conclusions, weighing, observed, progress, id)
        return Examined(memory, conclusions, weighing, progress, diagnosis)

    def questions(self, examined: Examined, *, again: bool = False) -> tuple[Question, ...]:
        """What a session should ask, best first: on a diagnosed case, only what may well overturn it.

        ``again``: also what the person did not know. The Diagnosis itself has questions only while it is undecided.
        """
        undecided = examined.diagnosis.verdict == "undecided"
        if undecided and not again:
            return examined.diagnosis.questions
        progress = replace(examined.progress, unsure=frozenset()) if again else examined.progress
        return self._questions(
            examined.memory, examined.conclusions, examined.weighing, progress, settled=not undecided
        )

    def suppose(self, examined: Examined) -> Hypothetical:
        """Weighs an examined case as it would be if a fact had another value."""
        extra = tried_contributions(examined.progress, self.rulebase)
        return self._ahead(examined.conclusions, examined.weighing, extra)[1]

    def supposing(self, memory: WorkingMemory, progress: Progress) -> tuple[Weighing, Hypothetical]:
        """A case as it would be: how it weighs, and how it would weigh if a fact had another value still."""
        extra = tried_contributions(progress, self.rulebase)
        conclusions = self._inference.hypothetical(memory)
        now = with_contributions(self._scales.outcome(conclusions.fired), extra)
        return now, self._ahead(conclusions, now, extra)[1]

    def truth(self, examined: Examined, rule: str) -> Truth:
        """The truth of a rule's condition in an examined case; raises `UnknownNameError`."""
        return self._inference.explain(examined.memory, rule)

    def redact(self, text: str) -> str:
        """The text without its secrets."""
        return self._redactor.redact(text)

    def heard(self, report: str) -> frozenset[str]:
        """The observations and frames whose words give a fact in a report (`Observer.heard`)."""
        return self._observer.heard(self._redactor.redact(report))

    def gather(self, report: str | None, given: Iterable[Fact]) -> tuple[list[Fact], Observed]:
        """Every fact of the case before it is settled, and what was observed in the text."""
        given = list(given)
        facts = [fact for fact in given if fact.name != "report.text"]
        texts = [report] if report else []
        texts += [str(fact.value) for fact in given if fact.name == "report.text"]
        text = well_formed("\n\n".join(texts))
        secrets = self._redactor.find(text)
        facts += credential_facts(text, self.rulebase, secrets)
        observed = self._observer.observe(self._redactor.redact(text, secrets)) if text else Observed((), ())
        facts += observed.facts
        for fact in given:
            if fact.name == "error.message":
                facts += self._observer.observe_message(self._redactor.redact(str(fact.value)))
        return facts, observed

    def settle(self, facts: Iterable[Fact]) -> WorkingMemory:
        """Settle facts, and what they imply, with this rule base's reliabilities."""
        return self._settled(with_implied(facts, self.rulebase))

    def _settled(self, facts: Iterable[Fact]) -> WorkingMemory:
        return settle(facts, self._many, self.rulebase.weights.reliability)

    def _assemble(
        self,
        memory: WorkingMemory,
        conclusions: Conclusions,
        weighing: Weighing,
        observed: Observed,
        progress: Progress,
        case_id: str | None,
    ) -> Diagnosis:
        rulebase = self.rulebase
        verdict = verdict_of(weighing, conclusions.derived, rulebase.weights)
        ranked = weighing.ranked()
        questions = self._questions(memory, conclusions, weighing, progress) if verdict == "undecided" else ()
        leader = rulebase.causes.get(ranked[0]) if ranked else None
        return Diagnosis(
            verdict=verdict,
            causes=ranked_causes(weighing, rulebase),
            other_probability=round(weighing.shares[OTHER], 6),
            fixes=rank_fixes(weighing.shares, rulebase, progress.tried) if verdict != "no-fault-found" else (),
            prevention=leader.prevention if leader is not None and verdict == "diagnosed" else (),
            questions=questions,
            findings=collect_findings(memory, conclusions, observed, rulebase, self._today),
            checks=(),
            facts=fact_items(memory, conclusions.derived, self._many),
            engine=self._inference.engine,
            kb=kb_info(rulebase),
            id=case_id,
        )

    def _questions(
        self,
        memory: WorkingMemory,
        conclusions: Conclusions,
        weighing: Weighing,
        progress: Progress,
        *,
        settled: bool = False,
    ) -> tuple[Question, ...]:
        vague = {name for name, held in memory.facts.items() if is_vague(self.rulebase.asking(name), held)}
        said = {name for name in vague if any(fact.source.kind == "answer" for fact in memory.facts[name])}
        unknown = vague | conclusions.unknown
        known, unsure = memory.facts.keys() - vague, progress.unsure | said
        outlook, suppose, far = self._ahead(conclusions, weighing, tried_contributions(progress, self.rulebase))
        return best_questions(outlook, unknown, known, unsure, self.rulebase, suppose, far=far, settled=settled)

    def _ahead(
        self, conclusions: Conclusions, weighing: Weighing, extra: tuple[Contribution, ...]
    ) -> tuple[Outlook, Hypothetical, Callable[[str], bool]]:
        """A case ready to look ahead from: what may change, how it would weigh then, and which facts change nothing."""
        outlook, what_if = Outlook(weighing), self._inference.what_if(conclusions)
        spoken = Spoken(self._scales, conclusions.fired, extra, weighing.scores)
        found: dict[int, Outcome] = {}

        def suppose(name: str, value: Scalar) -> Outcome:
            difference = what_if.differing(self._supposed(conclusions.memory, name, value))
            # `what_if` keeps what it told, and tells the same difference again.
            outcome = found.get(id(difference))
            if outcome is None:
                outcome = found[id(difference)] = outlook.after(spoken.changed(difference.gone, difference.new))
            return outcome

        return outlook, suppose, what_if.far

    def _supposed(self, memory: WorkingMemory, name: str, value: Scalar) -> Mapping[str, tuple[Scalar, ...]]:
        """The facts that would have other values if one had this: itself, and what that implies of others."""
        if name not in self._implying or not implied_by(self.rulebase.facts[name], value):
            return {name: (value,)}
        facts = [fact for known, held in memory.facts.items() if known != name for fact in held]
        facts.append(Fact(name, value, Source("answer")))
        told = implied(facts, self.rulebase)
        concerned = {name, *(fact.name for fact in told)}
        settled = self._settled(fact for fact in (*facts, *told) if fact.name in concerned)
        return {fact: settled.values(fact) for fact in settled.facts if settled.values(fact) != memory.values(fact)}
