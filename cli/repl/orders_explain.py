"""MYCIN's questions turned round: why, how, why not, what if; and what the names mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.errors import InputError
from ...engine.vocabulary import read_value
from ..phrases import percent
from ..render.style import BOLD, DIM
from ..render.view import others as other_causes
from . import cards
from .blocks import Blocks, Gap, Para, Share
from .naming import name_of, named_facts

if TYPE_CHECKING:
    from .talk import Handler, Talk

_MOST_CAUSES = 8
_WIDE = 10_000


def _causes(talk: Talk, _rest: str) -> Blocks:
    diagnosis = talk.session.diagnosis
    shares = [
        Share(talk.phrases.say("candidate.line", title=cause.title, id=cause.id), cause.probability, whole=True)
        for cause in diagnosis.causes[:_MOST_CAUSES]
    ]
    other = Share(talk.phrases.say("candidate.other"), diagnosis.other_probability)
    rows = sorted([*shares, other], key=lambda share: -share.share)
    return [*rows, talk.say("talk.causes-hint", DIM), *talk.again()]


def _why(talk: Talk, rest: str) -> Blocks:
    """Why a fact is asked about, or a fix advised."""
    asking = talk.asking
    if not rest and asking is not None and asking.kind == "fix":
        return _how(talk, "")
    if not rest and asking is not None and asking.kind == "consent":
        return [talk.say("talk.online.why"), *talk.again()]
    if not rest and asking is None:
        raise InputError(talk.phrases.say("talk.nothing-asked"))
    fact = rest or (asking.about if asking else "")
    return [*cards.indented(talk.session.why(fact).to_text(talk.session.doctor.rulebase)), *talk.again()]


def _how(talk: Talk, rest: str) -> Blocks:
    """How the share of a cause came about: of the one in front, unless another is named."""
    cause = rest or talk.session.diagnosis.causes[0].id
    return [*cards.indented(talk.session.how(cause).to_text(talk.session.doctor.rulebase)), *talk.again()]


def _why_not(talk: Talk, rest: str) -> Blocks:
    """Why a cause does not lead."""
    cause = rest
    if not cause:
        behind = other_causes(talk.session.diagnosis, talk.view)
        if not behind:
            raise InputError(talk.phrases.say("talk.whynot-usage"))
        cause = behind[0].id
    return [*cards.indented(talk.session.why_not(cause).to_text(talk.session.doctor.rulebase)), *talk.again()]


def _what_if(talk: Talk, rest: str) -> Blocks:
    """How things would stand if facts had other values; nothing is changed."""
    facts = _supposed(talk, rest)
    supposed = talk.session.what_if(facts)
    now = {cause.id: cause.probability for cause in talk.session.diagnosis.causes}
    said = ", ".join(_in_words(talk, name, value) for name, value in facts.items())
    blocks: Blocks = [talk.say("talk.whatif", BOLD, facts=said)]
    if all(percent(cause.probability) == percent(now.get(cause.id, 0.0)) for cause in supposed.causes[: cards.LEADING]):
        return [*blocks, talk.say("talk.whatif-same"), *talk.again()]
    for cause in supposed.causes[: cards.LEADING]:
        was = percent(now[cause.id]) if cause.id in now else percent(0.0)
        line = talk.phrases.say("talk.whatif-line", title=cause.title, was=was)
        blocks.append(Share(line, cause.probability, whole=True))
    return [*blocks, *talk.again()]


def _supposed(talk: Talk, rest: str) -> dict[str, str]:
    """Facts by name or label with their values; or what a sentence tells. Raises `InputError` where it is nothing."""
    pairs = [part.partition("=") for part in rest.split()]
    if pairs and all(equals and value for _name, equals, value in pairs):
        return {name_of(talk, name): value for name, _equals, value in pairs}
    facts = named_facts(talk, rest) if rest else {}
    if not facts:
        raise InputError(talk.phrases.say("talk.whatif-usage"))
    return facts


def _in_words(talk: Talk, name: str, value: str) -> str:
    """A supposed fact as people say it."""
    decl = talk.session.doctor.rulebase.facts[name]
    return talk.phrases.say(
        "read.labelled", label=talk.view.label(name), value=talk.view.meaning(name, read_value(decl, value))
    )


def _explain(talk: Talk, rest: str) -> Blocks:
    """What a cause, fix, rule, fact or error code means."""
    from ..commands.explain import explain

    if not rest and talk.session.log and talk.session.diagnosis.causes:
        rest = talk.session.diagnosis.causes[0].id
    if not rest:
        raise InputError(talk.phrases.say("talk.explain-usage"))
    lines = explain(rest, talk.session.doctor.rulebase, _WIDE)
    return [*cards.indented("\n".join(lines)), *talk.again()]


def _kb(talk: Talk, _rest: str) -> Blocks:
    rulebase, phrases = talk.session.doctor.rulebase, talk.phrases
    packs = [
        Para(phrases.say("kb.pack", name=pack.name, version=pack.version, date=pack.knowledge_date), "  ")
        for pack in rulebase.packs
    ]
    counts = {
        "facts": len(rulebase.facts), "observations": len(rulebase.observations), "rules": len(rulebase.rules),
        "causes": len(rulebase.causes),
    }  # fmt: skip
    numbers = ", ".join(phrases.count(f"kb.{kind}", number) for kind, number in counts.items())
    return [talk.say("kb.total", BOLD), *packs, Para(numbers, "  "), Gap(), *talk.again()]


HANDLERS: dict[str, Handler] = {
    "causes": _causes, "why": _why, "how": _how, "whynot": _why_not, "whatif": _what_if, "explain": _explain,
    "kb": _kb,
}  # fmt: skip
