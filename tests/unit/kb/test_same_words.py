"""The shipped rule base hears the same words in the same way, however they reach it."""

from __future__ import annotations

from keymedic.engine.facts import Fact, Source
from keymedic.engine.reason.diagnose import Diagnostician
from keymedic.engine.rulebase.load import load_rule_base


def test_a_servers_sentence_means_the_same_pasted_or_stated() -> None:
    """Each sentence of the rules' cases leads to one verdict and cause, as a report and as ``error.message``."""
    base = load_rule_base(use_cache=False, with_cases=True)
    given = [case.given.get("error.message") for rule in base.rules.values() for case in rule.cases]
    messages = sorted({text for text in given if isinstance(text, str)})
    doctor = Diagnostician(base, "plain")
    apart: list[str] = []
    for message in messages:
        pasted = doctor.diagnose(message)
        stated = doctor.diagnose(None, [Fact("error.message", message, Source("given"))])
        if (pasted.verdict, pasted.causes[0].id) != (stated.verdict, stated.causes[0].id):
            apart.append(message)
    assert len(messages) > 50
    assert apart == []
