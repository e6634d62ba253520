"""A diagnosis as Markdown, fit to paste into a public issue: no secrets, no people, nothing that pings anyone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...engine.lazy_pattern import lazy_pattern
from ...engine.reason.progress import fixes_by_id
from ..output import Output
from ..phrases import Phrases, percent
from ..scrub import scrub
from . import view as show
from .style import harmless
from .view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...engine.diagnosis import Diagnosis, RankedCause, RankedFix
    from ...engine.reason.progress import FixResult
    from ...engine.rulebase.model import RuleBase

NOTHING_TRIED: Mapping[str, FixResult] = {}
_SPECIAL = lazy_pattern(r"([\\`*{}\[\]<>|~#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
"""What Markdown takes for markup; an underscore within a word is none."""
_CODE = lazy_pattern(r"(?<![\\`])`([^`\n]+)`(?!`)")
_MENTION = lazy_pattern(r"@(?=\w)")


def render_markdown(
    diagnosis: Diagnosis,
    rulebase: RuleBase,
    out: Output,
    *,
    every: bool = False,
    public: bool = True,
    tried: Mapping[str, FixResult] = NOTHING_TRIED,
) -> str:
    """The whole report; ends with a line feed. Not ``public``: people are not masked; secrets always are.

    ``tried``: the fixes that a conversation tried, by id.
    """
    clean = scrub(diagnosis, lambda text: harmless(out.clean(text, public)))
    return lay_out(clean, View(rulebase, Phrases(rulebase.phrases), width=10_000, every=every, public=True), tried)


def lay_out(diagnosis: Diagnosis, view: View, tried: Mapping[str, FixResult] = NOTHING_TRIED) -> str:
    """The report of a diagnosis whose texts are safe already."""
    parts = [
        *_verdict(diagnosis, view), *_why(diagnosis, view), *_checks(diagnosis, view), *_others(diagnosis, view),
        *_questions(diagnosis, view), *_tried(tried, view), *_fixes(diagnosis, view), *_findings(diagnosis, view),
        *_facts(diagnosis, view), *_footer(diagnosis, view),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line; what stands between backticks stays code."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(code(part) if place % 2 else _plain(part) for place, part in enumerate(parts))


def _plain(text: str) -> str:
    return _MENTION.sub("@\u200b", _SPECIAL.sub(r"\\\1", text))


def code(text: str) -> str:
    """A code span; longer backtick fences when the text holds backticks."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    blank = " " if "`" in text else ""
    return f"{fence}{blank}{' '.join(text.split())}{blank}{fence}"


def block(text: str, language: str = "") -> str:
    """A fenced block whose fence is longer than any in the text."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _heading(name: str, view: View) -> str:
    return f"### {view.phrases.say(f'heading.{name}')}"


def _verdict(diagnosis: Diagnosis, view: View) -> list[str]:
    first = show.leader(diagnosis)
    lines = [f"## {escaped(show.headline(diagnosis, view))}"]
    if diagnosis.verdict == "no-fault-found":
        lines.append(escaped(view.phrases.say("verdict.no-fault-found.text")))
    elif first is None:
        lines.append(escaped(view.phrases.say("verdict.nothing-known")))
    elif diagnosis.verdict == "undecided":
        lines.append(f"{escaped(show.guess(diagnosis, view))}. {_likely(first, view)}")
    else:
        lines.append(_likely(first, view))
    read, said = show.what_was_read(diagnosis, view), show.message(diagnosis, view, 400)
    lines.append(f"{view.phrases.say('heading.read')}: {escaped(read)}" if read else "")
    return [*lines, f"> {escaped(said)}" if said else ""]


def _likely(cause: RankedCause, view: View) -> str:
    return f"{escaped(show.likely(cause, view))} {code(cause.id)}"


def _why(diagnosis: Diagnosis, view: View) -> list[str]:
    first = show.leader(diagnosis)
    if first is None:
        return []
    shown, _ = show.evidence(first, view)
    reasons = [f"- {view.phrases.say(f'evidence.{item.direction}')}: "
               f"{escaped(show.because(item, diagnosis, view))} ({code(item.rule)})" for item in shown]  # fmt: skip
    return [_heading("why", view), escaped(first.explanation), "\n".join(reasons)]


def _others(diagnosis: Diagnosis, view: View) -> list[str]:
    rows = [f"- {percent(cause.probability)} {escaped(cause.title)} ({code(cause.id)})"
            for cause in show.others(diagnosis, view)]  # fmt: skip
    return [_heading("others", view), "\n".join(rows)] if rows else []


def _questions(diagnosis: Diagnosis, view: View) -> list[str]:
    shown = show.questions(diagnosis, view) if diagnosis.verdict == "undecided" else []
    if not shown:
        return []
    rows = [f"- {escaped(question.prompt)} {_with_commands(question.hint)}".rstrip() for question in shown]
    return [_heading("questions", view), "\n".join(rows)]


def _with_commands(text: str) -> str:
    words, commands = show.command_parts(text)
    return " ".join([escaped(words), *map(code, commands)])


def _tried(tried: Mapping[str, FixResult], view: View) -> list[str]:
    if not tried:
        return []
    known = fixes_by_id(view.rulebase)
    rows = [
        f"- {escaped(known[fix][1].title)} ({code(fix)}): {view.phrases.say(f'fix.{result}')}"
        for fix, result in tried.items()
    ]
    return [_heading("tried", view), "\n".join(rows)]


def _fixes(diagnosis: Diagnosis, view: View) -> list[str]:
    shown = show.fixes(diagnosis, view)
    if not shown:
        return []
    return [
        _heading("fixes", view),
        *(part for number, fix in enumerate(shown) for part in _fix(fix, shown[:number], diagnosis, view)),
    ]


def _fix(fix: RankedFix, before: list[RankedFix], diagnosis: Diagnosis, view: View) -> list[str]:
    title, remarks = show.fix_title(fix, diagnosis, view)
    parts = [f"**{len(before) + 1}. {escaped(title)}** ({escaped('; '.join(remarks))})"]
    parts.append("\n".join(f"{number}. {escaped(step)}" for number, step in enumerate(fix.steps, 1)))
    parts += [block(item["run"], "" if item["shell"] == "any" else item["shell"]) for item in show.commands(fix, view)]
    if fix.verify and (same := show.checked_as(fix, before)):
        return [*parts, escaped(view.phrases.say("fix.verify-as", number=same))]
    if fix.verify:
        parts.append(escaped(view.phrases.say("fix.verify", text=show.verify_text(fix, view))))
    parts += [block(fix.verify_command)] if fix.verify_command else []
    return parts + ([escaped(own)] if (own := show.verify_probe(fix, view)) else [])


def _findings(diagnosis: Diagnosis, view: View) -> list[str]:
    found = show.findings(diagnosis, view)
    rows = [f"- {view.phrases.say(f'severity.{item.severity}')}: {_with_commands(item.text)}" for item in found]
    return [_heading("findings", view), "\n".join(rows)] if rows else []


def _checks(diagnosis: Diagnosis, view: View) -> list[str]:
    rows = [
        f"- {view.phrases.say(f'state.{check.state}')}: {escaped(check.text)}" for check in show.checks(diagnosis, view)
    ]
    return [_heading("checks", view), "\n".join(rows)] if rows else []


def _facts(diagnosis: Diagnosis, view: View) -> list[str]:
    rows = [f"- {escaped(view.label(name))}: {code(view.meaning(name, item.value))} ({code(name)}; {escaped(show.source(item, view))})"
            for name, item in show.facts(diagnosis, view).items() if not view.hidden(name)]  # fmt: skip
    if not rows:
        return []
    title = view.phrases.say("heading.facts")
    return [f"<details><summary>{title}</summary>", "\n".join(rows), "</details>"]


def _footer(diagnosis: Diagnosis, view: View) -> list[str]:
    return ["---", *(f"<sub>{escaped(line)}</sub>" for line in show.footer(diagnosis, view))]
