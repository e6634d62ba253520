"""A session: telling, answering, taking back, trying fixes, and the next step."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import cast

import pytest

from keymedic.engine.errors import FactValueError, InputError, UnknownNameError
from keymedic.engine.facts import Fact, Source
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.reason.progress import FixResult
from keymedic.engine.session import Ask, Done, Session, TryFix

REGION = "User location is not supported for the API use."
EXPORT = "key-missing/export"
KEY = "AIza" + "SyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0"

REFUSED: list[tuple[Callable[[Session], object], type[Exception]]] = [
    (lambda s: s.answer("key.kind", "stone"), FactValueError),
    (lambda s: s.answer("region.refused", "yes"), FactValueError),
    (lambda s: s.answer("key.knd", "auth"), UnknownNameError),
    (lambda s: s.answer("key.kind"), InputError),
    (lambda s: s.dont_know("key.knd"), UnknownNameError),
    (lambda s: s.withdraw("key.knd"), UnknownNameError),
    (lambda s: s.withdraw("key.kind"), InputError),
    (lambda s: s.fix_result("key-missing/exprt", "helped"), UnknownNameError),
    (lambda s: s.fix_result(EXPORT, cast("FixResult", "perhaps")), UnknownNameError),
    (lambda s: s.tell(" \n"), InputError),
    (lambda s: s.what_if({"key.kind": "stone"}), FactValueError),
    (lambda s: s.what_if({"key.knd": "auth"}), UnknownNameError),
    (lambda s: s.how("key-mising"), UnknownNameError),
    (lambda s: s.why("key.knd"), UnknownNameError),
    (lambda s: s.why_not("key-mising"), UnknownNameError),
]


def chance(session: Session, cause: str) -> float:
    """The share of a cause."""
    return session.examined.weighing.shares[cause]


def test_what_is_told_is_diagnosed_as_a_report_is(session: Session, doctor: Diagnostician) -> None:
    """A session that was told one text holds the Diagnosis of that text, key and all."""
    report = f"I am in China, with the key {KEY}. {REGION}"
    session.tell(report)
    assert session.diagnosis == doctor.diagnose(report)
    assert session.diagnosis.facts["key.kind"].value == "standard"


def test_no_secret_is_kept(session: Session) -> None:
    """The log holds texts and answers without the secrets in them."""
    session.tell(f"my key is {KEY}")
    session.answer("error.message", f"Key {KEY} is not valid")
    assert KEY not in repr(session.log)


def test_texts_and_answers_add_up(session: Session, doctor: Diagnostician) -> None:
    """What is told later and answered counts beside what was told before."""
    session.tell(REGION)
    session.tell("I am using a proxy.")
    session.answer("location.country", "Germany")
    answer = Fact("location.country", "DE", Source("answer"))
    assert session.diagnosis == doctor.diagnose(f"{REGION}\n\nI am using a proxy.", [answer])


def test_an_answer_can_be_changed(session: Session) -> None:
    """A second answer about a fact takes the place of the first."""
    session.answer("location.country", "CN")
    session.answer("location.country", "DE")
    assert session.diagnosis.facts["location.country"].value == "DE"
    assert session.contradictions == ()


def test_several_values_of_a_fact_that_may_have_them(session: Session) -> None:
    """Only a fact that is declared so takes more than one value."""
    session.answer("dotenv.kind", "file", "directory")
    assert session.diagnosis.facts["dotenv.kind"].value == ("file", "directory")
    with pytest.raises(FactValueError):
        session.answer("key.kind", "standard", "auth")


@pytest.mark.parametrize(("step", "error"), REFUSED)
def test_what_does_not_fit_is_refused(
    session: Session, step: Callable[[Session], object], error: type[Exception]
) -> None:
    """A name or value outside the vocabulary raises an error and leaves the session as it was."""
    with pytest.raises(error):
        step(session)
    assert session.log == ()


def test_dont_know_is_not_asked_again(session: Session) -> None:
    """A question without an answer does not come back; an answer later is welcome."""
    asked = session.diagnosis.questions[0].fact
    session.dont_know(asked)
    assert asked not in {question.fact for question in session.diagnosis.questions}
    session.withdraw(asked)
    assert session.diagnosis.questions[0].fact == asked


def test_withdrawing_an_answer(session: Session) -> None:
    """An answer taken back leaves no trace in the Diagnosis."""
    before = session.diagnosis
    session.answer("key.present", "no")
    assert session.diagnosis != before
    session.withdraw("key.present")
    assert session.diagnosis == before


def test_withdrawing_what_was_read(session: Session) -> None:
    """Words of the person can be taken back too; what is told afterwards counts."""
    session.tell("I am in China.")
    session.withdraw("location.country")
    assert "location.country" not in session.diagnosis.facts
    session.tell("No, I am in Germany.")
    assert session.diagnosis.facts["location.country"].value == "DE"


def test_undo_and_redo(session: Session) -> None:
    """Steps can be taken back one by one, and again."""
    assert session.undo() is None
    session.answer("key.present", "no")
    answered = session.diagnosis
    step = session.log[-1]
    assert session.undo() == step
    assert session.diagnosis == Session(session.doctor).diagnosis
    assert session.redo() == step
    assert session.redo() is None
    assert session.diagnosis == answered


def test_contradictions_are_named_and_the_better_source_counts(session: Session) -> None:
    """An answer against words of a text is a contradiction; the answer wins, by the reliability of its source."""
    session.tell("I am in China.")
    session.answer("location.country", "DE")
    (conflict,) = session.contradictions
    assert (conflict.kept.value, conflict.kept.source.kind) == ("DE", "answer")
    assert [(fact.value, fact.source.kind) for fact in conflict.dropped] == [("CN", "text")]
    assert "conflict.location.country" in {finding.id for finding in session.diagnosis.findings}


def test_what_if_replaces_and_leaves_the_session(session: Session, doctor: Diagnostician) -> None:
    """A supposition takes the place of everything known about the fact, whatever the source; the session stays."""
    session.tell(REGION)
    session.answer("location.country", "DE")
    before, log = session.diagnosis, session.log
    supposed = session.what_if({"location.country": "CN", "error.http_status": "403"})
    assert supposed.causes[0].id == "region-unsupported"
    assert supposed.facts["error.http_status"].value == 403
    assert not supposed.findings
    assert (session.diagnosis, session.log) == (before, log)


def test_the_next_step_asks_while_undecided(session: Session) -> None:
    """With nothing known the best question comes first."""
    step = session.next_step()
    assert isinstance(step, Ask)
    assert step.question == session.diagnosis.questions[0]


def test_the_next_step_is_the_best_fix_once_diagnosed(session: Session) -> None:
    """A diagnosis leads to its fix, and says that it is why."""
    session.answer("key.present", "no")
    step = session.next_step()
    assert isinstance(step, TryFix)
    assert (step.fix.id, step.reason) == (EXPORT, "diagnosed")


def test_a_fix_that_helped_ends_with_prevention(session: Session) -> None:
    """Helped: done, with the advice how to keep it from happening again."""
    session.answer("key.present", "no")
    before = chance(session, "key-missing")
    session.fix_result(EXPORT, "helped")
    assert chance(session, "key-missing") == before
    assert session.next_step() == Done("fixed", ("Check the variable when the program starts.",))


def test_a_fix_that_did_not_help_is_evidence(session: Session) -> None:
    """Not helped: the cause loses log(1 - helps), which the Diagnosis shows, and another step comes."""
    session.answer("key.present", "no")
    before = session.examined.weighing.scores["key-missing"]
    session.fix_result(EXPORT, "not-helped")
    assert session.examined.weighing.scores["key-missing"] == pytest.approx(before - 2.9957, abs=1e-3)
    (cause,) = (cause for cause in session.diagnosis.causes if cause.id == "key-missing")
    (shown,) = (item for item in cause.evidence if item.rule == EXPORT)
    assert (shown.word, shown.direction, shown.counted) == ("not-helped", "against", True)
    assert EXPORT not in {fix.id for fix in session.diagnosis.fixes}
    step = session.next_step()
    assert not (isinstance(step, TryFix) and step.fix.id == EXPORT)


def test_a_skipped_fix_says_nothing(session: Session) -> None:
    """Skipped: no evidence, but it is not proposed again."""
    session.answer("key.present", "no")
    before = chance(session, "key-missing")
    session.fix_result(EXPORT, "skipped")
    assert chance(session, "key-missing") == before
    assert EXPORT not in {fix.id for fix in session.diagnosis.fixes}


def test_every_conversation_ends(session: Session) -> None:
    """Whoever knows nothing and is helped by nothing is told that there is nothing left."""
    for _ in range(40):
        match session.next_step():
            case Ask(question):
                session.dont_know(question.fact)
            case TryFix(fix):
                session.fix_result(fix.id, "not-helped")
            case Done(reason):
                assert reason == "nothing-left"
                return
    pytest.fail("the session went on and on")


def test_nothing_wrong_and_nothing_of_ours_end_it(session: Session) -> None:
    """Healthy and out-of-scope cases are done at once."""
    session.answer("error.http_status", "200")
    session.answer("error.message", "fine")
    assert session.next_step() == Done("no-fault-found")
    _ = session.undo(), session.undo()
    session.answer("key.kind", "other-vendor")
    for _ in range(5):
        step = session.next_step()
        if isinstance(step, Ask):
            session.dont_know(step.question.fact)
    assert session.what_if({"key.present": "yes"}).causes[0].id == "out-of-scope"


def test_a_second_fault_after_the_first_is_fixed(session: Session) -> None:
    """A text told after a fix that helped begins on the next fault: past texts and the answers that spoke for the fixed
    cause are over, circumstances stay."""
    session.tell("It says: no API key.")
    session.answer("location.country", "CN")
    assert session.diagnosis.causes[0].id == "key-missing"
    session.fix_result(EXPORT, "helped")
    session.tell(REGION)
    assert session.diagnosis.causes[0].id == "region-unsupported"
    assert "key.present" not in session.diagnosis.facts
    assert session.diagnosis.facts["location.country"].value == "CN"
    assert isinstance(session.next_step(), TryFix)
    assert (EXPORT, "helped") in {(reason.rule.rule, reason.word) for reason in session.how("key-missing").reasons}


def _seen(name: str, value: str) -> Fact:
    return Fact(name, value, Source("probe", "the environment"))


def test_what_the_probes_found_counts_until_the_next_look(session: Session) -> None:
    """Facts of a look take part in the Diagnosis; a later look replaces them, and undo brings them back."""
    session.looked([_seen("key.kind", "auth"), _seen("network.route", "proxy")])
    assert session.diagnosis.facts["network.route"].kind == "probe"
    session.looked([_seen("key.kind", "standard")])
    assert session.diagnosis.facts["key.kind"].value == "standard"
    assert "network.route" not in session.diagnosis.facts
    _ = session.undo()
    assert session.diagnosis.facts["network.route"].value == "proxy"


def test_a_look_can_be_contradicted_and_taken_back(session: Session) -> None:
    """A probe outranks an answer, with the contradiction told; withdrawing a fact drops what the look said of it."""
    session.looked([_seen("network.route", "proxy")])
    session.answer("network.route", "direct")
    assert session.diagnosis.facts["network.route"].value == "proxy"
    assert [conflict.kept.name for conflict in session.contradictions] == ["network.route"]
    session.withdraw("network.route")
    session.answer("network.route", "direct")
    assert session.diagnosis.facts["network.route"].value == "direct"


def test_a_look_keeps_no_secret(session: Session) -> None:
    """What the probes say passes the redactor before it is kept."""
    key = "AIza" + "SyFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE0"
    session.looked([Fact("error.message", f"bad key {key}", Source("server", f"asked with {key}"))])
    assert key not in repr(session.log)


def test_a_correction_replaces_what_was_read_and_seen_in_one_step(session: Session) -> None:
    """Nothing of the error is left to contradict it, and one undo brings it back."""
    session.tell("I am in China.")
    session.looked([_seen("network.route", "proxy")])
    session.correct("location.country", "Austria")
    session.correct("network.route", "direct")
    assert [session.diagnosis.facts[name].value for name in ("location.country", "network.route")] == ["AT", "direct"]
    assert not session.contradictions
    _ = session.undo()
    assert session.diagnosis.facts["network.route"].value == "proxy"


def test_taking_back_what_an_answer_implies_takes_back_the_answer(session: Session) -> None:
    """A look at the key showed its kind; who takes that back takes back the look."""
    session.answer("key.seen", "other")
    assert session.diagnosis.facts["key.kind"].value == "other-vendor"
    session.withdraw("key.kind")
    assert session.state.answers == {}
    assert session.examined.memory.facts == {}


@pytest.mark.parametrize(("patience", "kind"), [(1, Ask), (0, TryFix)])
def test_enough_questions_lead_to_a_way_out(doctor: Diagnostician, patience: int, kind: type[Ask | TryFix]) -> None:
    """After so many answers a way out comes instead of the next question, and what would settle the case is known."""
    weights = dataclasses.replace(doctor.rulebase.weights, patience=patience)
    session = Session(Diagnostician(dataclasses.replace(doctor.rulebase, weights=weights), "plain"))
    step = session.next_step()
    assert isinstance(step, kind)
    assert not isinstance(step, TryFix) or step.reason == "asked-enough"
    (best, *_others) = session.would_settle()
    session.dont_know(best.fact)
    assert best.fact in {question.fact for question in session.would_settle()}


def test_after_a_fix_that_did_not_help_a_doubtful_answer_is_asked_for_once_more(session: Session) -> None:
    """The answer that is most likely a slip comes before the next fix, with what was said; another answer changes the advice."""
    session.answer("key.present", "no")
    while not isinstance(step := session.next_step(), Ask) or not step.said:
        assert isinstance(step, TryFix)
        session.fix_result(step.fix.id, "not-helped")
    assert (step.question.fact, step.said) == ("key.present", (False,))
    session.answer("key.present", "yes")
    assert session.diagnosis.causes[0].id != "key-missing"


def test_an_answer_that_was_given_twice_is_not_doubted_again(session: Session) -> None:
    """Confirmed is confirmed."""
    session.answer("key.present", "no")
    session.answer("key.present", "no")
    for _ in range(20):
        step = session.next_step()
        assert not (isinstance(step, Ask) and step.said)
        if not isinstance(step, TryFix):
            break
        session.fix_result(step.fix.id, "not-helped")
