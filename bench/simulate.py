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

from keymedic.engine.facts import as_text
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.session import Ask, Done, Session, TryFix

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = ROOT / "tests" / "data" / "people.yaml"
PAGE = ROOT / "docs" / "asking.md"
MOST_QUESTIONS = 20
MOST_FIXES = 3
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
    """One conversation: whether cause or class was right when the questions were over, and how many these were.

    ``cured``: a fix of the right cause or class came among the first `MOST_FIXES`, each that did not help being told.
    """

    right: bool
    questions: int
    cured: bool


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
        truth = {name: random.choice(_texts(value)) for name, value in merged.items()}
        return truth | {name: _look(lines, truth) for name, lines in self._data["looks"].items()}

    def draw(self, cause: str, people: int, says: str | None) -> list[tuple[Random, Truth]]:
        """So many people with that cause, each with a source of chance; only such whose error ``says`` that."""
        drawn = [(random := Random(f"{cause} {number}"), self.truth(cause, random)) for number in range(people + 20)]
        return [item for item in drawn if says in (None, item[1]["error.says"])][:people]

    def right(self, cause: str, named: str) -> bool:
        """Whether the named cause is the one, or of its class."""
        return cause == named or any(cause in group and named in group for group in self._classes)


def _look(lines: Sequence[tuple[str, Mapping[str, list[str] | str]]], truth: Truth) -> str:
    """What one look shows: the answer of the first line that fits."""
    fitting = (shown for shown, wanted in lines if all(truth[name] in _texts(text) for name, text in wanted.items()))
    return next(fitting, UNKNOWN)


def _texts(value: list[str] | str) -> list[str]:
    return value if isinstance(value, list) else [value]


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
) -> tuple[Session, int]:
    """Ask until there is nothing left to ask; the session, and the number of questions."""
    session = Session(doctor)
    if start:
        session.tell(start)
    asked = 0
    while asked < MOST_QUESTIONS and (fact := strategy(session, random)) is not None:
        asked += 1
        _put(session, fact, truth, trouble, random)
    return session, asked


def repair(session: Session, right: Callable[[str], bool], truth: Truth, trouble: Trouble, random: Random) -> bool:
    """Go on until a fix of the right cause comes, telling of each other one that it did not help."""
    fixes = asked = 0
    while fixes < MOST_FIXES and asked < MOST_QUESTIONS:
        match session.next_step():
            case Ask(question):
                asked += 1
                _put(session, question.fact, truth, trouble, random)
            case TryFix(fix, _reason):
                if right(fix.cause):
                    return True
                fixes += 1
                session.fix_result(fix.id, "not-helped")
            case Done():
                return right(session.diagnosis.causes[0].id)
    return False


def _put(session: Session, fact: str, truth: Truth, trouble: Trouble, random: Random) -> None:
    answer = _answer(session, fact, truth, trouble, random)
    if answer == UNKNOWN:
        session.dont_know(fact)
    else:
        session.answer(fact, answer)


def _answer(session: Session, fact: str, truth: Truth, trouble: Trouble, random: Random) -> str:
    answer = truth.get(fact, UNKNOWN)
    if random.random() < trouble.unknown:
        return UNKNOWN
    if answer != UNKNOWN and random.random() < trouble.wrong:
        others = [text for text in map(as_text, session.doctor.rulebase.facts[fact].answers) if text != answer]
        return random.choice(others) if others else answer
    return answer


def simulate(
    doctor: Diagnostician, start: str, strategy: Strategy, trouble: Trouble, people: int
) -> tuple[list[Outcome], list[str]]:
    """Every cause, ``people`` times; also what was mistaken for what."""
    table = People()
    outcomes: list[Outcome] = []
    mistakes: list[str] = []
    for cause in table.causes:
        for random, truth in table.draw(cause, people, "key-not-valid" if start == BARE else None):
            session, asked = converse(doctor, start, truth, strategy, trouble, random)
            named = session.diagnosis.causes[0].id

            def right(name: str, cause: str = cause) -> bool:
                return table.right(cause, name)

            cured = right(named) or repair(session, right, truth, trouble, random)
            outcomes.append(Outcome(right(named), asked, cured))
            if not outcomes[-1].right:
                mistakes.append(f"{cause} -> {named} after {asked}{', put right' if cured else ''}")
    return outcomes, mistakes


def percentile(numbers: Sequence[int], share: float) -> int:
    """The smallest number that at least that share of the numbers does not exceed."""
    return sorted(numbers)[max(0, math.ceil(share * len(numbers)) - 1)]


def row(name: str, start: str, trouble: str, outcomes: Sequence[Outcome]) -> str:
    """One line of the table."""
    right = sum(outcome.right for outcome in outcomes)
    asked = [outcome.questions for outcome in outcomes]
    share = f"{right} of {len(outcomes)} ({100 * right / len(outcomes):.0f} %)"
    share_cured = 100 * sum(outcome.cured for outcome in outcomes) / len(outcomes)
    cured = f"{share_cured:.0f} %" if STRATEGIES[name] is by_session else "–"
    return (
        f"| {start} | {trouble} | {name} | {share} | {percentile(asked, 0.5)} | {percentile(asked, 0.95)} | {cured} |"
    )


def main() -> None:
    """Simulate and print, or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    _ = parser.add_argument("--people", type=int, default=2)
    _ = parser.add_argument("--others", type=int, default=1, help="people for each cause who are asked in another way")
    _ = parser.add_argument("--write", action="store_true")
    _ = parser.add_argument("--mistakes", action="store_true", help="also print what was mistaken for what")
    _ = parser.add_argument("--start", choices=STARTS, action="append", help="only from there")
    _ = parser.add_argument("--only", choices=STRATEGIES, help="one way of asking only")
    args = parser.parse_args()
    doctor = Diagnostician(load_rule_base(), "plain")
    troubles = {"none": Trouble(), "10 % don't know, 5 % wrong": Trouble(0.10, 0.05)}
    lines = [
        "| starts from | trouble | questions by | right cause or class | median | 95th percentile | put right by its fixes |",
        "|---|---|---|---|---|---|---|",
    ]
    for start, text in [(start, STARTS[start]) for start in args.start or STARTS]:
        for trouble, how in troubles.items():
            for name, strategy in STRATEGIES.items():
                if args.only in (None, name):
                    people = args.people if strategy is by_session else args.others
                    outcomes, mistakes = simulate(doctor, text, strategy, how, people)
                    lines.append(row(name, start, trouble, outcomes))
                    print("\n".join([lines[-1], *(mistakes if args.mistakes else ())]), flush=True)
    if args.write:
        head = PAGE.read_text(encoding="utf-8").partition("<!-- table -->")[0]
        _ = PAGE.write_text(f"{head}<!-- table -->\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
