"""All probes: each on its own, each within its time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final, TypeVar

from .. import phrases
from ..errors import KeymedicError
from ..redact import credential_values
from ..values import Struct
from .country import probe_country
from .dotenv import probe_dotenv
from .dotenv_search import Found, find_dotenv, keys_in_dotenv
from .environment import keys_in_environment, probe_environment
from .exposure import probe_exposure
from .hosts import ConfiguredHost, agreed, configured_hosts
from .key import probe_key
from .live import probe_live
from .notes import ProbeResult, not_checked
from .place import Place
from .profiles import keys_in_profiles, probe_profiles
from .progress import GROUPS, ProbeName, Watch, finished, nobody, started
from .routes import openai_at_google
from .settings import probe_settings
from .tools import Installed, caller_of, clear_tool, find_tools, probe_tools
from .variables import Candidate, chosen, key_order, key_variables, table

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase

T = TypeVar("T")


class Limits(Struct):
    """Seconds: for one probe of this machine (a dead network drive must not hold up the others), for git's history,
    for one answer of the network, and for all live checks together, name resolution included."""

    local: float = 2.0
    history: float = 0.5
    answer: float = 10.0
    live: float = 45.0


USUAL: Final = Limits()


class Online(Struct):
    """The yes to the live checks. ``base_url`` is the address that they go to, "" for Google's.

    ``allowed_host`` is the person's yes to a host that the environment or a ``.env`` file configures, and names it: the
    checks then go there. ``country``: the yes to asking a service for the country of this address.
    """

    base_url: str = ""
    allowed_host: str = ""
    country: bool = False


def look(
    place: Place, rulebase: RuleBase, online: Online | None = None, limits: Limits = USUAL, watch: Watch = nobody,
    only: Collection[ProbeName] = tuple(GROUPS),
) -> ProbeResult:  # fmt: skip
    """Run every probe, or ``only`` some, and put the results together; ``watch`` is told of each.

    Only with ``online`` anything is sent. Raises `InputError` for an allowed host that nothing configures.
    """
    run = _Run(rulebase, watch, only)
    no_tools: tuple[Installed, ...] = ()
    no_files: tuple[Found, ...] = ()
    no_keys: tuple[Candidate, ...] = ()
    tools = run.prepare("tools", limits.local, lambda: find_tools(place, rulebase), no_tools)
    tool = caller_of(clear_tool(tools, rulebase), rulebase)
    files = run.prepare("dotenv", limits.local, lambda: find_dotenv(place, rulebase, tool), no_files)
    filed = keys_in_dotenv(files, place, rulebase)
    profiled = run.prepare("profiles", limits.local, lambda: keys_in_profiles(place, rulebase), no_keys)
    key = _key(keys_in_environment(place, rulebase), filed, profiled, place, rulebase, tool)
    run.probe("environment", limits.local, lambda: probe_environment(place, rulebase, tool, filed))
    run.probe("profiles", limits.local, lambda: probe_profiles(place, rulebase))
    run.probe("dotenv", limits.local, lambda: probe_dotenv(place, files, rulebase, tool, key))
    run.probe("settings", limits.local, lambda: probe_settings(place, key, rulebase, tool))
    run.probe("key", limits.local, lambda: probe_key(key, rulebase))
    run.probe("tools", limits.local, lambda: probe_tools(tools, rulebase))
    spare = limits.local + 1  # it stops by itself, and then tells what it saw
    run.probe("exposure", spare, lambda: probe_exposure(place, key, files, rulebase, limits.history))
    if online is not None:
        _ask(run, online, limits, key, configured_hosts(place, files, rulebase), rulebase)
    result = run.result()
    return ProbeResult(result.facts, result.checks, _secrets(place, key, files))


def _secrets(place: Place, key: Candidate | None, files: tuple[Found, ...]) -> tuple[str, ...]:
    """The values of every credential variable that was seen."""
    entries = [{entry.name: entry.value} for one in files for entry in one.content.entries]
    seen = (value for variables in (place.environ, *entries) for value in credential_values(variables))
    return (*seen, *((key.value,) if key else ()))


def _ask(
    run: _Run, online: Online, limits: Limits, key: Candidate | None, hosts: tuple[ConfiguredHost, ...],
    rulebase: RuleBase,
) -> None:  # fmt: skip
    """The probes that send something."""
    relay = agreed(online.allowed_host, hosts) if online.allowed_host else None
    address = relay.base_url if relay else online.base_url
    any_key = relay is not None
    run.probe("live", limits.live, lambda: probe_live(key, rulebase, address, limits.answer, any_key=any_key))
    services = table(rulebase, "live.country")
    if online.country and services:
        run.probe("country", limits.live, lambda: probe_country(rulebase, services[0], limits.answer))


def _key(
    own: tuple[Candidate, ...], filed: tuple[Candidate, ...], profiled: tuple[Candidate, ...], place: Place,
    rulebase: RuleBase, tool: str | None,
) -> Candidate | None:  # fmt: skip
    """The key that the tool would use: of its variables in this process, else in the ``.env`` file, else in a profile."""
    order = key_order(rulebase, tool) + (() if tool else key_variables(rulebase))
    if openai_at_google(place, rulebase):
        order += table(rulebase, "variables.openai.key")
    named = (chosen(candidates, order) for candidates in (own, filed, profiled))
    rest = (chosen(candidates, key_variables(rulebase)) for candidates in (own, filed, profiled))
    return next((one for one in (*named, *rest) if one), None)


class _Run:
    """Runs pieces of work in threads of their own; what fails or takes too long becomes a check."""

    def __init__(self, rulebase: RuleBase, watch: Watch, only: Collection[ProbeName]) -> None:
        self._rulebase = rulebase
        self._only = only
        self._watch = watch
        self._results: list[ProbeResult] = []
        self._failed: dict[ProbeName, ProbeResult] = {}

    def prepare(self, probe: ProbeName, seconds: float, work: Callable[[], T], otherwise: T) -> T:
        """What a probe finds first because others need it; ``otherwise`` where that fails, as the probe then does."""
        done = self._within(probe, seconds, work)
        return done[0] if done else otherwise

    def probe(self, probe: ProbeName, seconds: float, work: Callable[[], ProbeResult]) -> None:
        """Run one probe and keep its result."""
        if probe not in self._only:
            return
        running = started(probe, self._rulebase)
        self._watch(running)
        done = [] if probe in self._failed else self._within(probe, seconds, work)
        result = done[0] if done else self._failed[probe]
        self._results.append(result)
        self._watch(finished(running, result))

    def result(self) -> ProbeResult:
        """All results, put together."""
        facts = tuple(fact for result in self._results for fact in result.facts)
        return ProbeResult(facts, tuple(check for result in self._results for check in result.checks))

    def _within(self, probe: ProbeName, seconds: float, work: Callable[[], T]) -> list[T]:
        """The result of ``work``; nothing when it fails or is not there after ``seconds``, and why is kept."""
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
        if not done:
            self._note_failure(probe, seconds, failure[0] if failure else None)
        return done[:1]

    def _note_failure(self, probe: ProbeName, seconds: float, failure: Exception | None) -> None:
        if isinstance(failure, KeymedicError):
            raise failure
        name, value = ("error", type(failure).__name__) if failure else ("time", f"{seconds:g}")
        reason = phrases.say(self._rulebase.phrases, f"check.because.{name}", value=value)
        self._failed[probe] = not_checked(probe, reason, self._rulebase)
