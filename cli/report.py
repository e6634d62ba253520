"""A report that is safe to paste in public: redacted, people masked, and looked through once more before it leaves."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..engine.errors import InputError
from ..engine.redact.people import telling_names
from ..engine.values import Struct, replace
from .leaks import Leak, find_leaks, secret_values
from .output import Output, own_names
from .render.markdown import NOTHING_TRIED, render_markdown
from .render.style import plain

if TYPE_CHECKING:
    from ..engine.diagnosis import Diagnosis
    from ..engine.reason.progress import FixResult
    from ..engine.rulebase.model import RuleBase

ReportStyle = Literal["text", "json", "markdown"]
_SHOWN_LEAKS = 5


class Report(Struct):
    """A finished report: exactly what is shown and then written. One with ``leaks`` cannot be written."""

    text: str
    leaks: tuple[Leak, ...]

    @property
    def why_not(self) -> str:
        """Why the report cannot leave; "" when it can."""
        places = ", ".join(f"{leak.kind} in line {leak.line}" for leak in self.leaks[:_SHOWN_LEAKS])
        return f"the report is held back: a second look found something private in it ({places})" if places else ""


def make_report(
    diagnosis: Diagnosis,
    rulebase: RuleBase,
    out: Output,
    style: ReportStyle = "markdown",
    *,
    tried: Mapping[str, FixResult] = NOTHING_TRIED,
    keep_people: bool = False,
    every: bool = False,
    environ: Mapping[str, str] | None = None,
) -> Report:
    """A report of a diagnosis and of the fixes that were ``tried``, by id.

    ``keep_people``: e-mail addresses, IP addresses and user names stay. Nothing is written here.
    """
    environ = os.environ if environ is None else environ
    diagnosis = _fit_for_others(diagnosis, rulebase)
    if style == "json":
        text = _json(diagnosis, out, tried, public=not keep_people)
    elif style == "text":
        from .render.text import render_text

        text = plain(out.clean(render_text(diagnosis, rulebase, out, every=every), public=not keep_people))
    else:
        text = render_markdown(diagnosis, rulebase, out, every=every, public=not keep_people, tried=tried)
    return Report(text, look_through(text, environ, people=not keep_people))


def look_through(text: str, environ: Mapping[str, str], *, people: bool = True) -> tuple[Leak, ...]:
    """What would leak with the bytes of ``text``."""
    names = telling_names(own_names(environ))
    return find_leaks(text.encode("utf-8", "replace"), secrets=secret_values(environ), names=names, people=people)


def write_report(report: Report, path: Path, *, overwrite: bool = False) -> None:
    """Write a report, readable by its owner only; raises `InputError` when it leaks, is there already, or cannot."""
    from .keep.files import write_private

    if report.leaks:
        raise InputError(report.why_not)
    if not overwrite and os.path.lexists(path):
        raise InputError(f"{path} is there already")
    try:
        write_private(path, report.text.encode("utf-8", "replace"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a usable file name"
        raise InputError(f"cannot write {path}: {reason}") from error


def _fit_for_others(diagnosis: Diagnosis, rulebase: RuleBase) -> Diagnosis:
    """Without the values of facts declared sensitive, such as the whole paste."""
    sensitive = {name for name in diagnosis.facts if name in rulebase.facts and rulebase.facts[name].sensitive}
    return replace(diagnosis, facts={name: item for name, item in diagnosis.facts.items() if name not in sensitive})


def _json(diagnosis: Diagnosis, out: Output, tried: Mapping[str, FixResult], *, public: bool) -> str:
    from .render.as_json import pretty

    data: dict[str, Any] = diagnosis.to_json()
    if tried:
        data["tried"] = [{"fix": fix, "result": result} for fix, result in tried.items()]
    return pretty(data, out, public=public)
