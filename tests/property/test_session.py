"""Conversations of every sort: what was said last counts, and the way there leaves no trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from keymedic.engine.errors import InputError
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.build import build
from keymedic.engine.rulebase.folders import read_folder
from keymedic.engine.session import Session
from keymedic.engine.session.codec import from_data, to_data
from keymedic.engine.session.log import FixTried, split

VALUES: dict[str, tuple[str, ...]] = {
    "error.message": ("User location is not supported for the API use.", "no API key"),
    "error.http_status": ("200", "400", "403"),
    "key.present": ("yes", "no"),
    "key.kind": ("standard", "auth", "other-vendor"),
    "dotenv.kind": ("absent", "file", "directory"),
    "location.country": ("China", "DE"),
    "network.route": ("direct", "vpn", "proxy"),
    "client.version": ("1.9", "1.10"),
    "key.seen": ("standard", "other", "nothing"),
}
TEXTS = (
    "I am in China.",
    "It says: no API key.",
    "User location is not supported for the API use.",
    "I am using a proxy.",
)
FIXES = ("key-missing/export", "region-hosting/direct", "region-unsupported/vertex")


def _doctor() -> Diagnostician:
    rulebase, faults = build((read_folder(Path(__file__).parents[1] / "data" / "mini_kb"),))
    assert rulebase is not None, faults
    return Diagnostician(rulebase, "plain")


DOCTOR = _doctor()
Move = Callable[[Session], object]


def _answer(name: str, value: str) -> Move:
    return lambda session: session.answer(name, value)


def _dont_know(name: str) -> Move:
    return lambda session: session.dont_know(name)


def _withdraw(name: str) -> Move:
    def move(session: Session) -> None:
        if name in session.state.answers or name in session.state.progress.unsure:
            session.withdraw(name)

    return move


def _tell(text: str) -> Move:
    return lambda session: session.tell(text)


def _fix(fix: str, helped: bool) -> Move:
    return lambda session: session.fix_result(fix, "helped" if helped else "not-helped")


names = st.sampled_from(sorted(VALUES))
answers = names.flatmap(lambda name: st.builds(_answer, st.just(name), st.sampled_from(VALUES[name])))
detours = st.one_of(
    answers,
    st.builds(_dont_know, names),
    st.builds(_withdraw, names),
    st.builds(_fix, st.sampled_from(FIXES), st.booleans()),
    st.just(Session.undo),
    st.just(Session.redo),
)
tellings = st.builds(_tell, st.sampled_from(TEXTS))
conversations: st.SearchStrategy[list[Move]] = st.lists(st.one_of(detours, tellings), max_size=10)
final = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})


def _held(moves: list[Move]) -> Session:
    session = Session(DOCTOR)
    for move in moves:
        _ = move(session)
    return session


@given(final, st.lists(detours, max_size=10), st.lists(names, max_size=2), st.randoms(use_true_random=False))
def test_the_same_facts_after_any_detour(
    facts: dict[str, str], detour: list[Move], unsure: list[str], random: Random
) -> None:
    """Whatever was answered, withdrawn, undone or not known in between: what stands at the end decides."""
    straight = Session(DOCTOR)
    for name, value in facts.items():
        straight.answer(name, value)
    winding = Session(DOCTOR)
    for move in [*detour, *map(_dont_know, unsure)]:
        _ = move(winding)
    for name in VALUES:
        if name not in facts:
            _withdraw(name)(winding)
    for name in random.sample(sorted(facts), len(facts)):
        winding.answer(name, facts[name])
    for step in split(winding.log)[0]:
        if isinstance(step, FixTried):
            straight.fix_result(step.fix, step.result)
    assert winding.diagnosis == straight.diagnosis
    assert winding.state.answers == straight.state.answers


@given(conversations, st.lists(st.one_of(answers, tellings), min_size=1, max_size=5))
def test_undoing_everything_new_goes_back(moves: list[Move], more: list[Move]) -> None:
    """As many undos as steps lead back to the same Diagnosis, and as many redos forward again."""
    session = _held(moves)
    before = session.diagnosis
    for move in more:
        _ = move(session)
    after = session.diagnosis
    for _ in more:
        _ = session.undo()
    assert session.diagnosis == before
    for _ in more:
        _ = session.redo()
    assert session.diagnosis == after


@given(conversations, final)
def test_what_if_changes_nothing(moves: list[Move], supposed: dict[str, str]) -> None:
    """Suppositions leave the session as it is, and supposing nothing gives its Diagnosis."""
    session = _held(moves)
    before, log, state = session.diagnosis, session.log, session.state
    _ = session.what_if(supposed)
    assert session.what_if({}) == before
    assert (session.diagnosis, session.log, session.state) == (before, log, state)


@given(conversations)
def test_a_saved_session_replays_to_the_same_diagnosis(moves: list[Move]) -> None:
    """Through JSON and back: the same log, Diagnosis and next step."""
    session = _held(moves)
    again = from_data(json.loads(json.dumps(to_data(session))), DOCTOR)
    assert again.log == session.log
    assert again.diagnosis == session.diagnosis
    assert again.next_step() == session.next_step()


@given(conversations)
def test_every_cause_and_question_can_be_explained(moves: list[Move]) -> None:
    """Whatever was said, how, why and why not have an answer in words."""
    session = _held(moves)
    rulebase = DOCTOR.rulebase
    for cause in rulebase.causes:
        assert session.how(cause).to_text(rulebase)
        assert session.why_not(cause).to_text(rulebase)
    for question in session.diagnosis.questions:
        assert session.why(question.fact).separates


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["told", "answered", "key.kind"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["event", "events", "fact", "values", "text", "keys", "schema_version"]), inner
        )
    ),
    max_leaves=12,
)


@given(values, st.lists(values, max_size=3))
def test_hostile_data_is_an_input_error(data: object, events: list[object]) -> None:
    """Any JSON data either is a session or raises InputError."""
    for candidate in (data, {"schema_version": 1, "events": events}):
        try:
            session = from_data(candidate, DOCTOR)
        except InputError:
            continue
        assert session.diagnosis is not None
