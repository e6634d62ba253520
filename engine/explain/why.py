"""Why to ask: which causes a fact would tell apart, and what each answer would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..facts import Scalar, as_text
from ..reason.ask import answer_chances
from ..reason.weigh import with_scores
from ..values import Struct
from .seen import Standing, standings
from .words import PlainWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..reason.diagnose import Diagnostician, Examined
    from ..reason.weigh import Weighing
    from ..rulebase.model import RuleBase

_ALIKE = 0.05
"""Shares that differ by less than about this are the same to a reader."""
LEADING = 3
"""How many causes are shown before the question and after each answer."""


class AnswerEffect(Struct):
    """What one answer would do: its chance (0 to 1), and the leading causes after it."""

    value: Scalar
    label: str
    chance: float
    after: tuple[Standing, ...]


class Why(Struct):
    """``separates``: the leading causes whose share differs between the answers. Without ``answers`` the possible
    values of the fact cannot be listed."""

    fact: str
    prompt: str
    before: tuple[Standing, ...]
    separates: tuple[Standing, ...]
    answers: tuple[AnswerEffect, ...]

    def to_text(self, rulebase: RuleBase) -> str:
        """The explanation in sentences."""
        words = PlainWords(rulebase)
        titles = words.say("why.then").join(item.title for item in self.separates)
        lines = [words.say("why.separates", titles=titles)] if titles else [words.say("why.nothing")]
        lines.append(words.say("why.before", standings=words.standings(self.before)))
        groups = self._alike(rulebase)
        if len(groups) == 1 and _same(groups[0][0].after, self.before):
            return "\n".join(lines)
        for alike in groups:
            chance = words.percent(sum(answer.chance for answer in alike))
            labels = words.say("why.or").join(answer.label for answer in alike)
            if _same(alike[0].after, self.before):
                lines.append(words.say("why.same", answer=labels, chance=chance))
            else:
                after = words.standings(_told(alike[0].after, rulebase))
                lines.append(words.say("why.answer", answer=labels, chance=chance, standings=after))
        return "\n".join(lines)

    def _alike(self, rulebase: RuleBase) -> list[list[AnswerEffect]]:
        """The answers, those together that would come to the same, the likeliest first."""
        groups: dict[object, list[AnswerEffect]] = {}
        for answer in sorted(self.answers, key=lambda answer: -answer.chance):
            told = _told(answer.after, rulebase)
            same = _same(answer.after, self.before)
            effect = "" if same else tuple((item.cause, round(item.share / _ALIKE)) for item in told)
            groups.setdefault(effect, []).append(answer)
        return sorted(groups.values(), key=lambda alike: -sum(answer.chance for answer in alike))


def _told(after: Sequence[Standing], rulebase: RuleBase) -> Sequence[Standing]:
    """What is said of an answer: the cause that it settles, or all that lead."""
    return after[:1] if after and after[0].share >= rulebase.weights.diagnosed else after


def _same(after: Sequence[Standing], before: Sequence[Standing]) -> bool:
    """Whether an answer leaves the leading causes about where they are."""
    shares = {item.cause: item.share for item in before}
    return bool(after) and all(abs(item.share - shares.get(item.cause, 2.0)) < _ALIKE for item in after)


def why(doctor: Diagnostician, examined: Examined, fact: str) -> Why:
    """What asking about a fact of the vocabulary would do in an examined case."""
    rulebase, now = doctor.rulebase, examined.weighing
    decl = rulebase.facts[fact]
    values = () if decl.derived else decl.answers
    suppose = doctor.suppose(examined)
    outcomes = [suppose(fact, value) for value in values]
    chances = answer_chances(now, outcomes, decl.rates) if outcomes else []
    weighings = [with_scores(now, outcome.changed) for outcome in outcomes]
    labels = decl.ask.choices if decl.ask is not None else dict[str, str]()
    words = PlainWords(rulebase)
    answers = tuple(
        AnswerEffect(
            value, labels.get(as_text(value)) or words.meaning(fact, value), chance, standings(after, rulebase, LEADING)
        )
        for value, chance, after in zip(values, chances, weighings, strict=True)
    )
    before = standings(now, rulebase, LEADING)
    prompt = decl.ask.prompt if decl.ask is not None else decl.description
    return Why(fact, prompt, before, _separated(now, weighings, before, answers, rulebase), answers)


def _separated(
    now: Weighing,
    outcomes: Sequence[Weighing],
    before: Sequence[Standing],
    answers: Sequence[AnswerEffect],
    rulebase: RuleBase,
) -> tuple[Standing, ...]:
    leading = dict.fromkeys(item.cause for item in before)
    leading |= dict.fromkeys(item.cause for answer in answers for item in answer.after[:1])
    enough = rulebase.weights.act_from
    told = [name for name in leading if _spread([after.shares[name] for after in outcomes]) >= enough]
    told.sort(key=lambda name: (-now.shares[name], name))
    return tuple(Standing(name, rulebase.causes[name].title, now.shares[name]) for name in told)


def _spread(shares: Sequence[float]) -> float:
    return max(shares) - min(shares) if shares else 0.0
