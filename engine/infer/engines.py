"""The inference engine of one rule base: which matcher concludes, and what happens when one fails."""

from __future__ import annotations

from _thread import allocate_lock  # `threading` loads more than this lock, which it hands on
from collections.abc import Callable, Sequence

from ..errors import EngineError, UnknownNameError
from ..facts import WorkingMemory
from ..plain_json import loads
from ..rulebase.model import RuleBase
from .compiled_program import Program, from_data
from .conclusions import Conclusions, explain_condition
from .durable import DurableMatcher
from .native import durable_available
from .net import Net, Settled
from .stratum import strata_of
from .suppose import WhatIf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from .plain import PlainMatcher
    from .settle import Settlement
    from .truth import Truth

EngineName: TypeAlias = "Literal['durable', 'plain', 'both']"
_DISAGREE = "durable-rules and the plain matcher disagree on this case"


def ignore(_message: str) -> None:
    """A notice that nobody wants."""


class Inference:
    """Concludes from cases by the rules of one rule base. Safe to share between threads.

    ``durable`` concludes with durable-rules, ``plain`` with the matcher in Python. Where durable-rules cannot be
    imported, fails in a case or concludes anything else than the plain matcher, that takes over and ``notice`` gets
    one line; with ``both`` a failure or a difference is an error. Raises `ProgramError` for rules that cannot be compiled.
    """

    def __init__(
        self, rulebase: RuleBase, engine: EngineName = "durable", notice: Callable[[str], None] = ignore
    ) -> None:
        self._program: Program = _program_of(rulebase)
        self._rules = rulebase.rules
        self._plain: list[PlainMatcher] | None = None
        self._durable: list[DurableMatcher] | None = None
        self._net = Net(self._program)
        self._lock = allocate_lock()
        self._notice = notice
        self._noticed = False
        self._wanted: EngineName = engine
        if engine != "plain" and (reason := durable_available()):
            self._wanted = "plain"
            # Notices stand here and not in kb/phrases/: they tell of this installation, in words that no rule base changes.
            self._say(f"durable-rules cannot be used here ({reason}); the plain matcher takes its place")

    @property
    def engine(self) -> str:
        """What concludes: ``durable``, ``plain``, or ``durable+plain`` for both."""
        return "durable+plain" if self._wanted == "both" else self._wanted

    def conclude(self, memory: WorkingMemory) -> Conclusions:
        """All that follows from a case. Raises `EngineError` where ``both`` disagree or one of them fails."""
        settled = self._net.settle(memory)
        engine = self.engine
        if self._wanted != "plain":
            try:
                self._conclude_natively(memory, settled)
            except EngineError as error:
                if self._wanted == "both":
                    raise
                engine = "plain"
                self._say(f"{error}; the plain matcher concluded instead")
        return self._conclusions(memory, settled, engine)

    def compare(self, memory: WorkingMemory) -> None:
        """Settle a case from the ground up, what is true and what may yet be, by durable-rules, the plain matcher and the net.

        For proofs: it compiles nearly all rulesets. Raises `EngineError` where they disagree or one fails.
        """
        from .settle import settle

        plainly = self._settle_plainly(memory)
        natively = settle(self._program, self._durable_matchers(), memory)
        if not natively == plainly or plainly.fired != self._net.settle(memory).fired:
            raise EngineError(_DISAGREE)

    def hypothetical(self, memory: WorkingMemory) -> Conclusions:
        """What would follow: always by the plain matcher, which is fast enough to try many answers."""
        return self._conclusions(memory, self._net.settle(memory), "plain")

    def what_if(self, case: Conclusions) -> WhatIf:
        """A concluded case, for many suppositions about facts of it, which the plain matcher tries."""
        return WhatIf(self._program, self._net, case)

    def explain(self, memory: WorkingMemory, rule: str) -> Truth:
        """The truth of a rule's condition in a case, part by part. Raises `UnknownNameError`."""
        if rule not in self._rules:
            raise UnknownNameError(f"no rule is called {rule}")
        return explain_condition(self._program, self._settle_plainly(memory), memory, self._rules[rule].when)

    def close(self) -> None:
        """Free the native rulesets and what is remembered of the last case; the next case builds them anew."""
        self._program.table.forget()
        with self._lock:
            matchers, self._durable = self._durable, None
        for matcher in matchers or ():
            matcher.free()

    def _conclusions(self, memory: WorkingMemory, settled: Settled, engine: str) -> Conclusions:
        return Conclusions(self._program, settled, memory, engine)

    def _conclude_natively(self, memory: WorkingMemory, settled: Settled) -> None:
        """Have durable-rules conclude; raises `EngineError` where it fails or concludes anything else.

        What is true it concludes itself. What may yet be true only bounds what is false and what is worth asking: the
        matcher in Python finds that, too, in a fraction of the time (docs/adr/0002).
        """
        if _close_natively(self._net, self._durable_matchers(), settled) != settled.fired:
            raise EngineError(_DISAGREE)

    def _settle_plainly(self, memory: WorkingMemory) -> Settlement:
        from .plain import PlainMatcher
        from .settle import settle

        if self._plain is None:
            self._plain = [PlainMatcher(stratum) for stratum in self._program.strata]
        return settle(self._program, self._plain, memory)

    def _durable_matchers(self) -> Sequence[DurableMatcher]:
        with self._lock:
            if self._durable is None:
                self._durable = [DurableMatcher(stratum) for stratum in strata_of(self._program)]
            return self._durable

    def _say(self, message: str) -> None:
        if not self._noticed:
            self._noticed = True
            self._notice(message)


def _program_of(rulebase: RuleBase) -> Program:
    """The compiled rules; compiled anew where the rule base has none, or none that can be believed."""
    if rulebase.program:
        try:
            return from_data(tuple(rulebase.rules), loads(rulebase.program))
        except (ValueError, RecursionError):
            pass
    from .compile import compile_program

    return compile_program(tuple(rulebase.rules.values()), rulebase.facts)


def _close_natively(net: Net, matchers: Sequence[DurableMatcher], settled: Settled) -> frozenset[int]:
    """Every term that durable-rules fires, stratum by stratum, over what is observed and what is known to be false."""
    given = settled.definite.given
    later = {literal: net.negated[literal] for literal in given if literal in net.negated}
    holds = set(given.difference(later))
    fired: set[int] = set()
    for level, matcher in enumerate(matchers):
        closure = matcher.close(holds)
        fired |= closure.fired
        holds |= closure.literals
        holds.update(literal for literal, after in later.items() if after == level)
    return frozenset(fired)
