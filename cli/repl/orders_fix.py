"""Ways out: choosing one, copying its commands, and saying or checking what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.errors import InputError
from ..render.style import BOLD, DIM, GREEN, YELLOW
from ..render.view import fix_titled
from . import cards
from .blocks import Blocks, Gap, Para, Verbatim
from .looking import check_fix

if TYPE_CHECKING:
    from ...engine.diagnosis import RankedFix
    from .talk import Handler, Talk

MOST_LISTED = 9


def helped(talk: Talk, _rest: str) -> Blocks:
    """It works now."""
    worked = talk.fix or talk.shown
    assert worked is not None
    talk.session.fix_result(worked.id, "helped")
    return talk.go_on()


def not_helped(talk: Talk, _rest: str) -> Blocks:
    """It still fails: that is evidence, and the next step may be another fix, a question or another cause."""
    talk.session.fix_result(_current(talk), "not-helped")
    return [talk.say("talk.not-helped", YELLOW), *talk.go_on()]


def same_again(talk: Talk) -> Blocks:
    """The same error after a fix was tried."""
    talk.session.fix_result(_current(talk), "not-helped")
    return [talk.say("talk.same-again", YELLOW), *talk.go_on()]


def other_fix(talk: Talk, _rest: str) -> Blocks:
    """Another way than the one on the screen."""
    talk.session.fix_result(_current(talk), "skipped")
    return talk.go_on()


def ask_more(talk: Talk, _rest: str) -> Blocks:
    """Further questions, where enough was asked."""
    talk.more += 1
    talk.fix = None
    return talk.go_on()


def how_to_check(talk: Talk, _rest: str) -> Blocks:
    """How to see that the fix worked."""
    assert talk.fix is not None
    blocks, talk.copyable = cards.check_card(talk.fix, talk.copyable, talk.view)
    return [*blocks, *talk.again()]


def _current(talk: Talk) -> str:
    if talk.fix is None:
        raise InputError(talk.phrases.say("talk.no-fix"))
    return talk.fix.id


def _check(talk: Talk, _rest: str) -> Blocks:
    return check_fix(talk)


def _fix(talk: Talk, rest: str) -> Blocks:
    """The ways out, or the one of that number."""
    fixes = talk.session.diagnosis.fixes if talk.session.log else ()
    if not fixes:
        raise InputError(talk.phrases.say("talk.no-fix"))
    if not rest and talk.fix is None:
        return [*talk.explain(), *talk.show_fix(fixes[0])]
    if not rest:
        lines = [_listed(talk, number, fix) for number, fix in enumerate(fixes[:MOST_LISTED], 1)]
        return [talk.say("heading.fixes", BOLD), *lines, talk.say("talk.fix-hint", DIM), *talk.again()]
    chosen = next((fix for number, fix in enumerate(fixes, 1) if rest in (str(number), fix.id)), None)
    if chosen is None:
        raise InputError(talk.phrases.say("talk.no-such-fix", name=rest))
    return talk.show_fix(chosen)


def _listed(talk: Talk, number: int, fix: RankedFix) -> Para:
    """A way out in the list: its cost, the cause where another one leads, and whether it is the one on the screen."""
    here = talk.fix is not None and talk.fix.id == fix.id
    return Para(fix_titled(fix, talk.session.diagnosis, talk.view, BOLD if here else ""), f"  {number}. ")


def _copy(talk: Talk, rest: str) -> Blocks:
    """A command on the screen, into the clipboard."""
    if not talk.copyable:
        raise InputError(talk.phrases.say("talk.nothing-to-copy"))
    wanted = rest or "1"
    if not wanted.isdecimal() or not 1 <= int(wanted) <= len(talk.copyable):
        raise InputError(talk.phrases.say("talk.no-such-command", number=len(talk.copyable)))
    text = talk.copyable[int(wanted) - 1]
    if talk.world.copy(text):
        return [talk.say("talk.copied", GREEN, number=wanted), Verbatim(text)]
    return [talk.say("talk.cannot-copy", DIM), Gap(), Verbatim(text), Gap()]


HANDLERS: dict[str, Handler] = {"check": _check, "fix": _fix, "copy": _copy}
