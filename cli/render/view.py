"""What the text and the Markdown renderer share: which parts of a diagnosis to show, in which words."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from ...engine.diagnosis import CONFLICT
from ...engine.facts import Scalar
from ...engine.values import Struct
from ...version import VERSION
from ..phrases import Phrases, percent
from .layout import shorten
from .style import styled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...engine.diagnosis import Check, Diagnosis, Evidence, FactItem, FindingItem, Question, RankedCause, RankedFix
    from ...engine.rulebase.model import RuleBase

SHOWN_FIXES = 3
SHOWN_FACTS = 8
SHOWN_QUESTIONS = 3
LONGEST_VALUE = 60
"""Columns that the value of a fact may take."""
MESSAGE = "error.message"
"""The fact that is shown as a quotation."""
LONG_TEXTS = frozenset({"report.text", MESSAGE})
"""Facts that are no news in a list of facts: they are shown as what they are, or not at all."""
_WORST_FIRST = ("failed", "warning", "not-checked", "passed")


class View(Struct):
    """How to show a diagnosis: the words, how wide, everything or the best, commands for which shell."""

    rulebase: RuleBase
    phrases: Phrases
    width: int = 80
    every: bool = False
    shell: str = "powershell" if os.name == "nt" else "sh"
    public: bool = False
    """For other eyes: values of facts declared sensitive stay out."""

    @property
    def least_share(self) -> float:
        """The share from which on a further cause is worth a line."""
        return self.rulebase.weights.act_from

    def value(self, value: Scalar | Sequence[Scalar]) -> str:
        """A fact's value in words, shortened to one line."""
        if isinstance(value, bool):
            return self.phrases.say("value.yes" if value else "value.no")
        if isinstance(value, str | int):
            return shorten(str(value), LONGEST_VALUE)
        return self.phrases.say("list.and").join(self.value(item) for item in value)

    def is_shown(self, name: str) -> bool:
        """Whether a fact is news for people, and not there for rules alone."""
        decl = self.rulebase.facts.get(name)
        return decl is None or decl.shown

    def label(self, name: str) -> str:
        """What people call a fact; its name where the vocabulary says nothing else."""
        from ...engine.explain.terms import label  # most diagnoses show no facts

        return label(self.rulebase, name)

    def meaning(self, name: str, value: Scalar | Sequence[Scalar]) -> str:
        """What a value of a fact means, in the words of the vocabulary."""
        if not isinstance(value, str | int):
            return self.phrases.say("list.and").join(self.meaning(name, item) for item in value)
        from ...engine.explain.terms import meaning

        return shorten(meaning(self.rulebase, name, value), LONGEST_VALUE)

    def foreign(self, origin: str) -> str:
        """A note on where an entry comes from when it is not built in, else nothing."""
        if origin.partition(":")[0] == self.rulebase.packs[0].name:
            return ""
        return self.phrases.say("origin.foreign", origin=origin)

    def hidden(self, name: str) -> bool:
        """Whether a fact stays out of what others may read."""
        decl = self.rulebase.facts.get(name)
        return self.public and decl is not None and decl.sensitive


def headline(diagnosis: Diagnosis, view: View) -> str:
    """The verdict in one line."""
    title = diagnosis.causes[0].title if diagnosis.causes else ""
    return view.phrases.say(f"verdict.{diagnosis.verdict}", title=title)


def guess(diagnosis: Diagnosis, view: View) -> str:
    """What leads an undecided case, or that several causes do."""
    first, *rest = diagnosis.causes
    tied = bool(rest) and percent(rest[0].probability) == percent(first.probability)
    return view.phrases.say(f"verdict.undecided.{'tie' if tied else 'lead'}", title=first.title)


def likely(cause: RankedCause, view: View) -> str:
    """A cause's probability in words and per cent."""
    words = view.phrases.likely(cause.probability)
    return view.phrases.say("likely.line", words=words, percent=percent(cause.probability))


def leader(diagnosis: Diagnosis) -> RankedCause | None:
    """The cause to explain in full, if one leads."""
    if diagnosis.verdict == "no-fault-found" or not diagnosis.causes:
        return None
    first = diagnosis.causes[0]
    return first if diagnosis.verdict != "undecided" or first.probability > diagnosis.other_probability else None


