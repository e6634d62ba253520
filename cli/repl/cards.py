"""What is shown of a diagnosis in the conversation: what was read, the cause, a fix, how things stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...engine.values import Struct
from ..render import view as show
from ..render.style import BOLD, CYAN, DIM, GREEN, RED, YELLOW, plain, styled
from ..render.view import View
from .blocks import Block, Blocks, Gap, Para, Share, Verbatim

if TYPE_CHECKING:
    from ...engine.diagnosis import Diagnosis, RankedCause, RankedFix
    from ...engine.session import Done, Session

SHORT_EXPLANATION = 260
"""Characters after which an explanation stops at the end of a sentence; ``/explain`` has all of it."""
LEADING = 3
LONGEST_MESSAGE = 400
_SENTENCE = "error.says"
_NO_NEWS = show.LONG_TEXTS | {_SENTENCE}
"""Facts that are shown as what they are: the paste, and the sentence of the error."""
MOST_NOTED = 8
MOST_FOR, MOST_AGAINST = 2, 1
"""Reasons that are shown for and against a cause."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Before(Struct):
    """How things stood before a step, to tell what it changed."""

    facts: Mapping[str, object]
    message: object
    leader: str
    conflicts: frozenset[str]


def standing(session: Session) -> Before:
    """How things stand now."""
    diagnosis = session.diagnosis
    facts = {name: item.value for name, item in diagnosis.facts.items() if item.kind != "rule"}
    leader = diagnosis.causes[0].id if diagnosis.verdict == "diagnosed" else ""
    conflicts = frozenset(item.kept.name for item in session.contradictions)
    return Before(facts, facts.get("error.message"), leader, conflicts)


NOTHING = Before({}, None, "", frozenset())


def understood(before: Before, session: Session, view: View, lead: str = "talk.noted") -> Blocks:
    """What a step told: the facts that are new or have changed, the error's sentence, and what disagrees now."""
    diagnosis = session.diagnosis
    noted = noted_facts(before, diagnosis, view)
    sentence = _sentence(before, diagnosis, view)
    lines: Blocks = []
    if noted:
        shown = noted if len(noted) <= MOST_NOTED + 1 else noted[:MOST_NOTED]
        more = [view.phrases.say("read.more", number=len(noted) - len(shown))] if len(shown) < len(noted) else []
        words = view.phrases.say("list.and").join([*shown, *more])
        lines.append(Para(words, styled(DIM, view.phrases.lead(lead)), "  "))
    if sentence:
        lines.append(Para(sentence, rest="  "))
    return [*lines, *_disagreements(before, session, view)]


def noted_facts(before: Before, diagnosis: Diagnosis, view: View) -> list[str]:
    """The facts that are new or have another value, in a few words each, in the order of the phrases.

    What a look tells is not said again: the checklist stands above.
    """
    new = {
        name: item
        for name, item in diagnosis.facts.items()
        if item.kind not in ("rule", "probe") and name not in _NO_NEWS and before.facts.get(name) != item.value
    }
    order = {name.partition("=")[0]: place for place, (name, _) in enumerate(view.phrases.starting("read."))}
    names = sorted(new, key=lambda name: (order.get(name, len(order)), name))
    said = (show.said_of(name, new[name], view) for name in names)
    lost = (name for name in before.facts if name not in diagnosis.facts and view.is_shown(name))
    gone = (view.phrases.say("talk.gone", fact=view.label(name)) for name in lost)
    return [text for text in (*said, *gone) if text]


def _sentence(before: Before, diagnosis: Diagnosis, view: View) -> str:
    """What the error says, when that is new."""
    message, sentence = diagnosis.facts.get("error.message"), diagnosis.facts.get(_SENTENCE)
    if message is not None and message.value != before.message:
        return show.message(diagnosis, view, LONGEST_MESSAGE)
    if message is None and sentence is not None and sentence.value != before.facts.get(_SENTENCE):
        return _recognised(diagnosis, view)
    return ""


def read_all(diagnosis: Diagnosis, view: View) -> Blocks:
    """Everything that was read, so that misreadings show."""
    lead = styled(BOLD, view.phrases.lead("heading.read"))
    said = show.message(diagnosis, view, LONGEST_MESSAGE) or _recognised(diagnosis, view)
    read = show.what_was_read(diagnosis, view)
    if not read:
        return [Para(said, rest="  ")] if said else []
    if said and read == view.phrases.say("read.nothing"):
        return [Para(said, lead, "  ")]
    return [Para(read, lead, "  "), *([Para(said, rest="  ")] if said else [])]


def _recognised(diagnosis: Diagnosis, view: View) -> str:
    """The sentence of the error in the words of the vocabulary, where the error itself is not quoted."""
    item, decl = diagnosis.facts.get(_SENTENCE), view.rulebase.facts.get(_SENTENCE)
    if item is None or decl is None:
        return ""
    values = list(map(str, item.value if isinstance(item.value, tuple) else (item.value,)))
    choices = decl.ask.choices if decl.ask else dict[str, str]()
    quoted = [choices[value] for value in values if value in choices]
    if quoted:
        return view.phrases.say("read.message", message=view.phrases.say("list.then").join(quoted))
    return view.phrases.say("read.meaning", meaning=" ".join(decl.values.get(value, value) for value in values))


