"""The next best question: value of information by looking ahead."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.facts import Scalar
from keymedic.engine.reason.ask import (
    answer_chances,
    best_questions,
    chance_of_change,
    expected_gain,
)
from keymedic.engine.reason.outlook import Outcome, Outlook
from keymedic.engine.reason.weigh import Weighing, softmax
from keymedic.engine.rulebase.model import RuleBase


def weighing(**scores: float) -> Weighing:
    """A weighing with these log weights."""
    return Weighing(softmax(scores), scores, {})


def test_an_answer_that_splits_two_even_causes_is_worth_one_bit() -> None:
    """If each of two answers settles one of two even causes, the gain is log 2."""
    outlook = Outlook(weighing(a=0.0, b=0.0))
    outcomes = [outlook.after({"a": 20.0}), outlook.after({"b": 20.0})]
    assert expected_gain(outlook.after({}).entropy, outcomes, [0.5, 0.5]) == pytest.approx(math.log(2), abs=1e-3)


def test_an_answer_that_changes_nothing_is_worth_nothing() -> None:
    """Equal outcomes carry no information."""
    now = Outlook(weighing(a=1.0, b=0.0)).after({})
    assert expected_gain(now.entropy, [now, now], [0.9, 0.1]) == 0.0


def test_the_chance_of_an_answer_follows_base_rate_and_likelihood() -> None:
    """Without likelihood ratios the chances are the base rates; evidence shifts them to the likely causes."""
    outlook = Outlook(weighing(a=0.0, b=-30.0))
    same, ratio_three = outlook.after({}), outlook.after({"a": math.log(3.0)})
    assert answer_chances(outlook.now, [same, same], [0.8, 0.2]) == pytest.approx([0.8, 0.2])
    assert answer_chances(outlook.now, [ratio_three, same], [0.5, 0.5]) == pytest.approx([0.75, 0.25])


def test_base_rates_come_from_the_vocabulary(mini: RuleBase) -> None:
    """``usual`` gives the rates of exactly the answers that are offered; they sum to 1."""
    assert mini.facts["key.present"].rates == pytest.approx([0.8, 0.2])


def test_only_offered_answers_are_tried(mini: RuleBase) -> None:
    """A question with choices looks ahead to its choices; a boolean to yes and no."""
    assert mini.facts["key.present"].answers == (True, False)
    assert "standard" in mini.facts["key.kind"].answers


def even(mini: RuleBase) -> Outlook:
    """All causes of the miniature base alike."""
    return Outlook(weighing(**{cause: 0.0 for cause in mini.causes}))


def splitting(mini: RuleBase, name: str, value: Scalar) -> Outcome:
    """Answers about key.present move the leader; all others change nothing."""
    return even(mini).after({"key-missing": 5.0} if name == "key.present" and value is False else {})


def test_nothing_is_asked_that_cannot_change_the_advice(mini: RuleBase) -> None:
    """A fact whose every answer leaves the advice as it is never becomes a question."""
    asked = best_questions(
        even(mini), ["key.present", "network.route"], [], [], mini, lambda name, value: splitting(mini, name, value)
    )
    assert [question.fact for question in asked] == ["key.present"]


def test_what_is_known_is_not_asked(mini: RuleBase) -> None:
    """A known fact never becomes a question."""
    asked = best_questions(
        even(mini), ["key.present"], ["key.present"], [], mini, lambda name, value: splitting(mini, name, value)
    )
    assert asked == ()


def test_a_dearer_answer_is_worth_less(mini: RuleBase) -> None:
    """The same gain at twice the cost has half the value."""
    decl = mini.facts["key.present"]
    assert decl.ask is not None
    dear = dataclasses.replace(decl, ask=dataclasses.replace(decl.ask, cost="minutes"))
    dearer = dataclasses.replace(mini, facts={**mini.facts, "key.present": dear})

    def value(base: RuleBase) -> float:
        return best_questions(even(base), ["key.present"], [], [], base, lambda n, v: splitting(base, n, v))[0].value

    assert value(dearer) == pytest.approx(value(mini) / 2, rel=1e-3)


def test_a_question_carries_prompt_choices_and_hint(mini: RuleBase) -> None:
    """What is asked comes from the vocabulary, word for word."""
    (question,) = best_questions(
        even(mini), ["key.present"], [], [], mini, lambda name, value: splitting(mini, name, value)
    )
    assert (question.prompt, question.hint) == ("Does the program get a key?", "Print its length.")
    assert [choice["value"] for choice in question.choices] == ["yes", "no"]


def test_what_another_fact_implies_is_not_asked(mini: RuleBase) -> None:
    """A question is pointless once a fact of ``implied_by`` is known, and worth asking while that is not."""
    decl = mini.facts["key.present"]
    assert decl.ask is not None
    implied = dataclasses.replace(decl, ask=dataclasses.replace(decl.ask, implied_by=("key.kind",)))
    base = dataclasses.replace(mini, facts={**mini.facts, "key.present": implied})

    def asked(known: list[str], unsure: list[str]) -> int:
        return len(best_questions(even(base), ["key.present"], known, unsure, base, lambda n, v: splitting(base, n, v)))

    assert (asked(["key.kind"], []), asked([], ["key.kind"]), asked([], [])) == (0, 1, 1)


def test_a_change_counts_only_the_rivals_that_the_answer_favours() -> None:
    """An answer that overturns the leading cause is as likely as the causes it speaks for, not as its base rate."""
    outlook = Outlook(weighing(lead=4.0, rival=0.0, bystander=0.0))
    same, turned = outlook.after({}), outlook.after({"rival": 8.0})
    chance = chance_of_change(outlook, [turned, same], [0.2, 0.8])
    assert chance == pytest.approx(outlook.now.shares["rival"], rel=0.01)
    assert chance_of_change(outlook, [same, same], [0.5, 0.5]) == 0.0


def looking(mini: RuleBase) -> RuleBase:
    """The miniature rule base with a question for the look at the key."""
    seen, asked = mini.facts["key.seen"], mini.facts["key.kind"].ask
    assert asked is not None
    look = dataclasses.replace(seen, ask=dataclasses.replace(asked, choices=seen.values))
    return dataclasses.replace(mini, facts={**mini.facts, "key.seen": look}, asked_facts=None)


def test_a_question_that_tells_of_open_facts_is_asked_in_place_of_these(mini: RuleBase) -> None:
    """It is worth asking while nothing of what it tells is known, and leaves out the questions that are parts of it."""
    base = looking(mini)

    def even_split(name: str, value: Scalar) -> Outcome:
        return splitting(base, name if name != "key.seen" else "key.present", value == "nothing" or value is False)

    def asked(known: list[str]) -> list[str]:
        found = best_questions(even(base), ["key.present", "key.kind"], known, [], base, even_split)
        return [question.fact for question in found]

    assert "key.seen" in asked([])
    assert "key.seen" not in asked(["key.kind"])
    after = asked([])[asked([]).index("key.seen") + 1 :]
    assert not {"key.present", "key.kind"} & set(after)


def test_what_changes_nothing_by_itself_is_not_looked_at(mini: RuleBase) -> None:
    """Neither its declaration nor any answer, unless some value of it says something of other facts."""
    looked: list[str] = []

    def watched(name: str, value: Scalar) -> Outcome:
        looked.append(name)
        return splitting(mini, name, value)

    base, facts = looking(mini), ["key.present", "network.route"]
    found = best_questions(even(base), facts, [], [], base, watched, far=lambda name: name != "key.present")
    assert [question.fact for question in found] == ["key.present"]
    assert set(looked) == {"key.present", "key.seen"}


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.floats(-40, 40)), min_size=2, max_size=4),
    st.lists(st.floats(0.01, 1), min_size=4, max_size=4),
)
def test_the_chances_of_answers_are_the_mixture_over_the_causes(
    changes: list[dict[str, float]], raw: list[float]
) -> None:
    """Of each cause: how likely it makes the answers, whether they change its weight or not."""
    outlook = Outlook(weighing(a=0.0, b=-1.0, c=2.0))
    rates = [rate / sum(raw[: len(changes)]) for rate in raw[: len(changes)]]
    expected = [0.0] * len(changes)
    for cause, share in outlook.now.shares.items():
        score = outlook.now.scores[cause]
        ratios = [rate * math.exp(one.get(cause, score) - score) for rate, one in zip(rates, changes, strict=True)]
        expected = [before + share * ratio / sum(ratios) for before, ratio in zip(expected, ratios, strict=True)]
    assert answer_chances(outlook.now, [outlook.after(one) for one in changes], rates) == pytest.approx(
        expected, abs=1e-9
    )
