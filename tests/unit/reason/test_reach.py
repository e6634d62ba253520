"""What of a rule base can never be used."""

from __future__ import annotations

from dataclasses import replace

from keymedic.engine.reason.reach import rules_without_a_fix, unreachable_facts, unreachable_values
from keymedic.engine.rulebase.model import Ask, FactDecl, FactWrite, Origin, RuleBase

HERE = Origin("test", "facts/x.yaml", 1)


def with_fact(base: RuleBase, decl: FactDecl, *writes: FactWrite) -> RuleBase:
    """The rule base with one fact more, and its first observation writing ``writes`` too."""
    first, *rest = base.observations
    observations = (replace(first, writes=(*first.writes, *writes)), *rest)
    return replace(base, facts={**base.facts, decl.name: decl}, observations=observations)


def missing(base: RuleBase, name: str) -> set[str]:
    """The values of a fact that cannot be got at; the fact itself is ``*``."""
    values = {value for fact, value in unreachable_values(base) if fact == name}
    return values | ({"*"} if name in unreachable_facts(base) else set())


def colour(ask: Ask | None = None, *, derived: bool = False) -> FactDecl:
    """An enum of three values that the miniature rule base does not know."""
    values = {"red": "", "green": "", "blue": ""}
    return FactDecl("x.colour", "enum", "a colour", HERE, values, ask=ask, derived=derived)


def test_a_fact_that_nothing_gives_is_unreachable(mini: RuleBase) -> None:
    """Neither observed nor concluded nor asked: it can only be stated on the command line."""
    assert missing(with_fact(mini, colour()), "x.colour") == {"*"}
    assert missing(with_fact(mini, colour(derived=True)), "x.colour") == {"*"}


def test_an_observation_reaches_the_values_that_it_writes(mini: RuleBase) -> None:
    """A fixed value reaches itself, a table its values, a captured text whatever there is."""
    assert missing(with_fact(mini, colour(), FactWrite("x.colour", "red")), "x.colour") == {"green", "blue"}
    mapped = FactWrite("x.colour", None, "word", {"rot": "red", "blau": "blue"})
    assert missing(with_fact(mini, colour(), mapped), "x.colour") == {"green"}
    assert missing(with_fact(mini, colour(), FactWrite("x.colour", None, "word")), "x.colour") == set()


def test_a_question_reaches_its_choices(mini: RuleBase) -> None:
    """What a person can answer can be got at."""
    partly = Ask("Which?", "", "seconds", {"red": "red", "blue": "blue"})
    assert missing(with_fact(mini, colour(partly)), "x.colour") == {"green"}
    assert missing(with_fact(mini, colour(Ask("Which?", "", "seconds", {}))), "x.colour") == set()


def test_a_rule_reaches_what_it_concludes(mini: RuleBase) -> None:
    """A derived fact is reachable through the rules that conclude it."""
    rule = next(iter(mini.rules.values()))
    base = with_fact(mini, colour(derived=True))
    base = replace(base, rules={**base.rules, rule.id: replace(rule, then={**rule.then, "x.colour": "green"})})
    assert missing(base, "x.colour") == {"red", "blue"}


def test_what_the_shape_of_a_text_gives_is_reachable(mini: RuleBase) -> None:
    """The message and the code of an error, and the kind of a pasted key, need no observation."""
    base = replace(mini, observations=(), rules={})
    reachable = set(base.facts) - set(unreachable_facts(base))
    assert {"error.message", "error.http_status", "key.kind"} <= reachable


def test_a_rule_that_speaks_only_of_causes_without_a_fix(mini: RuleBase) -> None:
    """Its evidence can never lead to advice."""
    assert list(rules_without_a_fix(mini)) == []
    bare = {name: replace(cause, fixes=()) for name, cause in mini.causes.items()}
    speaking = [rule.id for rule in mini.rules.values() if rule.evidence]
    assert list(rules_without_a_fix(replace(mini, causes=bare))) == speaking
