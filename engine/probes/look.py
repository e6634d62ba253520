"""All probes: each on its own, each within its time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from .. import phrases
from ..errors import KeymedicError
from ..values import dataclass
from .dotenv import Found, find_dotenv, keys_in_dotenv, probe_dotenv
from .environment import keys_in_environment, probe_environment
from .key import probe_key
from .live import probe_live
from .notes import ProbeResult, not_checked
from .place import Place
from .profiles import probe_profiles
from .tools import Installed, clear_tool, find_tools, probe_tools
from .variables import Candidate, chosen, key_order, key_variables

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: for one probe of this machine (a dead network drive must not hold up the others), for one answer of
    the network, and for all live checks together, name resolution included."""

    local: float = 2.0
    answer: float = 10.0
    live: float = 45.0


USUAL: Final = Limits()


@dataclass(frozen=True, slots=True)
class Online:
    """The yes to the live checks; ``base_url`` is the address that they go to, "" for Google's."""

    base_url: str = ""


def look(place: Place, rulebase: RuleBase, online: Online | None = None, limits: Limits = USUAL) -> ProbeResult:
    """Run every probe and put the results together. Only with ``online`` anything is sent."""
    run = _Run(rulebase)
    none: ProbeResult = ProbeResult()
    no_tools: tuple[Installed, ...] = ()
    no_files: tuple[Found, ...] = ()
    tools = run.within(limits.local, "tools", lambda: find_tools(place, rulebase), no_tools)
    clear = clear_tool(tools, rulebase)
    tool = clear.tool if clear else None
    files = run.within(limits.local, "dotenv", lambda: find_dotenv(place, rulebase, tool), no_files)
    key = _key(place, files, rulebase, tool)
    results = [
        run.within(limits.local, "environment", lambda: probe_environment(place, rulebase, tool), none),
        run.within(limits.local, "profiles", lambda: probe_profiles(place, rulebase), none),
        run.within(limits.local, "dotenv", lambda: probe_dotenv(place, files, rulebase, tool), none),
        run.within(limits.local, "key", lambda: probe_key(key, rulebase), none),
        run.within(limits.local, "tools", lambda: probe_tools(tools, rulebase), none),
    ]
    if online is not None:
        address, seconds = online.base_url, limits.answer
        results.append(run.within(limits.live, "live", lambda: probe_live(key, rulebase, address, seconds), none))
    results += run.failed
    facts = tuple(fact for result in results for fact in result.facts)
    return ProbeResult(facts, tuple(check for result in results for check in result.checks))


def _key(place: Place, files: tuple[Found, ...], rulebase: RuleBase, tool: str | None) -> Candidate | None:
    """The key that the tool would use: of its variables in this process, else in the ``.env`` file."""
    order = key_order(rulebase, tool) + (() if tool else key_variables(rulebase))
    own = chosen(keys_in_environment(place, rulebase), order)
    return own or chosen(keys_in_dotenv(files, place, rulebase), order)


class _Run:
    """Runs pieces of work in threads of their own; what fails or takes too long becomes a check."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.failed: list[ProbeResult] = []
        self._rulebase = rulebase

    def within(self, seconds: float, probe: str, work: Callable[[], T], otherwise: T) -> T:
        """The result of ``work``, or ``otherwise`` when it fails or is not there after ``seconds``."""
        done: list[T] = []
        failure: list[Exception] = []

        def run() -> None:
            try:
                done.append(work())
            except Exception as error:  # noqa: BLE001 - whatever it is, the other probes go on
                failure.append(error)

        thread = threading.Thread(target=run, name=f"probe-{probe}", daemon=True)
        thread.start()
        thread.join(seconds)
        if done:
            return done[0]
        if failure and isinstance(failure[0], KeymedicError):
            raise failure[0]
        name, value = ("error", type(failure[0]).__name__) if failure else ("time", f"{seconds:g}")
        reason = phrases.say(self._rulebase.phrases, f"check.because.{name}", value=value)
        self.failed.append(not_checked(probe, reason, self._rulebase))
        return otherwise
