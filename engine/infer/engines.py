"""The inference engine of one rule base: which matcher concludes, and what happens when one fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Literal

from ..errors import EngineError, UnknownNameError
from ..facts import WorkingMemory
from ..rulebase.model import RuleBase
from .compile import Program, compile_program
from .conclusions import Conclusions, conclusions, explain_rule
from .durable import DurableMatcher
from .native import durable_available
from .plain import PlainMatcher
from .settle import Settlement, settle
from .suppose import Ripples, WhatIf
from .truth import Truth

EngineName = Literal["durable", "plain", "both"]


def ignore(_message: str) -> None:
    """A notice that nobody wants."""


class Inference:
    """Concludes from cases by the rules of one rule base. Safe to share between threads.

    ``durable`` concludes with durable-rules, ``plain`` with the matcher in Python, ``both`` with both and
    holds them against each other. Where durable-rules cannot be imported, or fails in a case, the plain
    matcher takes over and ``notice`` gets one line. Raises `ProgramError` for rules that cannot be compiled.
    """

    def __init__(
        self, rulebase: RuleBase, engine: EngineName = "durable", notice: Callable[[str], None] = ignore
    ) -> None:
        self._program: Program = compile_program(tuple(rulebase.rules.values()), rulebase.facts)
        self._plain = [PlainMatcher(stratum) for stratum in self._program.strata]
        self._durable: list[DurableMatcher] | None = None
        self._ripples: Ripples | None = None
        self._last: tuple[WorkingMemory, Settlement] | None = None
        self._lock = threading.Lock()
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
        if self._wanted == "plain":
            return self.hypothetical(memory)
        try:
            # What is true comes from durable-rules. What may yet be true only bounds what is false and what is worth
            # asking: the matcher in Python finds it too, in a fraction of the time (docs/adr/0002).
            bounds = None if self._wanted == "both" else self._plain
            settlement = settle(self._program, self._durable_matchers(), memory, bounds)
        except EngineError as error:
            if self._wanted == "both":
                raise
            if self._durable is None:  # a rule is beyond the native engine: it cannot help in any case
                self._wanted = "plain"
            self._say(f"{error}; the plain matcher concluded instead")
            return self.hypothetical(memory)
        if self._wanted == "both" and settlement != self._settle_plainly(memory):
            raise EngineError("durable-rules and the plain matcher disagree on this case")
        self._last = memory, settlement
        return conclusions(self._program, settlement, memory, self.engine)

    def hypothetical(self, memory: WorkingMemory) -> Conclusions:
        """What would follow: always by the plain matcher, which is fast enough to try many answers."""
        return conclusions(self._program, self._settle_plainly(memory), memory, "plain")

    def what_if(self, memory: WorkingMemory) -> WhatIf:
        """The case settled once, for many suppositions about single facts of it, which the plain matcher tries."""
        if self._ripples is None:
            self._ripples = Ripples(self._program)
        last = self._last  # asked once: another thread may conclude meanwhile
        settlement = last[1] if last and last[0] is memory else self._settle_plainly(memory)
        return WhatIf(self._ripples, settlement, memory)

    def explain(self, memory: WorkingMemory, rule: str) -> Truth:
        """The truth of a rule's condition in a case, part by part. Raises `UnknownNameError`."""
        try:
            return explain_rule(self._program, self._settle_plainly(memory), memory, rule)
        except KeyError:
            raise UnknownNameError(f"no rule is called {rule}") from None

    def close(self) -> None:
        """Free the native rulesets and what is remembered of the last case; the next case builds them anew."""
        self._program.table.forget()
        self._last = None
        with self._lock:
            matchers, self._durable = self._durable, None
        for matcher in matchers or ():
            matcher.free()

    def _settle_plainly(self, memory: WorkingMemory) -> Settlement:
        return settle(self._program, self._plain, memory)

    def _durable_matchers(self) -> Sequence[DurableMatcher]:
        with self._lock:
            if self._durable is None:
                self._durable = [DurableMatcher(stratum) for stratum in self._program.strata]
            return self._durable

    def _say(self, message: str) -> None:
        if not self._noticed:
            self._noticed = True
            self._notice(message)
