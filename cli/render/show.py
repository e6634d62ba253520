"""A Diagnosis on stdout, in the format that was asked for; each renderer is imported only when it renders."""

from __future__ import annotations

from ...engine.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from ...engine.diagnosis import Diagnosis
    from ...engine.rulebase.model import RuleBase
    from ..output import Output

Style: TypeAlias = "Literal['text', 'json', 'markdown']"


def show(
    diagnosis: Diagnosis,
    rulebase: RuleBase,
    out: Output,
    *,
    style: Style = "text",
    every: bool = False,
    public: bool | None = None,
) -> None:
    """Write a diagnosis to stdout. ``public``: mask people too, by default in Markdown, which is made to be pasted.

    Raises `InputError` instead of writing where a ``public`` report that was asked for would still leak.
    """
    if public:
        _show_public(diagnosis, rulebase, out, style, every)
    elif style == "json":
        from .as_json import pretty

        out.write_json(pretty(diagnosis.to_json(), out))
    elif style == "markdown":
        from .markdown import render_markdown

        masked = public is None
        out.write(render_markdown(diagnosis, rulebase, out, every=every, public=masked), public=masked)
    else:
        from .text import render_text

        out.write(render_text(diagnosis, rulebase, out, every=every))


def _show_public(diagnosis: Diagnosis, rulebase: RuleBase, out: Output, style: Style, every: bool) -> None:
    from ..report import make_report

    report = make_report(diagnosis, rulebase, out, style, every=every)
    if report.leaks:
        raise InputError(report.why_not)
    out.write_json(report.text) if style == "json" else out.write(report.text, public=True)
