"""The next best question: the expected drop in uncertainty over the causes, per cost of finding out.

For each fact that could still decide a rule, each possible answer *v* is tried on a copy of the case. The
chance of an answer is P(v) = Σ P(cause) · P(v | cause), with P(v | cause) ∝ usual(v) × the likelihood
ratio that v brings to the cause; the gain is the entropy now less the expected entropy after the answer;
"I don't know" leaves everything as it is. Nothing is asked whose answers would all give the same advice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..diagnosis import Question
from .weigh import Weighing, entropy, leader

if TYPE_CHECKING:
    from ..facts import Scalar
    from ..rulebase.model import FactDecl, RuleBase

Hypothetical = Callable[[str, "Scalar"], Weighing]
"""Weighs the case as it would be if the fact had the value; the case itself does not change."""


def best_questions(
    now: Weighing, open_facts: Iterable[str], known: Iterable[str], rulebase: RuleBase, suppose: Hypothetical
) -> tuple[Question, ...]:
    """The questions worth asking, best first."""
    skip = set(known)
    questions: list[Question] = []
    for name in sorted(set(open_facts) - skip):
        decl = rulebase.facts[name]
        if decl.ask is None:
            continue
        answers = possible_answers(decl)
        if len(answers) < 2:
            continue
        outcomes = [suppose(name, value) for value in answers]
        if not _can_change_advice(now, outcomes, rulebase):
            continue
        gain = expected_gain(now, outcomes, base_rates(decl, answers)) * (1.0 - rulebase.weights.dont_know)
        value = gain / rulebase.weights.costs[decl.ask.cost]
        if value >= rulebase.weights.ask_gain:
            questions.append(question(decl, value))
    questions.sort(key=lambda q: (-q.value, q.fact))
    return tuple(questions[: rulebase.weights.most_questions])


def possible_answers(decl: FactDecl) -> tuple[Scalar, ...]:
    """The answers to look ahead to: every value, or those that ``usual`` or ``choices`` name."""
    if decl.type == "boolean":
        return (True, False)
    if decl.ask is not None and decl.ask.choices:
        named: Iterable[str] = decl.ask.choices
    else:
        named = decl.usual or decl.values
    return tuple(int(text) if decl.type == "integer" else text for text in named)


def base_rates(decl: FactDecl, answers: Sequence[Scalar]) -> list[float]:
    """P(answer) before anything else is known, from ``usual``; alike where it says nothing."""
    raw = [decl.usual.get(_text(value), 0.0 if decl.usual else 1.0) for value in answers]
    total = math.fsum(raw)
    return [rate / total for rate in raw] if total > 0 else [1.0 / len(raw)] * len(raw)


def expected_gain(now: Weighing, outcomes: Sequence[Weighing], rates: Sequence[float]) -> float:
    """Entropy now less expected entropy after the answer, in nats, never below 0."""
    chances = answer_chances(now, outcomes, rates)
    after = math.fsum(p * entropy(w.shares.values()) for p, w in zip(chances, outcomes, strict=True))
    return max(0.0, entropy(now.shares.values()) - after)


def answer_chances(now: Weighing, outcomes: Sequence[Weighing], rates: Sequence[float]) -> list[float]:
    """P(v) for each answer: the mixture over the causes of P(v | cause)."""
    chances = [0.0] * len(outcomes)
    scores = [outcome.scores for outcome in outcomes]
    untouched = 0.0
    for cause, share in now.shares.items():
        score = now.scores[cause]
        if all(after[cause] == score for after in scores):
            untouched += share  # most causes: their ratios are the rates
            continue
        ratios = [rate * math.exp(after[cause] - score) for rate, after in zip(rates, scores, strict=True)]
        total = math.fsum(ratios)
        if total <= 0.0:
            continue
        for index, ratio in enumerate(ratios):
            chances[index] += share * ratio / total
    whole = math.fsum(rates)
    if whole > 0.0:
        chances = [chance + untouched * rate / whole for chance, rate in zip(chances, rates, strict=True)]
    return chances


def question(decl: FactDecl, value: float) -> Question:
    """A question as the Diagnosis carries it."""
    assert decl.ask is not None
    return Question(
        fact=decl.name,
        prompt=decl.ask.prompt,
        choices=tuple(_choices(decl)),
        hint=decl.ask.hint,
        value=round(value, 6),
    )


def _choices(decl: FactDecl) -> Iterable[Mapping[str, Scalar | str]]:
    assert decl.ask is not None
    for text, label in decl.ask.choices.items():
        yield {"value": text, "label": label}


def _text(value: Scalar) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _can_change_advice(now: Weighing, outcomes: Sequence[Weighing], rulebase: RuleBase) -> bool:
    advice = _advice(now, rulebase)
    return any(_advice(outcome, rulebase) != advice for outcome in outcomes)


def _advice(weighing: Weighing, rulebase: RuleBase) -> tuple[str, bool]:
    first = leader(weighing)
    return first, weighing.shares[first] >= rulebase.weights.diagnosed
