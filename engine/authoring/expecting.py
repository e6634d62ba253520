"""What a case expects, held against what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..facts import Scalar, typed
from ..observe.frames import DENIED
from ..values import Struct
from ..vocabulary import read_value
from .trying import several

if TYPE_CHECKING:
    from ..rulebase.model import Case, Rule, RuleBase
    from .trying import Tried

_AMONG = 3
"""``among`` wants one of so many leading causes."""
LEAST_PULL = 1e-9
"""Below this the fired rules say nothing about a cause, or as much for it as against it."""


class Difference(Struct):
    """One expectation that did not come true: what was wanted, and what came in its place."""

    key: str
    wanted: tuple[str, ...]
    got: tuple[str, ...]


def differences(rule: Rule | None, case: Case, tried: Tried, rulebase: RuleBase) -> Iterator[Difference]:
    """Every expectation of a case that did not come true.

    ``cause`` is the first cause (any of those named), ``among`` one of the first three, ``fires`` and ``silent`` name
    rules, ``raises`` and ``lowers`` causes for and against which the rules speak on the whole, ``heard`` and ``unheard``
    frames, a fact's name its value. Without ``fires`` and ``silent`` the rule that it stands beside must fire.
    """
    for key, value in case.expect.items():
        wanted = several(value)
        check = _CHECKS.get(key)
        got = check(wanted, tried) if check else _fact(key, wanted, tried, rulebase)
        if got is not None:
            yield Difference(key, wanted, tuple(got))
    if rule and "fires" not in case.expect and "silent" not in case.expect and rule.id not in tried.fired:
        yield Difference("fires", (rule.id,), tuple(sorted(tried.fired)))


Check = Callable[[Sequence[str], "Tried"], "Sequence[str] | None"]
"""What came in place of what was wanted; nothing when it came true."""


def _cause(wanted: Sequence[str], tried: Tried) -> Sequence[str] | None:
    seen = tried.ranked[:1]
    return None if any(cause in wanted for cause in seen) else seen


def _among(wanted: Sequence[str], tried: Tried) -> Sequence[str] | None:
    seen = tried.ranked[:_AMONG]
    return None if any(cause in wanted for cause in seen) else seen


def _not_cause(wanted: Sequence[str], tried: Tried) -> Sequence[str] | None:
    seen = tried.ranked[:1]
    return seen if any(cause in wanted for cause in seen) else None


def _verdict(wanted: Sequence[str], tried: Tried) -> Sequence[str] | None:
    return None if tried.verdict in wanted else (tried.verdict,)


def _fires(wanted: Sequence[str], tried: Tried) -> Sequence[str] | None:
    return None if tried.fired.issuperset(wanted) else sorted(tried.fired)


def _silent(wanted: Sequence[str], tried: Tried) -> Sequence[str] | None:
    return sorted(tried.fired.intersection(wanted)) or None


def _heard(wanted: Sequence[str], tried: Tried) -> Sequence[str] | None:
    return None if tried.heard.issuperset(wanted) else sorted(tried.heard)


def _unheard(wanted: Sequence[str], tried: Tried) -> Sequence[str] | None:
    return sorted(name for name in tried.heard if name.removesuffix(DENIED) in wanted) or None


def _raises(wanted: Sequence[str], tried: Tried) -> Sequence[str] | None:
    return [_pull(cause, tried) for cause in wanted if tried.pulls[cause] < LEAST_PULL] or None


def _lowers(wanted: Sequence[str], tried: Tried) -> Sequence[str] | None:
    return [_pull(cause, tried) for cause in wanted if tried.pulls[cause] > -LEAST_PULL] or None


def _pull(cause: str, tried: Tried) -> str:
    return f"{cause} {tried.pulls[cause]:+.1f}"


_CHECKS: Mapping[str, Check] = {
    "cause": _cause, "among": _among, "not_cause": _not_cause, "verdict": _verdict, "fires": _fires, "silent": _silent,
    "heard": _heard, "unheard": _unheard, "raises": _raises, "lowers": _lowers,
}  # fmt: skip


def _fact(name: str, wanted: Sequence[str], tried: Tried, rulebase: RuleBase) -> Sequence[str] | None:
    held = set(map(typed, tried.values.get(name, ())))
    expected = (read_value(rulebase.facts[name], text) for text in wanted)
    if all(typed(value) in held for value in expected):
        return None
    return [_written(value) for value in tried.values.get(name, ())]


def _written(value: Scalar) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
