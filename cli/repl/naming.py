"""Which facts a person means, by name, by label, or in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.facts import as_text
from ...engine.observe.report import READ_BY_SHAPE
from .understand import folded

if TYPE_CHECKING:
    from .talk import Talk

_SAID_OUTRIGHT = frozenset({"error.http_status", "error.status"})
"""Facts of an error's shape that people also state by themselves."""


def named_facts(talk: Talk, text: str) -> dict[str, str]:
    """What a sentence says of facts, as text."""
    seen, _observed = talk.session.doctor.gather(text, ())
    skip = READ_BY_SHAPE - _SAID_OUTRIGHT
    return {fact.name: as_text(fact.value) for fact in reversed(seen) if fact.name not in skip}


def name_of(talk: Talk, text: str) -> str:
    """The fact that people mean: by its name, or by what it is called."""
    facts = talk.session.doctor.rulebase.facts
    wanted = folded(text)
    called = [name for name, decl in facts.items() if folded(decl.label) == wanted]
    return called[0] if text not in facts and len(called) == 1 else text
