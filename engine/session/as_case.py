"""A session as a case of a rule base: what was known at its end, and what came out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..facts import Fact, as_text
from ..reason.progress import fixes_by_id

if TYPE_CHECKING:
    from .session import Session


def as_case(session: Session, name: str) -> dict[str, Any]:
    """The entry of ``cases/`` that a session amounts to, redacted: report, given facts, expected cause and verdict.

    The cause whose fix helped is the expected one; without such a fix, the one that leads, with the verdict. Only what
    counts at the end is told: not what was taken back, nor faults that were fixed before.
    """
    state = session.state
    case: dict[str, Any] = {"case": name}
    if state.texts:
        case["report"] = session.doctor.redact("\n\n".join(told.text for told in state.texts))
    given = _given(session)
    if given:
        case["given"] = given
    case["expect"] = _expected(session)
    return case


def _given(session: Session) -> dict[str, str | list[str]]:
    """Everything known that the texts do not say themselves: answers, what was seen, and what hidden keys told."""
    state, doctor = session.state, session.doctor
    facts = [*state.looked, *(fact for told in state.texts for fact in told.keys)]
    values: dict[str, list[str]] = {}
    for fact in facts:
        if _counts(fact, session):
            values.setdefault(fact.name, []).append(as_text(fact.value))
    values |= {fact: [as_text(value) for value in answers] for fact, answers in state.answers.items()}
    written = {fact: list(dict.fromkeys(map(doctor.redact, texts))) for fact, texts in sorted(values.items())}
    return {fact: texts[0] if len(texts) == 1 else texts for fact, texts in written.items()}


def _counts(fact: Fact, session: Session) -> bool:
    return any(kept.value == fact.value for kept in session.examined.memory.facts.get(fact.name, ()))


def _expected(session: Session) -> dict[str, str]:
    solved = session.state.solved
    if solved:
        cause, _fix = fixes_by_id(session.doctor.rulebase)[solved]
        return {"cause": cause.id}
    diagnosis = session.diagnosis
    if diagnosis.verdict == "no-fault-found":
        return {"verdict": diagnosis.verdict}
    return {"cause": diagnosis.causes[0].id, "verdict": diagnosis.verdict}
