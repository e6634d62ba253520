"""Matching on durable-rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import TYPE_CHECKING, Any, cast

import pytest

from keymedic.engine.errors import EngineError
from keymedic.engine.infer import durable
from keymedic.engine.infer.durable import DurableMatcher
from keymedic.engine.infer.native import Limits, durable_available, native_module
from keymedic.engine.infer.plain import PlainMatcher
from keymedic.engine.infer.program import Term
from keymedic.engine.infer.stratum import Stratum

if TYPE_CHECKING:
    from keymedic.engine.infer.native import NativeModule

pytestmark = pytest.mark.skipif(bool(durable_available()), reason=f"durable-rules: {durable_available()}")


class Spy:
    """The native module, with every call noted and one call to go wrong on demand."""

    def __init__(self, module: NativeModule) -> None:
        self.module = module
        self.calls: list[str] = []
        self.wrong: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any) -> Any:
            self.calls.append(name)
            if name in self.wrong:
                result = self.wrong.pop(name)
                if isinstance(result, Exception):
                    raise result
                return result
            return getattr(self.module, name)(*arguments)

        return call


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spy]:
    """Matchers built in the test talk to the native module through the spy."""
    found = Spy(native_module())
    monkeypatch.setattr(durable, "native_module", lambda: cast("NativeModule", found))
    yield found
    assert found.calls.count("create_ruleset") == found.calls.count("delete_ruleset")


def _terms(*terms: tuple[set[int], set[int]]) -> list[Term]:
    return [Term(at, at, frozenset(body), frozenset(head)) for at, (body, head) in enumerate(terms)]


CHAIN = _terms(({1, 2}, {3}), ({3}, {4}), ({4, 5}, {6}), (set(), {7}), ({7, 1}, {8}))


def test_chaining_to_the_fixpoint(spy: Spy) -> None:
    """The same closure as the plain matcher's, for every subset of the literals."""
    matcher, plain = DurableMatcher(Stratum.of(CHAIN)), PlainMatcher(CHAIN)
    for mask in range(64):
        literals = [at for at in range(6) if mask >> at & 1]
        assert matcher.close(literals) == plain.close(literals)
    assert spy.calls.count("create_ruleset") == matcher.rulesets == 5
    matcher.free()


def test_only_touched_rulesets_are_compiled(spy: Spy) -> None:
    """A ruleset whose key does not hold is neither compiled nor opened."""
    matcher = DurableMatcher(Stratum.of(_terms(*(({at}, set[int]()) for at in range(200)))))
    assert matcher.rulesets == 200
    assert matcher.close([]).fired == frozenset()
    assert spy.calls == []
    assert matcher.close([0]).fired == {0}
    assert spy.calls.count("create_ruleset") == 1
    matcher.free()


def test_a_ruleset_sleeps_until_what_it_watches_holds(spy: Spy) -> None:
    """With the key alone nothing is compiled: the rarest of the other literals that some term needs must hold, too."""
    matcher = DurableMatcher(Stratum.of(_terms(({1, 8, 9}, {2}), ({3, 8, 9}, {4}), ({5, 8}, {6}))))
    assert matcher.close([1, 3]).fired == frozenset()
    assert spy.calls == []
    assert matcher.close([1, 9, 8]).fired == {0}
    assert spy.calls.count("create_ruleset") == 1
    matcher.free()


