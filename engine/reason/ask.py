"""The next best question: the expected drop in uncertainty over the causes, per cost of finding out.

For each fact that could still decide a rule, each possible answer *v* is tried on a copy of the case. The
chance of an answer is P(v) = Σ P(cause) · P(v | cause), with P(v | cause) ∝ usual(v) × the likelihood
ratio that v brings to the cause; the gain is the entropy now less the expected entropy after the answer;
"I don't know" leaves everything as it is. Nothing is asked whose answers would all give the same advice.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter

from ..diagnosis import Question
from ..facts import as_text
from .weigh import OTHER, Weighing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..facts import Fact, Scalar
    from ..rulebase.model import AskBrief, FactDecl, RuleBase
    from .outlook import Outcome, Outlook

Hypothetical = Callable[[str, "Scalar"], "Outcome"]
"""How the case would weigh if the fact had the value; the case itself does not change."""


def best_questions(
    outlook: Outlook,
    open_facts: Iterable[str],
    known: Iterable[str],
    unsure: Iterable[str],
    rulebase: RuleBase,
    suppose: Hypothetical,
    *,
    far: Callable[[str], bool] | None = None,
    settled: bool = False,
) -> tuple[Question, ...]:
    """The questions worth asking, best first; on a ``settled`` case, those that may well overturn it.

    ``far``: whether a fact by itself changes nothing, whatever it were, so that it need not be looked at.
    """
    open_facts, known = set(open_facts), set(known)
    weights = rulebase.weights
    found: list[tuple[float, str, AskBrief]] = []
    now = outlook.after({})
    advice = _advice(now, rulebase)
    implying = rulebase.implying
    names = sorted((open_facts | implying) & rulebase.askable)
    if far is not None:
        names = [name for name in names if name in implying or not far(name)]
    for name, ask in _askable(names, open_facts, known, set(unsure), rulebase):
        if len(ask.answers) < 2:
            continue
        outcomes = [suppose(name, value) for value in ask.answers]
        if all(_advice(outcome, rulebase) == advice for outcome in outcomes):
            continue
        if settled and chance_of_change(outlook, outcomes, ask.rates, weights.show_from) < weights.settled_change:
            continue
        gain = expected_gain(now.entropy, outcomes, answer_chances(outlook.now, outcomes, ask.rates))
        value = gain * (1.0 - weights.dont_know) / weights.costs[ask.cost]
        if settled or value >= weights.ask_gain:
            found.append((-round(value, 6), name, ask))
    found.sort(key=itemgetter(0, 1))
    asked = _without_parts(found)[: weights.most_questions]
    return tuple([question(rulebase.facts[name], -value) for value, name in asked])


def _without_parts(found: Iterable[tuple[float, str, AskBrief]]) -> list[tuple[float, str]]:
    """The facts to ask for, best first, without those that a better one would tell as well."""
    kept: list[tuple[float, str]] = []
    told: set[str] = set()
    for value, name, ask in found:
        if name not in told:
            kept.append((value, name))
            told.update(ask.tells)
    return kept


def _askable(
    names: Iterable[str],
    open_facts: AbstractSet[str],
    known: AbstractSet[str],
    unsure: AbstractSet[str],
    rulebase: RuleBase,
) -> Iterator[tuple[str, AskBrief]]:
    """Of these facts those to ask for: open ones, and those that tell of open ones while nothing of what they tell is
    known."""
    for name in names:
        ask = None if name in known or name in unsure else rulebase.asking(name)
        if ask is None or not known.isdisjoint(ask.implied_by):
            continue
        if name in open_facts or (not open_facts.isdisjoint(ask.tells) and known.isdisjoint(ask.tells)):
            yield name, ask


def is_vague(ask: AskBrief | None, held: Iterable[Fact]) -> bool:
    """Whether all that is known of a fact says too little to leave it unasked (`model.Ask.vague`)."""
    return ask is not None and all(as_text(fact.value) in ask.vague for fact in held)


def chance_of_change(
    outlook: Outlook, outcomes: Sequence[Outcome], rates: Sequence[float], worth: float = 0.0
) -> float:
    """The chance, 0 to 1, that the leading cause is not the true one and that the answer shows it.

    An answer shows it when it puts another cause first. It counts for the causes that it speaks for, and for those with
    a share ``worth`` showing that it speaks against less than against the leading one.
    """
    now, first = outlook.now, outlook.after({}).leader
    turning = [index for index, outcome in enumerate(outcomes) if outcome.leader != first]
    if not turning:
        return 0.0
    found = 0.0
    for cause, share in now.shares.items():
        if cause in (first, OTHER):
            continue
        held = 0.0 if share < worth else 1.0
        score, leading = now.scores[cause], now.scores[first]
        least = score - held * leading
        favoured = [
            at
            for at in turning
            if outcomes[at].changed.get(cause, score) - held * outcomes[at].changed.get(first, leading) > least
        ]
        if favoured:
            given = answers_given(cause, now, outcomes, rates)
            found += now.shares[cause] * math.fsum(given[at] for at in favoured)
    return found


def answers_given(cause: str, now: Weighing, outcomes: Sequence[Outcome], rates: Sequence[float]) -> list[float]:
    """P(v | cause) for each answer v: its rate times the likelihood ratio that it would bring, normalised."""
    changes = [(at, outcome.changed[cause]) for at, outcome in enumerate(outcomes) if cause in outcome.changed]
    return _given(changes, now.scores[cause], rates, 1.0)


def _given(changes: Iterable[tuple[int, float]], score: float, rates: Sequence[float], share: float) -> list[float]:
    """The same, times a share, from the answers that change the cause's log weight, and the weight that each brings."""
    ratios = list(rates)
    for at, changed in changes:
        ratios[at] *= math.exp(changed - score)
    total = math.fsum(ratios)
    factor = share / total if total > 0.0 else 1.0
    return [ratio * factor for ratio in ratios]


def expected_gain(entropy: float, outcomes: Sequence[Outcome], chances: Sequence[float]) -> float:
    """Entropy now less expected entropy after the answer, in nats, never below 0."""
    after = math.fsum([p * outcome.entropy for p, outcome in zip(chances, outcomes, strict=True)])
    return max(0.0, entropy - after)


def answer_chances(now: Weighing, outcomes: Sequence[Outcome], rates: Sequence[float]) -> list[float]:
    """P(v) for each answer: the mixture over the causes of P(v | cause)."""
    touched = defaultdict[str, list[tuple[int, float]]](list)
    for at, outcome in enumerate(outcomes):
        for cause, score in outcome.changed.items():
            touched[cause].append((at, score))
    parts = [_given(changes, now.scores[cause], rates, now.shares[cause]) for cause, changes in touched.items()]
    # Most causes: their ratios are the rates.
    whole = math.fsum(rates)
    untouched = max(0.0, 1.0 - math.fsum(map(now.shares.__getitem__, touched))) / whole if whole > 0.0 else 0.0
    parts.append([untouched * rate for rate in rates])
    return list(map(math.fsum, zip(*parts, strict=True)))


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


def _advice(outcome: Outcome, rulebase: RuleBase) -> tuple[str, bool]:
    return outcome.leader, outcome.share >= rulebase.weights.diagnosed
