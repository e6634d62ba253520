"""One diagnosis, end to end: what leads to which verdict, and what must never change it."""

from __future__ import annotations

import dataclasses
from random import Random
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keymedic.engine.diagnosis import Diagnosis
from keymedic.engine.errors import EngineError
from keymedic.engine.facts import Fact, Scalar, Source, SourceKind
from keymedic.engine.infer.native import durable_available
from keymedic.engine.observe.report import Observed
from keymedic.engine.reason.diagnose import Diagnostician, kb_info
from keymedic.engine.rulebase.model import RuleBase

REGION = "User location is not supported for the API use."
VALUES: dict[str, tuple[Scalar, ...]] = {
    "error.message": (REGION, "Something else went wrong.", "No API key"),
    "error.http_status": (200, 400, 403),
    "key.present": (True, False),
    "key.kind": ("standard", "auth", "other-vendor"),
    "dotenv.kind": ("absent", "file", "directory"),
    "location.country": ("CN", "DE"),
    "network.route": ("direct", "vpn", "proxy"),
    "client.version": ("1.9", "1.10", "2"),
}
KINDS: tuple[SourceKind, ...] = ("probe", "server", "answer", "given", "text")


def fact(name: str, value: Scalar, kind: SourceKind = "given", position: int = 0) -> Fact:
    """A fact of a case."""
    return Fact(name, value, Source(kind), position)


@pytest.fixture(scope="module")
def doctor(mini: RuleBase) -> Diagnostician:
    """A diagnostician of the miniature rule base on the plain engine."""
    return Diagnostician(mini, "plain")


facts = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.builds(
        fact, st.just(name), st.sampled_from(VALUES[name]), st.sampled_from(KINDS), st.integers(0, 3)
    )
)
cases = st.lists(facts, max_size=8)


@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(doctor: Diagnostician, case: list[Fact], random: Random) -> None:
    """The same facts in any order, and said twice, give the same Diagnosis."""
    shuffled = [*case, *case[:2]]
    random.shuffle(shuffled)
    assert doctor.diagnose(None, shuffled) == doctor.diagnose(None, case)


@given(cases, facts)
def test_a_fact_taken_back_leaves_no_trace(doctor: Diagnostician, case: list[Fact], extra: Fact) -> None:
    """Diagnosing with one fact more changes nothing of the diagnosis without it: nothing is remembered."""
    before = doctor.diagnose(None, case)
    _ = doctor.diagnose(f"I am in China. {REGION}", [*case, extra])
    assert doctor.diagnose(None, case) == before


@given(cases, st.sampled_from(["key.seen", *VALUES]), st.data())
def test_looking_ahead_is_examining_the_answered_case(
    doctor: Diagnostician, case: list[Fact], name: str, data: st.DataObject
) -> None:
    """Whether the answer is about something known or not, and whatever it says of other facts."""
    examined = doctor.examine(case, Observed((), ()))
    value = data.draw(st.sampled_from([*VALUES.get(name, ()), *doctor.rulebase.facts[name].values]))
    outcome = doctor.suppose(examined)(name, value)
    kept = [held for known, facts in examined.memory.facts.items() if known != name for held in facts]
    answered = doctor.examine([*kept, fact(name, value, "answer")], Observed((), ())).weighing
    assert {**examined.weighing.scores, **outcome.changed} == answered.scores
    assert outcome.leader == answered.ranked()[0]
    assert outcome.share == pytest.approx(answered.shares[outcome.leader], abs=1e-9)


@given(cases)
def test_probabilities_are_a_distribution_in_order(doctor: Diagnostician, case: list[Fact]) -> None:
    """Causes come best first; their shares and the other one add up to no more than 1."""
    diagnosis = doctor.diagnose(None, case)
    shares = [cause.probability for cause in diagnosis.causes]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) + diagnosis.other_probability == pytest.approx(1.0, abs=0.05)


