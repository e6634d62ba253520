"""The Python API: a diagnosis of an exception, a text or facts in one call."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .facts import Fact, Source

if TYPE_CHECKING:
    from .diagnosis import Diagnosis
    from .reason.diagnose import Diagnostician

_lock = threading.Lock()
_doctors: list[Diagnostician] = []


def diagnose(
    problem: BaseException | str | None = None,
    *,
    facts: Mapping[str, str | Iterable[str]] | None = None,
    doctor: Diagnostician | None = None,
) -> Diagnosis:
    """Diagnose an exception, a pasted text, stated facts (name to value as text), or a text and facts together.

    Without a ``doctor`` the built-in rule base diagnoses. Nothing is read from this machine or from the network; of an
    exception only the chain of messages and places is looked at, never the values of its variables.
    Raises `UnknownNameError` or `FactValueError` for facts that do not fit.
    """
    doctor = doctor or builtin_doctor()
    report = exception_text(problem) if isinstance(problem, BaseException) else problem
    return doctor.diagnose(report, stated(facts or {}, doctor))


def stated(facts: Mapping[str, str | Iterable[str]], doctor: Diagnostician) -> tuple[Fact, ...]:
    """Facts by name and text, read by the vocabulary."""
    from .vocabulary import read_facts

    pairs = [(name, text) for name, value in facts.items() for text in ([value] if isinstance(value, str) else value)]
    return read_facts(pairs, doctor.rulebase.facts, Source("given", "facts"))


def builtin_doctor() -> Diagnostician:
    """The built-in rule base made ready, once for the process."""
    with _lock:
        if not _doctors:
            from .reason.diagnose import Diagnostician
            from .rulebase.load import load_rule_base

            _doctors.append(Diagnostician(load_rule_base()))
        return _doctors[0]


def exception_text(error: BaseException) -> str:
    """An exception with its causes as a traceback, without source lines and values of variables."""
    whole = traceback.TracebackException(type(error), error, error.__traceback__, lookup_lines=False)
    _without_source(whole)
    return "".join(whole.format())


def _without_source(whole: traceback.TracebackException) -> None:
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        places = [(frame.filename, frame.lineno or 0, frame.name, "") for frame in part.stack]
        part.stack = traceback.StackSummary.from_list(places)
        grouped: list[traceback.TracebackException] = getattr(part, "exceptions", None) or []  # Python 3.11 on
        waiting += [inner for inner in (part.__cause__, part.__context__, *grouped) if inner is not None]
