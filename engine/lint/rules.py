"""Lints of rules: such as can never fire, such as others make needless, and such as contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..conditions import Test
from ..infer.normal_form import Body
from ..reason.reach import given_values
from ..rulebase.faults import quote
from ..rulebase.model import Rule, RuleBase
from .finds import Find
from .terms import Terms, clash, implies, speaks_alone, terms_of


def lint_rules(base: RuleBase) -> Iterator[Find]:
    """KM601 to KM605."""
    terms = terms_of(base)
    live: list[Rule] = []
    for rule in base.rules.values():
        find = _never(rule, terms, base) or _unreachable(rule, terms, base)
        if find:
            yield find
        else:
            live.append(rule)
    yield from _pairs(live, terms, base)


def _never(rule: Rule, terms: Terms, base: RuleBase) -> Find | None:
    clashes = [clash(terms.signed(body), base.facts) for body in terms.of[rule.id]]
    if not clashes or not all(clashes):
        return None
    names = ", ".join(dict.fromkeys(clashes))
    message = f"{rule.id} can never fire: no value of {names} passes all of its tests"
    return Find("KM601", "rules", rule.id, (), message, "look for an all that should be any", key="when")


def _unreachable(rule: Rule, terms: Terms, base: RuleBase) -> Find | None:
    given = given_values(base)
    lacking = [_lacking(body, terms, base, given) for body in terms.of[rule.id]]
    if not all(lacking):
        return None
    message = f"{rule.id} cannot be reached: nothing gives {', '.join(dict.fromkeys(lacking))}"
    hint = "add an observation, a question (ask) or a rule that concludes it"
    return Find("KM602", "rules", rule.id, (), message, hint, key="when")


def _lacking(body: Body, terms: Terms, base: RuleBase, given: dict[str, set[str]]) -> str:
    """A fact, or a value of one, that the alternative needs and nothing gives."""
    for leaf, wanted in terms.signed(body):
        if not isinstance(leaf, Test) or not wanted:
            continue
        values = given.get(leaf.fact)
        if not values:
            return leaf.fact
        named = leaf.operator in ("equals", "one_of") and base.facts[leaf.fact].type in ("enum", "boolean")
        if named and "*" not in values and not any(_written(value) in values for value in leaf.operands):
            return f"{leaf.fact} = {_written(leaf.operands[0])}"
    return ""


def _written(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _pairs(rules: list[Rule], terms: Terms, base: RuleBase) -> Iterator[Find]:
    alike: dict[frozenset[Body], list[Rule]] = {}
    groups: dict[str, list[Rule]] = {}
    for rule in rules:
        alike.setdefault(frozenset(terms.of[rule.id]), []).append(rule)
        if rule.group and speaks_alone(rule):
            groups.setdefault(rule.group, []).append(rule)
    for same in alike.values():
        for first, second in combinations(same, 2):
            yield from _same_condition(first, second, base)
    for together in groups.values():
        for rule in together:
            yield from _shadowed(rule, together, terms, base)


def _same_condition(first: Rule, second: Rule, base: RuleBase) -> Iterator[Find]:
    if (first.then, first.evidence, first.finding, first.group) == (
        second.then, second.evidence, second.finding, second.group,
    ):  # fmt: skip
        message = f"{second.id} does the same as {first.id}, under the same condition"
        yield Find("KM604", "rules", second.id, ("rule",), message, "delete one of the two")
        return
    weights = base.weights.evidence
    for cause in first.evidence.keys() & second.evidence.keys():
        if weights[first.evidence[cause]] * weights[second.evidence[cause]] < 0:
            message = f"{second.id} speaks against {quote(cause)} and {first.id} for it, under the same condition"
            if weights[second.evidence[cause]] > 0:
                message = f"{second.id} speaks for {quote(cause)} and {first.id} against it, under the same condition"
            yield Find("KM605", "rules", second.id, ("evidence",), message, "keep the one that is right", key=cause)
    for fact in first.then.keys() & second.then.keys():
        if first.then[fact] != second.then[fact] and not base.facts[fact].many:
            message = f"{second.id} and {first.id} conclude different values of {fact} under the same condition"
            yield Find("KM605", "rules", second.id, ("then",), message, "keep the one that is right", key=fact)


def _shadowed(rule: Rule, together: list[Rule], terms: Terms, base: RuleBase) -> Iterator[Find]:
    """Within a group the strongest evidence counts: a rule that never fires without a stronger one says nothing."""
    for other in together:
        if other is rule or set(terms.of[other.id]) == set(terms.of[rule.id]):
            continue
        if _as_strong(rule, other, base) and implies(terms.of[rule.id], terms.of[other.id]):
            message = f"{rule.id} is never heard: whenever it fires, {other.id} of the same group says as much or more"
            yield Find("KM603", "rules", rule.id, ("rule",), message, "give it a group of its own, or delete it")
            return


def _as_strong(rule: Rule, other: Rule, base: RuleBase) -> bool:
    weights = base.weights.evidence
    for cause, word in rule.evidence.items():
        mine, theirs = weights[word], weights.get(other.evidence.get(cause, ""), 0.0)
        if mine * theirs <= 0 or abs(theirs) < abs(mine):
            return False
    return True