@pytest.mark.skipif(bool(durable_available()), reason=f"durable-rules: {durable_available()}")
@settings(max_examples=25)
@given(case=cases)
def test_the_engine_makes_no_difference(mini: RuleBase, case: list[Fact]) -> None:
    """On durable-rules, on the plain engine and on both held together the Diagnosis is the same but for the name."""
    told: list[Diagnosis] = []
    for engine in ("durable", "plain", "both"):
        doctor = Diagnostician(mini, engine)
        told.append(doctor.diagnose(None, case))
        doctor.close()
    assert len({repr(dataclasses.replace(one, engine="")) for one in told}) == 1
    assert [one.engine for one in told] == ["durable", "plain", "durable+plain"]


@pytest.mark.parametrize("message", [REGION, "It says: no API key", "nothing we know"])
def test_a_pasted_error_and_the_same_error_as_a_fact_agree(doctor: Diagnostician, message: str) -> None:
    """`report` and ``--fact error.message`` lead to the same cause."""
    pasted = doctor.diagnose(f"I am in China.\n{message}", [])
    stated = doctor.diagnose(None, [fact("error.message", message), fact("location.country", "CN")])
    assert (pasted.verdict, pasted.causes[0].id) == (stated.verdict, stated.causes[0].id)


def test_a_decided_case(doctor: Diagnostician) -> None:
    """One cause above the threshold: diagnosed, with its fixes and its prevention, and nothing left to ask."""
    diagnosis = doctor.diagnose(None, [fact("key.present", False)], id="one")
    assert (diagnosis.verdict, diagnosis.causes[0].id, diagnosis.id) == ("diagnosed", "key-missing", "one")
    assert diagnosis.fixes[0].id == "key-missing/export"
    assert diagnosis.prevention == ("Check the variable when the program starts.",)
    assert diagnosis.questions == ()


def test_an_open_case_asks(doctor: Diagnostician) -> None:
    """No cause above the threshold: undecided, with the questions that would decide it, none about what is known."""
    diagnosis = doctor.diagnose(REGION, [fact("network.route", "direct")])
    assert diagnosis.verdict == "undecided"
    asked = {question.fact for question in diagnosis.questions}
    assert "key.present" in asked and not asked.intersection(diagnosis.facts)
    assert diagnosis.prevention == ()


def test_another_vendor_s_matter_is_out_of_scope(mini: RuleBase) -> None:
    """The cause that stands for all others' business is an ordinary cause with a verdict of its own."""
    evidence = {"out-of-scope": "decisive"}
    rules = {**mini.rules, "key.vendor": dataclasses.replace(mini.rules["key.vendor"], evidence=evidence)}
    diagnosis = Diagnostician(dataclasses.replace(mini, rules=rules), "plain").diagnose(
        None, [fact("key.kind", "other-vendor")]
    )
    assert (diagnosis.verdict, diagnosis.causes[0].id) == ("out-of-scope", "out-of-scope")


def test_a_healthy_case_has_no_fault_and_no_fixes(doctor: Diagnostician) -> None:
    """A fact that rules conclude says that nothing is wrong; then nothing is to be done."""
    diagnosis = doctor.diagnose(None, [fact("error.http_status", 200), fact("error.message", "fine")])
    assert (diagnosis.verdict, diagnosis.fixes) == ("no-fault-found", ())
    assert diagnosis.facts["case.healthy"].kind == "rule"


def test_nothing_at_all_is_undecided(doctor: Diagnostician) -> None:
    """Without a fact the other share leads and no cause is named as the diagnosis."""
    diagnosis = doctor.diagnose(None, [])
    assert diagnosis.verdict == "undecided"
    assert diagnosis.other_probability > diagnosis.causes[0].probability


