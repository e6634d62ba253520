"""The simulated person: a table that fits the vocabulary, and conversations that can be held."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
import yaml

from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base
from keymedic.engine.rulebase.model import RuleBase
from keymedic.engine.vocabulary import read_value

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def simulate() -> ModuleType:
    """bench/simulate.py."""
    spec = importlib.util.spec_from_file_location("keymedic_bench_simulate", ROOT / "bench" / "simulate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rulebase() -> RuleBase:
    """The shipped rule base."""
    return load_rule_base()


def test_there_is_a_person_with_every_cause(simulate: ModuleType, rulebase: RuleBase) -> None:
    """The table names every cause, and nothing else; so do the classes."""
    data = yaml.load((ROOT / "tests" / "data" / "people.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert set(simulate.People().causes) == set(rulebase.causes)
    assert {cause for group in data["classes"] for cause in group} <= set(rulebase.causes)


def test_every_person_can_answer_every_question(simulate: ModuleType, rulebase: RuleBase) -> None:
    """Each askable fact has an answer, of its type, or an honest "I don't know"."""
    askable = {name for name, decl in rulebase.facts.items() if decl.ask is not None}
    people = simulate.People()
    for cause in people.causes:
        for number in range(5):
            truth = people.truth(cause, Random(number))
            assert truth.keys() == askable
            for name, text in truth.items():
                if text != simulate.UNKNOWN:
                    _ = read_value(rulebase.facts[name], text)


def test_a_person_is_asked_and_the_cause_is_found(simulate: ModuleType, rulebase: RuleBase) -> None:
    """From the bare sentence to a key with quotation marks, without trouble."""
    doctor = Diagnostician(rulebase, "plain")
    random = Random(1)
    truth = simulate.People().truth("key-whitespace", random) | {"error.says": "key-not-valid"}
    session, asked = simulate.converse(doctor, simulate.BARE, truth, simulate.by_session, simulate.Trouble(), random)
    assert session.diagnosis.causes[0].id == "key-whitespace"
    assert 1 <= asked <= 6


def test_a_slip_is_put_right_by_a_fix_that_does_not_help(simulate: ModuleType, rulebase: RuleBase) -> None:
    """A person who first says that the key is a sample is led to the cut key within three fixes that do not help."""
    session = simulate.Session(Diagnostician(rulebase, "plain"))
    session.tell(simulate.BARE)
    session.answer("key.look", "sample")
    random = Random(1)
    truth = simulate.People().truth("key-truncated", random)
    assert truth["key.look"] in ("standard-cut", "auth-cut")
    assert simulate.repair(session, "key-truncated".__eq__, truth, simulate.Trouble(), random)


def test_who_knows_nothing_gives_no_answers(simulate: ModuleType, rulebase: RuleBase) -> None:
    """With a chance of 1 for "I don't know" no fact gets into the conversation, which still ends."""
    doctor = Diagnostician(rulebase, "plain")
    truth = simulate.People().truth("key-leaked", Random(1))
    session, asked = simulate.converse(doctor, "", truth, simulate.in_fixed_order, simulate.Trouble(1.0), Random(1))
    assert (session.examined.memory.facts, asked) == ({}, simulate.MOST_QUESTIONS)


def test_classes_count_as_right(simulate: ModuleType) -> None:
    """The cause itself is right, and so is another of its class."""
    people = simulate.People()
    assert people.right("key-leaked", "key-leaked")
    assert people.right("project-id-wrong", "iam-permission")
    assert not people.right("key-leaked", "key-deleted")


@pytest.mark.parametrize(("share", "number"), [(0.5, 3), (0.95, 9), (1.0, 9), (0.01, 1)])
def test_percentiles(simulate: ModuleType, share: float, number: int) -> None:
    """The smallest number that covers the share."""
    assert simulate.percentile([9, 1, 3, 2, 4], share) == number