def others(diagnosis: Diagnosis, view: View) -> list[RankedCause]:
    """The candidates besides the leading one that are worth a line."""
    if diagnosis.verdict == "no-fault-found" and not view.every:
        return []
    rest = diagnosis.causes[1:] if leader(diagnosis) else diagnosis.causes
    return [cause for cause in rest if view.every or cause.probability >= view.least_share]


def evidence(cause: RankedCause, view: View) -> tuple[list[Evidence], int]:
    """The weightiest evidence of a cause, for before against, and how much more there is."""
    if view.every:
        return list(cause.evidence), 0
    counted = [item for item in cause.evidence if item.counted]
    speaks = [item for item in counted if item.direction == "for"][:3]
    shown = speaks + [item for item in counted if item.direction == "against"][:2]
    return shown, len(cause.evidence) - len(shown)


def because(item: Evidence, diagnosis: Diagnosis, view: View) -> str:
    """A rule's reason with the facts it rests on."""
    names = [name for name in item.facts if name in diagnosis.facts and not _long(name, view)]
    said = (said_of(name, diagnosis.facts[name], view) for name in names if diagnosis.facts[name].kind != "rule")
    facts = [text for text in said if text]
    text = item.because or item.title
    return view.phrases.say(
        "evidence.line" if facts else "evidence.bare", because=text, facts=view.phrases.say("list.and").join(facts)
    )


def _long(name: str, view: View) -> bool:
    return name in LONG_TEXTS or view.hidden(name)


def what_was_read(diagnosis: Diagnosis, view: View) -> str:
    """What was read or given, in short: ``HTTP 403, PERMISSION_DENIED, standard key``; empty where only probes told something.

    What probes saw stands among the checks, and what of it counts beside the reasons.
    """
    told = {name: item for name, item in diagnosis.facts.items() if item.kind != "rule" and not _long(name, view)}
    facts = {name: item for name, item in told.items() if item.kind != "probe" or view.every}
    order = {name.partition("=")[0]: place for place, (name, _) in enumerate(view.phrases.starting("read."))}
    names = sorted(facts, key=lambda name: order.get(name, len(order)))
    parts = [text for name in names if (text := said_of(name, facts[name], view))]
    if not parts:
        return "" if told else view.phrases.say("read.nothing")
    limit = len(parts) if view.every or len(parts) <= SHOWN_FACTS + 1 else SHOWN_FACTS
    more = [view.phrases.say("read.more", number=len(parts) - limit)] if len(parts) > limit else []
    return view.phrases.say("list.and").join([*parts[:limit], *more])


def said_of(name: str, item: FactItem, view: View) -> str:
    """A fact in a few words; empty where it is no news for people, by its declaration or its phrase."""
    if not view.is_shown(name):
        return ""
    text = _phrase_of(name, item, view)
    if text is not None:
        return text
    return labelled(name, item, view)


def labelled(name: str, item: FactItem, view: View) -> str:
    """A fact by its label, with what its value means."""
    return view.phrases.say("read.labelled", label=view.label(name), value=view.meaning(name, item.value))


def facts(diagnosis: Diagnosis, view: View) -> dict[str, FactItem]:
    """The facts worth a line: those that people told and that were seen; where everything is wanted, all."""
    return {
        name: item
        for name, item in diagnosis.facts.items()
        if view.every or (item.kind != "rule" and view.is_shown(name))
    }


def _phrase_of(name: str, item: FactItem, view: View) -> str | None:
    """The phrase for a fact; ``None`` when there is none of its own."""
    value = view.value(item.value)
    for phrase in (f"read.{name}={value}", f"read.{name}"):
        if phrase in view.phrases.texts:
            return view.phrases.say(phrase, value=value)
    return None


def message(diagnosis: Diagnosis, view: View, length: int) -> str:
    """The error's own sentence in quotation marks, at most ``length`` columns of it; empty if none is known."""
    item = diagnosis.facts.get(MESSAGE)
    if item is None or view.hidden(MESSAGE):
        return ""
    return view.phrases.say("read.message", message=shorten(str(item.value), length))


def fixes(diagnosis: Diagnosis, view: View) -> list[RankedFix]:
    """The fixes to show, best first."""
    return list(diagnosis.fixes if view.every else diagnosis.fixes[:SHOWN_FIXES])


