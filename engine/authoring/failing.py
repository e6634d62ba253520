"""Why a case fails, in words: which test of which rule kept it from its expectation, what that saw, what was nearly said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..conditions import Test
from ..explain.how import reasons_about
from ..explain.why_not import SilentRule, block_lines, silent_rule
from ..explain.words import Words
from ..values import Struct
from ..vocabulary import read_value
from .near import near_phrase
from .trying import given_facts

if TYPE_CHECKING:
    from ..facts import Scalar
    from ..reason.diagnose import Diagnostician, Examined
    from ..rulebase.model import Case, RuleBase
    from .expecting import Difference

_MOST = 3
"""So many rules are told of each kind; the weightiest come first."""


def because(difference: Difference, case: Case, doctor: Diagnostician) -> Iterator[str]:
    """The lines that say why an expectation of a case did not come true; none where there is nothing to add."""
    facts, observed = doctor.gather(case.report or None, given_facts(case, doctor.rulebase))
    telling = _Telling(doctor, doctor.examine(facts, observed), case, Words(doctor.rulebase.phrases))
    match difference.key:
        case "fires":
            for rule in difference.wanted:
                yield from telling.silent(rule)
        case "silent":
            for rule in difference.got:
                yield from telling.fired(rule)
        case "cause" | "among":
            yield from telling.standing(difference.got[:1])
            for cause in difference.wanted:
                yield from telling.not_leading(cause)
        case "not_cause":
            yield from telling.standing(difference.got)
        case "raises" | "lowers":
            yield from telling.standing(tuple(text.partition(" ")[0] for text in difference.got))
        case key if key in doctor.rulebase.facts:
            yield from telling.lacking(key, difference.wanted)
        case _:
            return


class _Telling(Struct):
    doctor: Diagnostician
    examined: Examined
    case: Case
    words: Words

    @property
    def base(self) -> RuleBase:
        return self.doctor.rulebase

    def silent(self, name: str) -> Iterator[str]:
        """The tests that keep a rule from firing."""
        rule = silent_rule(self.doctor, self.examined, name)
        if rule:
            yield self.words.say(f"failing.{rule.state}", rule=name)
            yield from block_lines(rule, self.words, "  ")
            yield from self._nearly(rule)

    def fired(self, name: str) -> Iterator[str]:
        """The tests by which a rule fired."""
        firing = next(item for item in self.examined.conclusions.fired if item.rule == name)
        yield self.words.say("failing.fired", rule=name)
        for test in firing.tests:
            text = self.words.test(test.leaf, test.wanted)
            key = "failing.saw" if test.seen else "failing.saw-nothing"
            yield "  " + self.words.say(key, test=text, seen=self.words.values(test.seen))

    def standing(self, causes: tuple[str, ...]) -> Iterator[str]:
        """What the rules say about causes."""
        for cause in causes:
            share = self.words.percent(self.examined.weighing.shares[cause])
            yield self.words.say("failing.standing", cause=cause, percent=share)
            spoken = [item for item in reasons_about(self.base, self.examined, cause) if item.counted]
            for reason in spoken[:_MOST]:
                yield "  " + self.words.say(
                    "failing.reason", rule=reason.rule.rule, word=reason.word, weight=f"{reason.weight:+.1f}"
                )
            if not spoken:
                yield "  " + self.words.say("failing.no-reason")

    def not_leading(self, cause: str) -> Iterator[str]:
        """What was said about the cause that was wanted, and the rules for it that stayed silent, the nearest first."""
        yield from self.standing((cause,))
        weights = self.base.weights.evidence
        speaking = [rule for rule in self.base.rules.values() if weights.get(rule.evidence.get(cause, ""), 0.0) > 0.0]
        found = [rule for item in speaking if (rule := silent_rule(self.doctor, self.examined, item.id))]
        found.sort(key=lambda rule: (rule.state == "false", len(rule.blocks), rule.rule))
        for rule in found[:_MOST]:
            yield from self.silent(rule.rule)

    def lacking(self, fact: str, wanted: tuple[str, ...]) -> Iterator[str]:
        """Why a fact has not the value that was wanted: rules that would conclude it, phrases that nearly stand there."""
        value = read_value(self.base.facts[fact], wanted[0])
        for rule in [rule for rule in self.base.rules.values() if rule.then.get(fact) == value][:_MOST]:
            yield from self.silent(rule.id)
        yield from self._near(fact, (value,))

    def _nearly(self, rule: SilentRule) -> Iterator[str]:
        for block in rule.blocks:
            wants = isinstance(block.test, Test) and block.wanted and block.test.operator in ("equals", "one_of")
            if wants and isinstance(block.test, Test):
                yield from self._near(block.test.fact, block.test.operands)

    def _near(self, fact: str, values: tuple[Scalar, ...]) -> Iterator[str]:
        found = near_phrase(fact, values, self.case.report, self.base) if self.case.report else None
        if found:
            yield "  " + self.words.say(
                "failing.near", words=found.words, phrase=found.phrase, observation=found.observation
            )
