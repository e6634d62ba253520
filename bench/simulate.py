"""A simulated person is asked: how often the session finds the cause, and after how many questions.

The people are in tests/data/people.yaml, written from the facts and not from the rule base. Against the session's own
choice stand the questions in the order of the vocabulary and in random order. ``python bench/simulate.py`` prints the
table, ``--write`` puts it into docs/asking.md; ``--people N`` is the number of people for each cause.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

from keymedic.engine.facts import Scalar
from keymedic.engine.reason.ask import possible_answers
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.session import Ask, Session

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = ROOT / "tests" / "data" / "people.yaml"
PAGE = ROOT / "docs" / "asking.md"
MOST_QUESTIONS = 20
UNKNOWN = "?"
BARE = "API key not valid. Please pass a valid API key."
STARTS: Mapping[str, str] = {"bare message": BARE, "vague sentence": "My Gemini API key does not work.", "nothing": ""}
Truth = dict[str, str]
Strategy = Callable[[Session, Random], str | None]


@dataclass(frozen=True)
class Trouble:
    """How unreliable a person is: chances of "I don't know" and of a wrong answer."""

    unknown: float = 0.0
    wrong: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """One conversation: whether cause or class was right, and the questions asked."""

    right: bool
    questions: int


class People:
    """The table of people."""

    def __init__(self) -> None:
        data: dict[str, Any] = yaml.load(PEOPLE.read_text(encoding="utf-8"), yaml.BaseLoader)
        self._data = data
        self.causes: tuple[str, ...] = tuple(data["causes"])
        self._classes: list[list[str]] = data["classes"]

    def truth(self, cause: str, random: Random) -> Truth:
        """The true answers of one person with that cause."""
        layers: list[Mapping[str, list[str] | str]] = [self._data["usual"]]
        layers += [random.choice(alternatives) for alternatives in self._data["circumstances"]]
        layers.append(random.choice(self._data["causes"][cause]))
        merged: dict[str, list[str] | str] = {}
        for layer in layers:
            merged |= layer
        return {name: random.choice(value if isinstance(value, list) else [value]) for name, value in merged.items()}

    def draw(self, cause: str, people: int, says: str | None) -> list[tuple[Random, Truth]]:
        """So many people with that cause, each with a source of chance; only such whose error ``says`` that."""
        drawn = [(random := Random(f"{cause} {number}"), self.truth(cause, random)) for number in range(people + 20)]
        return [item for item in drawn if says in (None, item[1]["error.says"])][:people]

    def right(self, cause: str, named: str) -> bool:
        """Whether the named cause is the one, or of its class."""
        return cause == named or any(cause in group and named in group for group in self._classes)


def by_session(session: Session, random: Random) -> str | None:
    """The session's own choice."""
    del random
    step = session.next_step()
    return step.question.fact if isinstance(step, Ask) else None


def in_fixed_order(session: Session, random: Random) -> str | None:
    """The first askable fact of the vocabulary that is still open."""
    del random
    return next(iter(_open(session)), None)


def at_random(session: Session, random: Random) -> str | None:
    """Any askable fact that is still open."""
    return random.choice(found) if (found := _open(session)) else None


STRATEGIES: Mapping[str, Strategy] = {
    "keymedic": by_session, "fixed order": in_fixed_order, "random": at_random,
}  # fmt: skip


def _open(session: Session) -> list[str]:
    if session.diagnosis.verdict != "undecided":
        return []
    open_facts = {name for rule in session.examined.conclusions.open for name in rule.unknown}
    skip = {*session.examined.memory.facts, *session.examined.progress.unsure}
    facts = session.doctor.rulebase.facts
    return [n for n, decl in facts.items() if decl.ask and n in open_facts and n not in skip]


def converse(
    doctor: Diagnostician, start: str, truth: Truth, strategy: Strategy, trouble: Trouble, random: Random
) -> tuple[str, int]:
    """Hold one conversation; the cause named first at its end, and the number of questions."""
    session = Session(doctor)
    if start:
        session.tell(start)
    asked = 0
    while asked < MOST_QUESTIONS and (fact := strategy(session, random)) is not None:
        asked += 1
        answer = _answer(session, fact, truth, trouble, random)
        if answer == UNKNOWN:
            session.dont_know(fact)
        else:
            session.answer(fact, answer)
    return session.diagnosis.causes[0].id, asked


def _answer(session: Session, fact: str, truth: Truth, trouble: Trouble, random: Random) -> str:
    answer = truth.get(fact, UNKNOWN)
    if random.random() < trouble.unknown:
        return UNKNOWN
    if answer != UNKNOWN and random.random() < trouble.wrong:
        others = [text for text in map(_text, possible_answers(session.doctor.rulebase.facts[fact])) if text != answer]
        return random.choice(others) if others else answer
    return answer


def _text(value: Scalar) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def simulate(
    doctor: Diagnostician, start: str, strategy: Strategy, trouble: Trouble, people: int
) -> tuple[list[Outcome], list[str]]:
    """Every cause, ``people`` times; also what was mistaken for what."""
    table = People()
    outcomes: list[Outcome] = []
    mistakes: list[str] = []
    for cause in table.causes:
        for random, truth in table.draw(cause, people, "key-not-valid" if start == BARE else None):
            named, asked = converse(doctor, start, truth, strategy, trouble, random)
            outcomes.append(Outcome(table.right(cause, named), asked))
            if not outcomes[-1].right:
                mistakes.append(f"{cause} -> {named} after {asked}")
    return outcomes, mistakes


def percentile(numbers: Sequence[int], share: float) -> int:
    """The smallest number that at least that share of the numbers does not exceed."""
    return sorted(numbers)[max(0, math.ceil(share * len(numbers)) - 1)]


def row(name: str, start: str, trouble: str, outcomes: Sequence[Outcome]) -> str:
    """One line of the table."""
    right = sum(outcome.right for outcome in outcomes)
    asked = [outcome.questions for outcome in outcomes]
    share = f"{right} of {len(outcomes)} ({100 * right / len(outcomes):.0f} %)"
    return f"| {start} | {trouble} | {name} | {share} | {percentile(asked, 0.5)} | {percentile(asked, 0.95)} |"


def main() -> None:
    """Simulate and print, or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    _ = parser.add_argument("--people", type=int, default=2)
    _ = parser.add_argument("--write", action="store_true")
    _ = parser.add_argument("--mistakes", action="store_true", help="also print what was mistaken for what")
    _ = parser.add_argument("--only", choices=STRATEGIES, help="one way of asking only")
    args = parser.parse_args()
    doctor = Diagnostician(load_rule_base(), "plain")
    troubles = {"none": Trouble(), "10 % don't know, 5 % wrong": Trouble(0.10, 0.05)}
    lines = [
        "| starts from | trouble | questions by | right cause or class | median | 95th percentile |",
        "|---|---|---|---|---|---|",
    ]
    for start, text in STARTS.items():
        for trouble, how in troubles.items():
            for name, strategy in STRATEGIES.items():
                if args.only in (None, name):
                    outcomes, mistakes = simulate(doctor, text, strategy, how, args.people)
                    lines.append(row(name, start, trouble, outcomes))
                    print("\n".join([lines[-1], *(mistakes if args.mistakes else ())]), flush=True)
    if args.write:
        head = PAGE.read_text(encoding="utf-8").partition("<!-- table -->")[0]
        _ = PAGE.write_text(f"{head}<!-- table -->\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
