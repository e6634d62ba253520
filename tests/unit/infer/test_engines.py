"""Which matcher concludes, and what happens when one fails."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection

import pytest

from keymedic.engine.conditions import All, Not
from keymedic.engine.errors import EngineError
from keymedic.engine.infer import engines
from keymedic.engine.infer.compile import ProgramError
from keymedic.engine.infer.durable import DurableMatcher
from keymedic.engine.infer.engines import EngineName, Inference
from keymedic.engine.infer.native import durable_available
from keymedic.engine.infer.program import Closure
from keymedic.engine.rulebase.model import RuleBase

from .kit import base, case, decl, is_, rule

needs_durable = pytest.mark.skipif(bool(durable_available()), reason=f"durable-rules: {durable_available()}")
CASE = case({"o": 1})


def _rules() -> RuleBase:
    rules = [rule("a", is_("o", 1), {"d": 1}), rule("b", is_("d", 1)), rule("c", Not(is_("e", 1)))]
    return base([*rules, rule("e", is_("d", 2), {"e": 1})], [decl("d", derived=True), decl("e", derived=True)])


def _fired(inference: Inference) -> list[str]:
    return [firing.rule for firing in inference.conclude(CASE).fired]


@needs_durable
@pytest.mark.parametrize(("engine", "name"), [("durable", "durable"), ("plain", "plain"), ("both", "durable+plain")])
def test_every_engine_concludes_alike(engine: EngineName, name: str) -> None:
    """The same conclusions under each, which say what concluded them."""
    inference = Inference(_rules(), engine, notice=pytest.fail)
    found = inference.conclude(CASE)
    assert [firing.rule for firing in found.fired] == ["a", "b", "c"]
    assert found.engine == inference.engine == name
    assert found == inference.hypothetical(CASE)
    assert inference.hypothetical(CASE).engine == "plain"
    inference.close()
    assert inference.conclude(CASE) == found
    inference.close()


@pytest.mark.parametrize("engine", ["durable", "both"])
def test_without_durable_rules_the_plain_matcher_takes_over(
    engine: EngineName, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says so, once, with the reason."""
    monkeypatch.setattr(engines, "durable_available", lambda: "no such library")
    notices: list[str] = []
    inference = Inference(_rules(), engine, notices.append)
    assert _fired(inference) == _fired(inference) == ["a", "b", "c"]
    assert inference.engine == "plain"
    assert len(notices) == 1
    assert "no such library" in notices[0]


def _fail(_self: DurableMatcher, _literals: Collection[int]) -> Closure:
    raise EngineError("boom")


@needs_durable
def test_a_failure_in_one_case_falls_back_for_that_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """The case is concluded plainly and says so; the next one goes to durable-rules again. One notice in all."""
    notices: list[str] = []
    inference = Inference(_rules(), "durable", notices.append)
    with monkeypatch.context() as broken:
        broken.setattr(DurableMatcher, "close", _fail)
        assert [inference.conclude(CASE).engine, inference.conclude(CASE).engine] == ["plain", "plain"]
    assert inference.conclude(CASE).engine == "durable"
    assert len(notices) == 1
    assert "boom" in notices[0]
    inference.close()


@needs_durable
def test_rules_beyond_the_native_engine_are_left_to_the_plain_one() -> None:
    """A term with more derived facts than a native rule can hold: plain in every case that touches it, one notice."""
    facts = [f"d{at}" for at in range(20)]
    rules = [rule("use", All(tuple(is_(fact, 1) for fact in facts))), *(rule(f, is_("o", 1), {f: 1}) for f in facts)]
    notices: list[str] = []
    inference = Inference(base(rules), "durable", notices.append)
    assert inference.conclude(CASE).engine == "plain"
    assert "use" in _fired(inference)
    assert len(notices) == 1
    with pytest.raises(EngineError, match="too large"):
        _ = Inference(base(rules), "both").conclude(CASE)


@needs_durable
def test_both_is_strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure is an error, and so is any difference between the two."""
    inference = Inference(_rules(), "both", notice=pytest.fail)
    with monkeypatch.context() as broken:
        broken.setattr(DurableMatcher, "close", _fail)
        with pytest.raises(EngineError, match="boom"):
            _ = inference.conclude(CASE)
    with monkeypatch.context() as broken:
        broken.setattr(DurableMatcher, "close", lambda _self, literals: Closure(frozenset(), frozenset(literals)))  # pyright: ignore
        with pytest.raises(EngineError, match="disagree"):
            _ = inference.conclude(CASE)
    assert _fired(inference) == ["a", "b", "c"]
    inference.close()


@needs_durable
def test_both_asks_durable_once_a_stratum(monkeypatch: pytest.MonkeyPatch) -> None:
    """A term that only one of them fires is an error, and nothing is asked of durable-rules that no diagnosis asks."""
    inference = Inference(_rules(), "both", notice=pytest.fail)
    assert _fired(inference) == ["a", "b", "c"]
    asked: list[int] = []

    def blind(_self: DurableMatcher, literals: Collection[int]) -> Closure:
        asked.append(1)
        return Closure(frozenset(), frozenset(literals))

    monkeypatch.setattr(DurableMatcher, "close", blind)
    with pytest.raises(EngineError, match="disagree"):
        _ = inference.conclude(CASE)
    assert len(asked) == 2


@needs_durable
def test_compare_holds_everything_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is silent where all agree, and an error where one engine misses what another finds, also in what may yet be true."""
    inference = Inference(_rules(), "plain")
    inference.compare(CASE)
    whole = DurableMatcher.close

    def shy(matcher: DurableMatcher, literals: Collection[int]) -> Closure:
        found = whole(matcher, literals)
        return Closure(found.fired, frozenset(literals))

    monkeypatch.setattr(DurableMatcher, "close", shy)
    with pytest.raises(EngineError, match="disagree"):
        inference.compare(CASE)
    inference.close()


def test_rules_that_cannot_be_compiled() -> None:
    """The constructor says which rule and why."""
    with pytest.raises(ProgramError, match="^loop: .*negation"):
        _ = Inference(base([rule("loop", Not(is_("d", 1)), {"d": 1})]), "plain")


def test_conclusions_do_not_depend_on_hash_seeds() -> None:
    """Two processes with different hash seeds conclude the same, in the same order."""
    code = """
from keymedic.engine.conditions import All, Any_, Not, Test
from keymedic.engine.facts import Fact, Source, settle
from keymedic.engine.infer.engines import Inference
from keymedic.engine.rulebase.model import Origin, Rule
from types import SimpleNamespace
o = Origin("p", "f", 1)
leaf = lambda name, value: Test(name, "equals", (value,))
def rule(n, when, then): return Rule(f"r{n}", "", o, when, then, {}, None, None, "", (), ())
rules = [rule(n, Any_((All((leaf(f"a{n % 5}", "x"), leaf(f"b{n % 3}", "y"))), leaf(f"d{n - 1}", "z"), Not(leaf(f"a{n}", "x")))),
         {f"d{n}": "z"}) for n in range(30)]
memory = settle([Fact(f"{c}{n}", v, Source("given")) for c, v in (("a", "x"), ("b", "y")) for n in range(0, 12, 2)], frozenset(), {})
print([[(f.rule, sorted(f.facts), f.tests, f.via) for f in found.fired] + [(u.rule, sorted(u.unknown)) for u in found.open] + [found.derived]
       for engine in ("plain", "durable")
       for found in [Inference(SimpleNamespace(rules={r.id: r for r in rules}, facts={}, program=""), engine).conclude(memory)]])
"""
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, timeout=300
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert runs[0]
    assert len(set(runs)) == 1
