"""The variables of this process: which keys are set, and which of them the tool takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .notes import Notes, ProbeResult
from .place import Place
from .routes import note_base_urls, note_certificates, note_openai, note_proxy, openai_at_google
from .switches import note_cloud, note_login, note_vertex
from .variables import Candidate, key_order, key_variables, named_tools, table, tools_that_take

if TYPE_CHECKING:
    from ..rulebase.model import RuleBase


def keys_in_environment(place: Place, rulebase: RuleBase) -> tuple[Candidate, ...]:
    """Every key variable that is set in this process, also to nothing."""
    names = key_variables(rulebase)
    if openai_at_google(place, rulebase):
        names += table(rulebase, "variables.openai.key")
    return tuple(Candidate(name, place.origin, place.environ[name]) for name in names if name in place.environ)


def process_of(place: Place, notes: Notes) -> str:
    """What to call the process whose environment is looked at."""
    if place.pid is None:
        return notes.say("check.process.own")
    return notes.say("check.process.other", number=place.pid)


def probe_environment(
    place: Place, rulebase: RuleBase, tool: str | None, filed: tuple[Candidate, ...] = ()
) -> ProbeResult:
    """What the environment says.

    ``tool`` is the one that makes the call, when it is clear; ``filed`` are the keys of the ``.env`` file that is read.
    """
    notes = Notes("environment", rulebase)
    found = tuple(one for one in keys_in_environment(place, rulebase) if one.name in key_variables(rulebase))
    _facts(notes, found, filed, rulebase)
    _read(notes, found, tool, filed, place, rulebase)
    _both(notes, found, filed, tool, rulebase)
    note_vertex(notes, place, rulebase, tool)
    note_login(notes, place, rulebase, tool)
    note_cloud(notes, place)
    note_base_urls(notes, place, rulebase)
    note_openai(notes, place, rulebase)
    note_proxy(notes, place)
    note_certificates(notes, place, rulebase)
    return notes.result()


def _facts(notes: Notes, found: tuple[Candidate, ...], filed: tuple[Candidate, ...], rulebase: RuleBase) -> None:
    values = {candidate.name: candidate.value for candidate in found}
    from_file = {candidate.name: candidate for candidate in filed}
    for name in key_variables(rulebase):
        state = "unset" if name not in values else "set" if values[name].strip() else "empty"
        if state == "empty":
            notes.check("failed", "key-empty", name=name)
        if state == "unset" and name not in (*from_file, *table(rulebase, "variables.key.usual")):
            continue  # that a rare name is not set tells nothing
        if state != "unset" or name not in from_file:
            notes.fact(f"env.{name}", state, f"the variable {name}")
        elif not from_file[name].value.strip():  # a loader sets it to nothing
            notes.fact(f"env.{name}", "empty", from_file[name].where)


def _read(
    notes: Notes, found: tuple[Candidate, ...], tool: str | None, filed: tuple[Candidate, ...], place: Place,
    rulebase: RuleBase,
) -> None:  # fmt: skip
    """Whether the tool reads one of the variables that are set."""
    order = key_order(rulebase, tool)
    filled = [candidate.name for candidate in found if candidate.value.strip()]
    read = [name for name in order if name in filled]
    file = next((one for name in order for one in filed if one.name == name and one.value.strip()), None)
    values = {"order": ", ".join(order), "process": process_of(place, notes)}
    if read:
        whose = "own" if tool else "most"
        takes = notes.say(f"check.environment.takes.{whose}", tool=named_tools([tool or ""], rulebase))
        notes.check("passed", "key-set", name=read[0], takes=takes)
    elif file:
        notes.check("passed", "key-filed", file=file.where.partition(", line ")[0], **values)
    elif filled and tool is None:
        notes.check("warning", "key-unusual", name=filled[0], **values)
    elif filled:
        notes.fact("env.name_matches", False, f"the variable {filled[0]}")
        notes.check("failed", "key-unread", name=filled[0], tool=named_tools([tool or ""], rulebase), **values)
    else:
        notes.check("warning", "key-unset", **values)


def _both(
    notes: Notes, found: tuple[Candidate, ...], filed: tuple[Candidate, ...], tool: str | None, rulebase: RuleBase
) -> None:
    """Whether the two usual variables contradict each other, wherever each is set."""
    usual = table(rulebase, "variables.key.usual")
    held: dict[str, Candidate] = {}
    for candidate in (*found, *filed):  # no loader overwrites what is set already
        if candidate.value.strip() and candidate.name in usual:
            _ = held.setdefault(candidate.name, candidate)
    differ = len(held) == len(usual) and len({candidate.value.strip() for candidate in held.values()}) > 1
    detail = " and ".join(f"{one.name} in {one.where}" for one in held.values()) or f"the variables {', '.join(usual)}"
    notes.fact("env.both_set", len(held) == len(usual), detail)
    notes.fact("env.keys_differ", differ, detail)
    if differ:
        _conflict(notes, held, tool, rulebase)


def _conflict(notes: Notes, held: dict[str, Candidate], tool: str | None, rulebase: RuleBase) -> None:
    order = [name for name in key_order(rulebase, tool) if name in held] or list(held)
    first, second = order[0], next(name for name in held if name != order[0])
    takers, others = (named_tools(tools_that_take(name, rulebase), rulebase) for name in (first, second))
    winner = notes.say(
        f"check.environment.winner.{'own' if tool else 'some'}", tool=named_tools([tool or ""], rulebase),
        first=first, second=second, takers=takers, others=others,
    )  # fmt: skip
    notes.check(
        "failed", "keys-differ", first=first, second=second, winner=winner, first_where=held[first].where,
        second_where=held[second].where,
    )  # fmt: skip