def test_facts_show_their_value_and_where_they_come_from(doctor: Diagnostician) -> None:
    """Single values stand alone, values of a ``many`` fact in a tuple; conclusions name their rule."""
    shown = doctor.diagnose(
        f"I am in China. {REGION}", [fact("dotenv.kind", "file"), fact("dotenv.kind", "directory")]
    ).facts
    assert shown["dotenv.kind"].value == ("directory", "file")
    assert (shown["location.country"].value, shown["location.country"].kind) == ("CN", "text")
    assert (shown["region.refused"].value, shown["region.refused"].kind) == (True, "rule")


def test_evidence_names_rule_weight_and_facts(doctor: Diagnostician) -> None:
    """Each reason for a cause: its rule, its word as a number, its direction, and the observed facts behind it."""
    diagnosis = doctor.diagnose(None, [fact("error.message", REGION), fact("location.country", "CN")])
    (reason,) = [item for item in diagnosis.causes[0].evidence if item.rule == "region.country"]
    assert (reason.weight, reason.word, reason.direction, reason.counted) == (6.0, "decisive", "for", True)
    assert reason.facts == ("error.message", "location.country")


def test_a_given_paste_is_read_like_a_paste(doctor: Diagnostician) -> None:
    """``--fact report.text=…`` is a report."""
    as_fact = doctor.diagnose(None, [fact("report.text", "It says: no API key")])
    assert as_fact == doctor.diagnose("It says: no API key", [])


def test_a_secret_in_the_paste_is_in_no_field(doctor: Diagnostician) -> None:
    """A key in a text tells its kind; its letters are nowhere in the Diagnosis."""
    key = "AI" + "zaSyFAKE" + "FAKE0FAKE" * 3 + "FA"
    diagnosis = doctor.diagnose(f"{REGION} key={key}", [])
    assert diagnosis.facts["key.kind"].value == "standard"
    assert key not in repr(diagnosis)


def test_the_knowledge_is_named(mini: RuleBase) -> None:
    """One pack: its own name and hash. Several: all names, a hash over all, the oldest date."""
    alone = kb_info(mini)
    assert (alone.name, alone.hash, alone.knowledge_date) == ("mini", mini.packs[0].content_hash, "2026-11-01")
    second = dataclasses.replace(mini.packs[0], name="more", content_hash="f" * 64, knowledge_date="2025-01-01")
    both = kb_info(dataclasses.replace(mini, packs=(*mini.packs, second)))
    assert (both.name, both.knowledge_date) == ("mini+more", "2025-01-01")
    assert both.hash == f"{mini.packs[0].content_hash[:16]}+{'f' * 16}"


def test_what_the_engines_disagree_about_is_no_diagnosis(mini: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``both`` a disagreement is an error, never an answer."""
    if durable_available():
        pytest.skip(f"durable-rules: {durable_available()}")
    doctor = Diagnostician(mini, "both")
    monkeypatch.setattr("keymedic.engine.infer.engines._close_natively", mock.Mock(return_value=frozenset({0})))
    with pytest.raises(EngineError, match="disagree"):
        _ = doctor.diagnose(None, [fact("key.present", False)])
    doctor.close()


def test_a_session_is_asked_on_only_for_much(mini: RuleBase) -> None:
    """On a diagnosed case a question needs a chance of ``settled_change``; the Diagnosis itself has none."""
    found: list[int] = []
    for change in (0.0, 1.0):
        doctor = Diagnostician(
            dataclasses.replace(mini, weights=dataclasses.replace(mini.weights, settled_change=change))
        )
        examined = doctor.examine(*doctor.gather(f"I am in China. {REGION}", []))
        assert (examined.diagnosis.verdict, examined.diagnosis.questions) == ("diagnosed", ())
        found.append(len(doctor.questions(examined)))
        doctor.close()
    assert found[1] == 0


def test_an_undecided_case_is_asked_what_its_diagnosis_asks(doctor: Diagnostician) -> None:
    """While nothing is decided, ``settled_change`` has no say."""
    examined = doctor.examine(*doctor.gather(None, []))
    assert doctor.questions(examined) == examined.diagnosis.questions != ()
