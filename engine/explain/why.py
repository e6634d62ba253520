"""Why to ask: which causes a fact would tell apart, and what each answer would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..facts import Scalar
from ..reason.ask import answer_chances, base_rates, possible_answers
from ..values import dataclass
from .seen import Standing, standings
from .words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..reason.diagnose import Diagnostician, Examined
    from ..reason.weigh import Weighing
    from ..rulebase.model import RuleBase

LEADING = 3
"""How many causes are shown before the question and after each answer."""


@dataclass(frozen=True, slots=True)
class AnswerEffect:
    """What one answer would do: its chance (0 to 1), and the leading causes after it."""

    value: Scalar
    label: str
    chance: float
    after: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """``separates``: the leading causes whose share differs between the answers. Without ``answers`` the possible
    values of the fact cannot be listed."""

    fact: str
    prompt: str
    before: tuple[Standing, ...]
    separates: tuple[Standing, ...]
    answers: tuple[AnswerEffect, ...]

    def to_text(self, rulebase: RuleBase) -> str:
        """The explanation in sentences."""
        words = Words(rulebase.phrases)
        titles = "; ".join(item.title for item in self.separates)
        lines = [words.say("why.separates", titles=titles)] if titles else [words.say("why.nothing")]
        lines.append(words.say("why.before", standings=words.standings(self.before)))
        for answer in self.answers:
            after, chance = words.standings(answer.after), words.percent(answer.chance)
            lines.append(words.say("why.answer", answer=answer.label, chance=chance, standings=after))
        return "\n".join(lines)


def why(doctor: Diagnostician, examined: Examined, fact: str) -> Why:
    """What asking about a fact of the vocabulary would do in an examined case."""
    rulebase, now = doctor.rulebase, examined.weighing
    decl = rulebase.facts[fact]
    values = () if decl.derived else possible_answers(decl)
    suppose = doctor.suppose(examined)
    outcomes = [suppose(fact, value) for value in values]
    chances = answer_chances(now, outcomes, base_rates(decl, values)) if outcomes else []
    labels = decl.ask.choices if decl.ask is not None else dict[str, str]()
    words = Words(rulebase.phrases)
    answers = tuple(
        AnswerEffect(value, labels.get(_key(value)) or words.value(value), chance, standings(after, rulebase, LEADING))
        for value, chance, after in zip(values, chances, outcomes, strict=True)
    )
    before = standings(now, rulebase, LEADING)
    prompt = decl.ask.prompt if decl.ask is not None else decl.description
    return Why(fact, prompt, before, _separated(now, outcomes, before, answers, rulebase), answers)


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


def _key(value: Scalar) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
