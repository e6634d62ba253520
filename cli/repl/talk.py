"""Where a conversation stands: its session, what is asked, what is on the screen, and what comes next.

No terminal, file or network here. What a line does is for `turns`, how things look for `cards` and `screens`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...engine.facts import as_text
from ...engine.session import Ask, Done, TryFix
from ..phrases import Phrases
from ..render.style import BOLD, DIM, GREEN, YELLOW
from ..render.view import View
from . import cards
from .asking import Asking, ask_fact, ask_fix
from .blocks import Blocks, Gap, Para, Share
from .commands import COMMANDS
from .understand import Reader

if TYPE_CHECKING:
    from ...engine.diagnosis import Check, RankedFix
    from ...engine.rulebase.model import FactDecl
    from ...engine.session import Session
    from .world import World


MOST_SETTLING = 2
"""Questions that are named as what would settle a case that stays open."""


class Talk:
    """One conversation. ``panel``: somebody else keeps the leading causes in sight."""

    def __init__(self, session: Session, world: World, *, panel: bool = False) -> None:
        self.world = world
        self.session = session
        self.panel = panel
        self.asking: Asking | None = None
        self.fix: RankedFix | None = None
        """The fix on the screen that is asked about."""
        self.shown: RankedFix | None = None
        """The fix that was shown last, whatever is asked now."""
        self.copyable: list[str] = []
        """The commands on the screen, by their numbers from 1."""
        self.pasting = False
        """The next lines are one text, whatever they look like."""
        self.ended = False
        self.agreed: set[str] = set()
        """The hosts that may be asked, as long as this conversation lasts."""
        self.draft = ""
        """A report that waits for a yes."""
        self.last_fact = ""
        """The fact that was answered last, which a bare correction means."""
        self.checks: tuple[Check, ...] = ()
        """What the last look checked."""
        self.explained = ""
        """The cause that was explained last."""
        self.hinted = False
        self.more = 0
        """How often the person wanted to be asked on, after enough was asked."""
        self.asked_enough = False
        """Whether the fix on the screen stands there because further questions would not tell much."""
        self._leading: tuple[str, ...] = ()
        self._asked_sure: Counter[str] = Counter()
        self._reader: Reader | None = None

    @property
    def session(self) -> Session:
        """What was said so far; every step of it is kept before anything is concluded from it."""
        return self._session

    @session.setter
    def session(self, session: Session) -> None:
        self._session = session
        session.on_step = lambda session: self.world.keep(session, concluding=True)

    @property
    def phrases(self) -> Phrases:
        """The words of the conversation's language."""
        return Phrases(self.session.doctor.rulebase.phrases)

    @property
    def view(self) -> View:
        """How a diagnosis is put into words here."""
        return View(self.session.doctor.rulebase, self.phrases)

    @property
    def reader(self) -> Reader:
        """Understands lines by the words of the language."""
        if self._reader is None:
            base = self.session.doctor.rulebase
            names = (command.name for command in COMMANDS)
            self._reader = Reader([base.phrases], names, frozenset((*base.causes, *base.facts)))
        return self._reader

    @property
    def has_begun(self) -> bool:
        """Whether anything was told: a look around alone says what there is, and not what is wrong."""
        return bool(self.session.log) and bool(self.session.state.texts or self.session.state.answers or self.fix)

    def say(self, name: str, /, style: str = "", **values: object) -> Para:
        """One sentence of the phrases as a paragraph."""
        return Para(self.phrases.say(name, **values), style=style)

    def resumed(self) -> Blocks:
        """Where an earlier conversation stopped."""
        self.asking, self.fix, self._leading, self.explained = None, None, (), ""
        self._asked_sure.clear()
        self.more = 0
        if not self.session.log:
            return []
        return [self.say("talk.resumed", GREEN), *cards.read_all(self.session.diagnosis, self.view), *self.go_on()]

    def again(self) -> Blocks:
        """What is being asked, once more."""
        return [Gap(), Para(self.asking.prompt, style=BOLD)] if self.asking else []

    def go_on(self) -> Blocks:
        """The next step: a question, a fix, or the end."""
        step = self.session.next_step(self.more)
        self.asked_enough = isinstance(step, TryFix) and step.reason == "asked-enough"
        match step:
            case Ask(question, said) if said:
                labels = {str(choice["value"]): str(choice["label"]) for choice in question.choices}
                texts = "; ".join(labels.get(as_text(value), as_text(value)) for value in said)
                self.asking, self.fix = ask_fact(question, self.phrases, probe=self._probe(question.fact)), None
                return [Gap(), self.say("session.recheck", YELLOW, said=texts), *self.again()]
            case Ask(question):
                if self._is_sure_enough():
                    return self._try(self.session.diagnosis.fixes[0], "diagnosed")
                standing = self._standing()
                sure = self.session.diagnosis.verdict == "diagnosed"
                probe = self._probe(question.fact)
                self.asking, self.fix = ask_fact(question, self.phrases, sure=sure, probe=probe), None
                return [*standing, *self.again()]
            case TryFix(fix, reason):
                return self._try(fix, reason)
            case Done():
                self.asking, self.fix = None, None
                return cards.ending(step, self.view)

    def _probe(self, fact: str) -> str:
        """What would tell the fact without asking, unless a look was taken already."""
        ask = self.session.doctor.rulebase.facts[fact].ask
        return ask.probe if ask is not None and not self.session.state.looked else ""

    def _is_sure_enough(self) -> bool:
        """Whether a diagnosed cause was asked about enough: people want the way out, and a fix that fails tells more."""
        diagnosis = self.session.diagnosis
        if diagnosis.verdict != "diagnosed" or not diagnosis.fixes:
            return False
        if diagnosis.causes[0].probability >= self.session.doctor.rulebase.weights.sure:
            return True
        self._asked_sure[diagnosis.causes[0].id] += 1
        return self._asked_sure[diagnosis.causes[0].id] > self.session.doctor.rulebase.weights.questions_when_sure

    def ask_about_fix(self, fix: RankedFix) -> None:
        """Ask what becomes of a fix that is on the screen."""
        self.fix = fix
        others = len(self.session.diagnosis.fixes) > 1
        self.asking = ask_fix(fix.id, self.phrases, others=others, more=self.asked_enough)

    def ask_again(self) -> Blocks:
        """Back to the fix on the screen, after something else was asked."""
        assert self.fix is not None
        self.ask_about_fix(self.fix)
        return self.again()

    def fix_stays(self) -> Blocks:
        """What was told changes nothing about the fix on the screen."""
        assert self.fix is not None
        ids = [fix.id for fix in self.session.diagnosis.fixes]
        number = ids.index(self.fix.id) + 1 if self.fix.id in ids else self.fix.id
        return [Gap(), self.say("talk.fix.same", DIM, title=self.fix.title, number=number), *self.ask_again()]

    def show_fix(self, fix: RankedFix) -> Blocks:
        """Put a fix on the screen and ask what becomes of it."""
        self.ask_about_fix(fix)
        self.shown = fix
        lead = self.phrases.say("talk.fix.next" if self.session.state.progress.tried else "talk.fix.first")
        blocks, self.copyable = cards.fix_card(fix, lead, self.session.diagnosis, self.view)
        return [*blocks, *self.again()]

    def forget_words(self) -> None:
        """Read the words of the language anew, because the rule base is another."""
        self._reader = None

    def decl(self) -> FactDecl | None:
        """The declaration of the fact that is asked about."""
        if self.asking is None or self.asking.kind != "fact":
            return None
        return self.session.doctor.rulebase.facts.get(self.asking.about)

    def _try(self, fix: RankedFix, reason: str) -> Blocks:
        if self.fix is not None and self.fix.id == fix.id:
            return self.fix_stays()
        if reason == "diagnosed":
            blocks = self.explain()
        elif reason == "asked-enough":
            blocks = self._undecided()
        else:
            blocks = [*self._moved(), Gap(), self.say(f"session.try.{reason}", YELLOW)]
        return [*blocks, *self.show_fix(fix)]

    def _undecided(self) -> Blocks:
        """After enough questions: what it may be, and what would settle it."""
        shares: list[Share] = [] if self.panel else self.note_standing()
        asked = [question.prompt for question in self.session.would_settle()[:MOST_SETTLING]]
        settling = [self.say("talk.would-settle"), *(Para(prompt, "  • ") for prompt in asked)] if asked else []
        lead = self.say("session.try.asked-enough", YELLOW)
        return [Gap(), lead, *shares, *settling, self.say("talk.enough-asked", DIM)]

    def explain(self) -> Blocks:
        """The cause in front, once."""
        diagnosis = self.session.diagnosis
        if diagnosis.causes[0].id == self.explained:
            return []
        self.explained = diagnosis.causes[0].id
        return cards.verdict(diagnosis, self.view)

    def _standing(self) -> Blocks:
        """How things stand before a question: nearly sure, or the causes in front."""
        if self.session.diagnosis.verdict != "diagnosed":
            return self._moved()
        explained = self.explain()
        return [*explained, Gap(), self.say("talk.to-be-sure", DIM)]

    def _moved(self) -> Blocks:
        """The leading causes, where they changed and nobody else shows them."""
        before = self._leading
        shares = self.note_standing()
        if before == self._leading or not shares:
            return []
        first = not before
        if self.panel and not first:
            return []
        rows: list[Share] = [] if self.panel else list(shares)
        return [Gap(), self.say("talk.undecided", YELLOW), *rows]

    def note_standing(self) -> list[Share]:
        """The leading causes, as told from now on."""
        shares = cards.leading(self.session.diagnosis, self.view)
        self._leading = tuple(f"{share.id} {share.share:.2f}" for share in shares) or self._leading
        return shares


Handler = Callable[[Talk, str], Blocks]
"""What a command or a choice does, given what stands behind the command."""