def fix_title(fix: RankedFix, diagnosis: Diagnosis, view: View) -> tuple[str, list[str]]:
    """A fix's title, and remarks: its cost, the cause it belongs to unless that one leads, its origin."""
    first = leader(diagnosis)
    remarks = [view.phrases.find(f"cost.{fix.cost}", fix.cost)]
    if first is None or first.id != fix.cause or diagnosis.verdict == "undecided":
        title = next((cause.title for cause in diagnosis.causes if cause.id == fix.cause), fix.cause)
        remarks.append(view.phrases.say("fix.cause", title=title))
    return fix.title, [remark for remark in (*remarks, view.foreign(fix.origin)) if remark]


def fix_titled(fix: RankedFix, diagnosis: Diagnosis, view: View, style: str = "") -> str:
    """A fix's title in a style, with its remarks behind it."""
    title, remarks = fix_title(fix, diagnosis, view)
    said = styled(style, title) if style else title
    return view.phrases.say("fix.titled", title=said, remarks=view.phrases.say("list.then").join(remarks))


def commands(fix: RankedFix, view: View) -> list[Mapping[str, str]]:
    """The commands for the person's shell; those of every shell when there is none for it."""
    fitting = [item for item in fix.commands if item["shell"] in ("any", view.shell)]
    return fitting or list(fix.commands)


def checked_as(fix: RankedFix, before: list[RankedFix]) -> int:
    """The number (from 1) of an earlier fix that is checked in the same way, 0 without one."""
    same = ((other.verify, other.verify_command) == (fix.verify, fix.verify_command) for other in before)
    return next((number for number, found in enumerate(same, 1) if found), 0)


def verify_text(fix: RankedFix, view: View) -> str:
    """How to see that a fix worked, with what to change in its command for the person's shell."""
    translated = view.shell == "powershell" and "curl " in fix.verify_command
    return f"{fix.verify} {view.phrases.say('fix.verify-powershell')}" if translated else fix.verify


def verify_probe(fix: RankedFix, view: View) -> str:
    """How keymedic itself can tell whether a fix helped, empty where it cannot."""
    if not fix.verify_probe:
        return ""
    return view.phrases.say("fix.verify-online" if fix.verify_probe == "live" else "fix.verify-probe")


def risk(fix: RankedFix) -> str:
    """What to mind about a fix, empty when there is nothing."""
    return "" if fix.risk.strip().rstrip(".").lower() in ("", "none") else fix.risk


def questions(diagnosis: Diagnosis, view: View) -> list[Question]:
    """The questions to show, best first."""
    return list(diagnosis.questions if view.every else diagnosis.questions[:SHOWN_QUESTIONS])


def command_parts(text: str) -> tuple[str, list[str]]:
    """The words of a hint or a finding, and its commands: the lines that begin with ``$``."""
    lines = text.splitlines()
    return " ".join(line for line in lines if not _is_command(line)), [line[2:] for line in lines if _is_command(line)]


def _is_command(line: str) -> bool:
    return line.startswith("$ ")


def answer(question: Question, view: View) -> str:
    """How to answer a question on the command line."""
    example = str(question.choices[0]["value"]) if question.choices else view.phrases.say("question.example")
    return view.phrases.say("question.answer", fact=question.fact, example=example)


def findings(diagnosis: Diagnosis, view: View) -> list[FindingItem]:
    """The findings to show: words of one text that disagree are worth a line only where everything is wanted."""
    minor = [item for item in diagnosis.findings if item.severity == "info" and item.id.startswith(CONFLICT)]
    return [item for item in diagnosis.findings if view.every or item not in minor]


def checks(diagnosis: Diagnosis, view: View) -> list[Check]:
    """The checks to show, the worst first: what is in order is worth a line only where everything is wanted."""
    shown = [check for check in diagnosis.checks if view.every or check.state != "passed"]
    return sorted(shown, key=lambda check: _WORST_FIRST.index(check.state))


def source(item: FactItem, view: View) -> str:
    """Where a fact comes from, in words."""
    from ...engine.explain.terms import source_of

    return source_of(view.rulebase, item.kind, item.detail)


def footer(diagnosis: Diagnosis, view: View) -> list[str]:
    """Which knowledge and engine concluded this."""
    kb = diagnosis.kb
    said = view.phrases.say("footer.kb", name=kb.name, version=kb.version, date=kb.knowledge_date)
    engine = view.phrases.say("footer.engine", engine=diagnosis.engine)
    return [view.phrases.say("footer.line", version=VERSION, kb=said, engine=engine)]