def _disagreements(before: Before, session: Session, view: View) -> Blocks:
    new = {item.kept.name for item in session.contradictions} - before.conflicts
    return [
        Para(f"{view.phrases.lead('severity.warning')}{item.text}", rest="  ", style=YELLOW)
        for item in session.diagnosis.findings
        if item.id.removeprefix("conflict.") in new and item.severity != "info"
    ]


def leading(diagnosis: Diagnosis, view: View, most: int = LEADING) -> list[Share]:
    """The causes in front with their shares; none where nothing points anywhere."""
    if diagnosis.verdict == "no-fault-found":
        return []
    shown = [cause for cause in diagnosis.causes if cause.probability >= view.least_share]
    return [Share(cause.title, cause.probability, cause.id) for cause in shown[:most]]


def verdict(diagnosis: Diagnosis, view: View) -> Blocks:
    """The cause in plain words with its evidence, and what else is worth knowing."""
    first = show.leader(diagnosis)
    if first is None:
        return []
    colour = RED if diagnosis.verdict == "diagnosed" else YELLOW
    title = first.title if diagnosis.verdict == "diagnosed" else show.guess(diagnosis, view)
    blocks: Blocks = [Gap(), Para(title, style=colour), Para(show.likely(first, view)), Gap()]
    blocks.append(Para(beginning(first.explanation), "  "))
    if origin := view.foreign(first.origin):
        blocks.append(Para(origin, "  ", style=DIM))
    return [*blocks, *_evidence(first, diagnosis, view), *_findings(diagnosis, view)]


def _evidence(cause: RankedCause, diagnosis: Diagnosis, view: View) -> list[Block]:
    counted = [item for item in cause.evidence if item.counted]
    shown = [item for item in counted if item.direction == "for"][:MOST_FOR]
    shown += [item for item in counted if item.direction == "against"][:MOST_AGAINST]
    lines: list[Block] = [
        Para(show.because(item, diagnosis, view), "  + " if item.direction == "for" else "  - ", "    ")
        for item in shown
    ]
    return [*lines, Para(view.phrases.say("talk.more-evidence", cause=cause.id), "  ", style=DIM)]


def _findings(diagnosis: Diagnosis, view: View) -> list[Block]:
    blocks: list[Block] = []
    for item in show.findings(diagnosis, view):
        if not item.id.startswith("conflict."):
            text, commands = show.command_parts(item.text)
            blocks.append(Para(f"{view.phrases.lead(f'severity.{item.severity}')}{text}", "  ", "    ", YELLOW))
            blocks += map(Verbatim, commands)
    return blocks


def fix_card(fix: RankedFix, lead: str, diagnosis: Diagnosis, view: View) -> tuple[Blocks, list[str]]:
    """One way out with its steps, and the commands in it, in the order of their numbers."""
    title = show.fix_titled(fix, diagnosis, view, BOLD)
    blocks: Blocks = [Gap(), Para(f"{lead} {title}", rest="  ")]
    blocks += [Para(step, f"  {letter}. ") for letter, step in zip(_LETTERS, fix.steps, strict=False)]
    commands = [item["run"] for item in show.commands(fix, view)]
    blocks += [Verbatim(command, place) for place, command in enumerate(commands, 1)]
    if risk := show.risk(fix):
        blocks.append(Para(view.phrases.say("fix.risk", risk=risk), "  ", "    ", YELLOW))
    return blocks, commands


def check_card(fix: RankedFix, copyable: list[str], view: View) -> tuple[Blocks, list[str]]:
    """How to see that a fix worked; its command keeps its number among the ``copyable`` ones, or gets the next."""
    command = fix.verify_command
    known = copyable if not command or command in copyable else [*copyable, command]
    blocks: Blocks = [Para(show.verify_text(fix, view), "  ")]
    return [*blocks, *([Verbatim(command, known.index(command) + 1)] if command else [])], known


def ending(done: Done, view: View) -> Blocks:
    """Why there is nothing to ask or to try, and after a fix how it does not happen again."""
    colour = GREEN if done.reason in ("fixed", "no-fault-found") else YELLOW
    blocks: Blocks = [Gap(), Para(view.phrases.say(f"session.done.{done.reason}"), style=colour)]
    if done.prevention:
        blocks.append(Para(view.phrases.say("heading.prevention"), style=BOLD))
        blocks += [Para(text, "  • ") for text in done.prevention]
    return [*blocks, Gap(), Para(view.phrases.say(f"talk.after.{'fixed' if done.reason == 'fixed' else 'end'}"))]


def beginning(text: str, most: int = SHORT_EXPLANATION) -> str:
    """The first sentences of a text, at least one, as far as they fit in ``most`` characters."""
    end = 0
    for place, character in enumerate(text):
        closes = character in "。！？" or (character in ".!?" and text[place + 1 : place + 2] in ("", " ", "\n"))
        if closes and (not end or place < most):
            end = place + 1
    return text[:end] or text


def indented(text: str) -> Blocks:
    """Lines with blanks before them as paragraphs that keep their place; commands stay whole, to be copied."""
    return [_indented(line) for line in text.split("\n")]


def _indented(line: str) -> Block:
    if line.startswith(CYAN):
        return Verbatim(plain(line).strip())
    blanks = line[: len(line) - len(line.lstrip())]
    return Para(line.lstrip(), blanks, f"{blanks}  ")
