"""What a probe hands over: facts for the diagnosis, and checks in words for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import phrases
from ..diagnosis import Check, CheckState
from ..facts import Fact, Scalar, Source
from ..values import Struct, field

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase


class ProbeResult(Struct):
    """The facts that a probe found, and the checks it made, in the order to show them."""

    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()
    secrets: tuple[str, ...] = field(default=(), repr=False, compare=False)
    """Values that were seen and must not be shown: for the redactor, nobody else."""


class Notes:
    """Collects the result of one probe. Words come from the rule base: the check ``NAME`` says ``check.PROBE.NAME``."""

    def __init__(self, probe: str, rulebase: RuleBase) -> None:
        self.probe = probe
        self._rulebase = rulebase
        self._facts: list[Fact] = []
        self._checks: list[Check] = []

    def fact(self, name: str, value: Scalar, detail: str) -> None:
        """A fact that was seen at ``detail``; one that the rule base does not know is dropped."""
        decl = self._rulebase.facts.get(name)
        if decl is not None and (decl.type != "enum" or value in decl.values):
            self._facts.append(Fact(name, value, Source("probe", detail)))

    def take(self, facts: tuple[Fact, ...]) -> None:
        """Facts that were read elsewhere, as they are."""
        self._facts += facts

    def check(self, state: CheckState, name: str, /, **values: object) -> None:
        """A check and its outcome; raises `InstallationError` when the rule base has no words for it."""
        text = self.say(f"check.{self.probe}.{name}", **values)
        self._checks.append(Check(f"{self.probe}.{name}", state, text))

    def say(self, phrase: str, /, **values: object) -> str:
        """A phrase of the rule base with its places filled."""
        return phrases.say(self._rulebase.phrases, phrase, **values)

    def result(self) -> ProbeResult:
        """Everything noted so far."""
        return ProbeResult(tuple(self._facts), tuple(self._checks))


def not_checked(probe: str, reason: str, rulebase: RuleBase) -> ProbeResult:
    """The result of a probe that could not do its work."""
    what = phrases.say(rulebase.phrases, f"check.{probe}")
    text = phrases.say(rulebase.phrases, "check.not-checked", what=what, reason=reason)
    return ProbeResult((), (Check(probe, "not-checked", text),))
