"""Whether a fix helped, by looking: the probe that its ``verify`` names is run again, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from ..values import Struct
from .look import USUAL, Limits, Online, look
from .place import Place
from .progress import ProbeName, Watch, nobody

if TYPE_CHECKING:
    from ..diagnosis import Check
    from ..facts import Fact
    from ..rulebase.model import RuleBase

VerifyState = Literal["passed", "failed", "not-checked"]
_MUST_PASS: Final[dict[ProbeName, tuple[str, ...]]] = {
    "live": ("live.call",), "environment": ("environment.key-set",), "key": ("key.kind.standard", "key.kind.auth"),
}  # fmt: skip
"""Without one of these a probe proves nothing, even where nothing failed."""
_OLD_VARIABLES: Final[tuple[ProbeName, ...]] = ("live", "environment", "key", "profiles")


class Verified(Struct):
    """What the look said. ``old_variables``: it failed, and it may be because a process keeps the variables that it
    was started with: what was set in another window meanwhile is not seen here."""

    state: VerifyState
    checks: tuple[Check, ...]
    facts: tuple[Fact, ...]
    old_variables: bool = False


def verify(
    probe: ProbeName, place: Place, rulebase: RuleBase, online: Online | None = None, limits: Limits = USUAL,
    watch: Watch = nobody,
) -> Verified:  # fmt: skip
    """Run one probe. ``live`` and ``country`` want ``online``, the person's yes; without it they are not checked."""
    found = look(place, rulebase, online, limits, watch, only=frozenset((probe,)))
    states = {check.state for check in found.checks}
    passed = {check.id for check in found.checks if check.state == "passed"}
    must = _MUST_PASS.get(probe, ())
    if "failed" in states:
        state: VerifyState = "failed"
    elif "not-checked" in states or not passed or (must and not passed & set(must)):
        state = "not-checked"
    else:
        state = "passed"
    return Verified(state, found.checks, found.facts, state != "passed" and probe in _OLD_VARIABLES)