def test_chains_across_rulesets(spy: Spy) -> None:
    """A concluded literal reaches rulesets that are open and opens others, which learn what they missed."""
    terms = _terms(*(({at, 300} if at % 2 else {at, at // 2}, {at + 1}) for at in range(60)))
    for rules in (2, 3, 50):
        matcher = DurableMatcher(Stratum.of(terms), Limits(rules=rules))
        assert matcher.close([0, 300]) == PlainMatcher(terms).close([0, 300])
        matcher.free()


@pytest.mark.parametrize(
    "bodies",
    [
        [{at} for at in range(600)],
        [{1}] * 300,
        [set[int]()] * 300,
        [set(range(235))],
        [{*range(1000, 1000 + depth), at} for depth in range(30) for at in range(depth * 3, depth * 3 + 3)],
    ],
    ids=["600 first tests", "300 rules on one test", "300 rules on nothing", "235 literals", "comb"],
)
def test_at_the_limits_the_engine_still_answers(bodies: list[set[int]]) -> None:
    """Sizes near or beyond a native limit, in rulesets as large as the other limits allow, all fire."""
    terms = _terms(*((body, set[int]()) for body in bodies))
    literals = frozenset[int]().union(*bodies)
    for limits in (Limits(), Limits(rules=4000)):
        matcher = DurableMatcher(Stratum.of(terms), limits)
        assert matcher.close(literals).fired == frozenset(range(len(bodies)))
        assert matcher.close([]).fired == PlainMatcher(terms).close([]).fired
        matcher.free()


def test_every_session_is_deleted(spy: Spy) -> None:
    """Also that of a ruleset in which nothing but the sentinel fired."""
    matcher = DurableMatcher(Stratum.of(_terms(({1, 2, 3}, set()))))
    assert [matcher.close([1, 2]).fired, matcher.close([1, 2, 3]).fired] == [frozenset(), {0}]
    assert spy.calls.count("delete_state") == 2
    matcher.free()


@pytest.mark.parametrize(
    ("call", "result", "message"),
    [
        ("delete_state", Exception("error 309"), "309"),
        ("assert_fact", (1, 0), "code 1"),
        ("assert_fact", (2, 0), "code 2"),
        ("assert_fact", Exception("error 303"), "303"),
        ("start_action_for_state", None, "sentinel"),
        ("complete_and_start_action", Exception("error 999"), "999"),
        ("create_ruleset", Exception("error 106"), "106"),
    ],
)
def test_after_a_failure_the_next_case_is_right(spy: Spy, call: str, result: object, message: str) -> None:
    """A failing call is an `EngineError`, cleans up, and leaves a matcher that works."""
    matcher = DurableMatcher(Stratum.of(CHAIN))
    spy.wrong[call] = result
    with pytest.raises(EngineError, match=message):
        _ = matcher.close([1, 2, 5])
    if call == "create_ruleset":
        spy.calls.remove("create_ruleset")
    assert matcher.close([1, 2, 5]) == PlainMatcher(CHAIN).close([1, 2, 5])
    matcher.free()


def test_nothing_of_the_case_reaches_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages hold literal names and fixed marks only."""
    module, messages = native_module(), list[str]()

    class Recorder(Spy):
        def assert_fact(self, handle: int, message: str) -> tuple[int, int]:
            messages.append(message)
            return module.assert_fact(handle, message)

    monkeypatch.setattr(durable, "native_module", lambda: cast("NativeModule", Recorder(module)))
    matcher = DurableMatcher(Stratum.of(CHAIN))
    _ = matcher.close([1, 2, 5])
    matcher.free()
    told = [json.loads(message) for message in messages]
    assert {"~go": 1, "L1": 1, "L2": 1, "id": "case", "sid": "0"} in told
    assert {"L4": 1, "id": "L4", "sid": "0"} in told
    assert {key for message in told for key in message} <= {"~go", "id", "sid", *(f"L{at}" for at in range(9))}


def test_threads_share_a_matcher() -> None:
    """Cases in several threads at once do not mix."""
    matcher, plain = DurableMatcher(Stratum.of(CHAIN)), PlainMatcher(CHAIN)
    random = Random(1)
    cases = [random.sample(range(8), random.randint(0, 6)) for _ in range(300)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(matcher.close, cases)) == [plain.close(literals) for literals in cases]
    matcher.free()


def test_a_freed_matcher_compiles_anew(spy: Spy) -> None:
    """Freeing twice is fine, and a later case simply compiles again."""
    matcher = DurableMatcher(Stratum.of(CHAIN))
    first = matcher.close([1, 2])
    matcher.free()
    matcher.free()
    assert matcher.close([1, 2]) == first
    matcher.free()
