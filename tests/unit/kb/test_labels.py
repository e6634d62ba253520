"""What people call the facts of the shipped vocabulary."""

from __future__ import annotations

from keymedic.engine.rulebase.load import load_rule_base


def test_every_fact_that_may_be_news_has_a_name_for_people() -> None:
    """`label:` says what people call it, or `shown: no` that it is there for rules only: no internal name is shown."""
    facts = load_rule_base(builtin=False, use_cache=False).facts.values()
    assert [fact.name for fact in facts if not fact.derived and fact.shown and not fact.label] == []
