"""A session: what a person says, answers, takes back and tries, and what follows from all of it.

Nothing is patched: after each step everything is worked out again from the log of steps, so that an answer taken
back leaves no trace. There is no terminal, clock, file or network here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from ..errors import InputError, UnknownNameError
from ..facts import Conflict, Fact, Scalar, Source
from ..reason.ask import question
from ..reason.credentials import credential_facts
from ..reason.progress import FIX_RESULTS, FixResult, fixes_by_id
from ..values import Struct
from ..vocabulary import did_you_mean, read_facts
from .log import Answered, Event, FixTried, Looked, Redid, Step, Told, Undid, Unsure, Withdrew, split
from .state import State, gathered, state_of

if TYPE_CHECKING:
    from ..diagnosis import Diagnosis, Question, RankedFix
    from ..explain.how import How
    from ..explain.why import Why
    from ..explain.why_not import WhyNot
    from ..reason.diagnose import Diagnostician, Examined
    from ..rulebase.model import FactDecl

DoneReason = Literal["fixed", "no-fault-found", "out-of-scope", "nothing-left"]
FixReason = Literal["diagnosed", "nothing-to-ask", "asked-enough"]


class Ask(Struct):
    """Ask the person this; ``said``: for the second time, because the answer may have been a slip."""

    question: Question
    said: tuple[Scalar, ...] = ()


class TryFix(Struct):
    """Try this fix: the cause is ``diagnosed``, no answer could change the advice (``nothing-to-ask``), or so many were
    given that a fix that fails tells more than the next (``asked-enough``)."""

    fix: RankedFix
    reason: FixReason


class Done(Struct):
    """There is nothing to ask or try: the phrase ``session.done.REASON`` says why. ``prevention`` after a fix."""

    reason: DoneReason
    prevention: tuple[str, ...] = ()


NextStep = Ask | TryFix | Done


class Session:
    """One conversation. Without a ``doctor`` it uses the built-in rule base; ``log`` continues an earlier one."""

    def __init__(self, doctor: Diagnostician | None = None, log: Iterable[Event] = ()) -> None:
        if doctor is None:
            from ..api import builtin_doctor  # the only way here to a file: the built-in rule base

            doctor = builtin_doctor()
        self.doctor: Diagnostician = doctor
        self._log: tuple[Event, ...] = tuple(log)
        self._examined: Examined | None = None
        self.on_step: Callable[[Session], object] | None = None
        """Told of every step before anything is concluded from it: what was said can be safe by then."""

    @property
    def log(self) -> tuple[Event, ...]:
        """Everything that was said and done, in order."""
        return self._log

    @property
    def state(self) -> State:
        """What counts now."""
        return state_of(split(self._log)[0], self.doctor.rulebase)

    @property
    def examined(self) -> Examined:
        """The Diagnosis with what led to it."""
        if self._examined is None:
            self._examined = self._examine(self.state)
        return self._examined

    @property
    def diagnosis(self) -> Diagnosis:
        """What follows from everything said so far."""
        return self.examined.diagnosis

    @property
    def contradictions(self) -> tuple[Conflict, ...]:
        """Facts about which two sources disagree, with the one that counts."""
        return self.examined.memory.conflicts

    def tell(self, text: str) -> None:
        """Add a pasted error or a description; after a fix that helped it begins on the next fault.

        Secrets are hidden before anything is kept. Raises `InputError` for an empty text.
        """
        if not text.strip():
            raise InputError("the text is empty")
        redacted = self.doctor.redact(text)
        self._add(Told(redacted, credential_facts(text, self.doctor.rulebase) if redacted != text else ()))

    def looked(self, facts: Iterable[Fact]) -> None:
        """Add what the probes found, in place of what an earlier look found."""
        known = self.doctor.rulebase.facts
        redact = self.doctor.redact
        self._add(Looked(tuple(_without_secrets(fact, redact) for fact in facts if fact.name in known)))

    def answer(self, fact: str, *texts: str) -> None:
        """State a fact by its value, or values where it may have several; replaces an earlier answer.

        Raises `UnknownNameError`, `FactValueError`, or `InputError` without a value.
        """
        self._add(Answered(fact, self._values(fact, texts)))

    def correct(self, fact: str, *texts: str) -> None:
        """Like `answer`, and what was read or seen of the fact so far was wrong."""
        self._add(Answered(fact, self._values(fact, texts), corrects=True))

    def dont_know(self, fact: str) -> None:
        """Say that a fact is not known; it is not asked again. Raises `UnknownNameError`."""
        self._add(Unsure(self._known(fact).name))

    def withdraw(self, fact: str) -> None:
        """Take back an answer, a "don't know", and what was read about the fact in the texts so far.

        Raises `UnknownNameError`, or `InputError` when nothing was said about it.
        """
        name = self._known(fact).name
        if name not in self.state.progress.unsure and name not in self.examined.memory.facts:
            raise InputError(f"nothing was said about {name}")
        self._add(Withdrew(name))

    def fix_result(self, fix: str, result: FixResult) -> None:
        """Say what became of a fix. Raises `UnknownNameError` for another fix or result."""
        fixes = fixes_by_id(self.doctor.rulebase)
        if fix not in fixes:
            raise UnknownNameError(f"no fix is called {fix}{did_you_mean(fix, fixes)}")
        if result not in FIX_RESULTS:
            raise UnknownNameError(f"the result of a fix is one of {', '.join(FIX_RESULTS)}; not {result}")
        self._add(FixTried(fix, result))

    def undo(self) -> Step | None:
        """Take back the last step; gives that step, ``None`` when there is none."""
        done, _undone = split(self._log)
        if done:
            self._add(Undid())
        return done[-1] if done else None

    def redo(self) -> Step | None:
        """Take the last undone step again; gives that step, ``None`` when there is none."""
        _done, undone = split(self._log)
        if undone:
            self._add(Redid())
        return undone[-1] if undone else None

    def next_step(self, more: int = 0) -> NextStep:
        """The best thing to do now; ``more``: how often the person wanted to be asked on, after enough was asked."""
        state, diagnosis = self.state, self.diagnosis
        if state.solved:
            cause, _fix = fixes_by_id(self.doctor.rulebase)[state.solved]
            return Done("fixed", cause.prevention)
        if diagnosis.verdict == "no-fault-found":
            return Done("no-fault-found")
        failed = "not-helped" in state.progress.tried.values()
        if failed and (doubted := self._doubted(state, self.doctor.rulebase.weights.doubt)):
            return doubted
        questions = self.doctor.questions(self.examined)
        enough = bool(questions) and self._asked_enough(state, more)
        if questions and not enough:
            return Ask(questions[0])
        if enough and (doubted := self._doubted(state, self.doctor.rulebase.weights.doubt)):
            return doubted
        if diagnosis.verdict == "out-of-scope":
            return Done("out-of-scope")
        if diagnosis.fixes:
            undecided = "asked-enough" if enough else "nothing-to-ask"
            return TryFix(diagnosis.fixes[0], "diagnosed" if diagnosis.verdict == "diagnosed" else undecided)
        return (failed and self._doubted(state, 0.0)) or Done("nothing-left")

    def would_settle(self) -> tuple[Question, ...]:
        """The questions whose answers would tell most, best first, whether or not the person said "I don't know" to them."""
        return self.doctor.questions(self.examined, again=True)

    def what_if(self, supposed: Mapping[str, str | Iterable[str]]) -> Diagnosis:
        """The Diagnosis if facts had other values, whatever was said about them; the session stays as it is.

        Raises `UnknownNameError` or `FactValueError`.
        """
        facts: list[Fact] = []
        for name, value in supposed.items():
            facts += self._read(name, (value,) if isinstance(value, str) else tuple(value))
        return self._examine(self.state, tuple(facts)).diagnosis

    def how(self, cause: str) -> How:
        """How the share of a cause came about; raises `UnknownNameError`."""
        from ..explain.how import how

        return how(self.doctor.rulebase, self.examined, cause)

    def why(self, fact: str) -> Why:
        """Why to ask about a fact: what each answer would do; raises `UnknownNameError`."""
        from ..explain.why import why

        return why(self.doctor, self.examined, self._known(fact).name)

    def why_not(self, cause: str) -> WhyNot:
        """Why a cause does not lead: its silent rules and what speaks against it; raises `UnknownNameError`."""
        from ..explain.why_not import why_not

        return why_not(self.doctor, self.examined, cause)

    def _asked_enough(self, state: State, more: int) -> bool:
        """Whether further questions try a person's patience: many were answered, or none of the last ones could be."""
        weights = self.doctor.rulebase.weights
        asked = len(state.answers) + len(state.progress.unsure)
        steps = [step for step in split(self._log)[0] if not isinstance(step, FixTried)]
        last = steps[-weights.most_unsure * (1 + more) :]
        helpless = len(last) == weights.most_unsure * (1 + more) and all(isinstance(step, Unsure) for step in last)
        return helpless or asked >= weights.patience * (1 + more) + len(state.confirmed)

    def _doubted(self, state: State, least: float) -> Ask | None:
        """The answer to ask for again: the one that is most likely a slip, if the chance of that is at ``least`` so."""
        from ..reason.doubt import slip_chances

        chances = slip_chances(self.doctor, self.examined, state.confirmed)
        fact = max(chances, key=lambda name: (chances[name], name), default="")
        if not fact or chances[fact] < least:
            return None
        asked = question(self.doctor.rulebase.facts[fact], 0.0)
        return Ask(asked, self.examined.memory.values(fact))

    def _add(self, event: Event) -> None:
        self._log = (*self._log, event)
        self._examined = None
        if self.on_step is not None:
            _ = self.on_step(self)

    def _examine(self, state: State, supposed: tuple[Fact, ...] = ()) -> Examined:
        facts, observed = gathered(state, self.doctor, supposed)
        return self.doctor.examine(facts, observed, state.progress)

    def _known(self, fact: str) -> FactDecl:
        decl = self.doctor.rulebase.facts.get(fact)
        if decl is None:
            raise UnknownNameError(f"no fact is called {fact!r}{did_you_mean(fact, self.doctor.rulebase.facts)}")
        return decl

    def _values(self, fact: str, texts: tuple[str, ...]) -> tuple[Scalar, ...]:
        if not texts:
            raise InputError(f"an answer about {fact} needs a value")
        return tuple(item.value for item in self._read(fact, texts))

    def _read(self, fact: str, texts: tuple[str, ...]) -> tuple[Fact, ...]:
        pairs = [(fact, self.doctor.redact(text)) for text in texts]
        return read_facts(pairs, self.doctor.rulebase.facts, Source("answer"))


def _without_secrets(fact: Fact, redact: Callable[[str], str]) -> Fact:
    value = redact(fact.value) if isinstance(fact.value, str) else fact.value
    return Fact(fact.name, value, Source(fact.source.kind, redact(fact.source.detail)), fact.position)
