"""Looking at the machine, and asking the network after a yes that names the host."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..commands.looking import facts_of
from ..render.style import DIM, GREEN, YELLOW
from . import cards
from .asking import ask_yes
from .blocks import Blocks, Gap, Para

if TYPE_CHECKING:
    from ...engine.diagnosis import Check
    from ...engine.probes.notes import ProbeResult
    from .talk import Talk

GOOGLE = "generativelanguage.googleapis.com"
_STATES = ("failed", "warning", "passed", "not-checked")
_SUCCESS = "case.call_succeeded"
_MESSAGE, _SENTENCE = "error.message", "error.says"


def probe(talk: Talk, rest: str) -> Blocks:
    """Look around here; ``online`` also asks Google, or the address behind it; ``details`` shows all checks."""
    words = rest.split()
    if words[:1] == ["details"]:
        return _details(talk)
    if words[:1] == ["online"]:
        return _online(talk, "probe", words[1] if words[1:] else talk.world.base_url)
    return _taken(talk, talk.world.look(talk.session, None))


def check_fix(talk: Talk) -> Blocks:
    """See by a call whether the fix on the screen worked."""
    return _online(talk, "check", talk.world.base_url)


def answered(talk: Talk, purpose: str, address: str, said: bool) -> Blocks:
    """A yes or no to asking the network; a yes holds for this host until the conversation ends."""
    talk.asking = None
    if not said:
        return [talk.say("talk.online.no"), *_back(talk)]
    talk.agreed.add(_host(address))
    return _online(talk, purpose, address)


def _online(talk: Talk, purpose: str, address: str) -> Blocks:
    host = _host(address)
    if host not in talk.agreed:
        talk.asking = ask_yes(f"{purpose}:{address}", talk.phrases.say("talk.online.ask", host=host), talk.phrases)
        return talk.again()
    from ...engine.probes.live import read_base_url
    from ...engine.probes.look import Online

    online = Online(read_base_url(address) if address else "")
    if purpose == "check":
        return _checked(talk, talk.world.look(talk.session, online, shown="network"))
    return _taken(talk, talk.world.look(talk.session, online))


def _host(address: str) -> str:
    return urlsplit(address).netloc.rpartition("@")[2] or address if address else GOOGLE


def _taken(talk: Talk, looked: ProbeResult) -> Blocks:
    """What a look told, for the session."""
    before = cards.standing(talk.session) if talk.session.log else cards.NOTHING
    reported = bool(talk.session.state.texts)
    talk.checks = looked.checks
    talk.session.looked(facts_of(looked, reported))
    summary: Blocks = [Gap(), Para(_summary(talk, looked.checks)), talk.say("talk.details", DIM)]
    if not reported and not talk.session.state.answers:
        return [*summary, *_after_first_look(talk)]
    said = cards.understood(before, talk.session, talk.view)
    return [*summary, *said, *talk.go_on()]


def _after_first_look(talk: Talk) -> Blocks:
    """Before anything was told the error is still wanted, however clear the find is."""
    diagnosis = talk.session.diagnosis
    talk.asking, talk.fix = None, None
    wrong = any(check.state == "failed" for check in talk.checks)
    if diagnosis.verdict != "diagnosed" or not wrong:
        return [Gap(), talk.say("talk.now-the-error")]
    found = talk.say("talk.could-be", YELLOW, title=diagnosis.causes[0].title)
    return [Gap(), found, talk.say("talk.now-the-error-or-fix")]


def _summary(talk: Talk, checks: tuple[Check, ...]) -> str:
    states = Counter(check.state for check in checks)
    counted = [talk.phrases.say(f"talk.checked.{state}", number=states[state]) for state in _STATES if states[state]]
    return talk.phrases.say("talk.checked", counts=", ".join(counted))


def _checked(talk: Talk, looked: ProbeResult) -> Blocks:
    """Whether the call worked, after a fix was tried."""
    talk.checks = looked.checks
    fixes = talk.session.diagnosis.fixes if talk.session.log else ()
    fix = talk.fix or next(iter(fixes), None)
    if fix is None:
        return _taken(talk, looked)
    before = cards.standing(talk.session)
    if any(fact.name == _SUCCESS and fact.value is True for fact in looked.facts):
        talk.session.fix_result(fix.id, "helped")
        return [talk.say("talk.check.works", GREEN), *talk.go_on()]
    said = next((str(fact.value) for fact in looked.facts if fact.name == _MESSAGE), "")
    if said and _is_another(talk, looked):
        return _another_answer(talk, fix.id, said, looked)
    talk.session.looked(facts_of(looked, reported=True))
    moved = cards.standing(talk.session).leader != before.leader
    rest = talk.go_on() if moved or talk.fix is None else talk.ask_again()
    return [talk.say("talk.check.fails", YELLOW), *rest]


def _is_another(talk: Talk, looked: ProbeResult) -> bool:
    """Whether Google's answer holds none of the sentences that were told so far."""
    told = talk.session.examined.memory.values(_SENTENCE)
    heard = {fact.value for fact in looked.facts if fact.name == _SENTENCE}
    return bool(told) and bool(heard) and heard.isdisjoint(told)


def _another_answer(talk: Talk, fix: str, said: str, looked: ProbeResult) -> Blocks:
    """Google answers something else than what was pasted: the fix did its part, and the next fault shows."""
    talk.session.fix_result(fix, "helped")
    talk.session.tell(said)
    talk.session.looked(facts_of(looked, reported=True))
    read = cards.understood(cards.NOTHING, talk.session, talk.view, "heading.read")
    return [talk.say("talk.next-fault", GREEN), *read, *talk.go_on()]


def _back(talk: Talk) -> Blocks:
    """To what was asked before the question about the network."""
    if talk.fix is not None:
        return talk.ask_again()
    return talk.go_on() if talk.session.log else []


def _details(talk: Talk) -> Blocks:
    if not talk.checks:
        return [talk.say("talk.no-checks"), *talk.again()]
    phrases = talk.phrases
    lines = [Para(check.text, f"  {phrases.say(f'probe.mark.{check.state}')} ", "    ") for check in talk.checks]
    return [*lines, *talk.again()]
