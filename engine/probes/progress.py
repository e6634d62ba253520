"""How far the probes are, for who shows them one after the other while they run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from .. import phrases
from ..values import Struct

if TYPE_CHECKING:
    from ..diagnosis import Check
    from ..rulebase.model import RuleBase
    from .notes import ProbeResult

ProbeName = Literal["environment", "profiles", "dotenv", "settings", "key", "tools", "exposure", "live", "country"]
Group = Literal["machine", "project", "network"]
ProbeState = Literal["running", "passed", "warning", "failed", "not-checked"]

GROUPS: Final[dict[ProbeName, Group]] = {
    "environment": "machine", "profiles": "machine", "dotenv": "machine", "settings": "machine", "key": "machine",
    "tools": "project", "exposure": "project", "live": "network", "country": "network",
}  # fmt: skip
"""Every probe with its group, in the order in which they run."""
SEEN_BY_PROBES: Final = ("key.form", "env.GOOGLE_GENERATIVE_AI_API_KEY", "env.GOOGLE_GENAI_API_KEY")
"""The facts that nothing but a probe gives."""
_WORST_FIRST: Final = ("failed", "warning", "not-checked", "passed")


class Progress(Struct):
    """One probe: its stable id and group, what it is called, and how it stands.

    ``text`` is one line, the check that matters most ("" while it runs); ``checks`` are all of them, the details.
    """

    id: ProbeName
    group: Group
    title: str
    state: ProbeState
    text: str = ""
    checks: tuple[Check, ...] = ()


Watch = Callable[[Progress], None]
"""Is told of every probe twice, when it starts and when it is done, always in the thread that called `look`."""


def nobody(_progress: Progress) -> None:
    """Watches nothing."""


def started(probe: ProbeName, rulebase: RuleBase) -> Progress:
    """A probe that runs from now on."""
    return Progress(probe, GROUPS[probe], phrases.say(rulebase.phrases, f"check.{probe}"), "running")


def finished(running: Progress, result: ProbeResult) -> Progress:
    """The same probe with its result. It stands as its worst check does."""
    worst = min(result.checks, key=lambda check: _WORST_FIRST.index(check.state), default=None)
    state: ProbeState = worst.state if worst else "passed"
    return Progress(running.id, running.group, running.title, state, worst.text if worst else "", result.checks)
