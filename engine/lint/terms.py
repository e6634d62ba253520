"""The alternatives of a rule's condition, and whether one of them can hold at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..conditions import Known, Test
from ..facts import Scalar
from ..infer.fact_tests import Leaf
from ..infer.literals import LeafNumbers, is_positive, leaf_of
from ..infer.normal_form import Body, to_terms
from ..rulebase.model import FactDecl, Rule, RuleBase
from ..values import Struct

Signed = tuple[Leaf, bool]
"""A test, and whether it must be true or false."""


class Terms(Struct):
    """Every rule's alternatives, each a conjunction of numbered literals."""

    numbers: LeafNumbers
    of: Mapping[str, tuple[Body, ...]]

    def signed(self, body: Body) -> list[Signed]:
        """The tests of an alternative."""
        return [(self.numbers.leaves[leaf_of(literal)], is_positive(literal)) for literal in sorted(body)]


def terms_of(base: RuleBase) -> Terms:
    """The alternatives of all rules, with one numbering."""
    numbers = LeafNumbers()
    return Terms(numbers, {rule.id: tuple(to_terms(rule.when, numbers.number)) for rule in base.rules.values()})


def implies(stronger: Iterable[Body], weaker: Iterable[Body]) -> bool:
    """Whether each alternative of one condition is a special case of one of the other."""
    others = list(weaker)
    return all(any(other <= body for other in others) for body in stronger)


def clash(tests: Iterable[Signed], facts: Mapping[str, FactDecl]) -> str:
    """The fact for which no value satisfies all of these tests; empty when there is none."""
    by_fact: dict[str, list[Signed]] = {}
    for leaf, wanted in tests:
        by_fact.setdefault(leaf.fact, []).append((leaf, wanted))
    return next((name for name, about in by_fact.items() if not _possible(about, facts[name])), "")


def _possible(about: list[Signed], decl: FactDecl) -> bool:
    ignorant = any(isinstance(leaf, Known) and leaf.wanted != wanted for leaf, wanted in about)
    if ignorant:
        return not any(isinstance(leaf, Test) or leaf.wanted == wanted for leaf, wanted in about)
    tests = [(leaf, wanted) for leaf, wanted in about if isinstance(leaf, Test)]
    if any((leaf, not wanted) in tests for leaf, wanted in tests):
        return False
    return _some_value(tests, decl) and _some_number(tests, decl)


def _some_value(tests: list[tuple[Test, bool]], decl: FactDecl) -> bool:
    """Whether values are left where tests name them."""
    asked = [set(leaf.operands) for leaf, wanted in tests if wanted and leaf.operator in ("equals", "one_of")]
    denied: set[Scalar] = {
        value
        for leaf, wanted in tests
        if not wanted and leaf.operator in ("equals", "one_of")
        for value in leaf.operands
    }
    known: set[Scalar] | None = {True, False} if decl.type == "boolean" else set(decl.values) or None
    if decl.many:
        return all(values - denied for values in asked)
    left = set[Scalar].intersection(*asked) if asked else known
    return left is None or bool(left - denied)


def _some_number(tests: list[tuple[Test, bool]], decl: FactDecl) -> bool:
    if decl.type != "integer" or decl.many:
        return True
    lowest = decl.minimum if decl.minimum is not None else -(10**19)
    highest = decl.maximum if decl.maximum is not None else 10**19
    for low, high in _bounds(tests):
        lowest, highest = max(lowest, low), min(highest, high)
    return lowest <= highest


def _bounds(tests: list[tuple[Test, bool]]) -> Iterator[tuple[int, int]]:
    most = 10**19
    for leaf, wanted in tests:
        numbers = [value for value in leaf.operands if type(value) is int]
        if not numbers:
            continue
        first = numbers[0]
        match leaf.operator, wanted:
            case ("at_least", True) | ("below", False):
                yield first, most
            case ("above", True) | ("at_most", False):
                yield first + 1, most
            case ("at_most", True) | ("above", False):
                yield -most, first
            case ("below", True) | ("at_least", False):
                yield -most, first - 1
            case ("equals" | "one_of", True):
                yield min(numbers), max(numbers)
            case _:
                pass


def speaks_alone(rule: Rule) -> bool:
    """Whether evidence is all that the rule gives."""
    return bool(rule.evidence) and not rule.then and rule.finding is None
