"""A diagnosis for people at a terminal: reflowed to its width, the verdict first."""

from __future__ import annotations

from collections.abc import Iterable

from ..output import Output
from ..phrases import Phrases, percent
from ..scrub import scrub_shown
from . import view as show
from .layout import bar, display_width, wrap
from .shown import only_shown
from .style import BOLD, CYAN, DIM, GREEN, RED, YELLOW, harmless, styled
from .view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...engine.diagnosis import CheckState, Diagnosis, RankedCause, RankedFix, Severity
    from ...engine.rulebase.model import RuleBase

_VERDICT_COLOUR = {"diagnosed": RED, "undecided": YELLOW, "out-of-scope": YELLOW, "no-fault-found": GREEN}
_SEVERITY_COLOUR: dict[Severity, str] = {"info": CYAN, "warning": YELLOW, "error": RED}
_CHECK_COLOUR: dict[CheckState, str] = {"failed": RED, "warning": YELLOW, "not-checked": DIM, "passed": GREEN}
Section = list[str]


def render_text(diagnosis: Diagnosis, rulebase: RuleBase, out: Output, *, every: bool = False) -> str:
    """The whole report; ends with a line feed. Styles are markers that `Output` turns into colours."""
    view = View(rulebase, Phrases(rulebase.phrases), width=out.width, every=every)
    wanted = diagnosis if every else only_shown(diagnosis, view)
    return lay_out(scrub_shown(wanted, lambda text: harmless(out.clean(text))), view)


def lay_out(diagnosis: Diagnosis, view: View) -> str:
    """The report of a diagnosis whose texts are safe already."""
    sections = [
        _verdict(diagnosis, view), _read(diagnosis, view), _why(diagnosis, view), _checks(diagnosis, view),
        _others(diagnosis, view), _questions(diagnosis, view), _fixes(diagnosis, view), _findings(diagnosis, view),
        _prevention(diagnosis, view), _facts(diagnosis, view), _footer(diagnosis, view),
    ]  # fmt: skip
    return "\n\n".join("\n".join(section) for section in sections if section) + "\n"


def _heading(name: str, view: View) -> str:
    return styled(BOLD, view.phrases.say(f"heading.{name}"))


def _verdict(diagnosis: Diagnosis, view: View) -> Section:
    colour = _VERDICT_COLOUR.get(diagnosis.verdict, BOLD)
    lines = [styled(colour, line) for line in wrap(show.headline(diagnosis, view), view.width)]
    first = show.leader(diagnosis)
    if diagnosis.verdict == "no-fault-found":
        lines += wrap(view.phrases.say("verdict.no-fault-found.text"), view.width)
    elif first is None:
        lines += wrap(view.phrases.say("verdict.nothing-known"), view.width)
    else:
        if diagnosis.verdict == "undecided":
            lines += wrap(show.guess(diagnosis, view), view.width)
        lines += wrap(show.likely(first, view), view.width)
    return lines


def _read(diagnosis: Diagnosis, view: View) -> Section:
    read = show.what_was_read(diagnosis, view)
    lines = wrap(f"{view.phrases.lead('heading.read')}{read}", view.width, "", "  ") if read else []
    said = show.message(diagnosis, view, 3 * view.width)
    return lines + (wrap(said, view.width, "", "  ") if said else [])


def _why(diagnosis: Diagnosis, view: View) -> Section:
    first = show.leader(diagnosis)
    if first is None:
        return []
    lines = [_heading("why", view), *wrap(first.explanation, view.width, "  ")]
    if origin := view.foreign(first.origin):
        lines += _dim(wrap(origin, view.width, "  "))
    return lines + _evidence(first, diagnosis, view)


def _evidence(cause: RankedCause, diagnosis: Diagnosis, view: View) -> Section:
    shown, more = show.evidence(cause, view)
    if not shown:
        return wrap(view.phrases.say("evidence.none"), view.width, "  ")
    lines: Section = []
    for item in shown:
        sign = "+" if item.direction == "for" else "-"
        lines += wrap(show.because(item, diagnosis, view), view.width, f"  {sign} ")
        if view.every:
            lines += _dim(wrap(f"{item.rule}, {item.word}", view.width, "    "))
    return lines + (_dim(wrap(view.phrases.count("evidence.more", more), view.width, "    ")) if more else [])


def _others(diagnosis: Diagnosis, view: View) -> Section:
    rows = [(cause.probability, cause.title, cause.id) for cause in show.others(diagnosis, view)]
    if diagnosis.verdict != "no-fault-found" and diagnosis.other_probability >= view.least_share:
        rows.append((diagnosis.other_probability, view.phrases.say("candidate.other"), ""))
    if not rows:
        return []
    lines = [_heading("others", view)]
    cells = 10 if view.width >= 60 else 5
    for share, title, name in sorted(rows, key=lambda row: -row[0]):
        text = view.phrases.say("candidate.line", title=title, id=name) if name else title
        lines += wrap(text, view.width, f"  {bar(share, cells)} {percent(share):>5}  ")
    return lines


