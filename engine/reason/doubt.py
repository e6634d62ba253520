"""Which answer may be a slip: one that all the rest, or a fix that did not help, makes hard to believe.

A slip happens to one answer in so many (``slip`` in ``kb/weights.yaml``) and takes any value alike; a right answer has the
chance that the case without it gives it, as when it was asked for. Bayes' rule weighs the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ask import answer_chances

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..facts import Fact
    from .diagnose import Diagnostician, Examined


def slip_chances(doctor: Diagnostician, examined: Examined, without: Collection[str] = ()) -> dict[str, float]:
    """For each askable fact that was answered by one value the chance, 0 to 1, that this was a slip; ``without``: not these."""
    chances: dict[str, float] = {}
    for name, held in examined.memory.facts.items():
        decl = doctor.rulebase.facts[name]
        if decl.ask is None or name in without or len(held) != 1 or not _outright(held[0]):
            continue
        answers = decl.answers
        if len(answers) > 1 and held[0].value in answers:
            slip = doctor.rulebase.weights.slip
            wrong = slip / (len(answers) - 1)
            right = (1.0 - slip) * _chance(name, held[0], doctor, examined)
            chances[name] = wrong / (wrong + right) if wrong > 0.0 else 0.0
    return chances


def _outright(fact: Fact) -> bool:
    """Whether the person stated this very fact: what an answer implies names that answer as its detail."""
    return fact.source.kind == "answer" and not fact.source.detail


def _chance(name: str, said: Fact, doctor: Diagnostician, examined: Examined) -> float:
    """The chance of an answer in the case without it."""
    kept = [
        fact
        for held in examined.memory.facts.values()
        for fact in held
        if fact.name != name and fact.source.detail != name
    ]
    now, suppose = doctor.supposing(doctor.settle(kept), examined.progress)
    decl = doctor.rulebase.facts[name]
    answers = decl.answers
    outcomes = [suppose(name, value) for value in answers]
    return answer_chances(now, outcomes, decl.rates)[answers.index(said.value)]