def _questions(diagnosis: Diagnosis, view: View) -> Section:
    if diagnosis.verdict != "undecided":
        return []
    if not diagnosis.questions:
        return wrap(view.phrases.say("questions.none"), view.width)
    lines = [_heading("questions", view)]
    for number, question in enumerate(show.questions(diagnosis, view), 1):
        lines += wrap(question.prompt, view.width, f"  {number}. ")
        lines += _choices([(str(choice["value"]), str(choice["label"])) for choice in question.choices], view)
        if question.hint:
            words, commands = show.command_parts(question.hint)
            lines += wrap(view.phrases.say("question.hint", hint=words), view.width, "     ")
            lines += _commands(commands)
        lines += _dim(wrap(show.answer(question, view), view.width, "     "))
    more = len(diagnosis.questions) - len(show.questions(diagnosis, view))
    return lines + (_dim(wrap(view.phrases.count("question.more", more), view.width, "  ")) if more else [])


def _choices(choices: list[tuple[str, str]], view: View) -> Section:
    column = min(18, max((display_width(value) for value, _ in choices), default=0))
    lines: Section = []
    for value, label in choices:
        gap = " " * max(0, column - display_width(value))
        lead = f"     {value}{gap}  "
        lines += wrap("" if label == value else label, view.width, lead, " " * min(len(lead), column + 7))
    return lines


def _fixes(diagnosis: Diagnosis, view: View) -> Section:
    shown = show.fixes(diagnosis, view)
    if not shown:
        return []
    lines = [_heading("fixes", view)]
    for number, fix in enumerate(shown, 1):
        lines += _fix(number, fix, diagnosis, view) + _check(fix, shown[: number - 1], view)
    more = len(diagnosis.fixes) - len(shown)
    return lines + (_dim(wrap(view.phrases.count("fix.more", more), view.width, "  ")) if more else [])


def _fix(number: int, fix: RankedFix, diagnosis: Diagnosis, view: View) -> Section:
    lines = wrap(show.fix_titled(fix, diagnosis, view, BOLD), view.width, f"  {number}. ")
    for letter, step in zip("abcdefghijklmnopqrstuvwxyz", fix.steps, strict=False):
        lines += wrap(step, view.width, f"     {letter}. ")
    lines += _commands([item["run"] for item in show.commands(fix, view)])
    if text := show.risk(fix):
        lines += wrap(view.phrases.say("fix.risk", risk=text), view.width, "     ")
    return lines


def _check(fix: RankedFix, before: list[RankedFix], view: View) -> Section:
    if not fix.verify:
        return []
    if number := show.checked_as(fix, before):
        return wrap(view.phrases.say("fix.verify-as", number=number), view.width, "     ")
    lines = wrap(view.phrases.say("fix.verify", text=show.verify_text(fix, view)), view.width, "     ")
    lines += _commands([fix.verify_command] if fix.verify_command else [])
    return lines + (wrap(own, view.width, "     ") if (own := show.verify_probe(fix, view)) else [])


def _commands(texts: Iterable[str]) -> Section:
    """Commands to copy are never wrapped."""
    return [styled(CYAN, f"        {line}") for text in texts for line in text.splitlines()]


def _findings(diagnosis: Diagnosis, view: View) -> Section:
    found = show.findings(diagnosis, view)
    if not found:
        return []
    lines = [_heading("findings", view)]
    for item in found:
        word = styled(_SEVERITY_COLOUR[item.severity], view.phrases.lead(f"severity.{item.severity}").rstrip())
        text, commands = show.command_parts(item.text)
        lines += [*wrap(f"{word} {text}", view.width, "  ", "    "), *_commands(commands)]
    return lines


def _checks(diagnosis: Diagnosis, view: View) -> Section:
    shown = show.checks(diagnosis, view)
    if not shown:
        return []
    lines = [_heading("checks", view)]
    for check in shown:
        mark = styled(_CHECK_COLOUR[check.state], view.phrases.say(f"probe.mark.{check.state}"))
        lines += wrap(check.text, view.width, f"  {mark} ", "    ")
    return lines


def _prevention(diagnosis: Diagnosis, view: View) -> Section:
    advice = diagnosis.prevention if view.every else diagnosis.prevention[:2]
    if not advice:
        return []
    return [_heading("prevention", view), *(line for text in advice for line in wrap(text, view.width, "  • "))]


def _facts(diagnosis: Diagnosis, view: View) -> Section:
    if not view.every or not diagnosis.facts:
        return []
    lines = [_heading("facts", view)]
    for name, item in diagnosis.facts.items():
        text = f"{show.labelled(name, item, view)} ({name}; {show.source(item, view)})"
        lines += wrap(text, view.width, "  ", "    ")
    return lines


def _footer(diagnosis: Diagnosis, view: View) -> Section:
    return _dim([line for text in show.footer(diagnosis, view) for line in wrap(text, view.width)])


def _dim(lines: list[str]) -> list[str]:
    return [styled(DIM, line) for line in lines]
